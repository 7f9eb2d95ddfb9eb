"""Many news behind many own actions: taken in a few at a time, shown together, none lost, none of another history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client import follow
from mmc_console.client.errors import NotSignedIn, ServerBusy, StoreLost, Unreachable
from mmc_console.client.sse import Message
from mmc_console.client.store import tables
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import IssueTicket, PauseClinic
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import ActionsAnswer, EventsAnswer, Heartbeat
from mmc_console.wire.json import encode, event_of
from tests.unit.client.history import picture
from tests.unit.client.stage import played, running

EYES, LAB = ClinicCode("eyes"), ClinicCode("lab")
PEOPLE = 4


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "SLICE", 2)
    monkeypatch.setattr(follow, "CROWD", 2)
    monkeypatch.setattr(follow, "LIMIT", 4)


@asynccontextmanager
async def crowded(profile: Path) -> AsyncIterator[tuple[LocalGateway, list[AnyEvent]]]:
    """A desk with four registrations of its own laid over, and all that the log has beyond what it knows."""
    desk = await LocalGateway.with_center(profile=profile)
    desk.server.add_user("huda", ["reception", "supervisor"])
    await desk.go_offline()
    for number in range(PEOPLE):
        await desk.submit(desk.registration(f"100{number}"))
    for number in range(PEOPLE):
        issue(desk, f"200{number}")
    yield desk, log_after(desk)
    await desk.close()


def issue(desk: LocalGateway, number: str) -> None:
    """Somebody else, at another desk, gives somebody a ticket."""
    desk.server.do(IssueTicket, "huda", patient=PatientEntry(number=number, gender="male"), clinic=EYES)


def log_after(desk: LocalGateway) -> list[AnyEvent]:
    """What the server's log has beyond what *desk* knows."""
    return [event_of(raw) for raw in desk.server.log[desk.parts.desk.replica.seq :]]


def at_each_pause(desk: LocalGateway, monkeypatch: pytest.MonkeyPatch, what: Callable[[int], object]) -> None:
    """*what* is done whenever the screen goes on between a few events and the next few."""
    go_on, pauses = desk.clock.sleep, 0

    async def sleep(seconds: float) -> None:
        nonlocal pauses
        if seconds == 0:
            pauses += 1
            waited = what(pauses)
            if asyncio.iscoroutine(waited):
                await waited
        await go_on(seconds)

    monkeypatch.setattr(desk.clock, "sleep", sleep)


async def waited(desk: LocalGateway) -> None:
    """As long as news wait at the most."""
    running = asyncio.ensure_future(desk.parts.follow.run())
    await desk.clock.turn(follow.PATIENT + 1)
    running.cancel()


def is_the_log(desk: LocalGateway) -> bool:
    replica = desk.parts.desk.replica
    with replica.together() as bare:
        pictures = [picture(state) for state in (bare, desk.server.state)]
    for each in pictures:
        del each["desk_times"]  # the server's own business, in no snapshot
    return pictures[0] == pictures[1] and replica.epoch == desk.server.epoch


