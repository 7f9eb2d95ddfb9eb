"""Registered at two desks for two clinics: they stand at one of them, and the other one shows them in its line too."""

from __future__ import annotations

from mmc_console.domain.actions import AnyAction, CallNext, CallTicket, Finish, Refer, Start
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.numbers import label
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.traces import shown_at

TELLS_OF_AN_EXAM = (CallNext, CallTicket, Start, Finish, Refer)


def need_here(draft: Draft, id: TicketId, clinic: ClinicCode | None = None, *, tells_of_an_exam: bool = True) -> Ticket:
    """The ticket, at the *clinic* whose screen has shown it, where the user may do this.

    Whom a desk alone has registered may stand elsewhere already, under the same id: then no room here is theirs.
    Whether they have been here all the same a person knows, where here is a stop of theirs too.
    """
    found = _shown(draft, id, clinic)
    ticket, shown = found or (draft.ticket(id), clinic)
    draft.allow(shown or ticket.clinic)
    if shown is None or shown == ticket.clinic:
        return ticket
    if found is not None and tells_of_an_exam and may_have_been_at(draft, ticket, shown):
        stands = draft.beaten("stands-elsewhere", draft.state.open_ticket(ticket.visit) or ticket)
        raise Conflict(stands.code, **stands.params, named=id)
    raise Refused("already-here", label=ticket.label, clinic=ticket.clinic)


def _shown(draft: Draft, id: TicketId, clinic: ClinicCode | None) -> tuple[Ticket, ClinicCode] | None:
    """Where whoever a screen has shown as *id*, which is no ticket of its own, was led to, and where it has shown them.

    Also of one that a late finish would have issued.
    """
    if id in draft.state.tickets:
        return None
    ticket = draft.state.ticket(id)
    if ticket is not None:
        shown = clinic or shown_at(draft.state, id)
        return (ticket, shown) if shown is not None else None
    ahead = ((v, code) for v in draft.state.visits.of(draft.day) for code, name in v.ahead if name == id)
    for visit, code in ahead if draft.action.was is None else ():
        stands = draft.state.open_ticket(visit.id)
        return stands or draft.state.tickets[draft.state.visit_tickets[visit.id][-1]], code
    return None


def stands_elsewhere(draft: Draft, id: TicketId) -> bool:
    """Whether *id* is another name only of a ticket at another clinic than the one whose screen has shown it."""
    found = _shown(draft, id, None)
    return found is not None and found[0].clinic != found[1]


def shown_elsewhere(draft: Draft, original: AnyAction) -> list[tuple[TicketId, Ticket, ClinicCode]]:
    """Whom *original* says was examined and who stands elsewhere: the name, the ticket there, and where that was."""
    if not isinstance(original, TELLS_OF_AN_EXAM):
        return []
    names = (original.ticket, original.current if isinstance(original, CallNext) else None)
    clinic = original.clinic if isinstance(original, (CallNext, CallTicket)) else None
    found = ((id, _shown(draft, id, clinic)) for id in names if id is not None)
    return [(id, *each) for id, each in found if each is not None and each[0].clinic != each[1]]


def registered_anew(draft: Draft, ticket: Ticket) -> VisitId | None:
    """The open visit of whoever was called off, with *ticket*, and registered once more since."""
    visit = draft.state.visits[ticket.visit]
    return draft.state.open_visits.get((visit.day, visit.patient)) if visit.state == "cancelled" else None


def here_anew(draft: Draft, ticket: Ticket) -> Ticket | None:
    """The ticket they have now, where that is at the same clinic."""
    visit = registered_anew(draft, ticket)
    now = draft.state.open_ticket(visit) if visit is not None else None
    return now if now is not None and now.clinic == ticket.clinic else None


def may_have_been_at(draft: Draft, ticket: Ticket, clinic: ClinicCode) -> bool:
    """Whether *clinic* is a stop of that visit too that is not done yet."""
    visit = draft.state.visits[ticket.visit]
    stop = visit.stop(clinic)
    return visit.state == "open" and stop is not None and stop.state != "done"


def ticket_too(draft: Draft, id: TicketId, clinic: ClinicCode, other: Ticket) -> Ticket:
    """A ticket at *clinic* too for whoever was registered there and has *other*, where they stay.

    As after `admit`: a finish counts, and until one comes it is to be done.
    """
    at, visit, place = draft.context.at, draft.state.visits[other.visit], draft.state.seq + 1
    return Ticket(
        id=id, visit=visit.id, clinic=clinic, label=label(draft.clinic(clinic).letter, visit.number),
        state="transferred", priority=visit.priority, day=other.day, rev=0, issued_at=at, queued_at=at, place=place,
        seq=place, closed_at=at, left=True,
    )  # fmt: skip
