"""Everything a person can ask for. Shapes only: what is allowed is `decide`'s.

The fields are those of the HTTP interface, so one definition serves the wire,
the outbox and the rules. Unknown fields are refused when JSON is read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from mmc_console.domain.centre import Center
from mmc_console.domain.clinics import ClinicReason
from mmc_console.domain.ids import ActionId, ClinicCode, ExamCode, PatientId, TicketId, UserId, VisitId
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.tickets import Priority
from mmc_console.domain.whole import Counter, Whole

Reason = Literal["by-hand", "late-comer", "doctor-asked", "emergency", "mistake", "left", "results-in-hand", "other"]

EraseReason = Literal["asked", "mistake", "ordered", "other"]
"""Why somebody is made nameless: words of a list, since a free text could name the person again."""

PriorityReason = Literal["elderly", "disabled", "on-duty", "pregnant", "other"]


class Action(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True, omit_defaults=True):
    """What every action carries; `wire.md`, Actions, says what each field means."""

    id: ActionId
    at: datetime
    by: UserId | None = None
    seen: str | None = None
    n: Counter | None = None
    rev: Whole | None = None
    replaces: ActionId | None = None
    was: str | None = None

    @property
    def type(self) -> str:
        """The action's name on the wire."""
        tag = self.__struct_config__.tag
        assert isinstance(tag, str)
        return tag


class _Registration(Action, frozen=True, kw_only=True):
    patient: PatientEntry | None = None
    patient_id: PatientId | None = None
    priority: Priority = "normal"
    priority_reason: PriorityReason | None = None
    number: str | None = None
    page_token: str | None = None


class RegisterVisit(_Registration, frozen=True, kw_only=True, tag="register_visit"):
    """Open a visit by exam type; `continues` takes up yesterday's unfinished one."""

    exam_type: ExamCode
    next: ClinicCode | None = None
    continues: VisitId | None = None


class IssueTicket(_Registration, frozen=True, kw_only=True, tag="issue_ticket"):
    """A walk-in to one clinic."""

    clinic: ClinicCode


class CallNext(Action, frozen=True, kw_only=True, tag="call_next"):
    """Call who is next to a room; with `finish_current`, first finish who is inside."""

    clinic: ClinicCode
    room: Whole
    finish_current: bool = False
    ticket: TicketId | None = None
    current: TicketId | None = None
    next: ClinicCode | None = None
    pin: str | None = None


class _OnTicket(Action, frozen=True, kw_only=True):
    ticket: TicketId


class CallTicket(_OnTicket, frozen=True, kw_only=True, tag="call_ticket"):
    """Call this one out of order, by choice."""

    room: Whole
    reason: Reason
    note: str = ""
    clinic: ClinicCode | None = None
    """Where the screen has shown this ticket: the room is one of there."""


class Recall(_OnTicket, frozen=True, kw_only=True, tag="recall"):
    """Announce again."""


class Start(_OnTicket, frozen=True, kw_only=True, tag="start"):
    """The patient has come in."""


class Finish(_OnTicket, frozen=True, kw_only=True, tag="finish"):
    """Done here; the visit moves on."""

    pin: str | None = None
    note: str = ""
    next: ClinicCode | None = None


class Refer(_OnTicket, frozen=True, kw_only=True, tag="refer"):
    """Finish, and flag the visit for the medical committee."""

    pin: str | None = None
    note: str = ""
    next: ClinicCode | None = None


class NoShow(_OnTicket, frozen=True, kw_only=True, tag="no_show"):
    """Called and did not come."""


class Requeue(_OnTicket, frozen=True, kw_only=True, tag="requeue"):
    """Back into the queue: to the end, or after the next `after`."""

    after: Whole | None = None


class Hold(_OnTicket, frozen=True, kw_only=True, tag="hold"):
    """Park; the place is kept."""

    reason: Reason | None = None
    note: str = ""


class Resume(_OnTicket, frozen=True, kw_only=True, tag="resume"):
    """Back to the original place."""


class Transfer(_OnTicket, frozen=True, kw_only=True, tag="transfer"):
    """To another clinic."""

    clinic: ClinicCode
    keep_time: bool = False


class Admit(Action, frozen=True, kw_only=True, tag="admit"):
    """The person stands here before the news of them does."""

    visit: VisitId
    clinic: ClinicCode


