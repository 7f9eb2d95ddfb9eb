"""Counts what the log says by its codes: rules read the log, and whoever writes a line need not know of any alert."""

from __future__ import annotations

import logging
import threading
from collections import deque
from datetime import datetime, timedelta
from typing import Final

from mmc_console.server.clock import Clock

AT_MOST: Final = 10_000


class Tally(logging.Handler):
    """When lines with these codes were written lately."""

    def __init__(self, codes: frozenset[str], clock: Clock) -> None:
        super().__init__(logging.INFO)
        self._clock = clock
        self._moments: dict[str, deque[datetime]] = {code: deque(maxlen=AT_MOST) for code in codes}
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Count it, if it is one of ours; a console's word for something is not the server's."""
        moments = self._moments.get(getattr(record, "code", ""))
        if moments is not None:
            with self._guard:
                moments.append(self._clock.now())

    def count(self, code: str, since: timedelta) -> int:
        """How many in the last *since*."""
        begin = self._clock.now() - since
        with self._guard:
            return sum(moment > begin for moment in self._moments[code])

    def take(self, code: str) -> int:
        """How many since the last time somebody took them."""
        with self._guard:
            found = len(self._moments[code])
            self._moments[code].clear()
        return found
