"""Reception's two lists: today's tickets and the clinics. Rebuilds only what changed; never reorders under a hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from mmc_console.desktop.reception.contract import FILTERS, ClinicRow, Filter
from mmc_console.desktop.tickets.facts import Badge, Row, clinic_words, lateness, minutes_waited, room_name
from mmc_console.desktop.tickets.search import matches
from mmc_console.domain.centre import Center
from mmc_console.domain.folding import fold
from mmc_console.domain.ids import ClinicCode, PatientId, TicketId, VisitId
from mmc_console.domain.patients import Card
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket

_WANTED: dict[Filter, frozenset[str]] = {name: frozenset({name}) for name in FILTERS if name != "all"}
_OPEN = frozenset[str]().union(*_WANTED.values())
_ORDER = {"called": 0, "in_service": 1, "waiting": 2, "held": 3, "no_show": 4}
_CLINIC_LATE_MINUTES = 30
_Kept = dict[TicketId, tuple[Ticket, int, Card | None, Badge, Row]]


class Rows:
    """Today's tickets as rows; a row is made again only when something in it changed."""

    def __init__(
        self, card: Callable[[PatientId], Card | None], badge: Callable[[str], Badge],
        renumbered: Callable[[], dict[VisitId, str]],
    ) -> None:  # fmt: skip
        """*renumbered*: by what other label somebody's paper says they are."""
        self._card = card
        self._badge = badge
        self._renumbered, self._before = renumbered, dict[VisitId, str]()
        self._kept: _Kept = {}

    def of_day(self, state: State, day: date, now: datetime, *, closed: bool = True) -> list[Row]:
        """The rows of *day*, the longest in a queue first; *closed*: those that are over as well.

        Towards evening nearly all are over: whoever does not need them should not pay for them at every event.
        """
        tickets = [ticket for ticket in state.day_tickets(day) if closed or ticket.open]
        tickets.sort(key=lambda t: (t.queued_at, t.place))
        return self.of(state, tickets, now)

    def of(self, state: State, tickets: Iterable[Ticket], now: datetime) -> list[Row]:
        """The rows of these *tickets*; those of others are forgotten."""
        kept: _Kept = {}
        before, self._before = self._before, self._renumbered()
        if before != self._before:
            self._kept = {}
        rows = [self._row(state, ticket, now, kept) for ticket in tickets]
        self._kept = kept
        return rows

    def _row(self, state: State, ticket: Ticket, now: datetime, kept: _Kept) -> Row:
        minutes = minutes_waited(ticket, now)
        visit = state.visits[ticket.visit]
        card = self._card(visit.patient)
        badge = self._badge(ticket.id) or self._badge(visit.id) if ticket.open else ""
        old = self._kept.get(ticket.id)
        if old is not None and old[0] is ticket and old[1] == minutes and old[2] is card and old[3] == badge:
            kept[ticket.id] = old
            return old[4]
        clinic = state.center.clinic(ticket.clinic)
        name, before = card.name if card else "", self._before.get(visit.id, "")
        row = Row(
            ticket=ticket.id, visit=visit.id, label=ticket.label, name=name, clinic=ticket.clinic,
            clinic_name=clinic_words(state.center, ticket.clinic), state=ticket.state, priority=ticket.priority,
            minutes=minutes, late=lateness(ticket, minutes), badge=badge, room=room_name(clinic, ticket.room),
            issued=ticket.issued_at, closed=ticket.closed_at,
            found_by=fold(" ".join((name, *((card.number, card.phone) if card else ()), *visit.aliases, before))),
        )  # fmt: skip
        kept[ticket.id] = (ticket, minutes, card, badge, row)
        return row


def wanted(rows: Iterable[Row], filter: Filter, clinic: ClinicCode | None, query: str) -> list[Row]:
    """The rows to show: open ones of this filter and clinic, or everything of today that *query* finds.

    Several states together stand by what is to be done with them: called, in the room, waiting, on hold, not come;
    within each the order of *rows* stays.
    """
    folded = fold(query)
    states = _WANTED.get(filter, _OPEN)
    found = (
        r
        for r in rows
        if (matches(folded, r.found_by, r.label) if folded else r.state in states)
        and (clinic is None or r.clinic == clinic)
    )
    return sorted(found, key=lambda r: _ORDER.get(r.state, len(_ORDER)))


def counts(rows: Iterable[Row], clinic: ClinicCode | None) -> dict[Filter, int]:
    """How many rows each filter would show."""
    found: dict[str, int] = dict.fromkeys(FILTERS, 0)
    for row in rows:
        if row.state in _OPEN and (clinic is None or row.clinic == clinic):
            found[row.state] += 1
            found["all"] += 1
    return {name: found[name] for name in FILTERS}


def still_there(center: Center, clinic: ClinicCode | None) -> ClinicCode | None:
    """*clinic*, unless the centre has it no longer: a list filtered to it would be empty for good."""
    return clinic if clinic is not None and center.clinic(clinic) is not None else None


def arrange(
    fresh: list[Row], everything: Iterable[Row], shown: tuple[Row, ...], *, held: bool
) -> tuple[tuple[Row, ...], int]:
    """The rows in the order to show, and how many changes wait: while *held*, rows neither come, go nor move."""
    if not held or not shown:
        return tuple(fresh), 0
    now = {row.ticket: row for row in everything}
    stay = tuple(now[row.ticket] for row in shown if row.ticket in now)
    before, after = [r.ticket for r in stay], [r.ticket for r in fresh]
    came_or_went = len(set(before) ^ set(after))
    if came_or_went == 0 and before != after:
        came_or_went = 1
    return stay, came_or_went


def kept_selection(
    selected: TicketId | None, shown: tuple[Row, ...], rows: tuple[Row, ...], acted: TicketId | None
) -> TicketId | None:
    """The row that stays selected when *shown* become *rows*; *acted*: the ticket this page acted on last."""
    if selected is None or any(r.ticket == selected for r in rows):
        return selected
    if acted == selected:  # it went because of us: the hand stays where it was
        place = next((i for i, r in enumerate(shown) if r.ticket == selected), 0)
        return rows[min(place, len(rows) - 1)].ticket if rows else None
    return None  # somebody else moved it: never let a key mean another person


def clinic_rows(state: State, day: date, now: datetime) -> tuple[ClinicRow, ...]:
    """Every clinic with who is inside, how many wait, and whether it is open."""
    rows = []
    for clinic in state.center.clinics:
        queue = state.tickets.queue(day, clinic.code)
        inside = [state.tickets[id] for id in queue.inside.values()]
        last = max(inside, key=lambda t: (t.called_at or t.queued_at, t.id), default=None)
        oldest = min((line[0][0] for line in queue.lines.values() if line), default=now)
        rows.append(ClinicRow(
            clinic.code, clinic.name, last.label if last else "", len(queue), state.clinic(clinic.code, day).state,
            late=(now - oldest).total_seconds() > _CLINIC_LATE_MINUTES * 60,
        ))  # fmt: skip
    return tuple(rows)
