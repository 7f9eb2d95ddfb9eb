"""What each action did, gathered from its events as they are applied.

A trace holds the rows as they were before the action, so `undo` can say
exactly what to restore, and the revisions after it, so it can tell whether
somebody has acted on them since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId, UserId, ticket_of
from mmc_console.domain.state import Inverse, State, Trace, put
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit

_NEW: Final = Trace(action=ActionId(""), kind="", at=datetime.min.replace(tzinfo=UTC), user=UserId(""), first=0, last=0)


def remember(state: State, events: Sequence[e.Event], inverse: Inverse, start: int) -> None:
    """Add what *events* of one action changed (the puts of *inverse* from *start* on) to its trace.

    Runs with every action, so it builds the row in one go instead of by `replace`. A number given to an action later
    touches rows that others may have changed meanwhile: only those they left alone stay known as this action's.
    """
    first = events[0]
    known = state.traces.get(first.action)
    t = known or _NEW
    revs = dict(t.revs)
    tickets, made, visits, opened = t.tickets, t.made, t.visits, t.opened
    clinics, rooms, freed = t.clinics, t.rooms, t.freed
    later = known is not None and first.seq != t.last + 1
    for table, key, old in inverse.puts[start:]:
        if later and (not isinstance(old, Ticket | Visit) or revs.get(old.id) != old.rev):
            continue
        if table is state.tickets:
            if key not in revs:
                if isinstance(old, Ticket):
                    tickets = (*tickets, old)
                else:
                    made = (*made, key)
            revs[key] = state.tickets[key].rev
        elif table is state.visits:
            if key not in revs:
                if isinstance(old, Visit):
                    visits = (*visits, old)
                else:
                    opened = (*opened, key)
            revs[key] = state.visits[key].rev
        elif table is state.clinics:
            clinics = (*clinics, old if isinstance(old, ClinicDay) else ClinicDay(code=key[1], day=key[0]))
        elif table is state.rooms:
            if isinstance(old, RoomHold):
                rooms = (*rooms, old)
            else:
                freed = (*freed, key)
    visit, ticket, label, kind = t.visit, t.ticket, t.label, t.kind or first.type
    again = t.again if known else type(first) is e.NumberAlias and first.alias != first.visit
    for event in events:
        if kind == "undone":
            continue  # whom it lets into a clinic that is open again it is not about
        visit = getattr(event, "visit", None) or visit
        if ticket is None or type(event) is e.TicketCalled or (again and type(event) is e.TicketIssued):
            # the one acted on, not the next stop's; a call is about whom it calls, a second paper about where it leads
            ticket, label = getattr(event, "ticket", None), getattr(event, "label", "")
    trace = Trace(
        action=first.action, kind=kind, at=t.at if known else first.at, user=t.user or first.actor,
        first=t.first or first.seq, last=t.last if later else event.seq, visit=visit, ticket=ticket, label=label,
        tickets=tickets, visits=visits, clinics=clinics, rooms=rooms, freed=freed, made=made, opened=opened,
        revs=revs, again=again, undone=t.undone,
    )  # fmt: skip
    put(inverse, state.traces, first.action, trace)


def forget(state: State, before: datetime, upto: int) -> None:
    """Drop the old rows of traces from before *before*: too late to undo, still known by id.

    Only of what stands in the log up to *upto*: what comes back after a restore is of its own time, and its undo may
    be behind it. Called between batches, never while something is laid over the state.
    """
    for id, trace in list(state.traces.items()):
        if trace.at < before and trace.last <= upto and trace.revs:
            state.traces[id] = replace(
                trace, tickets=(), visits=(), clinics=(), rooms=(), freed=(), made=(), opened=(), revs={}
            )


def shown_at(state: State, id: TicketId) -> ClinicCode | None:
    """The clinic of the ticket that a second registration's screen has shown as *id*, which leads to another by now."""
    roots = [trace.action for trace in state.traces.values() if trace.again] if id in state.alias else []
    codes = [clinic.code for clinic in state.center.clinics]
    return next((code for root in roots for code in codes if ticket_of(root, code) == id), None)
