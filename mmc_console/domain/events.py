"""What the rules have decided. The log is a list of these, and nothing else.

Events know ids and labels: never a person's name, number or phone, never free
text. `seq` counts from 1 without a gap.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from mmc_console.domain.centre import Center, Gender
from mmc_console.domain.clinics import ClinicDay, ClinicReason, RoomHold
from mmc_console.domain.ids import (
    ActionId,
    ClinicCode,
    DeskLetter,
    ExamCode,
    NoteId,
    PatientId,
    TicketId,
    UserId,
    VisitId,
)
from mmc_console.domain.tickets import Priority, Ticket
from mmc_console.domain.visits import Stages, Visit


class Event(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True, gc=False):
    """One decided fact: when, by whom, at which desk, by which action."""

    seq: int
    at: datetime
    actor: UserId
    action: ActionId
    desk: DeskLetter | None = None

    @property
    def type(self) -> str:
        """The event's name on the wire."""
        tag = self.__struct_config__.tag
        assert isinstance(tag, str)
        return tag


class _OfVisit(Event, frozen=True, kw_only=True):
    visit: VisitId


class VisitRegistered(_OfVisit, frozen=True, kw_only=True, tag="visit_registered"):
    number: str
    patient: PatientId
    gender: Gender
    day: date
    stages: Stages
    exam_type: ExamCode | None = None
    priority: Priority = "normal"
    priority_reason: str | None = None
    continues: VisitId | None = None


class VisitRenumbered(_OfVisit, frozen=True, kw_only=True, tag="visit_renumbered"):
    number: str
    was: str


class VisitCompleted(_OfVisit, frozen=True, kw_only=True, tag="visit_completed"):
    pass


class VisitCancelled(_OfVisit, frozen=True, kw_only=True, tag="visit_cancelled"):
    reason: str
    note: NoteId | None = None


class VisitReferred(_OfVisit, frozen=True, kw_only=True, tag="visit_referred"):
    note: NoteId | None = None


class VisitChanged(_OfVisit, frozen=True, kw_only=True, tag="visit_changed"):
    stages: Stages
    change: str
    reason: str = ""
    exam_type: ExamCode | None = None
    note: NoteId | None = None


class NumberAlias(_OfVisit, frozen=True, kw_only=True, tag="number_alias"):
    """Other names of what stands: a second registration's lead to the standing visit, a late step's to the ticket.

    `alias` is the visit itself where the visit has no other name by it: somebody has acted on `ticket`, and all of it
    had happened already, or is over. `outside`: except that they were in no room there.
    """

    alias: VisitId
    ticket: TicketId | None = None
    ticket_alias: TicketId | None = None
    number: str | None = None
    outside: bool = False


class _OfTicket(Event, frozen=True, kw_only=True):
    ticket: TicketId
    label: str
    clinic: ClinicCode


class TicketIssued(_OfTicket, frozen=True, kw_only=True, tag="ticket_issued"):
    visit: VisitId
    priority: Priority
    day: date
    queued_at: datetime
    why: str = ""
    """Why this clinic: `only`, `shortest`, `floor`, `order`, `chosen`, `walk-in`, `moved`, `admitted`."""


class TicketCalled(_OfTicket, frozen=True, kw_only=True, tag="ticket_called"):
    room: int
    by_hand: str = ""
    shared: bool | None = None
    """For the sharing of calls: True a priority one, False an ordinary one, None counts not."""
    note: NoteId | None = None


class TicketRecalled(_OfTicket, frozen=True, kw_only=True, tag="ticket_recalled"):
    room: int
    announcements: int


class TicketStarted(_OfTicket, frozen=True, kw_only=True, tag="ticket_started"):
    room: int
    came: datetime | None = None
    """When they came in, where somebody had to decide about that first; None: when this was."""


