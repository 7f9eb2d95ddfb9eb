"""One of everything a console asks the server to change, in an order in which each is allowed; then all over again."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ActionId, ClinicCode, ExamCode, TicketId, VisitId
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Result
from tests.faults.desks import Console

LAB, VITALS, EYES, SURGERY, DENTAL = (ClinicCode(code) for code in ("lab", "vitals", "eyes", "surgery", "dental"))

DEEDS = 30


class Morning:
    """A console at work. `async for action in morning.deeds(): result = …; morning.became(result)`."""

    def __init__(self, console: Console, first: int) -> None:
        self._console, self._patients, self._last = console, first, Result(id=ActionId(""), outcome="refused")

    def became(self, result: Result) -> None:
        """The server's word on the deed just done."""
        assert result.outcome in ("applied", "repeated"), result
        self._last = result

    def _ticket(self) -> TicketId:
        assert self._last.ticket is not None, self._last
        return self._last.ticket

    def _visit(self) -> VisitId:
        assert self._last.visit is not None, self._last
        return self._last.visit

    def _entry(self) -> PatientEntry:
        self._patients += 1
        return PatientEntry(number=f"{self._patients}", gender="male", name="محمد العلي")

    async def deeds(self) -> AsyncGenerator[a.AnyAction, None]:
        """One of each; every visit has ended after it, every clinic is open, the room is free."""
        new = self._console.new
        yield new(a.TakeRoom, clinic=EYES, room=1)
        yield new(a.IssueTicket, patient=self._entry(), clinic=EYES)
        ticket, visit = self._ticket(), self._visit()
        yield new(a.SetPriority, ticket=ticket, priority="priority", reason="doctor-asked")
        yield new(a.Hold, ticket=ticket, reason="other", note="نتيجة")
        yield new(a.Resume, ticket=ticket)
        yield new(a.CallTicket, ticket=ticket, room=1, reason="doctor-asked")
        yield new(a.Recall, ticket=ticket)
        yield new(a.NoShow, ticket=ticket)
        yield new(a.Requeue, ticket=ticket)
        yield new(a.CallNext, clinic=EYES, room=1)
        yield new(a.Requeue, ticket=ticket)
        yield new(a.Transfer, ticket=ticket, clinic=SURGERY)
        yield new(a.Cancel, visit=visit, reason="left")
        yield new(a.LeaveRoom, clinic=EYES, room=1)
        yield new(a.RegisterVisit, patient=self._entry(), exam_type=ExamCode("promotion"))
        ticket, visit = self._ticket(), self._visit()
        patient = self._console.state.visits[visit].patient
        yield new(a.CorrectPatient, patient_id=patient, reason="mistake", name="محمد علي")
        yield new(a.CallNext, clinic=LAB, room=1)
        yield new(a.Start, ticket=ticket)
        finish = new(a.Finish, ticket=ticket)
        yield finish
        yield new(a.Undo, action=finish.id)
        yield new(a.Refer, ticket=ticket, note="ضغط مرتفع")
        yield new(a.SkipStop, visit=visit, clinic=DENTAL, reason="doctor-asked")
        yield new(a.AddStop, visit=visit, clinic=DENTAL, reason="doctor-asked")
        yield new(a.ChangeExam, visit=visit, exam_type=ExamCode("transfer"), reason="mistake")
        yield new(a.Admit, visit=visit, clinic=VITALS)
        yield new(a.Cancel, visit=visit, reason="left")
        yield new(a.PauseClinic, clinic=EYES, reason="prayer")
        yield new(a.OpenClinic, clinic=EYES)
        yield new(a.CloseClinic, clinic=EYES, reason="maintenance")
        yield new(a.OpenClinic, clinic=EYES)
