"""What closed days teach: each is lived once more, and at each arrival the estimate is compared with what came.

A day is judged by what the other days taught, so that no day knows itself; where there is but one, it must do. Costs a
few milliseconds a day of a hundred tickets; whoever calls it keeps that away from the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final, Literal

from msgspec.structs import replace

from mmc_console.domain.centre import Center
from mmc_console.domain.estimates import gaps, middles, ratio
from mmc_console.domain.experience import FACTORS, Experience, Factors, Speed
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.order import ahead
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket

QUANTILES: Final = (0.08, 0.5, 0.92)
"""A little further out than p10 and p90: what some days taught must hold on others."""
ASSUMED: Final = 2
"""The factors before anything was recorded count as so many days: one day says little of how days differ."""
PRESSED: Final = 15
"""So many people ahead, each called in turn, are assumed beside the recorded ones."""
ASKED: Final = 80
"""Arrivals of one clinic and day that are compared at most, evenly over the day."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that is over, with its tickets."""

    day: date
    tickets: Sequence[Ticket]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who was called in the end. `middle`: the estimate when they came; times in seconds."""

    clinic: ClinicCode
    ahead: int
    middle: float
    truth: float
    called: int
    """Calls of the clinic meanwhile."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one clinic's day says by itself."""

    gaps: tuple[float, ...]
    opens: float
    rooms: int
    ahead: int
    called: int


Lessons = dict[ClinicCode, Lesson]


def learn(center: Center, day: date, days: Sequence[Closed]) -> Experience:
    """What is known on *day* from *days* before it."""
    lessons = [_lessons(center, one) for one in days]
    arrivals: list[Arrival] = []
    for i, one in enumerate(days):
        others = [*lessons[:i], *lessons[i + 1 :]] or lessons
        arrivals += live(center, one, _known(one.day, others, ()))
    return _known(day, lessons, arrivals)


def live(center: Center, closed: Closed, known: Experience, ask: Ask | None = None) -> list[Arrival]:
    """The arrivals of a day that is over, as they would have been told with what was *known* before it.

    *ask* is another way to estimate, to compare with.
    """
    return _Day(center, closed, known).arrivals(ask or _middle)


Ask = Callable[[State, ClinicCode, date, datetime, int], float]
"""The wait in seconds of somebody who comes now, with so many ahead."""


def _middle(state: State, clinic: ClinicCode, day: date, now: datetime, ahead: int) -> float:
    return next(islice(middles(state, clinic, day, now), ahead, None))


def _lessons(center: Center, closed: Closed) -> Lessons:
    """What that day says by itself, by clinic."""
    lived = _Day(center, closed, Experience())
    arrivals = lived.arrivals(_middle)
    starts = lived.state.calendar.starts(closed.day)
    found: Lessons = {}
    for (_, clinic), queue in lived.state.tickets.queues.items():
        mine = [a for a in arrivals if a.clinic == clinic]
        if queue.calls:
            opens = (queue.calls[0][0] - starts).total_seconds()
            pressed = sum(a.ahead for a in mine), sum(a.called for a in mine)
            rooms = len({room for _, _, room, _ in queue.calls})
            found[clinic] = Lesson(tuple(gaps(queue)), opens, rooms, *pressed)
    return found


Step = tuple[datetime, Literal["joins", "called", "ends"], Ticket]


def _order(step: Step) -> tuple[datetime, int, float]:
    """By time; in one second those who leave before those who come, and nobody before they came."""
    at, what, row = step
    return at, 1 if what == "joins" else 2 if at == row.queued_at else 0, row.place


