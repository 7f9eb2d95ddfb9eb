"""Which keys work for a ticket now, and why the others do not: one table for both pages.

Says only what a screen may offer; whether it is allowed is still the rules' (`decide`), asked again on the press.
`hold` follows the rules and not the drawing: somebody in the room is finished or transferred, never parked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from mmc_console.domain.centre import Rules
from mmc_console.domain.tickets import Ticket

Verb = Literal[
    "call_next", "call_ticket", "recall", "start", "no_show", "finish", "refer", "transfer", "hold", "resume",
    "requeue", "set_priority", "correct_patient", "change_exam", "add_stop", "skip_stop", "cancel", "reprint",
    "details",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a key works; if not, `code` and `params` name the reason in words of `tickets.words`."""

    on: bool
    code: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


ON = Gate(True)
HIDDEN = Gate(False, "nothing-selected")


def off(code: str, **params: str | int) -> Gate:
    """A key that does nothing now, for this reason."""
    return Gate(False, code, params)


def alone_gate(code: str) -> Gate:
    """Registering and calling, which this console may not do by itself for the reason *code* while there is one."""
    return off(code) if code else ON


def recall_gate(ticket: Ticket | None, now: datetime, rules: Rules) -> Gate:
    """Announce again: called, not too soon, not too often."""
    if ticket is None:
        return HIDDEN
    if ticket.state != "called":
        return off("not-called", ticket=ticket.label)
    if ticket.announcements > rules.recall_at_most:
        return off("recalled-enough", ticket=ticket.label)
    left = _seconds_left(ticket.called_at, rules.recall_apart_seconds, now)
    return off("recall-soon", n=left) if left else ON


def no_show_gate(ticket: Ticket | None, now: datetime, rules: Rules) -> Gate:
    """Called, announced often enough, and given the time to come."""
    if ticket is None:
        return HIDDEN
    if ticket.state != "called":
        return off("not-called", ticket=ticket.label)
    if ticket.announcements < rules.announcements_before_no_show:
        return off("announce-first", ticket=ticket.label)
    # a second announcement does not start the time again: it runs from the call
    called = ticket.first_called_at if ticket.announcements > 1 else ticket.called_at
    left = _seconds_left(called, rules.no_show_after_seconds, now)
    return off("no-show-soon", n=left) if left else ON


def start_gate(ticket: Ticket | None) -> Gate:
    """Confirm that the called person has come."""
    if ticket is None:
        return HIDDEN
    return ON if ticket.state == "called" else off("not-called", ticket=ticket.label)


def finish_gate(ticket: Ticket | None) -> Gate:
    """Finish whoever is in the room."""
    if ticket is None:
        return off("nobody-inside")
    return ON if ticket.state == "in_service" else off("confirm-first", ticket=ticket.label)


def transfer_gate(ticket: Ticket | None) -> Gate:
    """Send to another clinic."""
    if ticket is None:
        return HIDDEN
    if ticket.state in ("waiting", "called", "in_service", "held"):
        return ON
    return off("return-first" if ticket.state == "no_show" else "closed", ticket=ticket.label)


def hold_gate(ticket: Ticket | None) -> Gate:
    """Park; somebody already inside cannot be parked."""
    if ticket is None:
        return HIDDEN
    if ticket.state in ("waiting", "called"):
        return ON
    if ticket.state == "in_service":
        return off("inside-not-held", ticket=ticket.label)
    return off("return-first" if ticket.state == "no_show" else "closed", ticket=ticket.label)


def resume_gate(ticket: Ticket | None) -> Gate:
    """Back from being parked."""
    if ticket is None:
        return HIDDEN
    return ON if ticket.state == "held" else off("not-held", ticket=ticket.label)


def requeue_gate(ticket: Ticket | None, rules: Rules) -> Gate:
    """Back into the queue, so many times at most."""
    if ticket is None:
        return HIDDEN
    if ticket.state not in ("no_show", "called"):
        return off("not-called", ticket=ticket.label)
    if ticket.postponed >= rules.postpone_at_most:
        return off("postponed-too-often", n=rules.postpone_at_most)
    return ON


def open_gate(ticket: Ticket | None) -> Gate:
    """For what is possible as long as the ticket is open."""
    if ticket is None:
        return HIDDEN
    return ON if ticket.open else off("closed", ticket=ticket.label)


def _seconds_left(since: datetime | None, wait: int, now: datetime) -> int:
    if since is None:
        return 0
    left = timedelta(seconds=wait) - (now - since)
    return max(0, -(-int(left.total_seconds() * 1000) // 1000))