@played
async def test_nothing_is_shown_until_all_of_them_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with crowded(tmp_path) as (desk, events):
        before, shown = len(desk.state.visits), list[int]()
        at_each_pause(desk, monkeypatch, lambda _: shown.append(len(desk.state.visits)))
        assert await desk.parts.follow.apply_many(events)
        assert shown == [before] * (len(events) // 2)
        assert (before, len(desk.state.visits)) == (PEOPLE, 2 * PEOPLE)
        assert is_the_log(desk)


@played
async def test_what_is_done_meanwhile_stays_laid_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with crowded(tmp_path) as (desk, events):

        async def acts(pause: int) -> None:
            if pause == 1:
                await desk.submit(desk.new(PauseClinic, clinic=LAB, reason="break"))

        at_each_pause(desk, monkeypatch, acts)
        assert await desk.parts.follow.apply_many(events)
        day = desk.state.calendar.day(desk.clock.now())
        assert desk.state.clinic(LAB, day).state == "paused"
        assert is_the_log(desk)


@played
async def test_news_that_come_meanwhile_wait_and_are_asked_for_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("huda", ["reception", "supervisor"])
    for number in range(PEOPLE):
        issue(desk, f"300{number}")
    events, asked = log_after(desk), list[object]()

    async def comes(pause: int) -> None:
        if pause == 1:
            for event in events[-2:]:
                told = Message("queue_update", encode(event).decode(), f"{desk.server.epoch}:{event.seq}")
                await desk.parts.follow.take([told])

    at_each_pause(desk, monkeypatch, comes)
    monkeypatch.setattr(desk.server, "events", lambda *question: asked.append(question))
    assert await desk.parts.follow.apply_many(events[:-2])
    await waited(desk)
    assert is_the_log(desk)
    assert not asked
    await desk.close()


@played
async def test_where_the_log_goes_on_meanwhile_each_is_taken_in_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with crowded(tmp_path) as (desk, events):

        async def overtakes(pause: int) -> None:
            if pause == 1:
                issue(desk, "3001")
                await desk.parts.follow.apply(log_after(desk), whole=True)

        at_each_pause(desk, monkeypatch, overtakes)
        assert await desk.parts.follow.apply_many(events)
        assert is_the_log(desk)


@played
async def test_news_of_a_history_that_ends_meanwhile_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with crowded(tmp_path) as (desk, events):
        desk.server.come_back()

        async def restored(pause: int) -> None:
            if pause == 1:
                desk.server.restart_history()
                await desk.parts.follow.renew()

        at_each_pause(desk, monkeypatch, restored)
        lost = replace(events[-1], seq=events[-1].seq + 1)  # it has not come back
        assert await desk.parts.follow.apply_many([*events, lost])
        assert is_the_log(desk)
        kept = await desk.parts.store.run(tables.read_snapshot)
        assert kept is not None
        assert kept[0] == desk.server.epoch
        assert not await desk.parts.store.run(lambda connection: list(tables.read_events(connection, 0)))


@played
async def test_over_a_line_that_breaks_again_and_again_it_still_gets_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with crowded(tmp_path) as (desk, _):
        desk.server.come_back()
        asked, count = desk.server.events, 0

        async def events(bearer: str, after: str, limit: int) -> EventsAnswer:
            nonlocal count
            count += 1
            if count % 2 == 0:
                raise Unreachable("cut")
            return await asked(bearer, after, limit)

        monkeypatch.setattr(desk.server, "events", events)
        before = desk.parts.desk.replica.seq
        with pytest.raises(Unreachable):
            await desk.parts.follow.catch_up()
        assert desk.parts.desk.replica.seq > before
        await desk.parts.follow.catch_up()
        await waited(desk)  # much is laid over
        assert is_the_log(desk)


@pytest.mark.parametrize("fault", [ServerBusy(0.0), NotSignedIn(), StoreLost("full")])
@played
async def test_news_that_had_to_wait_are_asked_for_again_where_the_one_question_failed(
    tmp_path: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with crowded(tmp_path) as (desk, events):
        catch_up, asked = desk.parts.follow.catch_up, list[float]()

        async def failing() -> None:
            asked.append(desk.clock.monotonic())
            if len(asked) <= 3:
                raise fault
            await catch_up()

        async def beating(news: asyncio.Event, epoch: str, position: str) -> AsyncGenerator[bytes, None]:
            while True:
                yield b"event: heartbeat\ndata: " + encode(Heartbeat(desk.server.now())) + b"\n\n"
                await desk.clock.sleep(2)  # house(sleeping): the time of a hand-turned clock

        monkeypatch.setattr(desk.parts.follow, "catch_up", failing)
        desk.server._frames = beating  # type: ignore[method-assign,assignment]  # what it has to say has been said
        desk.server.act = away  # type: ignore[method-assign,assignment]  # so that all stays laid over
        desk.server.come_back()
        async with running(desk):
            await desk.clock.turn(0.5)
            last = desk.server.state.seq
            await desk.parts.follow.take(
                [Message("queue_update", encode(events[-1]).decode(), f"{desk.server.epoch}:{last}")]
            )
            await desk.clock.turn(follow.PATIENT + 5 * follow.POLL)
            assert desk.parts.desk.replica.seq == last
            await desk.clock.turn(60)
        assert len(asked) == 4, "and not once more than needed"
        assert {b - a for a, b in pairwise(asked[1:])} == {follow.POLL}, "no storm"
        assert is_the_log(desk)


async def away(*_: object) -> ActionsAnswer:
    """The server takes nothing now."""
    raise ServerBusy(600)
