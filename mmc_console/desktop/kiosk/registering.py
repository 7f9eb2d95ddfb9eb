"""From what somebody chose to a recorded visit, its number, and a paper; the same way as at reception. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any, Final

from mmc_console.client.errors import OffWhileOffline, StoreFault
from mmc_console.desktop.kiosk.contract import ExamChoice, Shown
from mmc_console.desktop.paper.facts import page_token, paper_now
from mmc_console.desktop.printing import NoPrinterSet, NotWanted, Paper, Printer, PrintingFailed
from mmc_console.desktop.tickets.facts import Message, clinic_words
from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.centre import Center, Clinic, Gender
from mmc_console.domain.estimates import expected_wait
from mmc_console.domain.events import NumberAlias
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId, VisitId, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.order import ahead
from mmc_console.domain.page import address
from mmc_console.domain.paper_code import paper_code
from mmc_console.domain.patients import PatientEntry, is_number
from mmc_console.domain.refusals import Unable
from mmc_console.domain.routing import first_clinic
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import Receipt

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
NUMBER_AT_MOST: Final = 12
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def exams_for(center: Center, gender: Gender) -> tuple[ExamChoice, ...]:
    """What somebody of this gender can register for."""
    found = ((e, sum(map(len, e.pathways.of(gender)))) for e in center.exam_types)
    return tuple(ExamChoice(e.code, e.name, clinics) for e, clinics in found if clinics)


def wrong_with(number: str) -> Message | None:
    """What keeps *number* from being somebody's."""
    if not number:
        return Message("id-missing")
    return None if is_number(number) else Message("id-length", {"have": len(number)})


def unusual(gateway: Gateway) -> Message | None:
    """What is told of this hour or day, and keeps nobody from registering."""
    site = gateway.state.center.center
    local = gateway.now().astimezone(gateway.state.calendar.zone).time()
    if _DAYS[gateway.today().weekday()] not in site.working_days:
        return Message("no-working-day")
    hours = site.registration
    if not time.fromisoformat(hours.start) <= local <= time.fromisoformat(hours.to):
        return Message("registration-hours", {"from": hours.start, "until": hours.to})
    return None


class Registering:
    """The one visit that this kiosk is busy with. `forget` when the person has gone."""

    def __init__(self, gateway: Gateway, printer: Printer, start: Start, on_change: Callable[[], None]) -> None:
        """*on_change* is called when a paper has come out, or has not."""
        self._gateway, self._printer, self._start, self._on_change = gateway, printer, start, on_change
        self._wanted: VisitId | None = None
        self._receipt: Receipt | None = None
        self.turn = 0
        """Counts the people: what was asked for by somebody who has gone is shown to nobody."""
        self._stands = False
        """It was found standing here, so nothing was recorded and no number spent."""
        self._shown: tuple[VisitId, Shown] | None = None
        self.trouble = ""
        """Why the last paper did not come out; empty when it did."""

    async def register(self, number: str, gender: Gender, exam: ExamCode) -> Message | None:
        """Record the registration; None when it is on this PC's disk, else why it cannot be."""
        gateway, turn = self._gateway, self.turn
        first = first_clinic(gateway.state, exam, gender, gateway.today())
        person = PatientEntry(number=number, gender=gender)
        action = gateway.new(RegisterVisit, patient=person, exam_type=exam, next=first, page_token=page_token())
        stops = gateway.obstacle(action)
        if stops:
            return Message(stops)
        would = gateway.preview(action)
        if isinstance(would, Unable):
            return Message(would.code, would.params)
        standing = next((e.visit for e in would.events if isinstance(e, NumberAlias)), None)
        if standing is not None:
            self._wanted, self._receipt, self._stands, self._shown = standing, None, True, None
            return None
        try:
            receipt = await gateway.submit(action)
        except (StoreFault, OffWhileOffline) as fault:
            return Message(fault.code)
        if turn == self.turn:
            self._wanted, self._receipt, self._stands, self._shown = visit_of(receipt.id), receipt, False, None
        return None

    def forget(self) -> None:
        """Nothing of the last person stays."""
        self.turn += 1
        self._wanted = self._receipt = self._shown = None
        self._stands = False

    def refused(self) -> Message | None:
        """Why the server did not take the registration; None while it has not said no."""
        receipt = self._receipt
        if receipt is None:
            return None
        row = next((r for r in self._gateway.pending.rows if r.id == receipt.id), None)
        if row is None or row.state not in ("refused", "conflict") or row.problem is None:
            return None
        return Message(row.problem.code, row.problem.params)

    def ticket(self) -> Shown | None:
        """The ticket, once it has its number; printed the first time it is asked for."""
        wanted = self._wanted
        visit = self._gateway.state.visit(wanted) if wanted is not None else None
        if visit is None or visit.number == PENDING:
            return None
        ticket = self._ticket_of(visit)
        if ticket is None:
            return None
        standing = self._stands or visit.id != wanted
        before = self._shown
        shown = self._show(visit, ticket, standing=standing)
        if before is None or before[0] != visit.id:
            self._shown = visit.id, shown
            self._start("kiosk.print", self._print(visit.id, ticket.id, again=standing))
        else:
            self._shown = visit.id, replace(shown, printing=before[1].printing)
        return self._shown[1]

    async def _print(self, visit: VisitId, ticket: TicketId, *, again: bool) -> None:
        gateway = self._gateway

        def paper() -> Paper:
            return paper_now(gateway, visit, ticket, again=again)

        async def leaving() -> None:
            await gateway.papers.mark_out(visit)

        try:
            await self._printer.print_ticket(paper, leaving)
        except NoPrinterSet:
            self.trouble = "no-printer"
        except NotWanted:
            return
        except (PrintingFailed, StoreFault):
            self.trouble = "printer"
        else:
            self.trouble = ""
        if self._shown is not None and self._shown[0] == visit:
            self._shown = visit, replace(self._shown[1], printing="not" if self.trouble else "printed")
        self._on_change()

    def _ticket_of(self, visit: Visit) -> Ticket | None:
        state = self._gateway.state
        ids = state.visit_tickets.get(visit.id, ())
        return state.open_ticket(visit.id) or (state.tickets[ids[-1]] if ids else None)

    def _show(self, visit: Visit, ticket: Ticket, *, standing: bool) -> Shown:
        state = self._gateway.state
        clinic = state.center.clinic(ticket.clinic)
        before = ahead(state, ticket)
        wait = expected_wait(state, ticket.clinic, ticket.day, before, self._gateway.now())
        return Shown(
            ticket.label, public_words(state.center, ticket.clinic), _floor(state.center, clinic),
            clinic.rooms[0].name if clinic is not None and len(clinic.rooms) == 1 else "", before, wait.minutes,
            self._square(visit), standing,
        )  # fmt: skip

    def _square(self, visit: Visit) -> str:
        """What the square code says: where the visit's own page is, else what the bars on a paper would."""
        token = self._gateway.papers.token(visit.id)
        found = address(self._gateway.state.center, token) if token else None
        return found or paper_code(visit.day, visit.number)


def public_words(center: Center, code: ClinicCode) -> dict[str, str]:
    """What strangers may read over a shoulder."""
    clinic = center.clinic(code)
    return clinic.public_name if clinic is not None and clinic.public_name else clinic_words(center, code)


def _floor(center: Center, clinic: Clinic | None) -> dict[str, str]:
    return center.center.floors.get(clinic.floor, {}) if clinic is not None else {}
