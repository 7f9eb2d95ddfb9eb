"""What a stream gets: every event once, in order, or the word that it must begin anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from itertools import pairwise
from time import monotonic
from typing import Any

import msgspec
import pytest

from mmc_console.domain.ids import ClinicCode, Epoch
from mmc_console.server.feed import BEHIND_AT_MOST, STUCK_AFTER, Entry, Feed, Filter, Position, Reader, position_of

EPOCH = Epoch("e-1")
LAB, EYES = ClinicCode("lab"), ClinicCode("eyes")


def entry(seq: int, *clinics: str, everybody: bool = False, size: int = 0) -> Entry:
    """An event of these clinics."""
    body = msgspec.json.encode({"type": "ticket_issued", "seq": seq, "fill": "x" * size})
    return Entry(seq, None if everybody else frozenset(map(ClinicCode, clinics)), body)


class HandSteady:
    """A steady clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def steady() -> HandSteady:
    return HandSteady()


def told(
    story: Callable[[Feed], Coroutine[Any, Any, None]], *, begun: int = 10, tick: float = 0.0,
    steady: Callable[[], float] = monotonic,
) -> None:  # fmt: skip
    """Run *story* on a feed that stands at *begun*."""

    async def run() -> None:
        feed = Feed(lambda: datetime(2026, 11, 23, tzinfo=UTC), tick=tick, steady=steady)
        feed.begin(EPOCH, begun, [entry(n, "lab" if n % 2 else "eyes") for n in range(max(1, begun - 5), begun + 1)])
        try:
            await story(feed)
        finally:
            await feed.close()

    asyncio.run(run())


def opened(feed: Feed, after: Position | None = None, clinics: Filter = None, session: str = "s") -> Reader:
    reader = feed.open(after, clinics, session)
    reader.beat = False
    return reader


def frames(raw: bytes) -> list[dict[str, str]]:
    """The frames in *raw* as their fields."""
    each = raw.decode().split("\n\n")[:-1]
    return [dict(line.split(": ", 1) for line in frame.split("\n")) for frame in each]


def read(feed: Feed, reader: Reader) -> list[tuple[str, Any]]:
    """What *reader* gets now: (id, data) or (event, data)."""
    raw = b""
    while piece := feed.next_bytes(reader):
        raw += piece
    return [(f.get("id", f["event"]), msgspec.json.decode(f["data"])) for f in frames(raw)]


def test_positions_are_read_strictly() -> None:
    assert position_of("e-1:12") == Position("e-1", 12)
    for text in ("", "12", ":", "e-1:", "e-1:-1", "e-1:1x", "e-1:٣", "e-1:" + "9" * 19):
        assert position_of(text) is None, text


def test_from_now_on_only_what_comes() -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed)
        assert read(feed, reader) == []
        feed.publish([entry(11, "lab"), entry(12)])
        assert [id for id, _ in read(feed, reader)] == ["e-1:11", "e-1:12"]
        assert read(feed, reader) == []

    told(story)


def test_after_a_known_place_everything_since() -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed, Position(EPOCH, 7))
        assert [id for id, _ in read(feed, reader)] == ["e-1:8", "e-1:9", "e-1:10"]

    told(story)


@pytest.mark.parametrize("place", [Position("other", 10), Position(EPOCH, 11), Position(EPOCH, 3), Position("", 0)])
def test_an_unknown_place_is_told_to_begin_anew_and_then_followed(place: Position) -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed, place)
        assert read(feed, reader) == [("reset", {})]
        feed.publish([entry(11)])
        assert [id for id, _ in read(feed, reader)] == ["e-1:11"]

    told(story)


def test_the_oldest_place_at_hand_is_known() -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed, Position(EPOCH, 4))
        assert [id for id, _ in read(feed, reader)] == [f"e-1:{n}" for n in range(5, 11)]

    told(story)


def test_one_clinic_gets_its_own_with_the_one_before() -> None:
    async def story(feed: Feed) -> None:
        lab = opened(feed, clinics=frozenset({LAB}))
        both = opened(feed, clinics=frozenset({LAB, EYES}))
        feed.publish([entry(11, "eyes"), entry(12), entry(13, "lab"), entry(14, everybody=True), entry(15, "lab", "x")])
        assert [(d["seq"], d["prev"]) for _, d in read(feed, lab)] == [(13, 9), (14, 13), (15, 14)]
        assert [(d["seq"], d["prev"]) for _, d in read(feed, both)] == [(11, 10), (13, 11), (14, 13), (15, 14)]
        feed.publish([entry(16, "lab")])
        assert [(d["seq"], d["prev"]) for _, d in read(feed, lab)] == [(16, 15)]

    told(story)


def test_readers_at_one_place_get_the_same_bytes() -> None:
    async def story(feed: Feed) -> None:
        one, two = opened(feed), opened(feed)
        feed.publish([entry(11), entry(12)])
        assert feed.next_bytes(one) == feed.next_bytes(two) != b""
        assert one.seq == two.seq == 12

    told(story)


def test_what_was_published_twice_is_shown_once() -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed)
        feed.publish([entry(11), entry(12)])
        feed.publish([entry(11), entry(12), entry(13)])
        assert [id for id, _ in read(feed, reader)] == ["e-1:11", "e-1:12", "e-1:13"]

    told(story)


