"""Whoever walks from desk to desk quicker than the news of them: no exam is lost, every screen's ids lead to them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from mmc_console.client.row import Row
from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId
from mmc_console.domain.state import State
from tests.simulation.promise import Promise


def went_on(promise: Promise, event: e.TicketIssued, state: State, before: Sequence[e.AnyEvent]) -> bool:
    """Whether they need not go where that screen has sent them: they had been there, or were admitted elsewhere.

    That they had been is told by what came *before*: a clinic that was closed in the same request may have sent them
    there once more by now.
    Whoever was admitted elsewhere from there may have been in the room. That they were not is perhaps told by what came
    together with *event*: *state* knows it, and the decision did not.
    """
    stop = state.visits[event.visit].stop(ClinicCode(promise.next)) if promise.next is not None else None
    been = (stop is not None and stop.state in ("done", "left")) or _was_done(event, promise.next, before)
    named = getattr(promise.action, "current", None) or getattr(promise.action, "ticket", None)
    left = state.ticket(named) if named is not None else None
    return been or (left is not None and left.left)


def _was_done(event: e.TicketIssued, clinic: str | None, before: Sequence[e.AnyEvent]) -> bool:
    """Whether somebody had finished there with this visit, or left for elsewhere, and nobody has taken that back."""
    undone = {each.undoes for each in before if isinstance(each, e.Undone)}
    theirs = {each.ticket for each in before if isinstance(each, e.TicketIssued) and each.visit == event.visit}
    return any(
        each.action not in undone and (
            (isinstance(each, e.TicketFinished) and (each.visit, each.clinic) == (event.visit, clinic))
            or (isinstance(each, e.TicketTransferred) and each.left and each.clinic == clinic and each.ticket in theirs)
        )
        for each in before
    )  # fmt: skip


def is_theirs(state: State, shown: str, call: e.TicketCalled) -> bool:
    """Whether *call* is of whom a screen has *shown*: by the ticket of now, where they were sent elsewhere and back.

    Or by that of their other visit: a restore has brought back that the one was given up, and then that they came.
    """
    before, now = state.ticket(TicketId(shown)), state.tickets[TicketId(call.ticket)]
    if before is None or before.id == now.id:
        return before is not None
    one, other = state.visits[before.visit], state.visits[now.visit]
    return before.clinic == now.clinic and (one.patient, one.day) == (other.patient, other.day)


def not_renamed(promise: Promise, event: e.NumberAlias, state: State) -> bool:
    """Whether the ticket that a desk has shown of somebody it admitted is not found as the one they have."""
    made = promise.made.values() if isinstance(promise.action, a.Admit) else ()
    return any(state.alias.get(id, id) != event.ticket for id in made)


def is_unknown(row: Row, promises: Mapping[ActionId, Promise], taken: Container[ActionId]) -> bool:
    """Whether somebody could not be admitted where they stand, or what was done with them there found nobody."""
    if row.problem is None or row.problem.code != "unknown-ticket":
        return row.problem is not None and isinstance(row.action, a.Admit) and row.problem.code == "already-here"
    named = getattr(row.action, "ticket", None)
    admitted = (p for p in promises.values() if isinstance(p.action, a.Admit) and p.action.id in taken)
    return any(named in promise.made.values() for promise in admitted)
