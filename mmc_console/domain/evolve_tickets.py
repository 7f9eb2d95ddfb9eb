"""What the events about one ticket mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.numbers import label
from mmc_console.domain.state import Inverse, State, put
from mmc_console.domain.tickets import INSIDE, Ticket, desk_mark
from mmc_console.domain.visits import StopState, with_added, with_stop


def touch(state: State, x: Any, inverse: Inverse, /, **changes: Any) -> Ticket:
    """One revision on, without a mark: recalls, priority, notes."""
    ticket = state.tickets[x.ticket]
    new = replace(ticket, rev=ticket.rev + 1, **changes)
    put(inverse, state.tickets, new.id, new)
    return new


def _move(state: State, x: Any, inverse: Inverse, /, **changes: Any) -> Ticket:
    """One revision on, signed by the desk: state, clinic, room or holder changed."""
    ticket = state.tickets[x.ticket]
    return touch(
        state, x, inverse,
        marks=signed(ticket, x), changed_by=x.actor, changed_at=x.at, **changes,
    )  # fmt: skip


def signed(ticket: Ticket, x: e.Event) -> tuple[tuple[str, int], ...]:
    """The ticket's marks after a step of this event's desk."""
    mark = desk_mark(x.desk)
    return (*(m for m in ticket.marks if m[0] != mark), (mark, ticket.rev + 1))


def _stop(state: State, inverse: Inverse, ticket: Ticket, to: StopState, *, among: frozenset[StopState]) -> None:
    visit = state.visits[ticket.visit]
    stages = with_stop(visit.stages, ticket.clinic, to, among=among)
    put(inverse, state.visits, visit.id, replace(visit, stages=stages, rev=visit.rev + 1))


_HERE: frozenset[StopState] = frozenset({"here"})
_AHEAD: frozenset[StopState] = frozenset({"todo", "left"})


def _issued(state: State, x: e.TicketIssued, inverse: Inverse) -> None:
    ticket = Ticket(
        id=x.ticket, visit=x.visit, clinic=x.clinic, label=x.label, state="waiting", priority=x.priority,
        day=x.day, rev=1, issued_at=x.at, queued_at=x.queued_at, place=x.seq, seq=x.seq,
    )  # fmt: skip
    put(inverse, state.tickets, ticket.id, ticket)
    put(inverse, state.visit_tickets, x.visit, (*state.visit_tickets.get(x.visit, ()), ticket.id))
    _stop(state, inverse, ticket, "here", among=_AHEAD)
    put(inverse, state.alias, ticket.id, None)  # it was a name, where what once issued it leads there after all
    visit = state.visits[x.visit]
    if names := [name for clinic, name in visit.ahead if clinic == x.clinic]:
        put(inverse, state.visits, visit.id, replace(visit, ahead=tuple(p for p in visit.ahead if p[0] != x.clinic)))
        _name(state, inverse, ticket, names)


def _name(state: State, inverse: Inverse, ticket: Ticket, names: Iterable[TicketId]) -> None:
    for name in names:
        if name not in state.tickets:
            put(inverse, state.alias, name, ticket.id)


def _called(state: State, x: e.TicketCalled, inverse: Inverse) -> None:
    ticket = state.tickets[x.ticket]
    _move(
        state, x, inverse, state="called", room=x.room, called_at=x.at, started_at=None, caller=x.actor,
        announcements=1, by_hand=x.by_hand, first_called_at=ticket.first_called_at or x.at,
    )  # fmt: skip
    if x.shared is not None:
        _take_turn(state, inverse, ticket, x.clinic, x.shared)


def _take_turn(state: State, inverse: Inverse, ticket: Ticket, clinic: ClinicCode, shared: bool) -> None:
    row = state.clinic(clinic, ticket.day)
    window = max(state.center.rules.priority_share[1] - 1, 0)
    turns = (*row.turns, shared)[-window:] if window else ()
    put(inverse, state.clinics, (ticket.day, clinic), replace(row, turns=turns))


def _recalled(state: State, x: e.TicketRecalled, inverse: Inverse) -> None:
    touch(state, x, inverse, announcements=x.announcements, called_at=x.at)


def _started(state: State, x: e.TicketStarted, inverse: Inverse) -> None:
    _move(state, x, inverse, state="in_service", started_at=x.came or x.at, confirmed=True)


def _finished(state: State, x: e.TicketFinished, inverse: Inverse) -> None:
    before = state.tickets[x.ticket]
    closed = before.closed_at if before.left else x.ended or x.at
    ticket = _move(state, x, inverse, state="done", closed_at=closed, confirmed=x.confirmed)
    if before.left and state.visits[ticket.visit].stop(ticket.clinic) is None:  # they are led another way by now
        visit = state.visits[ticket.visit]
        stages = with_added(visit.stages, 0, ticket.clinic)
        put(inverse, state.visits, visit.id, replace(visit, stages=stages))
    _stop(state, inverse, ticket, "done", among=_AHEAD if before.left else _HERE)
    if x.ahead is not None:
        clinic, name = x.ahead
        theirs = (state.tickets[id] for id in state.visit_tickets[ticket.visit])
        there = [each for each in theirs if each.clinic == clinic and (each.open or each.state == "done")]
        visit = state.visits[ticket.visit]
        if there:
            _name(state, inverse, there[-1], (name,))
        else:
            put(inverse, state.visits, visit.id, replace(visit, ahead=(*visit.ahead, x.ahead)))


def _no_show(state: State, x: e.TicketNoShow, inverse: Inverse) -> None:
    _move(state, x, inverse, state="no_show")


def _requeued(state: State, x: e.TicketRequeued, inverse: Inverse) -> None:
    postponed = state.tickets[x.ticket].postponed + 1
    place = x.seq if x.place is None else x.place
    _move(
        state, x, inverse, state="waiting", queued_at=x.queued_at, place=place, postponed=postponed,
        room=None, called_at=None, started_at=None, announcements=0, by_hand="", caller=None,
    )  # fmt: skip


def _held(state: State, x: e.TicketHeld, inverse: Inverse) -> None:
    _move(state, x, inverse, state="held", room=None, caller=None)


def _resumed(state: State, x: e.TicketResumed, inverse: Inverse) -> None:
    _move(state, x, inverse, state="waiting", called_at=None, announcements=0)


def _transferred(state: State, x: e.TicketTransferred, inverse: Inverse) -> None:
    before = state.tickets[x.ticket]
    room = before.room if not x.left or before.state in INSIDE else None  # a no-show was in none
    ticket = _move(state, x, inverse, state="transferred", closed_at=x.at, left=x.left, room=room)
    _stop(state, inverse, ticket, "left" if x.left else "todo", among=_HERE)


def _priority(state: State, x: e.TicketPrioritySet, inverse: Inverse) -> None:
    ticket = touch(state, x, inverse, priority=x.priority)
    visit = state.visits[ticket.visit]
    put(inverse, state.visits, visit.id, replace(visit, priority=x.priority, rev=visit.rev + 1))


def _cancelled(state: State, x: e.TicketCancelled, inverse: Inverse) -> None:
    ticket = _move(state, x, inverse, state="cancelled", closed_at=x.at)
    _stop(state, inverse, ticket, "todo", among=_HERE)


def relabelled(ticket: Ticket, number: str) -> Ticket:
    """The ticket under another visit number."""
    return replace(ticket, label=label(ticket.label.partition("-")[0], number), rev=ticket.rev + 1)


RULES: dict[type[e.Event], Callable[[State, Any, Inverse], None]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.TicketRecalled: _recalled,
    e.TicketStarted: _started,
    e.TicketFinished: _finished,
    e.TicketNoShow: _no_show,
    e.TicketRequeued: _requeued,
    e.TicketHeld: _held,
    e.TicketResumed: _resumed,
    e.TicketTransferred: _transferred,
    e.TicketPrioritySet: _priority,
    e.TicketCancelled: _cancelled,
}
