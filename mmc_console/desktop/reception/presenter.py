"""Turns what a receptionist does into actions, and what the rules say into State. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.printing import Printer
from mmc_console.desktop.reception import form as forms
from mmc_console.desktop.reception import queue as queues
from mmc_console.desktop.reception.aside import Aside
from mmc_console.desktop.reception.contract import Field, Filter, Form, Purpose, State, View
from mmc_console.desktop.reception.filling import Filling
from mmc_console.desktop.reception.issuing import Issuing
from mmc_console.desktop.reception.rowacts import RowActs, row_gates
from mmc_console.desktop.tickets.details import Details, details_now, details_of
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.gates import ON, Verb, alone_gate
from mmc_console.desktop.tickets.news import BREATH, shown_as_of
from mmc_console.desktop.tickets.scanned import Person, looked_up, place_of
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.patients import clean_number, is_number, plain_digits
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
HANDS_OFF = timedelta(seconds=3)
TYPING_PAUSE = 0.25


class Presenter:
    """The only holder of the reception's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start, printer: Printer) -> None:
        self._gateway = gateway
        self._view = view
        self._start = start
        self._state = State()
        self._used: datetime | None = None
        self._busy = False
        self._pressed: Form | None = None
        """For whom F2 was pressed while the one before is being written down: taken as soon as that is done."""
        self._unusual = forms.Unusual()
        self._blank = Form()
        """The form as it was before anything of this person was typed."""
        self._aside = Aside(gateway.now)
        """What was typed when a visit was taken up, or the disk did not take: the next form."""
        self._rows = queues.Rows(gateway.card, gateway.pending_of, gateway.papers.renumbered)
        self._issuing = Issuing(gateway, printer, view, start, self.refresh)
        self._filling = Filling(self._issuing)
        self._acts = RowActs(gateway, view, self._issuing)

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Repaint on every change of the local store."""
        async for _ in self._gateway.changes():
            self.refresh()
            await asyncio.sleep(BREATH)

    async def tick(self) -> None:
        """Waiting times and time-outs go on although nothing happens."""
        while True:
            await asyncio.sleep(1)
            self._aside.drop_old()
            self.refresh()

    # ------------------------------------------------------------------ the form
    def edit(self, field: Field, text: str) -> None:
        form = self._state.form
        errors = dict(form.errors)
        errors.pop(field, None)
        form = replace(form, errors=errors, asking=False, warnings=())
        if field == "number":
            number = plain_digits(text)
            if forms.types_over(form.number, number):
                form = self._filling.another(form, self._blank)
            form = self._numbered(replace(form, number=number, anew=False))
        elif field == "name":
            form = replace(form, name=text)
        elif field == "gender":
            form = replace(form, gender="female" if text == "female" else "male", first=None)
        elif field == "purpose":
            self._filling.usual = ""
            form = replace(form, purpose=text, first=None)
        elif field == "first":
            form = replace(form, first=ClinicCode(text) if text else None)
        else:
            kind = text if text in ("normal", "priority", "urgent") else "normal"
            form = replace(form, priority=kind, priority_reason="" if kind == "normal" else form.priority_reason)  # type: ignore[arg-type]  # one of the words the cell knows
        self.refresh(form)

    def edit_reason(self, reason: str) -> None:
        form = self._state.form
        errors = dict(form.errors)
        errors.pop("priority", None)
        self._show(form=replace(form, priority_reason=reason, errors=errors))

    def begin_anew(self, anew: bool) -> None:
        self.refresh(replace(self._state.form, anew=anew, first=None))

    def take_up(self, id: VisitId | None) -> None:
        """Fill the form with the person of visit *id*, who goes on where it stopped; None: a new person.

        What was typed by hand comes back after it; whoever was taken up before was the wrong one, or is the same.
        """
        visit = self._gateway.state.visit(id) if id is not None else None
        card = self._gateway.card(visit.patient) if visit is not None else None
        typed, by = self._state.form, self._gateway.user
        self.empty()
        if by is not None and typed.by_hand:
            self._aside.put(by.id, typed)
        if card is not None and visit is not None:
            self.edit("number", card.number)
            if visit.exam_type is None:
                self.edit("purpose", f"clinic:{visit.stages[0][0].clinic}")
            self._show(form=replace(self._state.form, taken_up=self._state.form.number))

    def clear(self) -> None:
        self.empty()
        by = self._gateway.user
        mine = self._aside.take(by.id) if by is not None else None
        if mine is not None:
            self.bring_back(mine)

    def empty(self) -> None:
        """An empty form into which nothing comes back: whoever typed here leaves, or somebody is filled in."""
        form = self._filling.empty(self._state.form)
        self._blank = Form(purpose=form.purpose, gender=form.gender)
        self.refresh(self._blank)
        self._view.focus("number")

    def bring_back(self, form: Form) -> None:
        """What this person had half typed before somebody else worked here."""
        self._filling.card = self._gateway.person_by_number(clean_number(form.number)) if form.known else None
        self.refresh(form)

    def scanned(self, text: str) -> None:
        """A paper shows where its patient stands; an ID card begins the form, or fills in its number."""
        found = looked_up(self._gateway, text)
        if isinstance(found, Person):
            if clean_number(self._state.form.number) not in ("", found.number):
                self._show(form=self._filling.another(self._state.form, self._blank))
            self.edit("number", found.number)
            self._view.focus("number" if self._state.form.known else "name")
        elif isinstance(found, Message):
            self._view.say(found, fault=True)
        else:
            self._list(filter="all", clinic=None, query="")
            self.select(found.id)
            self._view.say(place_of(self._gateway, found))

    def issue(self) -> None:
        form = self._state.form
        gate = alone_gate(self._gateway.off_alone)
        if not gate.on:
            self._view.say(Message(gate.code), fault=True)
            return
        if form.blank:
            self._view.focus("number")
            return
        errors = forms.check(form)
        purpose = self._purpose(form)
        if purpose is None:  # the centre no longer has what was chosen: the next best would be another exam
            errors["purpose"] = Message("purpose-missing")
        elif not purpose.on:
            errors["purpose"] = Message("exam-not-for-gender")
        elif self._first(form) is None:
            errors["first"] = Message("all-closed")
        if errors or form.duplicate is not None:
            self._show(form=replace(form, errors=errors))
            self._view.focus(next(iter(errors), "number"))
        elif self._busy:
            self._pressed = replace(form, errors={})
            self._show(form=self._pressed)
        elif purpose is not None and self._goes_on(form):
            self._busy = self._start("issue", self._issue(form, purpose))

    async def _issue(self, form: Form, purpose: Purpose) -> None:
        try:
            await self._write(form, purpose)
        finally:
            self._busy = False
            pressed, self._pressed = self._pressed, None
        now = self._state.form
        if pressed is not None and now.typed == pressed.typed and not now.errors:
            self.issue()

    async def _write(self, form: Form, purpose: Purpose) -> None:
        by, first = self._gateway.user, self._first(form)
        assert first is not None
        refusal = await self._issuing.issue(form, purpose, first, self._state.answer, lambda: self._free(form))
        if refusal is None:
            self.refresh()
            return
        field = self._issuing.field_of(refusal)
        refused = replace(form, errors={field: refusal})
        if self._gateway.user == by and (self._state.form.blank or self._state.form.number == form.number):
            self.bring_back(refused)
            self._view.focus(field)
        elif by is not None:
            self._aside.put(by.id, refused)
            self._view.say(refusal, fault=True)

    def _free(self, issued: Form) -> None:
        """The form is there for the next person."""
        by = self._gateway.user
        if by is not None:
            self._aside.registered(by.id, clean_number(issued.number))
        self.clear()

    def _first(self, form: Form) -> ClinicCode | None:
        return form.first or next((ClinicCode(o.key) for o in self._state.firsts if o.on), None)

    def open_duplicate(self) -> None:
        duplicate = self._state.form.duplicate
        if duplicate is not None:
            self.select(duplicate.ticket)
            self.act("details")

    # ------------------------------------------------------------------ the queue
    def filter(self, name: Filter) -> None:
        self._list(filter=name)

    def only_clinic(self, clinic: ClinicCode | None) -> None:
        self._list(clinic=None if clinic == self._state.clinic else clinic)

    def search(self, text: str) -> None:
        self._list(query=text)

    def _list(self, **changes: Any) -> None:
        """List others: whoever asks for them leaves the rows that stand there."""
        self._used = None
        self._show(**changes)
        self.refresh()

    def select(self, ticket: TicketId | None) -> None:
        if ticket != self._state.selected:
            self._show(selected=ticket, gates=self._gates(ticket), details=None)

    def using(self) -> None:
        self._used = self._gateway.now()

    def print_missing(self) -> None:
        ticket = self._gateway.state.ticket(self._state.missing[0].ticket) if self._state.missing else None
        if ticket is not None:
            self._issuing.print_again(ticket)
            self.refresh()

    def print_row(self) -> None:
        ticket = self._gateway.state.ticket(self._state.selected) if self._state.selected else None
        if ticket is not None:
            self._start("reprint", self._acts.perform("reprint", ticket))

    def written_by_hand(self) -> None:
        if self._state.missing:
            self._start("by-hand", self._issuing.by_hand(self._state.missing[0].visit))

    def print_last(self) -> None:
        self._issuing.print_last()
        self.refresh()

    def act(self, verb: Verb) -> None:
        meant = self._meant(self._state.selected, self._state.details) if verb == "reprint" else None
        ticket = self._gateway.state.ticket(self._state.selected) if self._state.selected else None
        if meant is not None:
            self._issuing.print_again(meant)
            self.refresh()
        elif ticket is None:
            return
        elif verb == "details":
            details = details_of(self._gateway, ticket)
            self._show(details=details, gates=self._gates(ticket.id, details))
            self._view.show_details(details)
        else:
            self._start(verb, self._acts.perform(verb, ticket))

    def close_details(self) -> None:
        if self._state.details is not None:
            self._show(details=None, gates=self._gates(self._state.selected))
            if self._state.row is None:
                self.select(None)  # its row went meanwhile

    # ------------------------------------------------------------------ painting
    def refresh(self, form: Form | None = None) -> None:
        """Work the whole page out again from the local store; *form*: as it is typed now."""
        gateway = self._gateway
        typed, form = form is not None, form or self._state.form
        if not gateway.ready:
            self._show(ready=False, form=form, typed=typed)
            return
        now, day, state = gateway.now(), gateway.today(), gateway.state
        purposes = forms.purposes(state.center, form.gender)
        if not form.purpose and purposes:
            form = replace(form, purpose=purposes[0].key)
        purpose = next((p for p in purposes if p.key == form.purpose), None)
        form = replace(form, duplicate=self._issuing.duplicate(form), unfinished=self._issuing.unfinished(form))
        taken = state.visit(form.continues) if form.continues else None
        firsts = forms.first_stops(state, purpose, form.gender, day, now, taken) if purpose and purpose.on else ()
        if form.first is not None and all(o.key != form.first or not o.on for o in firsts):
            form = replace(form, first=None)
        first = form.first or next((ClinicCode(o.key) for o in firsts if o.on), None)
        held = self._used is not None and now - self._used < HANDS_OFF
        everything = self._rows.of_day(state, day, now, closed=held or bool(self._state.query))
        clinic = queues.still_there(state.center, self._state.clinic)
        fresh = queues.wanted(everything, self._state.filter, clinic, self._state.query)
        rows, changes = queues.arrange(fresh, everything, self._state.rows, held=held)
        counts = queues.counts(everything, None)
        self._acts.saw(fresh)
        selected, details = self._state.selected, details_now(gateway, self._state.details)
        if details is None:
            selected = queues.kept_selection(selected, self._state.rows, rows, self._acts.last)
        self._show(
            ready=True, form=form, purposes=purposes, firsts=firsts,
            answer=forms.answer(state, first, form.priority, day, now) if first else None,
            issued=self._issuing.follow(), missing=self._issuing.missing(), rows=rows, changes=changes,
            waiting=counts["waiting"], clinic=clinic,
            counts=queues.counts(everything, clinic) if clinic else counts,
            clinic_name=next((c.name for c in state.center.clinics if c.code == clinic), None),
            selected=selected, details=details, gates=self._gates(selected, details),
            issue=alone_gate(gateway.off_alone),
            clinics=queues.clinic_rows(state, day, now),
            stale_since=shown_as_of(gateway, now), typed=typed,
        )  # fmt: skip

    def _gates(self, ticket: TicketId | None, details: Details | None = None) -> dict[Verb, Any]:
        if not self._gateway.ready:
            return {}
        found = row_gates(self._gateway, ticket)
        if self._meant(ticket, details) is not None:
            found["reprint"] = ON
        return found

    def _meant(self, selected: TicketId | None, details: Details | None) -> Ticket | None:
        """Whose paper printing again means, if not that of the *selected* row, or of the visit that is open."""
        return self._issuing.meant(selected, blank=self._state.form.blank) if details is None else None

    def _goes_on(self, form: Form) -> bool:
        """Whether nothing unusual stands in the way, or the person has just said to go on."""
        now, day = self._gateway.now(), self._gateway.today()
        found = forms.warnings(self._gateway.state, now, day)
        if self._gateway.clock_doubt:
            found = (Message("clock-wrong"), *found)
        asked = self._unusual.to_ask(found, day, again=form.asking)
        if asked:
            self._show(form=replace(form, errors={}, warnings=asked, asking=True))
        return not asked

    def _purpose(self, form: Form) -> Purpose | None:
        return next((p for p in self._state.purposes if p.key == form.purpose), None)

    def _numbered(self, form: Form) -> Form:
        """The form with what is known of the person with this number."""
        number = clean_number(form.number)
        card = self._gateway.person_by_number(number) if is_number(number) else None
        if card is None and is_number(number):
            self._start("find-person", self._find(number))
        return self._filling.fill(form, card)

    async def _find(self, number: str) -> None:
        await asyncio.sleep(TYPING_PAUSE)  # one question for a number, not one for each digit
        if clean_number(self._state.form.number) != number:
            return
        card = await self._gateway.find_person(number)
        form = self._state.form
        if card is None or clean_number(form.number) != number or form.known:
            return
        if form.name:  # a name typed meanwhile is not replaced
            gender = form.gender if card.gender == "unknown" else card.gender
            self._show(form=replace(form, known=True, gender=gender))
        else:
            self._show(form=self._filling.fill(form, card))
        self.refresh()

    def _show(self, *, typed: bool = False, **changes: Any) -> None:
        """*typed*: paint even the same again, over what a hand has changed in the window."""
        state = replace(self._state, **changes)
        if typed or state != self._state:
            self._state = state
            self._view.render(state)
