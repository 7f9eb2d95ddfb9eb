"""A finish that comes late leads nowhere; yet the ticket it once led to may be known, from a history put back since."""

from __future__ import annotations

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, TicketId, ticket_of
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYE_DOCTOR, EYES, LAB, LAB_DOCTOR, SUPERVISOR
from tests.unit.domain.day import Day


def _admitted(day: Day, clinic: ClinicCode) -> tuple[Ticket, TicketId]:
    """Called in the lab, admitted to *clinic* by others, finished late; the name of the ticket at the eyes."""
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    made = day.world.now
    day.must(a.Admit, visit=ticket.visit, clinic=clinic, by=SUPERVISOR)
    late = day.must(a.Finish, ticket=ticket.id, at=made, next=EYES, by=LAB_DOCTOR)
    return ticket, ticket_of(late.action.id, EYES)


def test_it_names_the_next_one_they_have_there() -> None:
    day = Day()
    ticket, name = _admitted(day, ENT)
    assert day.refused(a.CallTicket, ticket=name, room=1, reason="by-hand") == "stands-elsewhere"
    assert day.through(ticket.visit) == ENT
    here = day.here(ticket.visit)
    assert (here.clinic, here.id == name, day.visit(ticket).ahead) == (EYES, False, ())
    day.must(a.CallTicket, ticket=name, room=1, reason="by-hand", by=EYE_DOCTOR)
    day.must(a.Finish, ticket=name, by=EYE_DOCTOR)
    assert (day.now(here).state, day.visit(ticket).state) == ("done", "complete")


def test_or_the_one_they_have_there_already() -> None:
    day = Day()
    ticket, name = _admitted(day, EYES)
    here = day.here(ticket.visit)
    assert (day.state.ticket(name), day.visit(ticket).ahead) == (here, ())


def test_one_key_leads_there_too() -> None:
    day = Day()
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    made = day.world.now
    day.must(a.Admit, visit=ticket.visit, clinic=ENT, by=SUPERVISOR)
    key = {"clinic": LAB, "room": 1, "finish_current": True, "current": ticket.id, "next": EYES}
    late = day.must(a.CallNext, at=made, by=LAB_DOCTOR, **key)
    assert day.visit(ticket).ahead == ((EYES, ticket_of(late.action.id, EYES)),)


@pytest.mark.parametrize("admitted", [True, False])
def test_no_name_hides_the_ticket_that_is_issued_under_it(admitted: bool) -> None:
    """They were at the eyes before, and wait in the lab again: the finish leads them to the eyes after all."""
    day = Day()
    first = day.register(0, "brief")
    day.must(a.Transfer, ticket=first.id, clinic=EYES if first.clinic == LAB else LAB)
    if first.clinic == LAB:
        day.must(a.Transfer, ticket=day.here(first.visit).id, clinic=LAB)
    ticket = day.here(first.visit)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    made = day.world.now
    if admitted:
        day.must(a.Admit, visit=ticket.visit, clinic=ENT)
    else:
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT)
    day.must(a.CallTicket, ticket=day.here(ticket.visit).id, room=1, reason="by-hand")
    day.must(a.Transfer, ticket=day.here(ticket.visit).id, clinic=LAB)
    late = day.do(a.Finish, ticket=ticket.id, at=made, rev=2, next=EYES, by=LAB_DOCTOR)
    if not admitted:
        assert day.override(late).fault is None
    here = day.here(ticket.visit)
    assert (here.clinic, day.state.ticket(here.id)) == (EYES, here)
    day.must(a.CallNext, clinic=EYES, room=1, by=EYE_DOCTOR)
    day.must(a.Finish, ticket=here.id, by=EYE_DOCTOR)


def test_nor_is_one_left_with_a_ticket_that_is_closed_and_was_no_exam() -> None:
    day = Day()
    first = day.register(0)
    day.must(a.Transfer, ticket=first.id, clinic=EYES)
    day.must(a.Transfer, ticket=day.here(first.visit).id, clinic=LAB)
    ticket = day.here(first.visit)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    made = day.world.now
    day.must(a.Admit, visit=ticket.visit, clinic=ENT)
    late = day.must(a.Finish, ticket=ticket.id, at=made, next=EYES, by=LAB_DOCTOR)
    name = ticket_of(late.action.id, EYES)
    assert day.state.ticket(name) is None
    assert day.through(ticket.visit) == ENT
    assert day.state.ticket(name) == day.here(ticket.visit)
