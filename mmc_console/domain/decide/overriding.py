"""Override: a conflicting action carried out after all, on the record; and what has to be brought back for it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    Action,
    AnyAction,
    CallNext,
    CallTicket,
    Cancel,
    CloseClinic,
    Hold,
    IssueTicket,
    OpenClinic,
    Override,
    PauseClinic,
    RegisterVisit,
    Resume,
    SetPriority,
    TakeRoom,
    TicketAction,
    Transfer,
    leads,
)
from mmc_console.domain.cells import after
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.elsewhere import (
    TELLS_OF_AN_EXAM,
    here_anew,
    may_have_been_at,
    registered_anew,
    shown_elsewhere,
    ticket_too,
)
from mmc_console.domain.decide.moving import need_admitted
from mmc_console.domain.decide.undoing import check_one_visit, stepped
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.refusals import Refused
from mmc_console.domain.tickets import INSIDE, Ticket, TicketState
from mmc_console.domain.visits import DONE, Stages, StopState, Visit, with_added, with_stop

_CLOSED: tuple[StopState, ...] = ("left", "todo", "done", "skipped")


def override(draft: Draft, action: Override, perform: Callable[[Draft, Action], None]) -> None:
    """Carry the conflicting action out after all; *perform* is the table of actions."""
    draft.allow()
    original = draft.context.original
    if original is None or original.id != action.conflict:
        raise Refused("nothing-to-override")
    actor = draft.context.actor
    if original.by != actor.user and not actor.supervises:
        raise Refused("override-not-yours")
    draft.verb = original.type  # whoever may not do it any more carries it out no more either
    draft.allow()
    if isinstance(original, (OpenClinic, PauseClinic, CloseClinic, TakeRoom)):
        draft.need_open_day(draft.state.calendar.day(original.at))  # yesterday's word is none about today's clinic
    draft.happened = original.at
    elsewhere = shown_elsewhere(draft, original)
    of_called = any(name == getattr(original, "ticket", None) for name, *_ in elsewhere)
    tickets, visits = ((), ()) if of_called else _reopened(draft, original)
    more, theirs = _been_elsewhere(draft, elsewhere)
    tickets, visits = (*tickets, *more), (*visits, *theirs)
    inside, theirs = _inside_again(draft, original)
    tickets = (*tickets, *inside)
    draft.emit(e.Overridden, conflict=original.id, tickets=tickets, visits=(*visits, *theirs))
    draft.forced, draft.root, draft.source = True, original.replaces or original.id, original.id
    perform(draft, _as_decided(original, action))
    _check_way(draft, tickets)


def _as_decided(original: AnyAction, action: Override) -> AnyAction:
    """*original* with what was decided when it was carried out in an earlier history."""
    told = {"ticket": action.ticket, "current": action.current, "next": action.next}
    if isinstance(original, CallNext):
        open_yet = {n: value for n, value in told.items() if getattr(original, n) is None}
        return replace(original, **open_yet)
    if isinstance(original, (RegisterVisit, IssueTicket)) and original.number is None and action.number is not None:
        original = replace(original, number=action.number)
    if action.next is not None and leads(original):
        return replace(original, next=action.next)
    return original


def _check_way(draft: Draft, tickets: tuple[Ticket, ...]) -> None:
    """As for an undo: nobody comes back to a clinic, a room or a stop that a centre published since has given up."""
    for ticket in (draft.state.tickets[t.id] for t in tickets):
        if ticket.open:
            clinic = draft.clinic(ticket.clinic)
            if ticket.state in INSIDE and ticket.room is not None:
                draft.room(clinic, ticket.room)
        visit = draft.state.visits[ticket.visit]
        for stop in (s for stage in visit.stages for s in stage) if visit.state == "open" else ():
            if stop.state == "todo":
                need_admitted(draft.clinic(stop.clinic), visit.gender)


def _reopened(draft: Draft, original: AnyAction) -> tuple[tuple[Ticket, ...], tuple[Visit, ...]]:
    """The ticket brought back to where *original* can act on it, and what came after it cancelled."""
    if isinstance(original, SetPriority):
        return (), ()  # no reason to lead anybody back: it is of wherever they stand by now
    named = original.ticket if isinstance(original, (TicketAction, CallNext, Cancel)) else None
    ticket = draft.state.ticket(named) if named is not None else None
    if ticket is None:
        return (), ()
    draft.need_open_day(ticket.day)
    if (anew := registered_anew(draft, ticket)) is not None:
        return _on_the_new_paper(draft, original, ticket, anew), ()
    rows = []
    visit = draft.state.visits[ticket.visit]
    stages = visit.stages
    for id in draft.state.visit_tickets[ticket.visit]:
        other = draft.state.tickets[id]
        if other.id == ticket.id or not (other.seq > ticket.seq or other.open):
            continue
        if other.first_called_at is not None or other.state in ("done", "no_show"):
            if not _may_have_been_there(original, ticket, visit):
                raise Refused("later-stop-called", label=other.label)
            return _left_there(draft, ticket, visit)
        if other.open:
            rows.append(stepped(draft, other, before=None))
            stages = with_stop(stages, other.clinic, "todo", among=frozenset({"here"}))
    if not ticket.open:
        stages = _stop_again(stages, ticket, visit.present_stage)
    rows.append(_as_needed(draft, original, ticket, ticket))
    opened = replace(visit, stages=stages, state="open", closed_at=None, rev=visit.rev + 1)
    check_one_visit(draft, [opened])
    return tuple(rows), (opened,)


def _as_needed(draft: Draft, original: AnyAction, before: Ticket, ticket: Ticket) -> Ticket:
    """*ticket* where *original* can act on it: in the room that they were called to with the one they had *before*."""
    target = _needed(original)
    there = _called_there(draft, before, original.rev) if target in INSIDE else None
    room = there.room if there is not None else None
    if target in INSIDE:
        if there is None or room is None:
            raise Refused("wrong-state", label=ticket.label, state=ticket.state, action=original.type)
        inside = draft.state.inside(ticket.day, ticket.clinic, room)
        if inside is not None and inside.id != ticket.id:
            raise Refused("room-busy", label=inside.label, room=room)
    again = replace(ticket, state=target, closed_at=None, room=room, left=False)
    if there is None:
        again = replace(again, called_at=None, started_at=None)
    elif ticket.room is None:
        again = replace(again, called_at=there.called_at, caller=there.caller, announcements=there.announcements)
    return stepped(draft, ticket, before=again)


def _on_the_new_paper(draft: Draft, original: AnyAction, ticket: Ticket, anew: VisitId) -> tuple[Ticket, ...]:
    """They were called off and have another visit by now: that goes on, and what was done here is done with it."""
    now = here_anew(draft, ticket)
    if now is not None:
        return (_called_at_last(_as_needed(draft, original, ticket, now)),)
    stands = draft.state.open_ticket(anew)
    if stands is None:
        raise Refused("visit-closed", number=draft.state.visits[ticket.visit].number, state="cancelled")
    raise Refused("already-here", label=stands.label, clinic=stands.clinic)


def _called_at_last(ticket: Ticket) -> Ticket:
    """*ticket*, if it never was before: they were called with another one, perhaps before they had this."""
    if ticket.called_at is None or ticket.first_called_at is not None:
        return ticket
    return replace(ticket, first_called_at=max(ticket.called_at, ticket.queued_at))


def _been_elsewhere(
    draft: Draft, found: list[tuple[TicketId, Ticket, ClinicCode]]
) -> tuple[tuple[Ticket, ...], tuple[Visit, ...]]:
    """Whoever has another ticket was here too: it counts, and they stay where they are."""
    tickets, visits = [], []
    for name, other, clinic in found:
        if may_have_been_at(draft, other, clinic):  # else that is refused
            draft.need_open_day(other.day)
            too, visit = ticket_too(draft, name, clinic, other), draft.state.visits[other.visit]
            tickets.append(stepped(draft, too, before=too))
            stages = with_stop(visit.stages, clinic, "todo", among=frozenset({"skipped"}))
            visits.append(replace(visit, stages=stages, rev=visit.rev + 1))
    return tuple(tickets), tuple(visits)


def _may_have_been_there(original: AnyAction, ticket: Ticket, visit: Visit) -> bool:
    """Whether *original* tells of an exam that took place though others had sent them on, and that is still to do.

    Or that they had taken out of the visit.
    """
    if ticket.left or visit.state != "open" or not isinstance(original, TELLS_OF_AN_EXAM):
        return False
    stop = visit.stop(ticket.clinic)
    if ticket.state == "cancelled":
        return stop is None or stop.state != "done"
    return ticket.state == "transferred" and stop is not None and stop.state not in DONE


def _left_there(draft: Draft, ticket: Ticket, visit: Visit) -> tuple[tuple[Ticket, ...], tuple[Visit, ...]]:
    """They stay where they are by now, and a finish here counts, as after `admit`; until one comes it is to be done."""
    left = replace(ticket, state="transferred", left=True, closed_at=draft.context.at)
    tickets = (stepped(draft, ticket, before=left),)
    stop = visit.stop(ticket.clinic)
    if stop is not None and stop.state not in DONE:
        return tickets, ()
    stages = with_stop(visit.stages, ticket.clinic, "todo", among=frozenset({"skipped"}))
    if stop is None:
        stages = with_added(stages, visit.present_stage, ticket.clinic)
    return tickets, (replace(visit, stages=stages, rev=visit.rev + 1),)


def _inside_again(draft: Draft, original: AnyAction) -> tuple[tuple[Ticket, ...], tuple[Visit, ...]]:
    """Whoever the one key finishes, put back, aside or sent on since: they were in that room, and no other is now."""
    named = original.current if isinstance(original, CallNext) and original.finish_current else None
    ticket = draft.state.ticket(named) if named is not None else None
    if not isinstance(original, CallNext) or ticket is None or ticket.clinic != original.clinic:
        return (), ()
    visit = draft.state.visits[ticket.visit]
    nowhere = ticket.state == "cancelled" and visit.state == "open" and draft.state.open_ticket(visit.id) is None
    if not nowhere and _may_have_been_there(original, ticket, visit):
        return _left_there(draft, ticket, visit)
    busy, now = draft.state.inside(ticket.day, ticket.clinic, original.room), here_anew(draft, ticket) or ticket
    comes = nowhere or now.state in INSIDE or after("call_ticket", now.state) is not None
    if busy is not None or ticket.day != draft.day or not comes:
        return (), ()
    was = _called_there(draft, ticket, None) or now
    again = replace(
        now, state="called", room=original.room, called_at=was.called_at, caller=was.caller,
        announcements=was.announcements, closed_at=None,
    )  # fmt: skip
    tickets = (stepped(draft, now, before=_called_at_last(again)),)
    if not nowhere:
        return tickets, ()
    stages = _stop_again(visit.stages, ticket, visit.present_stage)
    return tickets, (replace(visit, stages=stages, rev=visit.rev + 1),)


def _called_there(draft: Draft, ticket: Ticket, rev: int | None) -> Ticket | None:
    """*ticket* as it was when called to a room: now, or when it was at *rev*, before somebody put it back or aside."""
    if ticket.room is not None:
        return ticket
    before = (was for trace in reversed(draft.state.traces.values()) for was in trace.tickets if was.id == ticket.id)
    return next((was for was in before if was.state in INSIDE and (rev is None or was.rev <= rev)), None)


def _stop_again(stages: Stages, ticket: Ticket, present: int) -> Stages:
    """*stages* with the stop of a closed ticket `here` once more; added to stage *present* if it is no longer there."""
    likely: dict[TicketState, StopState] = {"done": "done", "cancelled": "todo"}
    first: StopState = "left" if ticket.left else likely.get(ticket.state, "todo")
    for state in (first, *(s for s in _CLOSED if s != first)):
        again = with_stop(stages, ticket.clinic, "here", among=frozenset({state}))
        if again != stages:
            return again
    added = with_added(stages, present, ticket.clinic)
    return with_stop(added, ticket.clinic, "here", among=frozenset({"todo"}))


def _needed(original: AnyAction) -> TicketState:
    """The state a ticket must be in for *original* to act on it."""
    if isinstance(original, (CallNext, CallTicket, Cancel, Hold, Transfer)):
        return "waiting"
    return "held" if isinstance(original, Resume) else "in_service" if original.type == "refer" else "called"
