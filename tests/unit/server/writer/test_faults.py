"""When the disk or a commit fails: nothing half done, nothing lost, reading goes on, and it recovers by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mmc_console.server.feed import Feed, Position
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import CommitUnknown, DiskFull
from mmc_console.server.writer import Failed, Unavailable, Writer
from tests.guards import ExpectedLogs
from tests.server.writer_parts import Desk, Place, writing


class BreakingDatabase(Database):
    """A database whose next commit fails: before it took effect, or after; or whose disk is full before it."""

    breaks = ""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        how, self.breaks = self.breaks, ""
        if how == "before":
            with self._rolled_back() as conn:
                yield conn
            raise CommitUnknown("disk-failed")
        with super().write() as conn:
            yield conn
            if how == "full":
                raise DiskFull("full")
        if how == "after":
            raise CommitUnknown("disk-failed")

    @contextmanager
    def _rolled_back(self) -> Iterator[Connection]:
        try:
            with super().write() as conn:
                yield conn
                raise _Dropped
        except _Dropped:
            return


class _Dropped(Exception):
    pass


@asynccontextmanager
async def breaking(folder: Path) -> AsyncIterator[tuple[Place, BreakingDatabase, Writer, Desk]]:
    """A writer on a database that breaks when it is told to, and a desk of it."""
    async with writing(folder) as place:
        database = BreakingDatabase(place.database.path, place.keys.database)
        database.open()
        writer = Writer(database, place.people, place.feed, place.clock)
        writer.load()
        writer.start()
        yield place, database, writer, Desk(writer, place.clock)
        await writer.stop()
        database.close()


def events_of(place: Place) -> list[tuple[Any, ...]]:
    return place.rows("SELECT seq, action FROM events ORDER BY seq")


@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_failed_commit_the_log_says_what_happened(
    tmp_path: Path, moment: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: commit-unknown")
    expected_logs.expect("the log can be written again")

    async def story() -> None:
        async with breaking(tmp_path) as (place, database, writer, desk):
            first = desk.registration("1111111")
            await desk.act(first)
            database.breaks = moment
            action = desk.registration("2222222")
            with pytest.raises(Unavailable):
                await desk.act(action)
            again = await desk.act(action)
            assert again.outcome == ("repeated" if moment == "after" else "applied")
            assert again.number == "002"
            assert [seq for seq, _ in events_of(place)] == [1, 2, 3, 4, 5]
            assert [id for _, id in events_of(place)].count(action.id) == 2
            assert place.feed.seq == 5
            assert writer.health.fault == ""

    asyncio.run(story())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_failed_commit_nobody_reads_what_the_log_does_not_say(
    tmp_path: Path, moment: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: commit-unknown")

    async def story() -> None:
        async with breaking(tmp_path) as (place, database, writer, desk):
            database.breaks = moment
            with pytest.raises(Unavailable):
                await desk.act(desk.registration("1111111"))
            seen = await writer.ask(lambda state: (state.seq, len(state.visits)))
            stored = place.rows("SELECT (SELECT max(seq) FROM events), (SELECT count(*) FROM visits)")
            assert [seen] == stored == [(3, 1) if moment == "after" else (1, 0)]
            assert place.feed.seq == seen[0]

    asyncio.run(story())


def test_what_another_process_wrote_is_shown_also_after_a_refused_batch(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: disk-full")
    expected_logs.expect("the log can be written again")

    async def story() -> None:
        async with writing(tmp_path) as place:
            database = BreakingDatabase(place.database.path, place.keys.database)
            database.open()
            feed = Feed(place.clock.now)
            writer = Writer(database, place.people, feed, place.clock)
            writer.load()
            writer.start()
            desk, other = Desk(writer, place.clock, "M", "user-2"), place.desk()
            await other.act(other.registration("1111111"))
            database.breaks = "full"
            with pytest.raises(Unavailable):
                await desk.act(desk.registration("2222222"))
            await desk.act(desk.registration("2222222"))
            reader = feed.open(Position(writer.epoch, 1), None, "session")
            sent = b""
            while reader.seq < feed.seq:
                sent += feed.next_bytes(reader)
            assert [f"{writer.epoch}:{seq}\n".encode() in sent for seq in range(1, 6)] == [
                False,
                True,
                True,
                True,
                True,
            ]
            await feed.close()
            await writer.stop()
            database.close()

    asyncio.run(story())


def test_a_full_disk_refuses_whole_batches_while_reading_goes_on(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the log cannot be written: disk-full")
    expected_logs.expect("the log can be written again, after disk-full")

    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            await desk.act(desk.registration("1111111"))
            _limit_pages(place.database, spare=2)
            batch = [desk.registration(f"30000{i:02d}") for i in range(60)]
            with pytest.raises(Unavailable) as told:
                await desk.send(*batch)
            assert told.value.reason == "disk-full"
            assert await place.writer.ask(lambda state: (state.seq, len(state.visits))) == (3, 1)
            assert place.feed.seq == 3
            assert len(events_of(place)) == 3
            assert place.writer.health.fault == "disk-full"
            _limit_pages(place.database, spare=100_000)
            found = (await desk.send(*batch)).results
            assert {r.outcome for r in found} == {"applied"}
            assert found[0].number == "002"
            assert place.writer.health.fault == ""
            assert [seq for seq, _ in events_of(place)] == list(range(1, 124))

    asyncio.run(story())


def _limit_pages(database: Database, spare: int) -> None:
    """What a disk with *spare* free pages is to the database."""

    def limit(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + spare}")

    database.transact(limit)


class Stumbling(People):
    """A mistake of ours that one patient's number brings out."""

    def hashes(self, number: str) -> tuple[bytes, ...]:
        if number == "6666666":
            raise RuntimeError("a mistake of ours")
        return super().hashes(number)


