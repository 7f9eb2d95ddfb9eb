"""When recent events counted for, at hand: an action is never put before what its desk had already seen."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from mmc_console.server.log import events

_AT_HAND: Final = 20_000


class Times:
    """The times of the last events by position; older ones are read from the log."""

    def __init__(self) -> None:
        self._recent: deque[datetime] = deque(maxlen=_AT_HAND)

    def add(self, at: datetime) -> None:
        """One event more at the end."""
        self._recent.append(at)

    def drop(self, count: int) -> None:
        """The last *count* events were taken back."""
        for _ in range(min(count, len(self._recent))):
            self._recent.pop()

    def clear(self) -> None:
        """Forget all."""
        self._recent.clear()

    def at(self, seq: int, end: int, conn: Connection) -> datetime | None:
        """When event *seq* of a log that ends at *end* counted for."""
        back = end - seq
        if 0 <= back < len(self._recent):
            return self._recent[-1 - back]
        found = events.time_of(conn, seq)
        return None if found is None else datetime.fromtimestamp(found / 1000, UTC)
