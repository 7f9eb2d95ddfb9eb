"""Counts tries in memory, by key and within a span of time: what every limit on guessing is made of."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil
from threading import RLock
from typing import Final

REMEMBERED: Final = 20_000
Key = tuple[str, ...]


class Tries:
    """When each key was tried lately. *longest*: after that a try is over, whatever the limit."""

    def __init__(self, longest: timedelta, remembered: int = REMEMBERED) -> None:
        self._longest, self._remembered = longest, remembered
        self._tries: dict[Key, deque[datetime]] = {}
        self.lock = RLock()
        """To be held by whoever asks and counts in one step."""

    def wait(self, key: Key, most: int, span: timedelta, now: datetime) -> int:
        """Seconds until *key* has an allowance of *most* in *span* again; 0 when it has."""
        with self.lock:
            tries = self._tries.get(key)
            if tries is None:
                return 0
            while tries and not now - span < tries[0] <= now + span:
                tries.popleft()
            return 0 if len(tries) < most else max(1, ceil((tries[0] + span - now).total_seconds()))

    def count(self, key: Key, now: datetime) -> None:
        """One try more."""
        with self.lock:
            self._tries.setdefault(key, deque()).append(now)
            if len(self._tries) > self._remembered:
                self._forget(now)

    def uncount(self, key: Key, now: datetime) -> None:
        """That one was none."""
        with self.lock:
            tries = self._tries.get(key)
            if tries is not None and now in tries:
                tries.remove(now)
            if not tries:
                self._tries.pop(key, None)

    def _forget(self, now: datetime) -> None:
        """Drop what is over, then the oldest quarter: a flood of names must fill neither the memory nor the time."""
        for key in [k for k, tries in self._tries.items() if not tries or tries[-1] <= now - self._longest]:
            del self._tries[key]
        if len(self._tries) > self._remembered:
            for key in list(self._tries)[: self._remembered // 4]:
                del self._tries[key]
