"""A ticket: a visit's place in one clinic's queue. Immutable; a change makes a new one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal, get_args

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, DeskLetter, TicketId, UserId, VisitId

TicketState = Literal[
    "waiting", "called", "in_service", "held", "no_show", "done", "transferred", "cancelled", "unfinished"
]
Priority = Literal["normal", "priority", "urgent"]
PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)
"""From who waits longest to who goes first."""

ISSUED: Final = 1
"""The revision of a ticket that nobody has touched."""

OPEN: frozenset[TicketState] = frozenset({"waiting", "called", "in_service", "held", "no_show"})
INSIDE: frozenset[TicketState] = frozenset({"called", "in_service"})


class Ticket(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One place in one queue. Times carry the centre's offset."""

    id: TicketId
    visit: VisitId
    clinic: ClinicCode
    label: str
    state: TicketState
    priority: Priority
    day: date
    rev: int
    issued_at: datetime
    queued_at: datetime
    place: float
    """Breaks ties of queue time: the log position of the event that put it in this queue, or between two others."""
    seq: int = 0
    """Log position of its issue."""
    room: int | None = None
    first_called_at: datetime | None = None
    called_at: datetime | None = None
    """The last call; time-outs run from here."""
    started_at: datetime | None = None
    closed_at: datetime | None = None
    caller: UserId | None = None
    announcements: int = 0
    postponed: int = 0
    by_hand: str = ""
    """Why it was called out of order; empty when it was not."""
    confirmed: bool = False
    """The arrival was confirmed (`start`, or `finish` of somebody in service)."""
    left: bool = False
    """Closed by `admit` elsewhere, or by others while its room was cut off and had them; a later finish makes it done
    and issues nothing. Stays after that."""
    changed_by: UserId | None = None
    changed_at: datetime | None = None
    """Who last changed its state, clinic, room or holder, and when."""
    marks: tuple[tuple[str, int], ...] = ()
    """Per desk, the revision of its last step that changed state, clinic, room or holder."""

    @property
    def open(self) -> bool:
        """Whether it still stands in the queue or in the room."""
        return self.state in OPEN

    @property
    def awaits_finish(self) -> bool:
        """Whether `admit` took the person on before the finish arrived that is still to come."""
        return self.left and self.state == "transferred"

    @property
    def left_inside(self) -> bool:
        """Whether they were in a room there, by all that is known: else perhaps nobody has ever seen them."""
        return self.awaits_finish and self.room is not None

    @property
    def service(self) -> timedelta | None:
        """How long the exam took; None when it was not measured, as with a finish that came late."""
        began = self.started_at or self.called_at
        if self.state != "done" or self.left or began is None or self.closed_at is None or self.closed_at <= began:
            return None
        return self.closed_at - began


def desk_mark(desk: DeskLetter | None) -> str:
    """How a desk signs a ticket's revision; programs without a desk sign as one."""
    return desk or "-"
