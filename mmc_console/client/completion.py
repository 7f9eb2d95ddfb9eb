"""Writes into an action what the server has decided about it.

So the projection shows exactly that, and the action can be brought back whole should the server ever lose it.
It adds only what `wire.md` counts as the same content: `was`, number, ticket, current, next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import AnyAction, CallNext, IssueTicket, Override, RegisterVisit, leads
from mmc_console.domain.ids import Epoch
from mmc_console.wire.answers import Result
from mmc_console.wire.json import event_of


def events_of(result: Result) -> tuple[e.AnyEvent, ...]:
    """The log events a result carries."""
    return tuple(event_of(bytes(raw)) for raw in result.events)


def completed(action: AnyAction, result: Result, epoch: Epoch, events: Iterable[e.AnyEvent]) -> AnyAction:
    """*action* with what was decided: its number, who was called, where each one went."""
    decided = tuple(events)
    if not decided:
        return action
    added: dict[str, Any] = {"was": f"{epoch}:{decided[-1].seq}"}
    if isinstance(action, (RegisterVisit, IssueTicket)):
        if action.number is None and result.number is not None:  # else its own is on paper
            added["number"] = result.number
    elif isinstance(action, (CallNext, Override)):
        for event in decided:
            if isinstance(event, e.TicketCalled):
                added["ticket"] = event.ticket
            elif isinstance(event, e.TicketFinished):
                added["current"] = event.ticket
            elif isinstance(event, e.VisitRegistered) and isinstance(action, Override):
                added["number"] = event.number
    if leads(action):
        added.update(_next(decided))
    return replace(action, **added)


def _next(events: tuple[e.AnyEvent, ...]) -> dict[str, Any]:
    issued = [event.clinic for event in events if isinstance(event, e.TicketIssued)]
    return {"next": issued[-1]} if issued else {}
