"""Who is next in a clinic, and why.

By priority class, then by queue time. `urgent` first; `priority` shares: at
most `a` of every `b` calls (`priority_share`) while ordinary ones wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.state import Spot, State
from mmc_console.domain.tickets import Priority, Ticket

WhyNext = Literal["urgent", "priority", "share", "first"]


class Why(Struct, frozen=True):
    """A reason as data; `wording` has it in both languages."""

    code: str
    params: dict[str, str | int] = {}


def _pick(share: tuple[int, int], turns: tuple[bool, ...], urgent: bool, shared: bool, plain: bool) -> Priority | None:
    """The class whose first one is next, given which classes have somebody waiting."""
    if urgent:
        return "urgent"
    if shared and plain:
        recent = turns[-(share[1] - 1) :] if share[1] > 1 else ()  # a new centre may look less far back
        return "normal" if sum(recent) >= share[0] else "priority"
    return "priority" if shared else "normal" if plain else None


def sequence(state: State, clinic: ClinicCode, day: date) -> Iterator[Ticket]:
    """The waiting tickets in the order they will be called if nobody else comes."""
    return (state.tickets[id] for id in _ids(state, clinic, day) if id is not None)


def _ids(state: State, clinic: ClinicCode, day: date, newcomer: Priority | None = None) -> Iterator[TicketId | None]:
    """The order as ids; None stands for somebody of priority *newcomer* who came now."""
    lines: dict[Priority, list[Spot]] = state.tickets.queue(day, clinic).lines
    share = state.center.rules.priority_share
    turns = state.clinic(clinic, day).turns
    at: dict[Priority, int] = {"urgent": 0, "priority": 0, "normal": 0}

    def left(kind: Priority) -> bool:
        return at[kind] < len(lines[kind]) + (kind == newcomer)

    while True:
        kind = _pick(share, turns, left("urgent"), left("priority"), left("normal"))
        if kind is None:
            return
        if kind != "urgent" and (kind == "normal" or left("normal")):
            turns = (*turns, kind == "priority")[-(share[1] - 1) :] if share[1] > 1 else ()
        place = at[kind]
        at[kind] += 1
        yield lines[kind][place][2] if place < len(lines[kind]) else None


def next_waiting(state: State, clinic: ClinicCode, day: date) -> Ticket | None:
    """Who is next. Costs the same however many wait."""
    return next(sequence(state, clinic, day), None)


def counts_as(state: State, ticket: Ticket) -> bool | None:
    """How calling *ticket* counts for the sharing: priority True, ordinary False, not at all None."""
    if ticket.priority == "urgent":
        return None
    if ticket.priority == "normal":
        return False
    return True if state.tickets.queue(ticket.day, ticket.clinic).lines["normal"] else None


def ahead(state: State, ticket: Ticket) -> int:
    """How many waiting people will be called before *ticket*; 0 unless it is waiting."""
    if ticket.state != "waiting":
        return 0
    for i, other in enumerate(sequence(state, ticket.clinic, ticket.day)):
        if other.id == ticket.id:
            return i
    return 0


def ahead_of_newcomer(state: State, clinic: ClinicCode, day: date, priority: Priority) -> int:
    """How many waiting people would be called before somebody of *priority* who came now."""
    order = _ids(state, clinic, day, priority)
    return next(i for i, id in enumerate(order) if id is None)


def why_next(state: State, ticket: Ticket) -> Why:
    """Why *ticket*, the next one, is next."""
    lines = state.tickets.queue(ticket.day, ticket.clinic).lines
    if ticket.priority == "urgent":
        return Why("urgent")
    if ticket.priority == "priority":
        return Why("priority") if lines["normal"] else Why("first")
    if lines["priority"]:
        a, b = state.center.rules.priority_share
        return Why("share", {"priority": a, "of": b})
    return Why("first")