def test_whoever_stands_before_a_hole_begins_anew_and_nothing_is_silent_after_it() -> None:
    async def story(feed: Feed) -> None:
        heard: list[list[int] | None] = []
        feed.hear(lambda entries: heard.append(None if entries is None else [e.seq for e in entries]))
        behind, there, lab = opened(feed, Position(EPOCH, 7)), opened(feed), opened(feed, clinics=frozenset({LAB}))
        feed.publish([entry(13, "lab"), entry(14, "lab")])
        assert heard == [None, [13, 14]], "who listens to all knows that something is left out"
        for reader in (behind, there, lab, opened(feed, Position(EPOCH, 11))):
            assert read(feed, reader) == [("reset", {})]
            assert reader.seq == 14
        fresh = opened(feed, Position(EPOCH, 12))
        assert [id for id, _ in read(feed, fresh)] == ["e-1:13", "e-1:14"]
        feed.publish([entry(15, "lab")])
        for reader in (behind, there, lab, fresh):
            assert [id for id, _ in read(feed, reader)] == ["e-1:15"]

    told(story)


def test_another_history_resets_everybody() -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed)
        feed.begin(Epoch("e-2"), 3, [])
        assert read(feed, reader) == [("reset", {})]
        assert reader.seq == 3

    told(story)


def bulk(feed: Feed, size: int) -> list[Entry]:
    """The next events, of *size* together."""
    return [entry(feed.seq + 1 + n, size=1_000) for n in range(size // 1_000)]


def test_nobody_is_cut_for_one_commit_however_long(steady: HandSteady) -> None:
    async def story(feed: Feed) -> None:
        prompt = [opened(feed) for _ in range(3)]
        for reader in prompt:
            feed.next_bytes(reader)
        for _ in range(3):  # a whole house comes back, commit by commit, faster than anybody is told of it
            feed.publish(bulk(feed, 3 * BEHIND_AT_MOST))
            for reader in prompt:
                feed.next_bytes(reader)
            steady.pass_by(STUCK_AFTER / 4)
        for reader in prompt:
            assert [id for id, _ in read(feed, reader)][-1] == f"e-1:{feed.seq}"
        steady.pass_by(STUCK_AFTER)
        feed.publish(bulk(feed, 2 * BEHIND_AT_MOST))
        for reader in prompt:
            assert [id for id, _ in read(feed, reader)][-1] == f"e-1:{feed.seq}"
        assert {reader.ended for reader in prompt} == {""}
        assert feed.slow == 0

    told(story, steady=steady)


def test_who_stays_behind_is_cut_and_who_catches_up_is_not(steady: HandSteady) -> None:
    async def story(feed: Feed) -> None:
        slow, late = opened(feed), opened(feed, Position(EPOCH, 10))
        feed.next_bytes(slow)
        assert slow.live
        for _ in range(5):  # it takes a piece now and then, and ever more comes
            feed.publish(bulk(feed, 2 * BEHIND_AT_MOST))
            assert slow.ended == ""
            feed.next_bytes(slow)
            feed.next_bytes(late)
            steady.pass_by(STUCK_AFTER / 3)
        assert slow.ended == "slow"
        assert feed.slow == 1
        assert [id for id, _ in read(feed, late)][-1] == f"e-1:{feed.seq}"
        assert late.ended == ""

    told(story, steady=steady)


def test_who_begins_anew_is_behind_no_more(steady: HandSteady) -> None:
    async def story(feed: Feed) -> None:
        reader = opened(feed)
        feed.next_bytes(reader)
        feed.publish(bulk(feed, 2 * BEHIND_AT_MOST))
        feed.next_bytes(reader)
        feed.publish([entry(feed.seq + 2)])  # some are left out
        assert read(feed, reader) == [("reset", {})]
        steady.pass_by(2 * STUCK_AFTER)
        feed.publish(bulk(feed, 2 * BEHIND_AT_MOST))
        assert [id for id, _ in read(feed, reader)][-1] == f"e-1:{feed.seq}"
        assert reader.ended == ""

    told(story, steady=steady)


def test_waiting_readers_are_woken_once_a_tick() -> None:
    async def story(feed: Feed) -> None:
        loop = asyncio.get_running_loop()
        reader = opened(feed)
        woken: list[float] = []

        async def follow() -> None:
            while reader.seq < 40:
                await reader.wait()
                woken.append(loop.time())
                feed.next_bytes(reader)

        task = asyncio.ensure_future(follow())
        await asyncio.sleep(0)
        for n in range(11, 41):
            feed.publish([entry(n)])
            await asyncio.sleep(0)
        await asyncio.wait_for(task, 10)
        assert len(woken) < 30
        assert all(b - a >= 0.009 for a, b in pairwise(woken))

    told(story, tick=0.01)


def test_a_session_that_ends_takes_its_streams_along() -> None:
    async def story(feed: Feed) -> None:
        mine, other = opened(feed, session="mine"), opened(feed, session="other")
        waiting = asyncio.ensure_future(mine.wait())
        await asyncio.sleep(0)
        feed.cut("mine")
        await asyncio.wait_for(waiting, 10)
        assert (mine.ended, other.ended) == ("session", "")

    told(story)


def test_a_heartbeat_says_the_time() -> None:
    async def story(feed: Feed) -> None:
        reader = feed.open(None, None, "s")
        assert read(feed, reader) == [("heartbeat", {"now": "2026-11-23T00:00:00Z"})]

    told(story)
