"""One whole replay: opens the centre, maps the stations, drives the day, and compares.

Everything it works with is passed in, so that a test gives it a clock and a centre of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mmc_console.domain.ids import ActionId, ClinicCode
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import Centre
from mmc_console.replay.clock import Pace
from mmc_console.replay.driver import Books, Driver, Told
from mmc_console.replay.figures import DayFigures, Gap, gaps
from mmc_console.replay.observed import observed_figures
from mmc_console.replay.recorded import recorded_figures
from mmc_console.replay.recording import Day
from mmc_console.replay.script import RECEPTION, Script
from mmc_console.replay.stations import Place, map_stations

JITTER = 0.050
"""Seconds here that a figure may be off over a real connection."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished replay. `tolerance`: seconds of the recorded day."""

    day: Day
    places: dict[str, Place]
    recorded: DayFigures
    observed: DayFigures
    books: Books
    speed: float
    tolerance: float
    gaps: list[Gap]

    @property
    def passed(self) -> bool:
        """Counts equal, times within the tolerance, and nothing refused."""
        return not self.gaps and not self.books.refusals


@dataclass(frozen=True, slots=True)
class Chances:
    """What a run draws: the ids of its actions, and six digits in front of its people's numbers."""

    mint: Callable[[datetime], ActionId]
    run: str


async def replay(
    day: Day, centre: Centre, make_pace: Callable[[State, timedelta], Pace], chances: Chances, *,
    stations: Mapping[str, ClinicCode], today: Callable[[State, timedelta], datetime], exact: bool, told: Told,
) -> Outcome:  # fmt: skip
    """Drive *day* through *centre* and compare. BadStations, Unreachable.

    *make_pace* and *today* get the centre's state and what its clock is ahead; *exact*: times must agree to the second.
    """
    opened = await centre.open((RECEPTION, *day.stations))
    state = opened.state
    places = map_stations(day.stations, stations, state, state.calendar.day(today(state, opened.offset)))
    script = Script(day, places, chances.run, chances.mint)
    pace = make_pace(state, opened.offset)
    driver = Driver(day, centre, pace, script, places, state, chances.mint)
    await driver.drive(told)
    recorded = recorded_figures(day)
    observed = observed_figures(await centre.look(), script, places, driver.books.cancelled, pace.speed)
    tolerance = 0.0 if exact else pace.speed * JITTER
    found = gaps(recorded, observed, tolerance)
    return Outcome(day, places, recorded, observed, driver.books, pace.speed, tolerance, found)
