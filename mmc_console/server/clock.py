"""The clock that is passed in. Nothing else in the server asks the machine for the time of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from mmc_console.domain.centre import Site
from mmc_console.domain.service_day import calendar_of


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present moment, UTC inside the server."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)


class CentreClock:
    """*clock*'s moments as they are told outside: with the offset of the centre, *site*."""

    def __init__(self, clock: Clock, site: Callable[[], Site]) -> None:
        self._clock, self._site = clock, site

    def now(self) -> datetime:
        """The present moment, with the centre's offset."""
        return calendar_of(self._site()).stamp(self._clock.now())
