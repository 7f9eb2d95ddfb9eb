"""Forgets what is older than it may be kept here: rows of the outbox first, then the names nothing here needs any more.

It says when, and by which day; `forgetting` says what is still needed. It shows nothing.
"""

from __future__ import annotations

from datetime import timedelta

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.desk import Desk
from mmc_console.client.forgetting import needed
from mmc_console.client.sync import Sync

RETAIN = timedelta(days=1)
EVERY, ASK_AGAIN = 3600.0, 60.0


class Housekeeping:
    """One console's, whoever sits there: most are never signed out."""

    def __init__(self, clock: Clock, connectivity: Connectivity, desk: Desk, sync: Sync) -> None:
        self._clock, self._connectivity, self._desk, self._sync = clock, connectivity, desk, sync

    async def run(self) -> None:
        """At the start and once an hour; until cancelled."""
        while True:
            await self._clock.sleep(EVERY if await self.tidy() else ASK_AGAIN)

    async def tidy(self) -> bool:
        """Forget what may go now; whether the day was certain. Nothing goes by a clock that may stand ahead."""
        replica, outbox = self._desk.replica, self._desk.outbox
        day, certain = replica.day, replica.ready and self._connectivity.certain
        if certain:
            now, calendar = self._connectivity.now(), replica.state.calendar
            day = calendar.day(now)
            await outbox.forget(now, calendar.starts(day - RETAIN), self._sync.safe_seq, replica.epoch)
        if day is not None:  # else that of the last snapshot, by the server's word: today is no earlier one
            await self._desk.cards.forget(needed(outbox, replica.state, day - RETAIN))
        return certain
