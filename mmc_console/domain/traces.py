"""What each action did, gathered from its events as they are applied.

A trace holds the rows as they were before the action, so `undo` can say
exactly what to restore, and the revisions after it, so it can tell whether
somebody has acted on them since.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.state import Inverse, State, Trace, put
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit


def remember(state: State, event: e.Event, inverse: Inverse, start: int) -> None:
    """Add what *event* changed (the puts of *inverse* from *start* on) to its action's trace."""
    trace = state.traces.get(event.action)
    if trace is None:
        trace = Trace(
            action=event.action, kind=event.type, at=event.at, user=event.actor, first=event.seq, last=event.seq
        )
    changes: dict[str, Any] = {"last": event.seq, "revs": dict(trace.revs)}
    known = trace.revs
    for table, key, old in inverse.puts[start:]:
        if table is state.tickets:
            _row(changes, trace, known, "tickets", "made", key, old, Ticket, state.tickets[key].rev)
        elif table is state.visits:
            _row(changes, trace, known, "visits", "opened", key, old, Visit, state.visits[key].rev)
        elif table is state.clinics:
            row = old if isinstance(old, ClinicDay) else ClinicDay(code=key[1], day=key[0])
            changes["clinics"] = (*changes.get("clinics", trace.clinics), row)
        elif table is state.rooms:
            if isinstance(old, RoomHold):
                changes["rooms"] = (*changes.get("rooms", trace.rooms), old)
            else:
                changes["freed"] = (*changes.get("freed", trace.freed), key)
    visit, ticket, label = getattr(event, "visit", None), getattr(event, "ticket", None), getattr(event, "label", "")
    if visit is not None and not isinstance(event, e.Undone):
        changes["visit"] = visit
    if ticket is not None:
        changes["ticket"] = ticket
    if label and not trace.label:
        changes["label"] = label
    put(inverse, state.traces, event.action, replace(trace, **changes))


def _row(
    changes: dict[str, Any], trace: Trace, known: dict[str, int],
    rows: str, new: str, key: Any, old: Any, kind: type[Any], rev: int,
) -> None:  # fmt: skip
    if key not in known and key not in changes["revs"]:
        if isinstance(old, kind):
            changes[rows] = (*changes.get(rows, getattr(trace, rows)), old)
        else:
            changes[new] = (*changes.get(new, getattr(trace, new)), key)
    changes["revs"][key] = rev


def forget(state: State, before: datetime) -> None:
    """Drop the old rows of traces from before *before*: too late to undo, still known by id.

    Called between batches, never while something is laid over the state.
    """
    for id, trace in list(state.traces.items()):
        if trace.at < before and trace.revs:
            state.traces[id] = replace(
                trace, tickets=(), visits=(), clinics=(), rooms=(), freed=(), made=(), opened=(), revs={}
            )
