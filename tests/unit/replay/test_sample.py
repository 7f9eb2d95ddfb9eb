"""The sample day is alive at every hour, the same for the same hour, and nothing in it is refused."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from mmc_console.client.clock import SystemClock
from mmc_console.domain.actions import AnyAction, RegisterVisit
from mmc_console.domain.patients import clean_name, is_number
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.replay.centre_port import RehearsalCentre
from mmc_console.replay.sample import ARRIVALS, HALF_HOUR, VISITS, actions_until
from mmc_console.replay.sample_load import NotEmpty, load_sample
from tests.unit.replay.days import reference

CALENDAR = calendar_of(reference().center)
HOURS = ["09:30", "04:59", "05:02", "06:30", "23:59"]


def at(hour: str) -> datetime:
    """That hour of a Tuesday at the reference centre."""
    return CALENDAR.stamp(datetime.fromisoformat(f"2026-03-03T{hour}:00+03:00"))


def lived(actions: list[AnyAction], now: datetime) -> State:
    """The state after these actions, sent as they would be."""

    async def send() -> State:
        centre = RehearsalCentre(reference(), now - timedelta(days=2))
        await centre.open(("sample",))
        results = await centre.send("sample", actions)
        assert {result.outcome for result in results} == {"applied"}, [r.problem for r in results if r.problem]
        return await centre.look()

    return asyncio.run(send())


def states(tickets: list[Ticket]) -> Counter[str]:
    """How many tickets are in which state."""
    return Counter(ticket.state for ticket in tickets)


@pytest.mark.parametrize("hour", HOURS)
def test_whatever_the_hour_the_day_is_alive(hour: str) -> None:
    now = at(hour)
    actions = actions_until(reference(), now)
    times = [action.at for action in actions]
    assert times == sorted(times)
    assert times[-1] < now
    assert {CALENDAR.day(moment) for moment in times} == {CALENDAR.day(now)}
    state = lived(actions, now)
    found = states(list(state.tickets.values()))
    assert found["waiting"] >= 20
    assert found["called"] + found["in_service"] >= 5
    assert found["done"] >= 100
    assert found["cancelled"] >= 3
    assert found["no_show"] + found["held"] >= 1
    busy = {ticket.clinic for ticket in state.tickets.values() if ticket.state == "waiting"}
    assert len(busy) >= 7
    assert len({ticket.clinic for ticket in state.tickets.values() if ticket.state == "done"}) >= 12
    assert [c.state for c in state.clinics.values()].count("paused") == 1
    assert any(visit.state == "complete" for visit in state.visits.values())


def test_the_same_hour_gives_the_same_day() -> None:
    assert actions_until(reference(), at("09:30")) == actions_until(reference(), at("09:30"))
    assert actions_until(reference(), at("09:30"), seed=1) != actions_until(reference(), at("09:30"))


def test_in_the_first_second_of_a_day_nothing_has_happened_yet() -> None:
    assert actions_until(reference(), CALENDAR.starts(at("09:30").date())) == []


def test_people_arrive_as_published() -> None:
    """Within what chance allows for some thirty people a half hour: the shape, not the very numbers."""
    now = at("12:00")
    arrivals = [action.at for action in actions_until(reference(), now) if isinstance(action, RegisterVisit)]
    opening = now - timedelta(seconds=2 * 3_600 + 2_700)
    halves = Counter(int((moment - opening).total_seconds() // HALF_HOUR) for moment in arrivals)
    per_visit = VISITS / sum(ARRIVALS)
    for half in range(5):
        assert abs(halves[half] - ARRIVALS[half] * per_visit) <= 2


def test_people_have_names_in_both_scripts_and_numbers_of_their_own() -> None:
    actions = actions_until(reference(), at("09:30"))
    people = [a.patient for a in actions if isinstance(a, RegisterVisit) and a.patient is not None]
    assert len({p.number for p in people}) == len(people)
    assert all(is_number(p.number) and p.number.startswith("999") for p in people)
    assert all(p.name == clean_name(p.name) and len(p.name.split()) >= 3 for p in people)
    assert {p.language for p in people} == {"ar", "en"}
    assert {p.gender for p in people} == {"male", "female"}


def test_it_fills_an_empty_centre_and_no_other() -> None:
    async def fill() -> None:
        clock = SystemClock()
        centre = RehearsalCentre(reference(), clock.now() - timedelta(days=2))
        outcomes = await load_sample(centre, clock)
        assert set(outcomes) <= {"applied"}
        if outcomes:  # not in the very first second of a service day
            with pytest.raises(NotEmpty):
                await load_sample(centre, clock)

    asyncio.run(fill())
