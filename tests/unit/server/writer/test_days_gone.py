"""Work for a service day that is no longer in memory gives no number and no visit of that day twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.server.log.checkpoints import DAYS
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, writing

DOUBLE = "SELECT day, number FROM visits GROUP BY day, number HAVING count(*) > 1"
TWICE = "SELECT day, patient FROM visits WHERE state = 'open' GROUP BY day, patient HAVING count(*) > 1"


def told(tmp_path: Path, story: Callable[[Place, Desk, Desk], Coroutine[Any, Any, None]]) -> None:
    """A desk that works, and one that is away."""

    async def run() -> None:
        async with writing(tmp_path, HandClock()) as place:
            await story(place, place.desk("A"), place.desk("C", "user-2"))
            assert place.rows(DOUBLE) == []
            assert place.rows(TWICE) == []

    asyncio.run(run())


def fault(result: Result) -> str:
    return result.problem.code if result.problem else result.outcome


async def days_later(place: Place, desk: Desk, days: int = DAYS + 1) -> None:
    for day in range(days):
        place.clock.pass_by(days=1)
        assert (await desk.act(desk.registration(f"300000{day}"))).outcome == "applied"


def test_who_has_no_number_of_that_day_yet_gets_none(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk, away: Desk) -> None:
        first = await desk.act(desk.registration("1000001"))
        new, known = away.registration("2000001"), away.registration("1000001")
        finish = away.new(a.Finish, ticket=first.ticket)
        cancel = away.new(a.Cancel, visit=first.visit, reason="mistake")
        walk_in = away.new(a.IssueTicket, patient=new.patient, clinic=LAB)
        await days_later(place, desk)
        results = (await away.send(new, known, finish, cancel, walk_in)).results
        assert [fault(result) for result in results] == ["day-over"] * 5
        assert results[0].problem is not None
        assert results[0].problem.params == {"day": "2026-11-23"}

    told(tmp_path, story)


def test_a_day_in_memory_is_worked_on_as_before(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk, away: Desk) -> None:
        first = await desk.act(desk.registration("1000001"))
        late, known = away.registration("2000001"), away.registration("1000001")
        await days_later(place, desk, DAYS)
        result = await away.act(late)
        assert (fault(result), result.number) == ("applied", "002")
        assert (await away.act(known)).visit == first.visit

    told(tmp_path, story)


def test_a_desk_that_was_away_for_long_brings_its_own_papers_and_what_was_done_with_them(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk, away: Desk) -> None:
        await desk.act(desk.registration("1000001"))
        mine = replace(away.registration("2000001"), number="C01")
        again = away.registration("2000001")
        await days_later(place, desk)
        registered = await away.act(mine)
        assert (fault(registered), registered.number) == ("applied", "C01")
        assert (await away.act(again)).visit == registered.visit, "who stands there by now is known"
        call = away.new(a.CallTicket, ticket=registered.ticket, room=1, reason="asked", at=mine.at)
        assert fault(await away.act(call)) == "applied"

    told(tmp_path, story)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_desks_own_number_and_its_person_are_looked_for_among_the_visits_of_that_day(
    tmp_path: Path, restarted: bool
) -> None:
    async def run() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk, away = place.desk("A"), place.desk("C", "user-2")
            await desk.act(desk.registration("1000001"))
            assert (await away.act(replace(away.registration("1000002"), number="C01"))).outcome == "applied"
            late = [replace(away.registration(who), number=n) for who, n in (("1000001", "C02"), ("2000001", "C01"))]
            free = replace(away.registration("2000002"), number="C03")
            await days_later(place, desk)
            if not restarted:
                assert [fault(await away.act(each)) for each in (*late, free)] == ["day-over", "day-over", "applied"]
        if restarted:
            async with writing(tmp_path, clock) as place:
                away = place.desk("C", "user-2")
                assert [fault(await away.act(each)) for each in (*late, free)] == ["day-over", "day-over", "applied"]
                assert place.rows(DOUBLE) == place.rows(TWICE) == []

    asyncio.run(run())


def test_who_was_finished_that_day_may_have_come_a_second_time(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk, away: Desk) -> None:
        first = await desk.act(desk.registration("1000001"))
        assert fault(await desk.act(desk.new(a.Cancel, visit=first.visit, reason="mistake"))) == "applied"
        late = replace(away.registration("1000001"), number="C01")
        await days_later(place, desk)
        assert fault(await away.act(late)) == "applied"

    told(tmp_path, story)


@pytest.mark.parametrize(("late", "why"), [(False, "day-over"), (True, "applied")], ids=["before that", "after that"])
def test_who_was_all_done_that_day_after_this_registration_does_not_stand_there_again(
    tmp_path: Path, late: bool, why: str
) -> None:
    async def story(place: Place, desk: Desk, away: Desk) -> None:
        person = away.registration("1000001").patient
        before = away.new(a.IssueTicket, patient=person, clinic=LAB, number="C01")
        place.clock.pass_by(minutes=10)
        there = await desk.act(desk.new(a.IssueTicket, patient=person, clinic=LAB))
        await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))
        assert fault(await desk.act(desk.new(a.Finish, ticket=there.ticket))) == "applied"
        place.clock.pass_by(minutes=10)
        after = away.new(a.IssueTicket, patient=person, clinic=LAB, number="C01")
        await days_later(place, desk)
        assert fault(await away.act(after if late else before)) == why

    told(tmp_path, story)
