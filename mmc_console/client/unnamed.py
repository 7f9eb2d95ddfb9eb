"""Calls whose person only the server can name, and what becomes of them where its word does not come.

Nothing is shown of such a call, so nobody would take it back; and whoever is called by hand instead would meet at the
server whom it has called. It records nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from mmc_console.client.connectivity import Connectivity
from mmc_console.client.desk import Desk
from mmc_console.client.row import Row
from mmc_console.client.session import Session
from mmc_console.domain.actions import AnyAction, CallNext, Undo
from mmc_console.domain.ids import ActionId, ClinicCode


class Unnamed:
    """The calls of this console that name nobody yet."""

    def __init__(self, desk: Desk, session: Session, connectivity: Connectivity) -> None:
        self._desk, self._session, self._connectivity = desk, session, connectivity

    def coming(self, clinic: ClinicCode, room: int) -> bool:
        """Whether the server is about to name whom it calls to this room: not while it is away, and not while the call
        waits for somebody's decision."""
        return not self._connectivity.offline and any(not held for held in self._of_today(clinic, room))

    def held_back(self, clinic: ClinicCode, room: int) -> bool:
        """Whether a call of today to this room waits until somebody has decided about earlier work there."""
        return any(self._of_today(clinic, room))

    def in_the_way(self, clinic: ClinicCode, room: int) -> tuple[ActionId, ...]:
        """Those to this room that whoever works here may take back: another call would meet them at the server."""
        return tuple(row.id for row in self._of(clinic, room) if self._may_go(row))

    def may_go(self, id: ActionId) -> bool:
        """Whether this is such a call, and whoever works here may take it back."""
        return any(row.id == id and self._may_go(row) for row in self._all())

    def _of_today(self, clinic: ClinicCode, room: int) -> Iterator[bool]:
        """For each call of today to this room whether it is held back."""
        calendar = self._desk.replica.state.calendar
        today = calendar.day(self._now())
        rows = [row for row in self._of(clinic, room) if calendar.day(row.action.at) == today]
        held = self._desk.outbox.held_back() if rows else {}
        return (row.n in held for row in rows)

    def _of(self, clinic: ClinicCode, room: int) -> Iterator[Row]:
        for row in self._all():
            action = row.action
            if isinstance(action, CallNext) and (action.clinic, action.room) == (clinic, room):
                yield row

    def _all(self) -> Iterator[Row]:
        outbox = self._desk.outbox
        calls = [row for row in outbox.unsent if self._is_unnamed(row.action) and not outbox.leaves(row)]
        if calls:
            back = {row.action.action for row in outbox if isinstance(row.action, Undo)}
            yield from (row for row in calls if row.id not in back)

    def _is_unnamed(self, action: AnyAction) -> bool:
        """The log may have told whom it has called, and only the answer be late. What comes back after a restore was
        answered once: it has called nobody, and taken back it would take back whose exam it has ended."""
        if not isinstance(action, CallNext) or action.ticket is not None or action.was is not None:
            return False
        return action.id not in self._desk.replica.state.traces

    def _may_go(self, row: Row) -> bool:
        user = self._session.user
        if user is None:
            return False
        if row.withdrawable and not self._desk.outbox.is_built_on(row):
            return user.id == row.author or not user.roles.isdisjoint({"supervisor", "admin"})
        # what the rules will say of an undo behind it
        within = timedelta(minutes=self._desk.replica.state.center.rules.undo_minutes)
        return user.id == row.author and self._now() - row.action.at <= within

    def _now(self) -> datetime:
        return self._connectivity.now()
