"""Turns what a receptionist does with today's tickets into actions, and the local store into State. No Qt.

Works only while the page is seen: by evening it lists thousands of tickets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.printing import Printer
from mmc_console.desktop.reception import queue as queues
from mmc_console.desktop.reception.issuing import Issuing
from mmc_console.desktop.reception.rowacts import RowActs, row_gates
from mmc_console.desktop.reception.today.contract import FILTERS, Filter, State, View
from mmc_console.desktop.reception.unfinished import stops_left, unfinished
from mmc_console.desktop.tickets.details import details_now, details_of
from mmc_console.desktop.tickets.facts import Message, Option, Row
from mmc_console.desktop.tickets.gates import Gate, Verb
from mmc_console.desktop.tickets.news import BREATH, shown_as_of
from mmc_console.desktop.tickets.scanned import Person, looked_up, place_of, ticket_of
from mmc_console.desktop.tickets.search import matches
from mmc_console.domain.folding import fold
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
ToForm = Callable[[VisitId | None], None]
HANDS_OFF = timedelta(seconds=3)


class Presenter:
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start, printer: Printer, to_form: ToForm) -> None:
        """*to_form* leads to the new ticket, with a visit to take up or without."""
        self._gateway, self._view, self._start, self._to_form = gateway, view, start, to_form
        self._state = State()
        self._seen = False
        self._used: datetime | None = None
        self._rows = queues.Rows(gateway.card, gateway.pending_of, gateway.papers.renumbered)
        self._acts = RowActs(gateway, view, Issuing(gateway, printer, view, start, self.refresh))

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Repaint on every change of the local store."""
        async for _ in self._gateway.changes():
            if self._seen:
                self.refresh()
                await asyncio.sleep(BREATH)

    async def tick(self) -> None:
        """Waiting times and time-outs go on although nothing happens."""
        while True:
            await asyncio.sleep(1)
            if self._seen:
                self.refresh()

    # ------------------------------------------------------------------ intents
    def come_in(self) -> None:
        self._seen = True
        self.refresh()

    def go_away(self) -> None:
        self._seen = False

    def filter(self, name: Filter) -> None:
        self._change(filter=name)

    def only_clinic(self, clinic: ClinicCode | None) -> None:
        self._change(clinic=clinic)

    def search(self, text: str) -> None:
        if text != self._state.query:
            self._change(query=text)

    def select(self, ticket: TicketId | None) -> None:
        if ticket != self._state.selected:
            self._show(selected=ticket, gates=self._gates(ticket), details=None)

    def using(self) -> None:
        self._used = self._gateway.now()

    def act(self, verb: Verb) -> None:
        ticket = self._gateway.state.ticket(self._state.selected) if self._state.selected else None
        if ticket is None:
            return
        if verb == "details":
            details = details_of(self._gateway, ticket)
            self._show(details=details)
            self._view.show_details(details)
        else:
            self._start(verb, self._acts.perform(verb, ticket))

    def close_details(self) -> None:
        if self._state.details is not None:
            self._show(details=None)
            if self._state.row is None:
                self.select(None)  # its row went meanwhile

    def scanned(self, text: str) -> None:
        """A paper shows where its patient stands."""
        found = looked_up(self._gateway, text)
        if isinstance(found, Person):
            found = ticket_of(self._gateway, found) or Message("scan-nobody")
        if isinstance(found, Message):
            self._view.say(found, fault=True)
            return
        self._used = None
        self._change(filter="all", clinic=None, query="")
        self.select(found.id)
        self._view.say(place_of(self._gateway, found))

    def ticket(self) -> None:
        row = self._state.row
        self._to_form(row.visit if row is not None and self._state.takes_up else None)

    # ------------------------------------------------------------------ painting
    def refresh(self, **changes: Any) -> None:
        """Work the whole page out again from the local store, with what a person has just changed of it."""
        gateway = self._gateway
        if not gateway.ready:
            self._show(ready=False, **changes)
            return
        now, state = gateway.now(), replace(self._state, **changes)
        changes["clinic"] = clinic = queues.still_there(gateway.state.center, state.clinic)
        held = self._used is not None and now - self._used < HANDS_OFF
        everything = self._everything(now)
        fresh = wanted(everything, state.filter, clinic, state.query)
        rows, waiting = queues.arrange(fresh, everything, state.rows, held=held)
        self._acts.saw(fresh)
        selected, details = state.selected, details_now(gateway, state.details)
        if details is None:
            selected = queues.kept_selection(selected, state.rows, rows, self._acts.last)
        self._show(
            **changes, ready=True, rows=rows, changes=waiting, counts=counts(everything, clinic),
            selected=selected, details=details, gates=self._gates(selected), stale_since=shown_as_of(gateway, now),
            clinics=tuple(Option(c.code, c.name) for c in gateway.state.center.clinics),
        )  # fmt: skip

    def _everything(self, now: datetime) -> list[Row]:
        """The tickets of today, the newest first, before the last ones of visits that yesterday left unfinished.

        No older ones: a start leaves them out, and a console that has run for days keeps their names no longer.
        """
        gateway, state, today = self._gateway, self._gateway.state, self._gateway.today()
        tickets = sorted(state.day_tickets(today), key=lambda t: (t.issued_at, t.seq), reverse=True)
        left: dict[VisitId, int] = {}
        for visit in unfinished(state, today):
            last = _last_ticket(gateway, visit.id)
            if last is not None and last.day >= today - timedelta(days=1):
                left[visit.id] = stops_left(visit)
                tickets.append(last)
        rows = self._rows.of(state, tickets, now)
        return [
            replace(row, state="unfinished", minutes=0, late=0, left=left[row.visit]) if row.visit in left else row
            for row in rows
        ]

    def _gates(self, ticket: TicketId | None) -> dict[Verb, Gate]:
        return row_gates(self._gateway, ticket) if self._gateway.ready else {}

    def _change(self, **changes: Any) -> None:
        self._used = None
        if self._seen:
            self.refresh(**changes)
        else:
            self._show(**changes)

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def wanted(rows: Iterable[Row], filter: Filter, clinic: ClinicCode | None, query: str) -> list[Row]:
    """The rows of this filter, or whatever *query* finds in any; of this clinic. Their order stays."""
    folded = fold(query)
    return [
        row for row in rows
        if (clinic is None or row.clinic == clinic)
        and (matches(folded, row.found_by, row.label) if folded else _belongs(row, filter))
    ]  # fmt: skip


def counts(rows: Iterable[Row], clinic: ClinicCode | None) -> dict[Filter, int]:
    """How many rows each filter would show."""
    found: dict[Filter, int] = dict.fromkeys(FILTERS, 0)
    for row in rows:
        if clinic is None or row.clinic == clinic:
            for name in FILTERS:
                found[name] += _belongs(row, name)
    return found


def _belongs(row: Row, filter: Filter) -> bool:
    if filter == "all":
        return row.state != "unfinished"
    if filter == "over":
        return row.state in ("done", "transferred", "cancelled")
    return row.state == filter


def _last_ticket(gateway: Gateway, visit: VisitId) -> Ticket | None:
    ids = gateway.state.visit_tickets.get(visit, ())
    return gateway.state.open_ticket(visit) or (gateway.state.tickets[ids[-1]] if ids else None)
