"""The parts of figures, joined for the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from statistics import fmean
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.figures.dashboard import Dashboard
from mmc_console.server.figures.keeping import EVERY, Keeping
from mmc_console.server.figures.kpis import Measured
from mmc_console.server.figures.meters import Meters
from mmc_console.server.figures.scraping import Scraping
from mmc_console.server.health.history import History
from mmc_console.server.health.stations import Stations
from mmc_console.server.hits import Hits
from mmc_console.server.incidents import Incidents
from mmc_console.server.preferences import Preferences
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.figures import StationFigures

SAMPLE_EVERY: Final = 60


class FigureService:
    """What is measured, what is made of it, and who may scrape it."""

    def __init__(
        self, database: Database, writer: Writer, feed: Feed, clock: Clock, preferences: Preferences,
        caches: Sequence[Hits], watching: Callable[[], tuple[int, int]],
    ) -> None:  # fmt: skip
        self._clock = clock
        self.meters = Meters(database, writer, feed, clock, caches, watching)
        self.dashboard = Dashboard(self.meters, preferences)
        self.scraping = Scraping(database, clock)
        self.keeping = Keeping(database, writer, clock)

    def open(self, rounds: Rounds, history: History, stations: Stations, incidents: Incidents) -> None:
        """Read what is kept, and sample from now on, once the rounds begin. Health and incidents tell the rest."""
        self.scraping.load()
        self.dashboard.sources.uptime = lambda first, end: _uptime(history, first, end)
        self.dashboard.sources.repair = lambda first, end: _repair(incidents, first, end)
        self.meters.stations = lambda: _stations(stations, self._clock.now())
        rounds.add("figures", SAMPLE_EVERY, self.meters.minute, at_once=False)
        rounds.add("days", EVERY, self.keeping.round, at_once=False)


def _uptime(history: History, first: datetime, end: datetime) -> Measured | None:
    """Percent of the watched time in which people could work; of how many minutes."""
    found = history.uptime(first, end)
    if found.share is None or found.measured_from is None:
        return None
    watched = (end - max(first, found.measured_from)).total_seconds() - found.planned_seconds
    return 100 * found.share, max(1, round(watched / 60))


def _repair(incidents: Incidents, first: datetime, end: datetime) -> Measured | None:
    """The mean of seconds from an incident's beginning until people could work again; of how many incidents."""
    found = incidents.repairs(first, end)
    return (fmean(found), len(found)) if found else None


def _stations(stations: Stations, now: datetime) -> list[StationFigures]:
    """The consoles that have reported, with what waits there."""
    return [
        StationFigures(
            view.name, view.pending, max(0.0, (now - view.oldest).total_seconds()) if view.oldest else 0, view.seen
        )
        for view in stations.all()
        if view.seen is not None
    ]
