"""The limit on guessing passwords: counts tries that failed, in memory, per account and per address.

A console on which this user has signed in before has an allowance of its own: others' guesses lock nobody out of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Final

from mmc_console.server.auth.faults import TooManyTries

ACCOUNT: Final = (10, timedelta(minutes=15))
ADDRESS: Final = (100, timedelta(hours=1))
REMEMBERED: Final = 20_000
Key = tuple[str, ...]


class Guesses:
    """Allows a try, or says how long to wait."""

    def __init__(self) -> None:
        self._tries: dict[Key, deque[datetime]] = {}
        self._lock = Lock()

    def begin(self, now: datetime, account: str, source: str, own_device: str | None) -> Callable[[], None]:
        """Count one try, before it is looked at. The function given back uncounts it: the password was right.

        TooManyTries when the account's or the address's allowance is used up.
        """
        if own_device is not None:
            limits: list[tuple[Key, tuple[int, timedelta]]] = [(("device", account, own_device), ACCOUNT)]
        else:
            limits = [(("account", account), ACCOUNT), (("address", source), ADDRESS)]
        with self._lock:
            waits = [self._wait(key, most, span, now) for key, (most, span) in limits]
            if any(waits):
                raise TooManyTries(max(waits))
            for key, _ in limits:
                self._tries.setdefault(key, deque()).append(now)
            if len(self._tries) > REMEMBERED:
                self._forget(now)

        def uncount() -> None:
            with self._lock:
                for key, _ in limits:
                    tries = self._tries.get(key)
                    if tries is not None and now in tries:
                        tries.remove(now)
                    if not tries:
                        self._tries.pop(key, None)

        return uncount

    def _wait(self, key: Key, most: int, span: timedelta, now: datetime) -> int:
        """Seconds until *key* has an allowance again; 0 when it has."""
        tries = self._tries.get(key)
        if tries is None:
            return 0
        while tries and not now - span < tries[0] <= now + span:
            tries.popleft()
        return 0 if len(tries) < most else max(1, ceil((tries[0] + span - now).total_seconds()))

    def _forget(self, now: datetime) -> None:
        """Drop what is over, then the oldest quarter: a flood of names must fill neither the memory nor the time."""
        for key in [k for k, tries in self._tries.items() if not tries or tries[-1] <= now - ADDRESS[1]]:
            del self._tries[key]
        if len(self._tries) > REMEMBERED:
            for key in list(self._tries)[: REMEMBERED // 4]:
                del self._tries[key]
