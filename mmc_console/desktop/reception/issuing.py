"""Issuing: from a complete form to a durable row, a number on the screen and a paper, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mmc_console.client.errors import OffWhileOffline, StoreFault
from mmc_console.desktop.paper.facts import page_token, paper_now
from mmc_console.desktop.printing import NoPrinterSet, NotWanted, Paper, Printer, PrinterCode, PrintingFailed
from mmc_console.desktop.reception.contract import (
    Answer,
    Duplicate,
    Field,
    Form,
    Issued,
    Missing,
    Printing,
    Purpose,
    Unfinished,
)
from mmc_console.desktop.reception.failed_papers import FailedPapers
from mmc_console.desktop.reception.unfinished import unfinished_of
from mmc_console.desktop.tickets.facts import Message, clinic_words
from mmc_console.desktop.tickets.taking_back import undo_of
from mmc_console.desktop.tickets.voice import Voice
from mmc_console.domain.actions import IssueTicket, RegisterVisit
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId, VisitId, ticket_of, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.patients import PatientEntry, clean_name, clean_number
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
_FIELD_OF: dict[str, Field] = {
    "bad-number": "number", "bad-name": "name", "exam-not-for-gender": "purpose", "not-admitted": "purpose",
    "clinic-closed": "first", "next-not-possible": "first", "unknown-exam": "purpose",
}  # fmt: skip


class Issuing:
    """What became of the tickets this page has issued: remembers the last one, and whose papers failed."""

    def __init__(
        self, gateway: Gateway, printer: Printer, view: Voice, start: Start, on_change: Callable[[], None]
    ) -> None:
        """*on_change* is called when a paper has come out, or has not."""
        self._on_change = on_change
        self._gateway = gateway
        self._printer = printer
        self._view = view
        self._start = start
        self._last: Issued | None = None
        self._unnumbered: list[Issued] = []
        """Those whose number is still on its way: the form is free for the next person before it comes."""
        self._failed = FailedPapers()
        self._printing: set[VisitId] = set()
        self._writing: set[ActionId] = set()

    async def issue(
        self, form: Form, purpose: Purpose, first: ClinicCode, answer: Answer | None, taken: Callable[[], None]
    ) -> Message | None:
        """Record the registration; None when it is on this PC's disk, else what keeps it from being done.

        *taken* is called as soon as the rules allow it: the disk may take its time, and the next person is there.
        """
        action = self._action(form, purpose, first)
        would = self._gateway.preview(action)
        if isinstance(would, Unable):
            return Message(would.code, would.params)
        visit, ticket = visit_of(action.id), ticket_of(action.id, first)
        clinic = clinic_words(self._gateway.state.center, first)
        issued = Issued(visit, ticket, PENDING, False, clinic, answer, action=action)
        before, self._last = self._last, issued
        told = self._failed.told
        self._unnumbered.append(issued)
        self._writing.add(action.id)
        taken()
        try:
            await self._gateway.submit(action)
        except (StoreFault, OffWhileOffline) as fault:
            self._unnumbered.remove(issued)
            self._last = before
            return Message(fault.code)
        finally:
            self._writing.discard(action.id)
        self._failed.passed_over(told)
        return None

    @staticmethod
    def field_of(message: Message) -> Field:
        """The field beside which *message* is shown."""
        return _FIELD_OF.get(message.code, "number")

    def follow(self) -> Issued | None:
        """The last ticket as it stands now; says and prints every number of this page as soon as there is one."""
        last = self._last
        self._failed.follow(self._gateway.state, self._gateway.today())
        self._unnumbered = [each for each in self._unnumbered if not self._is_over(each)]
        for each in [issued for issued in self._unnumbered if issued is not last]:
            self._number(each)
        if last is not None:
            self._last = self._number(last) if not self._is_over(last) else None
        return self._last

    def _is_over(self, issued: Issued) -> bool:
        """Whether it was taken back, or is of an earlier day, or was not taken and that is decided.

        No number of it is called, and no paper is wanted.
        """
        visit = self._gateway.state.visit(issued.visit)
        if visit is not None:
            return visit.state == "cancelled" or (visit.number != PENDING and visit.day < self._gateway.today())
        row = self._row(issued)
        gone = row is None and (issued.action is None or issued.action.id not in self._writing)
        return issued.numbered or gone or (row is not None and row.decided)

    def _row(self, issued: Issued) -> PendingRow | None:
        id = issued.action.id if issued.action is not None else None
        return next((row for row in self._gateway.pending.rows if row.id == id), None)

    def _refused(self, issued: Issued) -> Message | None:
        """Why the server did not take it; None while it has not said no."""
        row = self._row(issued)
        if row is None or row.state not in ("refused", "conflict") or row.problem is None:
            return None
        return Message(row.problem.code, row.problem.params)

    def _number(self, issued: Issued) -> Issued:
        found = self._found(issued.visit)
        if found is None:
            return self._still_without(issued, replace(issued, refused=self._refused(issued)))
        visit, ticket = found
        now = replace(
            issued, visit=visit.id, ticket=ticket.id, label=ticket.label, numbered=visit.number != PENDING,
            clinic=clinic_words(self._gateway.state.center, ticket.clinic), refused=None,
        )  # fmt: skip
        if now.numbered and issued in self._unnumbered:
            self._unnumbered.remove(issued)
            undo = undo_of(self._gateway, issued.action) if issued.action is not None else None
            self._view.say(Message("issued", {"ticket": ticket.label}), undo=undo)
            now = replace(now, printing="printing")
            stood = issued.action is not None and visit.id != visit_of(issued.action.id)
            self._start("print", self._print(ticket.id, visit.id, asked=False, stood=stood))
        else:
            now = self._still_without(issued, now)
        return now

    def _still_without(self, before: Issued, now: Issued) -> Issued:
        """*now* in the place of *before* among those whose number is to come."""
        self._unnumbered = [now if each == before else each for each in self._unnumbered]
        return now

    def print_again(self, ticket: Ticket) -> None:
        """Put *ticket* on paper once more; it says so, unless certainly nothing of it was ever on paper."""
        self._mark(ticket.visit, "printing")
        self._start("print", self._print(ticket.id, ticket.visit, asked=True))

    def missing(self) -> tuple[Missing, ...]:
        """Who was registered here and has no paper, such as before a restart; without those just being printed."""
        gateway, last = self._gateway, self._last
        busy = self._printing | ({last.visit} if last is not None else set())
        state = gateway.state
        visits = dict.fromkeys((*gateway.papers.missing(gateway.today()), *self._failed.without_a_paper()))
        tickets = [t for visit in visits if visit not in busy and (t := state.open_ticket(visit)) is not None]
        before = gateway.papers.renumbered() if tickets else {}
        cards = [gateway.card(state.visits[t.visit].patient) for t in tickets]
        return tuple(
            Missing(t.id, t.visit, t.label, card.name if card else "", before.get(t.visit, ""))
            for t, card in zip(tickets, cards, strict=True)
        )

    async def by_hand(self, visit: VisitId) -> None:
        """A person has written the number down."""
        await self._note_out(visit)
        self._on_change()

    async def _note_out(self, visit: VisitId) -> None:
        """Its number is out without a paper; where the disk cannot take that, it stays listed."""
        try:
            await self._gateway.papers.mark_out(visit)
        except StoreFault as fault:
            self._view.say(Message(fault.code), fault=True)
        else:
            self._failed.made_good(visit)

    def meant(self, selected: TicketId | None, *, blank: bool) -> Ticket | None:
        """Whose paper printing again means; None: the *selected* one. *blank*: nothing of a next person is typed.

        First whose paper has failed, as that was told; else the last ticket, while it is in sight.
        """
        last = self._last
        visit = self._failed.told if blank else None
        if selected is None:
            visit = self._failed.latest or (last.visit if blank and last is not None and last.numbered else None)
        found = self._found(visit) if visit is not None else None
        return found[1] if found is not None else None

    def print_last(self) -> None:
        """The last ticket's paper once more."""
        ticket = self._gateway.state.ticket(self._last.ticket) if self._last is not None else None
        if ticket is not None and self._last is not None and self._last.numbered:
            self.print_again(ticket)

    async def _print(self, ticket: TicketId, visit: VisitId, *, asked: bool, stood: bool = False) -> None:
        """*stood*: another desk had registered the person already, and handed out the first paper."""
        gateway = self._gateway

        def paper() -> Paper:
            """As things stand when its turn has come: another press may have printed it meanwhile."""
            return paper_now(gateway, visit, ticket, again=stood or (asked and gateway.papers.is_out(visit)))

        async def leaving() -> None:
            await gateway.papers.mark_out(visit)

        self._printing.add(visit)
        try:
            await self._printer.print_ticket(paper, leaving)
        except NoPrinterSet:
            self._mark(visit, "no-printer")
            if asked:
                self._view.say(Message("no-printer"), fault=True)
            await self._note_out(visit)  # it is written by hand
        except NotWanted:
            self._mark(visit, "")
        except PrintingFailed as failure:
            self._mark(visit, "failed", failure.code)
            self._failed.failed(visit, copy=asked or stood)
            label = gateway.state.tickets[ticket].label
            self._view.say(Message("printer", {"what": failure.code, "ticket": label}), fault=True)
        except StoreFault as fault:
            self._mark(visit, "")  # it is listed as one without a paper
            self._view.say(Message(fault.code), fault=True)
        else:
            self._mark(visit, "printed")
            self._failed.made_good(visit)
        finally:
            self._printing.discard(visit)
        self._on_change()

    def duplicate(self, form: Form) -> Duplicate | None:
        """The open visit that the typed person already has today."""
        card = self._gateway.person_by_number(clean_number(form.number)) if form.number else None
        if card is None:
            return None
        state = self._gateway.state
        standing = state.open_visits.get((self._gateway.today(), card.id))
        ticket = state.open_ticket(standing) if standing else None
        if standing is None or ticket is None:
            return None
        return Duplicate(standing, ticket.id, ticket.label, card.name, clinic_words(state.center, ticket.clinic))

    def unfinished(self, form: Form) -> Unfinished | None:
        """The visit of an earlier day that the typed person may go on with."""
        card = self._gateway.person_by_number(clean_number(form.number)) if form.number else None
        return unfinished_of(self._gateway.state, card.id, self._gateway.today()) if card is not None else None

    def _found(self, id: VisitId) -> tuple[Visit, Ticket] | None:
        state = self._gateway.state
        visit = state.visit(id)
        if visit is None:
            return None
        ticket = state.open_ticket(visit.id)
        if ticket is None:
            ids: tuple[TicketId, ...] = state.visit_tickets.get(visit.id, ())
            ticket = state.tickets[ids[-1]] if ids else None
        return (visit, ticket) if ticket is not None else None

    def _mark(self, visit: VisitId, printing: Printing, trouble: PrinterCode = "unknown") -> None:
        if self._last is not None and self._last.visit == visit:
            self._last = replace(self._last, printing=printing, trouble=trouble)

    def _action(self, form: Form, purpose: Purpose, first: ClinicCode) -> RegisterVisit | IssueTicket:
        entry = PatientEntry(number=clean_number(form.number), gender=form.gender, name=clean_name(form.name))
        reason = form.priority_reason if form.priority != "normal" and form.priority_reason else None
        if purpose.exam is None:
            return self._gateway.new(
                IssueTicket, patient=entry, clinic=first, priority=form.priority, priority_reason=reason,
                page_token=page_token(),
            )  # fmt: skip
        return self._gateway.new(
            RegisterVisit, patient=entry, exam_type=purpose.exam, next=first, priority=form.priority,
            priority_reason=reason, continues=form.continues, page_token=page_token(),
        )  # fmt: skip
