"""Time for tests, turned by hand. The program itself never uses it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mmc_console.client.store import Store
from mmc_console.client.store.engine import Connection

MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class HandClock:
    """Time that moves only when told to; sleepers wake in the order of their time."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._now, self._passed, self._turn = start, 0.0, 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.stores: list[Store] = []
        """Whose work is waited for before time goes on."""

    def now(self) -> datetime:
        """The present moment."""
        return self._now

    def monotonic(self) -> float:
        """Seconds passed."""
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """Return once that much time has been let pass."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker = asyncio.get_running_loop().create_future()
        self._turn += 1
        heapq.heappush(self._sleepers, (self._passed + seconds, self._turn, waker))
        await waker

    def set(self, now: datetime) -> None:
        """Somebody sets this PC's clock."""
        self._now = now

    async def turn(self, seconds: float) -> None:
        """Let time pass, and everything that waits for it happen."""
        until = self._passed + seconds
        while True:
            await self.settle()
            self._sleepers = [s for s in self._sleepers if not s[2].done()]
            heapq.heapify(self._sleepers)
            due = bool(self._sleepers) and self._sleepers[0][0] <= until
            at = self._sleepers[0][0] if due else until
            self._now += timedelta(seconds=at - self._passed)
            self._passed = at
            if not due:
                return
            heapq.heappop(self._sleepers)[2].set_result(None)

    async def settle(self) -> None:
        """Let everything that can go on without time passing go on, also what the stores' threads are at."""
        await settle(self.stores)


async def settle(stores: Sequence[Store] = (), rounds: int = 12) -> None:
    """Let all tasks and the threads of *stores* do what they can do now."""
    for _ in range(rounds):
        for store in stores:
            if store.is_open:
                await store.remember(_nothing)
        for _ in range(5):
            await asyncio.sleep(0)


def _nothing(_: Connection) -> None:
    return None
