"""What the drawer lists of the outbox, and the badges beside people: made when first asked for after a change."""

from __future__ import annotations

from typing import Final

from mmc_console.client.outbox import Outbox
from mmc_console.client.replica import Replica
from mmc_console.client.row import Row
from mmc_console.client.shown import Badge, Pending
from mmc_console.domain.ids import TicketId, VisitId

SENT_SHOWN = 200
"""So many of the rows sent since the start are listed; all are kept."""
_WORST: Final[dict[Badge, int]] = {"": 0, "sending": 1, "waiting": 2, "refused": 3, "conflict": 4}


class Listing:
    """Of one outbox, since this start: what was sent before is listed no more."""

    def __init__(self, outbox: Outbox, replica: Replica) -> None:
        self._outbox, self._replica = outbox, replica
        self._long_done = frozenset(row.n for row in outbox if not (row.unsent or row.failed))
        self._pending: Pending | None = None
        self._badges: dict[str, Badge] = {}

    def renew(self) -> None:
        """The rows have changed: made anew when it is asked for."""
        self._pending = None

    @property
    def pending(self) -> Pending:
        """All rows that matter, as the drawer shows them."""
        if self._pending is None:
            self._pending = self._list()
        return self._pending

    def badge(self, id: str) -> Badge:
        """What waits, or failed, about this visit or ticket."""
        if self._pending is None:
            self._pending = self._list()
        return self._badges.get(id, "")

    def _list(self) -> Pending:
        held, open = self._outbox.held_back(), self._outbox.open
        ids = {row.n: row.id for row in open}
        counts: dict[str, int] = {"waiting": 0, "refused": 0, "conflict": 0}
        self._badges = {}
        for row in open:
            counts["waiting" if row.unsent else row.state] += 1
            self._mark(row)
        done = [row for row in self._outbox if not (row.unsent or row.failed) and row.n not in self._long_done]
        rows = (
            *(row.listed() for row in done[-SENT_SHOWN:]),
            *(row.listed(ids.get(held.get(row.n, 0))) for row in open),
        )
        return Pending(rows, counts["waiting"], counts["refused"], counts["conflict"], len(done))

    def _mark(self, row: Row) -> None:
        """The worst of what waits about a visit or ticket is its badge."""
        state: Badge = row.state if row.state != "sent" else ""
        for about in row.subjects:
            kind, _, id = about.partition(":")
            if kind in ("visit", "ticket") and _WORST[state] > _WORST[self._badges.get(id, "")]:
                self._badges[id] = state
                open_ticket = self._replica.state.open_ticket(VisitId(id)) if kind == "visit" else None
                if open_ticket is not None and _WORST[state] > _WORST[self._badges.get(TicketId(open_ticket.id), "")]:
                    self._badges[open_ticket.id] = state
