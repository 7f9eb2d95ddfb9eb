"""The limit on guessing passwords: counts tries that failed, in memory, per account and per address.

A console on which this user has signed in before has an allowance of its own: others' guesses lock nobody out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from mmc_console.server.auth.faults import TooManyTries
from mmc_console.server.tries import Key, Tries

ACCOUNT: Final = (10, timedelta(minutes=15))
ADDRESS: Final = (100, timedelta(hours=1))


class Guesses:
    """Allows a try, or says how long to wait."""

    def __init__(self) -> None:
        self._tries = Tries(ADDRESS[1])

    def begin(self, now: datetime, account: str, source: str, own_device: str | None) -> Callable[[], None]:
        """Count one try, before it is looked at. The function given back uncounts it: the password was right.

        TooManyTries when the account's or the address's allowance is used up.
        """
        if own_device is not None:
            limits: list[tuple[Key, tuple[int, timedelta]]] = [(("device", account, own_device), ACCOUNT)]
        else:
            limits = [(("account", account), ACCOUNT), (("address", source), ADDRESS)]
        with self._tries.lock:
            waits = [self._tries.wait(key, most, span, now) for key, (most, span) in limits]
            if any(waits):
                raise TooManyTries(max(waits))
            for key, _ in limits:
                self._tries.count(key, now)

        def uncount() -> None:
            for key, _ in limits:
                self._tries.uncount(key, now)

        return uncount
