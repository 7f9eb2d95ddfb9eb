"""Small facts of tickets that both pages show: waiting times, marks of being late, the pathway as pills.

No Qt and no words: a view turns them into sentences of its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mmc_console.domain.centre import Center, Clinic, Words
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.tickets import Priority, Ticket, TicketState
from mmc_console.domain.visits import StopState, Visit

WAIT_TARGET_MINUTES = 20

Badge = Literal["", "waiting", "sending", "refused", "conflict"]
Late = Literal[0, 1, 2]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to translate: its code and the values in it."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket as a table shows it."""

    ticket: TicketId
    visit: VisitId
    label: str
    name: str
    clinic: ClinicCode
    clinic_name: Words
    state: TicketState
    priority: Priority
    minutes: int
    late: Late
    badge: Badge
    room: str = ""
    found_by: str = ""
    """Folded text the search looks in."""
    issued: datetime | None = None
    closed: datetime | None = None
    left: int | None = None
    """Of a visit that the turn of the day left unfinished: stops still to do."""


@dataclass(frozen=True, slots=True)
class StopPill:
    """One stop of a pathway."""

    clinic: ClinicCode
    name: Words
    state: StopState


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: a clinic, a reason, a number of minutes."""

    key: str
    name: Words | None = None
    """The centre's own words; None: the view has a word for the key."""
    n: int = 0
    note: str = ""
    """Code of a short remark beside it, such as `closed`."""
    on: bool = True


def minutes_waited(ticket: Ticket, now: datetime) -> int:
    """Whole minutes in this queue so far, or until it was closed."""
    end = ticket.closed_at or now
    return max(0, int((end - ticket.queued_at).total_seconds()) // 60)


def lateness(ticket: Ticket, minutes: int) -> Late:
    """1 over the target, 2 over twice the target; only somebody who still waits can be late."""
    if ticket.state not in ("waiting", "called"):
        return 0
    return 2 if minutes > 2 * WAIT_TARGET_MINUTES else 1 if minutes > WAIT_TARGET_MINUTES else 0


def clinic_words(center: Center, code: ClinicCode) -> Words:
    """The clinic's names; its code where the centre no longer has it."""
    clinic = center.clinic(code)
    return clinic.name if clinic else {"ar": code, "en": code}


def room_name(clinic: Clinic | None, no: int | None) -> str:
    """What stands on the door."""
    if no is None:
        return ""
    found = next((r.name for r in clinic.rooms if r.no == no), "") if clinic else ""
    return found or str(no)


def pills(center: Center, visit: Visit) -> tuple[StopPill, ...]:
    """The whole pathway in order."""
    return tuple(
        StopPill(stop.clinic, clinic_words(center, stop.clinic), stop.state) for stage in visit.stages for stop in stage
    )


def seconds_between(start: datetime | None, end: datetime) -> int:
    """Whole seconds, never negative; 0 for no start."""
    return max(0, int((end - start).total_seconds())) if start else 0


def word_in(words: Words, language: str) -> str:
    """The centre's own word in *language*, else in whatever it has."""
    return words.get(language) or next(iter(words.values()), "")
