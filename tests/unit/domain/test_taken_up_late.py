"""Yesterday's visit taken up at a desk that was cut off, while another registered the person anew."""

from __future__ import annotations

from typing import Any

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ticket_of
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYES, LAB, RECEPTION, SUPERVISOR, Deed
from tests.unit.domain.day import Day


def _yesterday(day: Day) -> Ticket:
    """The laboratory was all they came to."""
    ticket = day.register(0)
    day.call()
    day.must(a.Finish, ticket=ticket.id)
    day.turn()
    return ticket


def _taken_up(day: Day, old: Ticket, next: ClinicCode = EYES, **fields: Any) -> Deed:
    day.register(0, by=RECEPTION, continues=old.visit, next=next, number="A01", **fields)
    return day.world.deeds[-1]


def _stops(day: Day, ticket: Ticket) -> dict[str, str]:
    return {s.clinic: s.state for stage in day.visit(ticket).stages for s in stage}


def test_they_need_not_do_it_again() -> None:
    day = Day()
    old = _yesterday(day)
    standing = day.register(0, by=SUPERVISOR)
    deed = _taken_up(day, old)
    here = day.here(standing.visit)
    assert (_stops(day, standing), day.now(standing).state) == ({LAB: "done", EYES: "here", ENT: "todo"}, "cancelled")
    assert here.id == ticket_of(deed.action.id, EYES), "as on that desk's screen"
    assert deed.done is not None
    assert (deed.done.ticket, deed.done.label, deed.done.visit) == (here.id, here.label, standing.visit)
    assert day.visit(standing).aliases == ("A01",)
    again = day.world.resend(deed)
    assert again.done is not None
    assert (again.done.repeated, again.done.ticket) == (True, here.id)


def test_where_the_next_is_closed_the_id_that_was_shown_leads_to_where_they_are() -> None:
    day = Day()
    old = _yesterday(day)
    standing = day.register(0, by=SUPERVISOR)
    day.must(a.CloseClinic, clinic=EYES)
    deed = _taken_up(day, old)
    here = day.here(standing.visit)
    assert (here.clinic, day.state.ticket(ticket_of(deed.action.id, EYES))) == (ENT, here)


def test_whoever_stands_nowhere_goes_on() -> None:
    day = Day()
    old = _yesterday(day)
    standing = day.register(0, by=SUPERVISOR)
    day.must(a.Cancel, ticket=standing.id, reason="left")
    deed = _taken_up(day, old)
    assert day.here(standing.visit).id == ticket_of(deed.action.id, EYES)


def test_whoever_has_been_called_there_stays() -> None:
    day = Day()
    old = _yesterday(day)
    standing = day.register(0, by=SUPERVISOR)
    day.call()
    deed = _taken_up(day, old)
    assert (_stops(day, standing)[LAB], day.here(standing.visit).id) == ("here", standing.id)
    assert day.state.ticket(ticket_of(deed.action.id, EYES)) == day.now(standing)


def test_what_somebody_wants_once_more_stays_to_be_done() -> None:
    day = Day()
    old = _yesterday(day)
    standing = _taken_up(day, old)
    assert standing.done is not None
    assert standing.done.visit is not None
    day.must(a.AddStop, visit=standing.done.visit, clinic=LAB, reason="doctor-asked")
    day.register(0, by=SUPERVISOR, continues=old.visit)
    stages = day.state.visits[standing.done.visit].stages
    assert [s.state for stage in stages for s in stage if s.clinic == LAB] == ["done", "todo"]


def test_who_came_for_something_else_today_is_left_alone() -> None:
    day = Day()
    old = _yesterday(day)
    standing = day.walk_in(0, LAB, by=SUPERVISOR)
    _taken_up(day, old)
    assert (day.visit(standing).state, day.now(standing)) == ("open", standing)
