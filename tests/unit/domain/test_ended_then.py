"""An exam that somebody has to decide about ended when it ended, not when that was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, LAB, LAB_DOCTOR, RECEPTION
from tests.unit.domain.day import Day

EXAM = timedelta(minutes=7)
DECIDED = timedelta(hours=2)


def _inside(day: Day, *, started: bool = True) -> tuple[Ticket, datetime]:
    """Called by the lab, which is cut off then, and come in; and when they were through."""
    ticket = day.register(0)
    came = day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR).action.at
    if started:
        came = day.must(a.Start, ticket=ticket.id, by=LAB_DOCTOR).action.at
    return ticket, came + EXAM


@pytest.mark.parametrize("kind", [a.Finish, a.Refer])
def test_what_is_insisted_on_ended_then(kind: Any) -> None:
    day = Day()
    ticket, ended = _inside(day)
    day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
    day.world.now += DECIDED
    assert day.override(day.do(kind, ticket=ticket.id, rev=3, at=ended, by=LAB_DOCTOR)).fault is None
    after = day.now(ticket)
    assert (after.state, after.closed_at, after.service) == ("done", ended, EXAM)


def test_whoever_is_said_to_have_come_in_came_then() -> None:
    """The arrival is what others were quicker than, and the finish waits behind it."""
    day = Day()
    ticket, ended = _inside(day, started=False)
    came = ended - EXAM + timedelta(minutes=1)
    day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
    day.world.now += DECIDED
    assert day.override(day.do(a.Start, ticket=ticket.id, rev=2, at=came, by=LAB_DOCTOR)).fault is None
    assert day.now(ticket).started_at == came
    day.must(a.Finish, ticket=ticket.id, rev=2, at=ended, by=LAB_DOCTOR)
    after = day.now(ticket)
    assert (after.closed_at, after.service) == (ended, EXAM - timedelta(minutes=1))


def test_whoever_was_inside_of_one_key_ended_then() -> None:
    day = Day()
    ticket, ended = _inside(day, started=False)
    following = day.register(2)
    day.must(a.Requeue, ticket=ticket.id, by=RECEPTION)
    day.world.now += DECIDED
    key: dict[str, Any] = {"finish_current": True, "current": ticket.id, "ticket": following.id}
    late = day.do(a.CallNext, clinic=LAB, room=1, rev=1, at=ended, by=LAB_DOCTOR, **key)
    assert day.override(late).fault is None
    after = day.now(ticket)
    assert (after.state, after.closed_at, after.service) == ("done", ended, EXAM)


def test_they_were_through_no_sooner_than_they_came_in() -> None:
    """A clock that went back: how long the exam took, nobody knows."""
    day = Day()
    ticket, ended = _inside(day)
    day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
    day.world.now += DECIDED
    late = day.do(a.Finish, ticket=ticket.id, rev=3, at=ended - 2 * EXAM, by=LAB_DOCTOR)
    assert day.override(late).fault is None
    after = day.now(ticket)
    assert (after.state, after.closed_at, after.service) == ("done", after.started_at, None)


def test_what_goes_out_behind_newer_work_ended_when_it_did() -> None:
    day = Day()
    ticket, ended = _inside(day)
    day.world.now += DECIDED
    day.register(2)
    day.call(LAB, 2, by=LAB_DOCTOR)
    day.must(a.Finish, ticket=ticket.id, at=ended, by=LAB_DOCTOR)
    assert (day.now(ticket).closed_at, day.now(ticket).service) == (ended, EXAM)


def test_what_others_did_since_makes_no_exam_longer() -> None:
    """What waited for a decision is sent as if that had been seen, and is judged not to be before it."""
    day = Day()
    ticket, ended = _inside(day)
    day.world.now += DECIDED
    day.register(2)
    seen = {"seen": day.state.seq}
    done = day.must(a.Finish, ticket=ticket.id, at=ended, by=LAB_DOCTOR, sent=seen)
    assert done.context.made is not None
    assert (done.context.made > ended, day.now(ticket).service) == (True, EXAM)


def test_what_was_judged_at_once_says_nothing_more() -> None:
    day = Day()
    ticket, _ = _inside(day)
    done = day.must(a.Finish, ticket=ticket.id, by=LAB_DOCTOR).done
    assert done is not None
    assert getattr(done.events[0], "ended", done) is None
    assert day.now(ticket).closed_at == done.events[0].at
