"""Which registrations of this console have their paper. Knows the outbox; draws and prints nothing.

A row that is `shown` may be on paper: it is marked the moment before the first byte leaves for the printer, or when a
person has written the number by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mmc_console.client.desk import Desk
from mmc_console.client.row import Row
from mmc_console.domain.actions import AnyAction, IssueTicket, RegisterVisit
from mmc_console.domain.ids import VisitId, visit_of
from mmc_console.domain.numbers import PENDING


class Papers:
    """The papers of one console."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def registration(self, visit: VisitId) -> Row | None:
        """What registered *visit* here, or gave it a second paper; None when another console did."""
        return next((row for row in self._registrations() if _is_of(row, visit)), None)

    def token(self, visit: VisitId) -> str:
        """What opens the visit's page; empty where another console has made it."""
        row = self.registration(visit)
        action = row.action if row is not None else None
        return (action.page_token or "") if isinstance(action, (RegisterVisit, IssueTicket)) else ""

    def is_out(self, visit: VisitId) -> bool:
        """Whether something of it may be on paper: only of its own registrations can a console know that nothing is."""
        row = self.registration(visit)
        return row is None or row.shown

    def is_out_of(self, action: AnyAction) -> bool:
        """Whether *action* registered somebody here and something of it may be on paper."""
        row = self._desk.outbox.get(action.id)
        return row is not None and _registers(row) and row.shown

    async def mark_out(self, visit: VisitId) -> None:
        """From now on something of it may be on paper, whatever happens to this process."""
        row = self.registration(visit)
        if row is not None:
            await self._desk.outbox.show(row.id)

    def missing(self, day: date) -> tuple[VisitId, ...]:
        """Open visits of *day* registered here, with a number and certainly without a paper, in their order."""
        state = self._desk.replica.state
        found: dict[VisitId, None] = {}
        for row in self._registrations():
            if row.shown or row.state in ("refused", "conflict"):
                continue
            for about in row.about:
                kind, _, id = about.partition(":")
                visit = state.visit(id) if kind == "visit" else None
                if visit is not None and visit.day == day and visit.state == "open" and visit.number != PENDING:
                    found[visit.id] = None
        return tuple(reversed(found))

    def renumbered(self) -> dict[VisitId, str]:
        """Who was registered here once more after the server had lost them, and what their paper of before says."""
        state, found = self._desk.replica.state, dict[VisitId, str]()
        for row in self._registrations():
            first = self._desk.outbox.get(row.action.replaces) if row.action.replaces is not None else None
            visit = state.visit(visit_of(first.id)) if first is not None and _registers(first) else None
            if first is None or visit is None or PENDING in visit.number or PENDING in first.label:
                continue
            before = first.label.partition("-")[2]
            if before and before not in (visit.number, *visit.aliases):
                found[visit.id] = first.label
        return found

    def _registrations(self) -> Iterator[Row]:
        """The newest first."""
        return filter(_registers, reversed(list(self._desk.outbox)))


def _registers(row: Row) -> bool:
    return isinstance(row.action, (RegisterVisit, IssueTicket))


def _is_of(row: Row, visit: VisitId) -> bool:
    return f"visit:{visit}" in row.about or (row.result is not None and row.result.visit == visit)
