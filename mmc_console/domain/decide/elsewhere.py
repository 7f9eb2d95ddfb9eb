"""Registered at two desks for two clinics: they stand at one of them, and the other one shows them in its line too."""

from __future__ import annotations

from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.numbers import label
from mmc_console.domain.refusals import Refused
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.traces import shown_at


def need_here(draft: Draft, id: TicketId, clinic: ClinicCode | None = None, *, tells_of_an_exam: bool = True) -> Ticket:
    """The ticket, at the *clinic* whose screen has shown it, where the user may do this.

    Whom a desk alone has registered may stand elsewhere already, under the same id: then no room here is theirs.
    Whether they have been here all the same a person knows, where here is a stop of theirs too.
    """
    ticket = draft.ticket(id)
    shown = clinic or shown_at(draft.state, id) or ticket.clinic
    draft.allow(shown)
    if ticket.clinic == shown:
        return ticket
    if tells_of_an_exam and may_have_been_at(draft, id, shown):
        raise draft.beaten("stands-elsewhere", ticket)
    raise Refused("already-here", label=ticket.label, clinic=ticket.clinic)


def stands_elsewhere(draft: Draft, id: TicketId) -> bool:
    """Whether *id* is another name only of a ticket at another clinic than the one whose screen has shown it."""
    ticket, shown = draft.state.ticket(id), shown_at(draft.state, id)
    return ticket is not None and shown is not None and ticket.clinic != shown


def may_have_been_at(draft: Draft, id: TicketId, shown: ClinicCode) -> bool:
    """Whether *id* is another name only of a ticket elsewhere, and *shown* is still to do in that visit."""
    if id not in draft.state.alias:
        return False
    visit = draft.state.visits[draft.ticket(id).visit]
    stop = visit.stop(shown)
    return visit.state == "open" and stop is not None and stop.state == "todo"


def been_at(draft: Draft, name: TicketId, clinic: ClinicCode, stands: Ticket) -> Ticket:
    """A ticket at *clinic* too for whoever was registered there and *stands* elsewhere, where they stay.

    As after `admit`: a finish here counts, and until one comes it is to be done.
    """
    at, visit = draft.context.at, draft.state.visits[stands.visit]
    return Ticket(
        id=name, visit=visit.id, clinic=clinic, label=label(draft.clinic(clinic).letter, visit.number),
        state="transferred", priority=visit.priority, day=stands.day, rev=0, issued_at=at, queued_at=at,
        place=draft.state.seq + 1, seq=draft.state.seq + 1, closed_at=at, left=True,
    )  # fmt: skip
