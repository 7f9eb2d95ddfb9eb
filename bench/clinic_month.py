"""A made-up month of a walk-in clinic as a recorded log, for `make estimates`: python -m bench.clinic_month > month.csv

The figures are those published of a real clinic's 25 days (arrivals by half hour, tickets a day, service times, voids,
people never called, calls out of order, two stations for half of the people); what no figure says is drawn: doctors
that are quicker or slower that day, rooms that open late, breaks nobody announced. It knows nothing of the program, so
that it cannot be made to fit how the program estimates.
"""

from __future__ import annotations

import heapq
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from math import exp, log
from random import Random
from typing import Final

ARRIVALS: Final = (4.8, 8.6, 8.5, 6.0, 5.2, 4.0, 2.0, 0.9, 0.3)
"""By half hour from 07:00."""
LEAST, MOST = 19, 79
VOID, NEVER, OUT_OF_ORDER, TWO_STATIONS = 0.095, 0.07, 0.186, 0.5
SLOW_DAY, SLOW_DOCTOR = 0.15, 0.2
"""Spread (of the logarithm) of a whole day's speed, and of one station's that day."""
BREAKS: Final = 1.2
"""Unannounced ones, a station and day in the mean; 8 to 25 minutes each."""


@dataclass(frozen=True, slots=True)
class Station:
    """A room. Minutes: median and p90 of the service, when it opens after 07:00 and how that spreads."""

    name: str
    median: float
    p90: float
    opens: float
    spread: float


STATIONS: Final = (
    Station("Room A", 4.4, 8.0, 50, 8),
    Station("Room B", 3.7, 10.8, 85, 12),
    Station("Room C", 3.7, 10.1, 95, 15),
)


@dataclass
class _Room:
    station: Station
    speed: float
    waiting: list[str] = field(default_factory=list)
    busy: bool = True
    breaks: list[tuple[float, float]] = field(default_factory=list)


class _Day:
    def __init__(self, day: date, chance: Random) -> None:
        self._day, self._chance = day, chance
        self.rows: list[tuple[float, str, str, str]] = []
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        self._left: set[str] = set()
        self._onward: dict[str, _Room] = {}
        slow = exp(chance.gauss(0, SLOW_DAY))
        self._rooms = [_Room(s, slow * exp(chance.gauss(0, SLOW_DOCTOR))) for s in STATIONS]

    def live(self) -> list[tuple[float, str, str, str]]:
        chance = self._chance
        for room in self._rooms:
            opens = max(5.0, chance.gauss(room.station.opens, room.station.spread))
            self._at(opens * 60, self._opener(room))
            for _ in range(sum(chance.random() < BREAKS / 3 for _ in range(3))):
                begins = chance.uniform(opens + 20, 300) * 60
                room.breaks.append((begins, begins + chance.uniform(8, 25) * 60))
        tickets = chance.randint(LEAST, MOST)
        halves = chance.choices(range(len(ARRIVALS)), ARRIVALS, k=tickets)
        for n, at in enumerate(sorted((half + chance.random()) * 1_800 for half in halves), 1_001):
            self._at(at, self._comer(str(n)))
        while self._due:
            at, _, happen = heapq.heappop(self._due)
            happen(at)
        return sorted(self.rows, key=lambda row: row[0])

    def _at(self, moment: float, happen: Callable[[float], None]) -> None:
        heapq.heappush(self._due, (moment, next(self._order), happen))

    def _opener(self, room: _Room) -> Callable[[float], None]:
        def opens(at: float) -> None:
            room.busy = False
            self._next(at, room)

        return opens

    def _comer(self, ticket: str) -> Callable[[float], None]:
        def comes(at: float) -> None:
            chance = self._chance
            self.rows.append((at, ticket, "issued", ""))
            if chance.random() < VOID:
                self.rows.append((at + chance.uniform(20, 90), ticket, "void", ""))
                return
            first, second = chance.sample(self._rooms, 2)
            if chance.random() < TWO_STATIONS:
                self._onward[ticket] = second
            if chance.random() < NEVER:
                self._at(at + chance.uniform(5, 60) * 60, self._leaver(ticket))
            self.rows.append((at, ticket, "transferred_to", first.station.name))
            self._join(at, ticket, first)

        return comes

    def _leaver(self, ticket: str) -> Callable[[float], None]:
        def leaves(at: float) -> None:
            if any(ticket in room.waiting for room in self._rooms):
                self._left.add(ticket)

        return leaves

    def _join(self, at: float, ticket: str, room: _Room) -> None:
        room.waiting.append(ticket)
        if not room.busy:
            self._next(at + 5, room)

    def _next(self, at: float, room: _Room) -> None:
        chance = self._chance
        for begins, ends in room.breaks:
            if begins <= at < ends:
                room.busy = True
                self._at(ends, self._opener(room))
                return
        room.waiting = [t for t in room.waiting if t not in self._left]
        if not room.waiting:
            room.busy = False
            return
        place = chance.randrange(len(room.waiting)) if chance.random() < OUT_OF_ORDER else 0
        ticket = room.waiting.pop(place)
        room.busy = True
        self.rows.append((at, ticket, "called", room.station.name))
        sigma = log(room.station.p90 / room.station.median) / 1.2816
        lasts = max(20.0, room.station.median * 60 * room.speed * exp(chance.gauss(0, sigma)))

        def over(then: float) -> None:
            self.rows.append((then, ticket, "done", room.station.name))
            onward = self._onward.pop(ticket, None)
            if onward is not None:
                self.rows.append((then, ticket, "transferred_to", onward.station.name))
                self._join(then, ticket, onward)
            self._next(then + chance.uniform(5, 60), room)

        self._at(at + lasts, over)


def month(days: int, seed: int) -> Iterator[str]:
    """The lines of the log."""
    chance = Random(seed)
    yield "at,day,ticket,event,station,flag"
    day = date(2026, 2, 1)
    for _ in range(days):
        while day.weekday() in (4, 5):  # the weekend there
            day += timedelta(days=1)
        opening = datetime.combine(day, time(7))
        for at, ticket, event, station in _Day(day, chance).live():
            moment = opening + timedelta(seconds=round(at))
            yield f"{moment.isoformat()},{day},{ticket},{event},{station},"
        day += timedelta(days=1)


def main() -> int:
    """Print a month."""
    parser = ArgumentParser(prog="python -m bench.clinic_month", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for line in month(args.days, args.seed):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
