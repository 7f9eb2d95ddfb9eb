"""Ends what takes too long: one thread a process, so that setting a limit costs nothing a call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

EVERY: Final = 0.2


class Watchdog:
    """Calls *bite* once when a `limit` has passed. `close()` ends its thread."""

    def __init__(self, name: str, bite: Callable[[], None]) -> None:
        self.bitten = False
        self._bite = bite
        self._until: float | None = None
        self._work, self._closed = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._watch, name=name, daemon=True)
        self._thread.start()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """What happens inside may take so long."""
        self._until = time.monotonic() + seconds
        self._work.set()
        try:
            yield
        finally:
            self._until = None

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()
        self._work.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _watch(self) -> None:
        while self._work.wait() and not self._closed.wait(EVERY):
            until = self._until
            if until is None:
                self._work.clear()
                if self._until is not None or self._closed.is_set():  # it was set, or closed, between the two lines
                    self._work.set()
            elif time.monotonic() >= until:
                self.bitten = True
                self._bite()
                return
