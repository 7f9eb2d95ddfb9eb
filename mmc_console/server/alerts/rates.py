"""Rates over the last minutes, from counters that only grow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol, Self

from mmc_console.server.alerts.rules import Rates

SPAN: Final = timedelta(minutes=5)
EVERY: Final = timedelta(seconds=30)


class Counters(Protocol):
    """What was counted since the server's start, as of one moment."""

    def since(self, before: Self) -> Rates:
        """What came after *before*, an earlier one."""
        ...


class Lately:
    """Keeps a copy of the counters every half minute, and compares with the one of five minutes ago."""

    def __init__(self, read: Callable[[], Counters]) -> None:
        self._read = read
        self._kept: deque[tuple[datetime, Counters]] = deque()

    def __call__(self, now: datetime) -> Rates:
        """The rates of the last five minutes, or of as long as there is."""
        current = self._read()
        if not self._kept or now - self._kept[-1][0] >= EVERY or now < self._kept[-1][0]:
            self._kept.append((now, current))
        while len(self._kept) > 1 and now - self._kept[1][0] >= SPAN:
            self._kept.popleft()
        return current.since(self._kept[0][1])


class Delays(Protocol):
    """A histogram of how long requests took."""

    def copy(self) -> Self: ...
    def since(self, before: Self) -> Self: ...
    def add(self, other: Self) -> None: ...
    def rank(self, share: float) -> float:
        """Seconds that *share* of them do not exceed."""
        ...


class Group(Protocol):
    """The requests of one group of routes."""

    failed: int

    @property
    def delay(self) -> Delays: ...
    @property
    def requests(self) -> int: ...
    def copy(self) -> Self: ...
    def since(self, before: Self) -> Self: ...


class GroupCounters:
    """What was counted by groups of routes, as of now."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._groups = {name: group.copy() for name, group in groups.items()}

    def since(self, before: GroupCounters) -> Rates:
        """All groups together."""
        fresh = [group.since(before._groups[name]) for name, group in self._groups.items() if name in before._groups]
        if not fresh:
            return Rates(0, 0, 0.0)
        whole = fresh[0].delay.copy()
        for group in fresh[1:]:
            whole.add(group.delay)
        return Rates(
            sum(group.requests for group in fresh), sum(group.failed for group in fresh), whole.rank(0.95) * 1000
        )  # fmt: skip
