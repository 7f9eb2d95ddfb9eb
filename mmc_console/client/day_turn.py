"""When a console that stays on takes the new day's snapshot.

No event says that the days before are of no more use: the server leaves them out by itself, and whoever starts today
has never heard of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Final

from mmc_console.client.clock import Clock

SPREAD: Final = 300.0
"""Seconds over which the consoles of a centre ask, so that not all of them do as the clock strikes."""
FIRST: Final = 0.1
"""The part of it that passes before the first: by then the day has turned for the server as well."""


class DayTurn:
    """One console's moment of the day."""

    def __init__(self, clock: Clock, jitter: Callable[[], float] = random.random) -> None:
        self._clock, self._jitter = clock, jitter
        self._turned: date | None = None
        self._at = 0.0

    def is_due(self, known: date | None, today: date) -> bool:
        """Whether to ask now, with a snapshot of the day *known*. Asked again only where that came to nothing."""
        if known is None or known >= today:
            return False
        now = self._clock.monotonic()
        if self._turned != today:
            self._turned, self._at = today, now + SPREAD * (FIRST + (1 - FIRST) * self._jitter())
        if now < self._at:
            return False
        self._at = now + SPREAD * (1 + self._jitter())
        return True
