"""What is measured around the application and in the feed, and when the process began."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest

from mmc_console.domain.ids import ClinicCode, Epoch
from mmc_console.server.feed import COMMITS, Entry, Feed, Position
from mmc_console.server.figures.start import Started, seconds_alive
from mmc_console.server.figures.traffic import GROUPS, OTHER, STATUS, Timed, Traffic, group_of
from mmc_console.server.http import guards

LAB = ClinicCode("lab")


def entry(seq: int) -> Entry:
    return Entry(seq, frozenset({LAB}), b'{"seq":%d}' % seq)


def asked(template: str, status: int | None, fault: type[Exception] | None = None) -> Traffic:
    """One request through the timed application."""
    traffic = Traffic()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["path_template"] = template
        if status is not None:
            scope[STATUS] = status
        if fault is not None:
            raise fault

    async def ask() -> None:
        scope: Any = {"type": "http"}
        await Timed(app, traffic)(scope, None, None)  # type: ignore[arg-type]  # it takes neither

    if fault is None:
        asyncio.run(ask())
    else:
        with pytest.raises(fault):
            asyncio.run(ask())
    return traffic


def test_every_route_belongs_to_a_group_of_its_own_kind() -> None:
    groups = {group_of(path) for _, path in guards.ROUTES if path not in ("/api/v1/openapi.json", "/api/v1/docs")}
    assert OTHER not in groups
    assert groups <= set(GROUPS)
    assert group_of("/api/v1/queue/enter") != group_of("/api/v1/queues")


@pytest.mark.parametrize(
    ("status", "counts"), [(200, (1, 0, 0)), (304, (1, 0, 0)), (404, (0, 1, 0)), (429, (0, 1, 0)), (500, (0, 0, 1))]
)
def test_an_answer_is_counted_by_its_class(status: int, counts: tuple[int, int, int]) -> None:
    actions = asked("/api/v1/actions", status).groups["actions"]
    assert (actions.fine, actions.refused, actions.failed, actions.delay.n) == (*counts, 1)


def test_what_never_answered_counts_as_failed_and_goes_on() -> None:
    found = asked("/api/v1/actions", None, RuntimeError).groups["actions"]
    assert (found.failed, found.delay.n) == (1, 1)


def test_a_stream_is_counted_and_not_timed() -> None:
    found = asked("/api/v1/events/stream", 200).groups["reading"]
    assert (found.fine, found.delay.n) == (1, 0)


def test_a_streams_delay_runs_from_the_commit_of_the_oldest_event_in_the_piece() -> None:
    async def story() -> None:
        feed = Feed(lambda: datetime(2026, 11, 23, tzinfo=UTC))
        feed.begin(Epoch("e"), 10, [entry(10)])
        reader = feed.open(None, None, "s")
        while feed.next_bytes(reader):
            feed.written(reader)
        assert feed.delays.n == 0, "a heartbeat is no news"
        feed.publish([entry(11)], monotonic() - 3)
        feed.publish([entry(12)], monotonic() - 1)
        assert feed.next_bytes(reader)
        feed.written(reader)
        assert feed.delays.n == 1
        assert 3 <= feed.delays.rank(0.5) < 4
        late = feed.open(Position("e", 9), None, "s")
        while feed.next_bytes(late):
            feed.written(late)
        assert feed.delays.n == 1, "who is catching up measures nothing"
        for seq in range(13, 13 + COMMITS + 5):
            feed.publish([entry(seq)])
        assert feed.next_bytes(reader)
        feed.written(reader)
        assert feed.delays.n == 1, "nobody knows any more when that was committed"
        await feed.close()

    asyncio.run(story())


def test_frames_are_made_once_for_all_who_stand_at_the_same_place() -> None:
    async def story() -> None:
        feed = Feed(lambda: datetime(2026, 11, 23, tzinfo=UTC))
        feed.begin(Epoch("e"), 10, [entry(10)])
        readers = [feed.open(None, None, "s") for _ in range(4)]
        feed.publish([entry(11)])
        for reader in readers:
            assert feed.next_bytes(reader)
        assert (feed.hits.asked, feed.hits.hits) == (4, 3)
        await feed.close()

    asyncio.run(story())


def test_the_start_is_counted_from_the_beginning_of_the_process() -> None:
    alive = seconds_alive()
    assert alive is not None
    assert alive > 0
    started = Started()
    assert (started.took, started.since) == (None, None)
    started.answers()
    assert started.took is not None
    assert started.took >= round(alive, 3)
    assert started.since is not None
