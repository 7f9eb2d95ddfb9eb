"""Reads the local store into the list of what was done today. Changes nothing. No Qt.

Works only while the page is seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.clinic import picture
from mmc_console.desktop.clinic.contract import Place
from mmc_console.desktop.clinic.my_day.contract import FILTERS, Filter, Row, State, Totals, Undo, View, Whose
from mmc_console.desktop.tickets.details import details_now, details_of
from mmc_console.desktop.tickets.facts import clinic_words
from mmc_console.desktop.tickets.news import BREATH, shown_as_of
from mmc_console.desktop.tickets.search import matches
from mmc_console.desktop.tickets.taking_back import known_as
from mmc_console.domain.folding import fold
from mmc_console.domain.ids import TicketId
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

_NEVER = datetime.min.replace(tzinfo=UTC)


class Presenter:
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View) -> None:
        self._gateway, self._view = gateway, view
        self._state = State()
        self._seen = False

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
        """News grow old, and what could be taken back cannot any more."""
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

    def look_at(self, whose: Whose) -> None:
        self._change(whose=whose)

    def filter(self, name: Filter) -> None:
        self._change(filter=name)

    def search(self, text: str) -> None:
        if text != self._state.query:
            self._change(query=text)

    def select(self, ticket: TicketId | None) -> None:
        opened = self._state.details
        self._show(selected=ticket, details=opened if opened is not None and opened.ticket == ticket else None)

    def open_details(self) -> None:
        ticket = self._gateway.state.ticket(self._state.selected) if self._state.selected else None
        if ticket is not None:
            details = details_of(self._gateway, ticket)
            self._show(details=details)
            self._view.show_details(details)

    def close_details(self) -> None:
        self._show(details=None)

    # ------------------------------------------------------------------ painting
    def refresh(self, **changes: Any) -> None:
        """Work the whole page out again from the local store, with what a person has just changed of it."""
        gateway, state = self._gateway, replace(self._state, **changes)
        if not gateway.ready:
            self._show(ready=False, **changes)
            return
        place = picture.place_of(gateway, picture.places(gateway))
        listed = [self._row(ticket) for ticket in self._tickets(place, state.whose)]
        rows = wanted(listed, state.filter, state.query)
        kept = any(row.ticket == state.selected for row in rows)
        undoable = gateway.undoable()
        self._show(
            **changes, ready=True, clinic=place.name if place else None, rows=rows, counts=counts(listed),
            totals=totals(listed),
            selected=state.selected if kept else None, details=details_now(gateway, state.details),
            undo=Undo(*known_as(gateway, *undoable)) if undoable else None,
            stale_since=shown_as_of(gateway, gateway.now()),
        )  # fmt: skip

    def _tickets(self, place: Place | None, whose: Whose) -> list[Ticket]:
        """Whom somebody has called or sent on today, the last one first: anybody of the clinic, or this person."""
        gateway, user = self._gateway, self._gateway.user
        if user is None:
            return []
        found = [
            ticket
            for ticket in gateway.state.day_tickets(gateway.today())
            if (ticket.first_called_at is not None or ticket.state == "transferred")
            and (
                user.id in (ticket.caller, ticket.changed_by)
                if whose == "mine"
                else place is not None and ticket.clinic == place.clinic
            )
        ]
        return sorted(found, key=lambda t: (t.first_called_at or t.closed_at or _NEVER, t.seq), reverse=True)

    def _row(self, ticket: Ticket) -> Row:
        state = self._gateway.state
        visit = state.visits[ticket.visit]
        card = self._gateway.card(visit.patient)
        known = (card.name, card.number, card.phone) if card else ()
        called = ticket.first_called_at
        return Row(
            ticket=ticket.id, label=ticket.label, name=card.name if card else "",
            clinic=clinic_words(state.center, ticket.clinic), state=ticket.state, priority=ticket.priority,
            called=called, arrived=ticket.started_at, closed=ticket.closed_at,
            waited=_waited(ticket),
            exam=int(ticket.service.total_seconds()) if ticket.service is not None else None,
            badge=self._gateway.pending_of(ticket.id), found_by=fold(" ".join((*known, *visit.aliases))),
        )  # fmt: skip

    def _change(self, **changes: Any) -> None:
        if self._seen:
            self.refresh(**changes)
        else:
            self._show(**changes)

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def wanted(rows: Iterable[Row], filter: Filter, query: str) -> tuple[Row, ...]:
    """The rows of this filter, or whatever *query* finds in any."""
    folded = fold(query)
    return tuple(
        row for row in rows
        if (matches(folded, row.found_by, row.label) if folded else filter in ("all", row.state))
    )  # fmt: skip


def counts(rows: Iterable[Row]) -> dict[Filter, int]:
    """How many rows each filter would show."""
    listed = tuple(rows)
    return {name: sum(name in ("all", row.state) for row in listed) for name in FILTERS}


def totals(rows: Iterable[Row]) -> Totals:
    """The day in five figures."""
    listed = tuple(rows)
    counted = counts(listed)
    return Totals(
        counted["done"], counted["no_show"], counted["transferred"],
        _average([row.waited for row in listed if row.waited is not None]),
        _average([row.exam for row in listed if row.exam is not None]),
    )  # fmt: skip


def _average(of: list[int]) -> int | None:
    return round(sum(of) / len(of)) if of else None


def _waited(ticket: Ticket) -> int | None:
    """How many minutes; None before the call, and where a desk alone had called them before this ticket was issued."""
    called = ticket.first_called_at
    if called is None or called < ticket.issued_at:
        return None
    return int((called - ticket.issued_at).total_seconds()) // 60
