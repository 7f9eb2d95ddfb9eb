"""A finish that comes late leads nowhere; yet the ticket it once led to may be known, from a history put back since."""

from __future__ import annotations

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
    assert day.refused(a.CallTicket, ticket=name, room=1, reason="by-hand") == "unknown-ticket"
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
