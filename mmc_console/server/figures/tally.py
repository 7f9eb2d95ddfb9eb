"""Adds up the lines of days: of all of them, and by whatever key a table or a chart is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from operator import add
from typing import Any, Final

from sqlalchemy import Connection

from mmc_console.server.figures.counting import HOUR_MS, Scope
from mmc_console.server.figures.lines import COUNTED, By, Line, Lines, VisitLine
from mmc_console.server.figures.lines import Key as LineKey
from mmc_console.server.figures.ranks import Times, spread_of
from mmc_console.wire.figures import Figures, Spread

Key = Any
STANDING: Final = ("waiting", "called", "in_service", "held")
NAMES: Final = {
    "served": "done", "no_shows": "no_show", "cancelled": "cancelled", "transferred": "transferred",
}  # fmt: skip
_PLACES: Final = {name: place for place, name in enumerate(("total", *COUNTED))}
_NOTHING: Final = [0] * len(_PLACES)


class Tally:
    """The tickets and visits of one key so far."""

    __slots__ = ("_ended", "_over", "_running", "_services", "_waits", "_wholes", "_worked", "completed", "registered")

    def __init__(self) -> None:
        self._over, self._running = _NOTHING, _NOTHING
        """Counts of days that are over, and of the running one."""
        self._waits: list[Times] = []
        self._services: list[Times] = []
        self._wholes: list[Times] = []
        self._ended = self._worked = 0
        self.registered = self.completed = 0

    def add(self, lines: Sequence[Line], *, running: bool) -> None:
        """Lines of one day, whose work lasted from the first call in any of them to the last end."""
        before = self._running if running else self._over
        counts: Any = lines[0].counts if len(lines) == 1 else map(sum, zip(*(x.counts for x in lines), strict=True))
        after = list(map(add, before, counts))
        if running:
            self._running = after
        else:
            self._over = after
        self._waits += [line.waits for line in lines if line.waits.n]
        self._services += [line.services for line in lines if line.services.n]
        ended = [line for line in lines if line.finished]
        if ended:
            self._ended += sum(line.finished for line in ended)
            self._worked += max(line.ended for line in ended) - min(line.began for line in ended)

    def add_visits(self, line: VisitLine) -> None:
        """Visits of one day."""
        self.registered += line.registered
        self.completed += line.completed
        if line.wholes.n:
            self._wholes.append(line.wholes)

    @property
    def total(self) -> int:
        """How many tickets."""
        return self.of("total")

    def of(self, name: str) -> int:
        """How many tickets are in this state."""
        return self._over[_PLACES[name]] + self._running[_PLACES[name]]

    def now(self, name: str) -> int:
        """How many tickets of the running day are."""
        return self._running[_PLACES[name]]

    def left(self) -> int:
        """How many tickets still stood somewhere when their day was over."""
        return sum(self._over[_PLACES[name]] for name in STANDING)

    @property
    def wait(self) -> Spread:
        """From the issue to the first call."""
        return spread_of(self._waits)

    @property
    def service(self) -> Spread:
        """In the room."""
        return spread_of(self._services)

    @property
    def whole(self) -> Spread:
        """From a visit's registration to its end."""
        return spread_of(self._wholes)

    @property
    def throughput(self) -> float | None:
        """Finished in an hour, the days added up."""
        return round(self._ended * HOUR_MS / self._worked, 2) if self._ended and self._worked else None

    def figures(self) -> Figures:
        """As the dashboard tells it."""
        return Figures(
            total=self.total, unfinished=self.left() + self._over[_PLACES["no_show"]], wait=self.wait,
            service=self.service, throughput=self.throughput, **{name: self.now(name) for name in STANDING},
            **{name: self.of(state) for name, state in NAMES.items()},
        )  # fmt: skip


def gather(
    conn: Connection, lines: Lines, scope: Scope, by: By, *keys: Callable[[date, LineKey], Key]
) -> tuple[Tally, list[dict[Key, Tally]]]:
    """All tickets of these days; and for each of *keys*, made of the day and what a line is of, those of each key."""
    whole = Tally()
    tallies: list[dict[Key, Tally]] = [{} for _ in keys]
    for day in days_of(scope):
        found = lines.tickets(conn, day, by, scope.clinic)
        if not found:
            continue
        running = day >= scope.today
        whole.add(found if by == "hour" else lines.together(conn, day, found, scope.clinic), running=running)
        for key, made in zip(keys, tallies, strict=True):
            parts: dict[Key, list[Line]] = {}
            for line in found:
                parts.setdefault(key(day, line.key), []).append(line)
            for each, part in parts.items():
                made.setdefault(each, Tally()).add(part, running=running)
    return whole, tallies


def days_of(scope: Scope) -> Iterator[date]:
    """Each of the days."""
    day = scope.first
    while day <= scope.last:
        yield day
        day += timedelta(days=1)