class TicketFinished(_OfTicket, frozen=True, kw_only=True, tag="ticket_finished"):
    visit: VisitId
    room: int | None = None
    confirmed: bool = True
    note: NoteId | None = None
    ended: datetime | None = None
    """When the exam ended, where somebody had to decide about that first; None: when this was."""
    ahead: tuple[ClinicCode, TicketId] | None = None
    """Where it would have led, had `admit` not decided that before, and under which name: others may know of it."""


class TicketNoShow(_OfTicket, frozen=True, kw_only=True, tag="ticket_no_show"):
    room: int | None = None


class TicketRequeued(_OfTicket, frozen=True, kw_only=True, tag="ticket_requeued"):
    queued_at: datetime
    after: int | None = None
    place: float | None = None
    """Among those of the same queue time, when it goes between two others; else its own `seq`."""


class TicketHeld(_OfTicket, frozen=True, kw_only=True, tag="ticket_held"):
    reason: str = ""
    note: NoteId | None = None


class TicketResumed(_OfTicket, frozen=True, kw_only=True, tag="ticket_resumed"):
    pass


class TicketTransferred(_OfTicket, frozen=True, kw_only=True, tag="ticket_transferred"):
    to: ClinicCode
    left: bool = False


class TicketPrioritySet(_OfTicket, frozen=True, kw_only=True, tag="ticket_priority_set"):
    priority: Priority
    reason: str
    note: NoteId | None = None


class TicketCancelled(_OfTicket, frozen=True, kw_only=True, tag="ticket_cancelled"):
    reason: str
    note: NoteId | None = None


class _OfClinic(Event, frozen=True, kw_only=True):
    clinic: ClinicCode
    day: date
    reason: ClinicReason | None = None
    until: datetime | None = None
    note: NoteId | None = None


class ClinicOpened(_OfClinic, frozen=True, kw_only=True, tag="clinic_opened"):
    pass


class ClinicPaused(_OfClinic, frozen=True, kw_only=True, tag="clinic_paused"):
    pass


class ClinicClosed(_OfClinic, frozen=True, kw_only=True, tag="clinic_closed"):
    pass


class _OfRoom(Event, frozen=True, kw_only=True):
    clinic: ClinicCode
    room: int


class RoomTaken(_OfRoom, frozen=True, kw_only=True, tag="room_taken"):
    pass


class RoomLeft(_OfRoom, frozen=True, kw_only=True, tag="room_left"):
    pass


class _Restoring(Event, frozen=True, kw_only=True):
    """Carries whole tickets and visits: a replica without the past can still follow."""

    tickets: tuple[Ticket, ...] = ()
    visits: tuple[Visit, ...] = ()


class Undone(_Restoring, frozen=True, kw_only=True, tag="undone"):
    undoes: ActionId
    clinics: tuple[ClinicDay, ...] = ()
    rooms: tuple[RoomHold, ...] = ()
    freed: tuple[tuple[ClinicCode, int], ...] = ()


class Overridden(_Restoring, frozen=True, kw_only=True, tag="overridden"):
    conflict: ActionId


class CentrePublished(Event, frozen=True, kw_only=True, tag="centre_published"):
    center: Center


ERASED = "erased"
"""Stands in `fields` where nothing is left of a person: consoles ask for the card anew, and are told there is none."""


class PatientCorrected(Event, frozen=True, kw_only=True, tag="patient_corrected"):
    patient: PatientId
    fields: tuple[str, ...]
    reason: str
    gender: Gender | None = None
    note: NoteId | None = None


AnyEvent = (
    VisitRegistered | VisitRenumbered | VisitCompleted | VisitCancelled | VisitReferred | VisitChanged
    | NumberAlias | TicketIssued | TicketCalled | TicketRecalled | TicketStarted | TicketFinished
    | TicketNoShow | TicketRequeued | TicketHeld | TicketResumed | TicketTransferred | TicketPrioritySet
    | TicketCancelled | ClinicOpened | ClinicPaused | ClinicClosed | RoomTaken | RoomLeft | Undone
    | Overridden | CentrePublished | PatientCorrected
)  # fmt: skip