class SetPriority(_OnTicket, frozen=True, kw_only=True, tag="set_priority"):
    """Change the priority class, with a reason."""

    priority: Priority
    reason: Reason
    note: str = ""


class _OnVisit(Action, frozen=True, kw_only=True):
    visit: VisitId
    reason: Reason
    note: str = ""
    next: ClinicCode | None = None


class AddStop(_OnVisit, frozen=True, kw_only=True, tag="add_stop"):
    """One clinic more, in the present stage."""

    clinic: ClinicCode


class SkipStop(_OnVisit, frozen=True, kw_only=True, tag="skip_stop"):
    """One clinic less."""

    clinic: ClinicCode


class ChangeExam(_OnVisit, frozen=True, kw_only=True, tag="change_exam"):
    """Another exam type; stops done stay done."""

    exam_type: ExamCode


CORRECTABLE: Final = ("number", "name", "gender", "phone", "language")


class CorrectPatient(Action, frozen=True, kw_only=True, tag="correct_patient"):
    """Mend what was typed of a person."""

    patient_id: PatientId
    reason: Reason
    note: str = ""
    number: str | None = None
    name: str | None = None
    gender: Literal["male", "female"] | None = None
    phone: str | None = None
    language: str | None = None


class Cancel(Action, frozen=True, kw_only=True, tag="cancel"):
    """A ticket, or the whole visit."""

    reason: Reason
    note: str = ""
    ticket: TicketId | None = None
    visit: VisitId | None = None


class Undo(Action, frozen=True, kw_only=True, tag="undo"):
    """Take back one action, whole."""

    action: ActionId


class Override(Action, frozen=True, kw_only=True, tag="override"):
    """Carry a conflicting action out after all. The others are told when it comes back: whom it has called, whose exam
    it has ended, where that one went, which number a registration got."""

    conflict: ActionId
    number: str | None = None
    ticket: TicketId | None = None
    current: TicketId | None = None
    next: ClinicCode | None = None


class _OnClinic(Action, frozen=True, kw_only=True):
    clinic: ClinicCode
    reason: ClinicReason | None = None
    note: str = ""
    until: datetime | None = None


class OpenClinic(_OnClinic, frozen=True, kw_only=True, tag="open_clinic"):
    """Open, or open again."""


class PauseClinic(_OnClinic, frozen=True, kw_only=True, tag="pause_clinic"):
    """Back soon; its queue stays."""


class CloseClinic(_OnClinic, frozen=True, kw_only=True, tag="close_clinic"):
    """No new tickets today; its waiting ones can be moved in one step."""

    move_waiting_to: ClinicCode | None = None


class _OnRoom(Action, frozen=True, kw_only=True):
    clinic: ClinicCode
    room: Whole


class TakeRoom(_OnRoom, frozen=True, kw_only=True, tag="take_room"):
    """This console works in that room and may call there offline."""


class LeaveRoom(_OnRoom, frozen=True, kw_only=True, tag="leave_room"):
    """This console works there no longer."""


class PublishCenter(Action, frozen=True, kw_only=True, tag="publish_center"):
    """A new version of the centre. Not on the wire: the server's administration sends it."""

    center: Center


class ErasePatient(Action, frozen=True, kw_only=True, tag="erase_patient"):
    """Nothing of a person is kept but that somebody was here. Not on the wire, as `publish_center`."""

    patient_id: PatientId
    reason: EraseReason


AnyAction = (
    RegisterVisit | IssueTicket | CallNext | CallTicket | Recall | Start | Finish | Refer | NoShow
    | Requeue | Hold | Resume | Transfer | Admit | SetPriority | AddStop | SkipStop | ChangeExam
    | CorrectPatient | Cancel | Undo | Override | OpenClinic | PauseClinic | CloseClinic | TakeRoom
    | LeaveRoom
)  # fmt: skip
"""The actions other programs may send."""

ENVELOPE = ("by", "seen", "n", "rev", "replaces", "was")
"""Fields that do not belong to an action's content: the same id may come again with others."""

TicketAction = _OnTicket
"""Every action that names one ticket as `ticket`."""


def leads(action: Action) -> bool:
    """Whether it says as `next` where somebody goes from there."""
    return "next" in action.__struct_fields__
