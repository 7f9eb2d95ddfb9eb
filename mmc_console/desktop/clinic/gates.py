"""The clinic page's cells of the key table: what F8 and its neighbours do for the person inside and the chosen row.

One-key calling needs an online server, or the only room of the clinic held by this console.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mmc_console.desktop.clinic.contract import Hero
from mmc_console.desktop.tickets import gates as g
from mmc_console.domain.centre import Rules
from mmc_console.domain.clinics import ClinicState
from mmc_console.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table is asked with."""

    now: datetime
    rules: Rules
    current: Ticket | None
    selected: Ticket | None
    waiting: int
    calling: bool = False
    held_back: bool = False
    """A call from here waits for a decision about earlier work of the room."""
    names: bool = False
    """A call from here shows its person at once, and calls nobody whom the page does not show."""
    rooms: int = 1
    holds_room: bool = True
    offline: bool = False
    alone: str = ""
    """Why this console calls nobody by itself, while the server is away."""
    clinic: ClinicState = "open"
    someone_in_clinic: str = ""


_OF_INSIDE: tuple[g.Verb, ...] = (
    "recall", "start", "no_show", "finish", "refer", "transfer", "hold", "requeue",
)  # fmt: skip
BY_HAND = frozenset({"several-rooms-offline", "not-holder-offline", "call-held-back"})
"""Why F8 is off where the next one is called by hand instead."""


def hero_of(facts: Facts) -> Hero:
    """What the big button says."""
    if facts.calling:
        return "calling"
    if facts.current is not None and (facts.current.state == "in_service" or facts.rules.simple_flow):
        return "finish" if facts.names and not facts.waiting else "finish_call_next"
    return "call_next"


def key_gates(facts: Facts) -> dict[g.Verb, g.Gate]:
    """Every verb's gate, by the table of experience 7.1."""
    current, selected = facts.current, facts.selected
    on = current if current is not None else selected
    lone = current is None
    leaving = dict.fromkeys(_OF_INSIDE, g.off("calling")) if facts.calling and current is not None else {}
    late_comer = selected if lone and selected is not None and selected.state == "no_show" else None
    return {
        "call_next": _f8(facts),
        "recall": _late_comer(facts) if late_comer else _inside(facts, g.recall_gate(current, facts.now, facts.rules)),
        "start": _inside(facts, g.start_gate(current)),
        "no_show": _inside(facts, g.no_show_gate(current, facts.now, facts.rules)),
        "finish": g.finish_gate(current),
        "refer": g.finish_gate(current),
        "transfer": g.transfer_gate(on),
        "hold": g.hold_gate(on),
        "resume": g.resume_gate(selected if lone else None),
        "requeue": g.requeue_gate(on, facts.rules),
        "call_ticket": _call_ticket(facts),
        "details": g.ON if on is not None else g.HIDDEN,
        **leaving,  # they are finished by the call that is on its way, and stand there until its answer
    }


def _inside(facts: Facts, gate: g.Gate) -> g.Gate:
    """*gate* of a key that means whoever is in the room: no row of the list would do."""
    if gate is not g.HIDDEN:
        return gate
    return g.off("calling" if facts.calling else "nobody-called")


def _f8(facts: Facts) -> g.Gate:
    if facts.calling:
        return g.off("calling")
    current, by_hand = facts.current, "" if facts.alone else _by_hand(facts)
    if current is not None and current.state == "called" and (by_hand or not facts.rules.simple_flow):
        return g.off("finish-first", ticket=current.label)
    if current is None and not facts.waiting:
        return g.off("no-one-known-waiting" if facts.offline else "no-one-waiting")
    if by_hand:
        return g.off(by_hand) if current is None else g.off(by_hand, ticket=current.label)
    return g.alone_gate(facts.alone)


def _by_hand(facts: Facts) -> str:
    """Why nobody is called from here but by hand; empty where the next one is."""
    if facts.offline and facts.rooms > 1:
        return "several-rooms-offline"
    if facts.offline and not facts.holds_room:
        return "not-holder-offline"
    return "call-held-back" if facts.held_back else ""


def _call_ticket(facts: Facts) -> g.Gate:
    if facts.calling:
        return g.off("calling")
    if facts.current is not None:
        called = facts.current.state == "called"
        return g.off("finish-first" if called else "room-busy-here", ticket=facts.current.label)
    if facts.selected is None:
        return g.HIDDEN
    if facts.selected.state not in ("waiting", "held", "no_show"):
        return g.off("closed", ticket=facts.selected.label)
    return g.alone_gate(facts.alone)


def _late_comer(facts: Facts) -> g.Gate:
    return _call_ticket(facts)
