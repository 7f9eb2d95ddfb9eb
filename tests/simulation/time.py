"""Time of the simulated world: an event loop that never waits, and each machine's own wrong clock.

The loop runs whatever is due and leaps to the next thing that will be. Nothing in a run reads the real time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

MORNING = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""07:00 in Doha, where the small centre stands."""


class Stuck(AssertionError):
    """Nothing can ever happen again, and somebody still waits."""


class _Leap:
    """Takes the selector's place: instead of waiting for *timeout*, it has passed."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise Stuck("nothing is due any more")
        self._loop.passed += timeout
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """asyncio's own loop over time that leaps."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self._selector = _Leap(self)

    def time(self) -> float:
        """Seconds since the world began."""
        return self.passed

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # the one answer this world needs
        """Work for another thread is done at once: threads know nothing of this world's time."""
        done = self.create_future()
        done.set_result(func(*args))
        return done

    def _process_events(self, event_list: Any) -> None:
        """There are no files and no sockets here."""

    def _write_to_self(self) -> None:
        """Nobody sleeps who had to be woken."""


async def passing(seconds: float) -> None:
    """Let so much of the world's time pass."""
    # house(sleeping): on this loop a second takes no time at all
    await asyncio.sleep(max(seconds, 0.0))


class Wall:
    """The true time of day."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop, self._ahead = loop, timedelta()

    def now(self) -> datetime:
        """The present moment, UTC."""
        return MORNING + self._ahead + timedelta(microseconds=round(self._loop.passed * 1e6))

    def leap(self, by: timedelta) -> None:
        """All machines slept so long."""
        self._ahead += by


class MachineClock:
    """One machine's clock: wrong by `skew`, until somebody sets it."""

    def __init__(self, wall: Wall, loop: VirtualLoop) -> None:
        self._wall, self._loop = wall, loop
        self.skew = timedelta()

    def now(self) -> datetime:
        """What this machine believes, UTC."""
        return self._wall.now() + self.skew

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return self._loop.passed

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds*."""
        await passing(seconds)