def test_a_mistake_of_ours_fails_one_request_and_no_other(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("deciding failed")

    async def story() -> None:
        async with writing(tmp_path, people=Stumbling) as place:
            desk = place.desk()
            numbers = ("1111111", "6666666", "2222222")
            found = await asyncio.gather(*(desk.act(desk.registration(n)) for n in numbers), return_exceptions=True)
            assert isinstance(found[1], Failed)
            outcomes = [r.outcome for r in found if not isinstance(r, BaseException)]
            assert outcomes == ["applied", "applied"]
            assert [seq for seq, _ in events_of(place)] == [1, 2, 3, 4, 5]

    asyncio.run(story())


def test_two_writers_on_one_file_make_one_log(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            database = Database(place.database.path, place.keys.database)
            database.open()
            second = Writer(database, place.people, type(place.feed)(place.clock.now), place.clock)
            second.load()
            second.start()
            desks = (place.desk("K", "user-1"), Desk(second, place.clock, "M", "user-2"))
            for k in range(6):
                both = await asyncio.gather(*(d.act(d.registration(f"{i}00000{k}")) for i, d in enumerate(desks)))
                assert {r.outcome for r in both} == {"applied"}
            assert [seq for seq, _ in events_of(place)] == list(range(1, 26))
            numbers = [n for (n,) in place.rows("SELECT number FROM visits ORDER BY number")]
            assert numbers == [f"{n:03d}" for n in range(1, 13)]
            await second.stop()
            database.close()

    asyncio.run(story())


def test_what_waits_is_answered_before_the_end(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            waiting = [asyncio.ensure_future(desk.act(desk.registration(f"10000{i:02d}"))) for i in range(20)]
            await asyncio.sleep(0)
            await place.writer.stop()
            assert {r.outcome for r in await asyncio.gather(*waiting)} == {"applied"}
            with pytest.raises(Unavailable):
                await desk.act(desk.registration("9999999"))

    asyncio.run(story())


class Untidy(Writer):
    """Its housekeeping fails once."""

    failed = False

    def _between(self, *, quiet: bool) -> None:
        if not self.failed:
            self.failed = True
            raise RuntimeError("housekeeping")
        super()._between(quiet=quiet)


def test_failing_housekeeping_ends_nothing(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("keeping the state small failed")

    async def story() -> None:
        async with writing(tmp_path) as place:
            writer = Untidy(place.database, place.people, place.feed, place.clock)
            writer.load()
            writer.start()
            desk = Desk(writer, place.clock)
            assert (await desk.act(desk.registration("1111111"))).number == "001"
            assert (await desk.act(desk.registration("2222222"))).number == "002"
            assert writer.failed
            assert writer.health.fault == ""
            await writer.stop()

    asyncio.run(story())