class _Day:
    """One day lived once more on a state of its own: rows are put where they stood at each moment."""

    def __init__(self, center: Center, closed: Closed, known: Experience) -> None:
        self.day = closed.day
        self.rows = [t for t in closed.tickets if t.day == closed.day]
        self.state = State()
        self.state.settings["center"] = center
        self.state.past = known

    def arrivals(self, ask: Ask) -> list[Arrival]:
        asked = self._asked()
        told: list[tuple[Ticket, datetime, int, float]] = []
        for at, step, row in sorted(self._steps(), key=_order):
            if step == "joins":
                waiting = replace(row, state="waiting", room=None, called_at=None, first_called_at=None, closed_at=None)
                self.state.tickets[row.id] = waiting
                called = asked.get(row.id)
                if called is not None:
                    place = ahead(self.state, waiting)
                    told.append((row, called, place, ask(self.state, row.clinic, self.day, at, place)))
            elif step == "called":
                self.state.tickets[row.id] = replace(row, state="called", called_at=at, closed_at=None)
            else:
                self.state.tickets[row.id] = row
        return [self._compared(*one) for one in told]

    def _compared(self, row: Ticket, called: datetime, place: int, middle: float) -> Arrival:
        calls = self.state.tickets.queue(self.day, row.clinic).calls
        between = sum(row.queued_at < at < called for at, *_ in calls)
        return Arrival(row.clinic, place, middle, (called - row.queued_at).total_seconds(), between)

    def _steps(self) -> Iterator[Step]:
        for row in self.rows:
            yield row.queued_at, "joins", row
            called = _called(row)
            if called is not None:
                yield called, "called", row
            if row.closed_at is not None and row.closed_at >= (called or row.queued_at):
                yield row.closed_at, "ends", row

    def _asked(self) -> dict[TicketId, datetime]:
        """Whom to compare, and when they were called: evenly over the day where there are many."""
        clinics: dict[ClinicCode, dict[TicketId, datetime]] = {}
        for row in self.rows:
            called = _called(row)
            if called is not None:
                clinics.setdefault(row.clinic, {})[row.id] = called
        return {
            id: called
            for found in clinics.values()
            for id, called in islice(found.items(), 0, None, -(-len(found) // ASKED))
        }


def _called(row: Ticket) -> datetime | None:
    """When this stay in the queue ended with a call; None for who was called before it began, or never."""
    called = row.first_called_at
    return called if called is not None and row.room is not None and called >= row.queued_at else None


def _known(day: date, lessons: Sequence[Lessons], arrivals: Sequence[Arrival]) -> Experience:
    everywhere = _speed([x for one in lessons for x in one.values()], arrivals, len(lessons), Speed())
    clinics = {}
    for code in dict.fromkeys(code for one in lessons for code in one):
        mine = [one[code] for one in lessons if code in one]
        clinics[code] = _speed(mine, [a for a in arrivals if a.clinic == code], len(mine), everywhere)
    return Experience(day, clinics, everywhere)


def _speed(lessons: Sequence[Lesson], arrivals: Sequence[Arrival], days: int, other: Speed) -> Speed:
    """The speed these lessons tell; *other* stands in for what they do not."""
    found = [gap for x in lessons for gap in x.gaps]
    opens = sorted(x.opens for x in lessons)
    rooms = sorted(x.rooms for x in lessons)
    pressure = (sum(x.called for x in lessons) + PRESSED) / (sum(x.ahead for x in lessons) + PRESSED)
    return Speed(
        cycle=sum(found) / len(found) if found else other.cycle,
        cycles=len(found) or other.cycles,
        opens=opens[len(opens) // 2] if opens else other.opens,
        rooms=rooms[len(rooms) // 2] if rooms else 0,
        pressure=min(max(pressure, 0.5), 2.0),
        factors=_factors([ratio(a.middle, a.truth) for a in arrivals], days / (days + ASSUMED)),
    )


def _factors(ratios: list[float], weight: float) -> Factors:
    if not ratios:
        return FACTORS
    known = sorted(ratios)
    low, mid, high = (
        weight * _at(known, share) + (1 - weight) * other for share, other in zip(QUANTILES, FACTORS, strict=True)
    )
    return low, mid, high


def _at(ordered: Sequence[float], share: float) -> float:
    """The value at *share* of the way through, between two where need be."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
