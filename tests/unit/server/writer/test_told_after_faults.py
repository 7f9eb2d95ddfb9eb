"""What streams are told of commits that failed, or were read again: all of it, or that they must begin anew."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mmc_console.server import writer_load
from mmc_console.server.feed import Feed, Position, Reader
from mmc_console.server.log import events
from mmc_console.server.store.errors import DiskFault
from mmc_console.server.writer import Unavailable, Writer
from tests.guards import ExpectedLogs
from tests.server.writer_parts import Desk, writing
from tests.unit.server.writer.test_faults import breaking


def told(feed: Feed, reader: Reader) -> list[str]:
    """The ids of the events *reader* gets now, or the words it gets in their place."""
    raw = b""
    while piece := feed.next_bytes(reader):
        raw += piece
    heads = [frame.splitlines()[0] for frame in raw.decode().split("\n\n")[:-1]]
    return [head.rsplit(":", 1)[1].strip() for head in heads if head != "event: heartbeat"]


def test_streams_go_on_after_a_commit_of_unknown_outcome_that_is_longer_than_what_is_kept_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: commit-unknown")
    expected_logs.expect("the log can be written again")
    monkeypatch.setattr(writer_load, "RECENT", 4)

    async def story() -> None:
        async with breaking(tmp_path) as (place, database, writer, desk):
            await desk.act(desk.registration("1111111"))
            old = place.feed.open(Position(writer.epoch, place.feed.seq), None, "session")
            house = [desk.registration(f"200000{n}") for n in range(5)]
            database.breaks = "after"
            with pytest.raises(Unavailable):
                await desk.send(*house)
            assert {result.outcome for result in (await desk.send(*house)).results} == {"repeated"}
            assert told(place.feed, old) == ["reset"]
            new = place.feed.open(Position(writer.epoch, place.feed.seq), None, "session")
            await desk.act(desk.registration("3333333"))
            for reader in (old, new):
                assert told(place.feed, reader) == ["14", "15"]

    asyncio.run(story())


def test_what_another_process_wrote_is_shown_also_after_a_page_of_it_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: disk-failed")
    expected_logs.expect("the log can be written again")
    page = events.page

    def breaking(conn: Connection, after: int, limit: int) -> list[bytes]:
        if after > 4:
            raise DiskFault
        return page(conn, after, limit)

    async def story() -> None:
        async with writing(tmp_path) as place:
            feed = Feed(place.clock.now)
            writer = Writer(place.database, place.people, feed, place.clock)
            writer.load()
            writer.start()
            reader = feed.open(Position(writer.epoch, feed.seq), None, "session")
            desk, other = Desk(writer, place.clock, "M", "user-2"), place.desk()
            for n in range(3):
                await other.act(other.registration(f"111111{n}"))
            with monkeypatch.context() as broken:
                broken.setattr(events, "_AT_ONCE", 2)
                broken.setattr(events, "page", breaking)
                with pytest.raises(Unavailable):
                    await desk.act(desk.registration("2222222"))
            assert (await desk.act(desk.registration("2222222"))).number == "004"
            assert told(feed, reader) == [str(seq) for seq in range(2, 10)]
            await feed.close()
            await writer.stop()

    asyncio.run(story())
