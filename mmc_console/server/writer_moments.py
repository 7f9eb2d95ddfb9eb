"""When what is decided counts for: the clock of whoever did it, held between what they had seen and now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import SYSTEM, Epoch
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.server.log.times import Times
from mmc_console.server.returning import was_of
from mmc_console.server.writer_checks import SET_BACK


class Moments:
    """Of one transaction, which begins at *now*."""

    def __init__(self, conn: Connection, state: State, epoch: Epoch, times: Times, now: datetime) -> None:
        self._conn, self._state, self._epoch, self._times = conn, state, epoch, times
        self.told = self._stamped(now)
        """Now, as events carry it."""
        self._no_later = self.told + SET_BACK

    def of(self, actor: Actor, action: AnyAction, seen: int | None, *, waited: bool) -> tuple[datetime, datetime]:
        """The server's time for it: not before what the desk had seen or done that day, not after now; and when it was
        made, whatever the desk has done since.

        What comes back after a restore keeps its own: the desk may have done new work since. So does what may have
        *waited* for that.
        """
        at = made = self._stamped(action.at)
        if actor.user != SYSTEM and was_of(action, self._epoch) is None and not waited:
            at = self._state.after_its_desk(actor.desk, at, self._no_later)
        before = self._times.at(seen, self._state.seq, self._conn) if seen else None
        if before is not None and made < before <= self._no_later:
            made = self._stamped(before)  # also into another day: whoever had seen it was there already
        return min(max(at, made), self.told), min(made, self.told)

    def _stamped(self, at: datetime) -> datetime:
        """With the centre's offset, as events carry it; and times that share one are compared twenty times faster."""
        return self._state.calendar.stamp(at) if self._state.settings else at
