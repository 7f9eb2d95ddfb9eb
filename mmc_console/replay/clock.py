"""How a replay keeps time: the two ways through a recorded day, on the clock that is passed in.

The only module here that waits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from mmc_console.client.clock import Clock


class Pace(Protocol):
    """The way through a recorded day. One second of it takes 1 / `speed` seconds here."""

    speed: float

    async def reach(self, recorded: datetime) -> datetime:
        """Wait until it is *recorded* there; the moment that is here, for the actions to carry."""
        ...

    def behind(self) -> float:
        """Seconds that have passed here since the moment last reached."""
        ...


class RealTime:
    """Real time, *speed* times as fast. The first moment asked for is now.

    *offset*: what the server's clock is ahead of this one. An action carries the moment somebody pressed, as every
    console writes it into its row, also when this one process, playing all desks in turn, sends it a little later.
    """

    def __init__(self, clock: Clock, speed: float, offset: timedelta) -> None:
        self.speed = speed
        self._clock, self._offset = clock, offset
        self._start: tuple[datetime, float, datetime] | None = None
        self._due = 0.0

    async def reach(self, recorded: datetime) -> datetime:
        """Sleep until then; at once when it is past."""
        if self._start is None:
            self._start = (recorded, self._clock.monotonic(), self._clock.now() + self._offset)
        first, began, moment = self._start
        gone = (recorded - first) / self.speed
        self._due = began + gone.total_seconds()
        left = self._due - self._clock.monotonic()
        if left > 0:
            await self._clock.sleep(left)
        return moment + gone

    def behind(self) -> float:
        """How late this process is."""
        return self._clock.monotonic() - self._due


class TurnedTime:
    """No waiting: a clock that was passed in is turned to each recorded moment.

    *place* says which moment here a recorded one is; *turn* sets the clock that the centre reads.
    """

    speed = 1.0

    def __init__(self, place: Callable[[datetime], datetime], turn: Callable[[datetime], None]) -> None:
        self._place, self._turn = place, turn

    async def reach(self, recorded: datetime) -> datetime:
        """Turn the clock, and give what it shows."""
        moment = self._place(recorded)
        self._turn(moment)
        return moment

    def behind(self) -> float:
        """Nothing passes by itself."""
        return 0.0
