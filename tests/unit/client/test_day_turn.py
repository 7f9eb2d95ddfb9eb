"""A console that stays on for days holds what it would hold had it been started today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.day_turn import SPREAD, DayTurn
from mmc_console.client.errors import ServerBusy, WireFault
from mmc_console.client.handclock import HandClock
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.ids import ExamCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Snapshot
from tests.unit.client.stage import played, running

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
PEOPLE = 3


def turning(*chances: float) -> tuple[DayTurn, HandClock]:
    clock, left = HandClock(), list(chances)
    return DayTurn(clock, lambda: left.pop(0)), clock


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_each_console_asks_once_at_a_moment_of_its_own(chance: float) -> None:
    turn, clock = turning(chance, 0.0, chance)
    asked = list[float]()
    known = MONDAY
    for second in range(int(3 * SPREAD)):
        clock._passed = float(second)
        if turn.is_due(known, TUESDAY):
            asked.append(second)
            known = TUESDAY
    assert len(asked) == 1
    assert 0 < asked[0] <= SPREAD + 1
    assert abs(asked[0] - SPREAD * (0.1 + 0.9 * chance)) <= 1
    assert not turn.is_due(known, WEDNESDAY), "the next day has a moment of its own"


def test_where_it_came_to_nothing_it_is_asked_again_much_later() -> None:
    turn, clock = turning(0.0, 0.0, 0.0, 0.0, 0.0)
    asked = []
    for second in range(int(3.5 * SPREAD)):
        clock._passed = float(second)
        if turn.is_due(MONDAY, TUESDAY):
            asked.append(second)
    assert len(asked) == 4
    assert {b - a for a, b in pairwise(asked)} == {SPREAD}


def test_nothing_is_asked_for_while_the_day_is_known_or_none_is() -> None:
    turn, _ = turning()
    assert not turn.is_due(None, TUESDAY)
    assert not turn.is_due(TUESDAY, TUESDAY)
    assert not turn.is_due(WEDNESDAY, TUESDAY), "a clock that stood ahead is somebody else's business"


def counted(desk: LocalGateway, answer: Callable[[int], WireFault | None] = lambda n: None) -> list[date]:
    """The days of which a snapshot is asked for from now on."""
    snapshot, asked = desk.server.snapshot, list[date]()

    async def counting(bearer: str) -> Snapshot:
        asked.append(desk.server.state.calendar.day(desk.server.now()))
        fault = answer(len(asked))
        if fault is not None:
            raise fault
        return await snapshot(bearer)

    desk.server.snapshot = counting  # type: ignore[method-assign]  # counts the questions
    return asked


async def busy_day(desk: LocalGateway, day: int) -> None:
    """Some people come to another desk."""
    if "huda" not in desk.server.users:
        desk.server.add_user("huda", ["reception"])
    for person in range(PEOPLE):
        entry = PatientEntry(number=f"{day}00{person}", gender="male")
        desk.server.do(RegisterVisit, "huda", patient=entry, exam_type=ExamCode("recruitment"))
    await desk.clock.turn(1)


async def night(desk: LocalGateway) -> None:
    """The next day comes, and the consoles' minutes at its beginning pass."""
    desk.clock.set(desk.clock.now() + timedelta(days=1))
    await desk.clock.turn(SPREAD + 15)


@played
async def test_over_days_what_is_held_does_not_grow_and_what_waits_still_does() -> None:
    desk = await LocalGateway.with_center()
    asked = counted(desk)
    async with running(desk):
        own = await desk.register("1001", "Fahad")
        desk.card(own.patient)
        await desk.settle()
        desk.server.refuse = lambda request: ServerBusy(4.0)
        await desk.register("1002", settled=False)
        visits, traces = list[int](), list[int]()
        for day in range(3):
            await busy_day(desk, day)
            visits.append(len(desk.state.visits))
            traces.append(len(desk.state.traces))
            await night(desk)
            assert len(asked) == day + 1, "once a day"
            assert desk.pending.waiting == 1
            assert desk.parts.desk.replica.seq == desk.server.state.seq
        assert visits == [PEOPLE + 2, PEOPLE + 1, PEOPLE + 1]
        assert traces[2] <= traces[0]
        assert desk.state.visit(own.id) is None
        assert desk.person_by_number("1001") is not None, "whose names go is the housekeeping's business"
        desk.server.refuse = lambda request: None
        await desk.clock.turn(60)
        assert desk.pending.waiting == 0
        assert len(desk.server.state.visits) == 3 * PEOPLE + 2
    await desk.close()


@pytest.mark.parametrize("why", ["away", "nobody", "busy"])
@played
async def test_it_waits_until_the_server_is_there_and_somebody_signed_in(why: str) -> None:
    desk = await LocalGateway.with_center()
    asked = counted(desk, lambda n: ServerBusy(0.0) if why == "busy" and n == 1 else None)
    async with running(desk):
        await busy_day(desk, 0)
        if why == "away":
            desk.server.go_away()
        if why == "nobody":
            await desk.sign_out()
        await night(desk)
        assert len(asked) == (1 if why == "busy" else 0)
        assert len(desk.state.visits) == PEOPLE
        desk.server.come_back()
        if why == "nobody":
            await desk.sign_in("noora", PASSWORD)
        await desk.clock.turn(3 * SPREAD)
        assert len(asked) == (2 if why == "busy" else 1)
        assert len(desk.state.visits) == 0
    await desk.close()
