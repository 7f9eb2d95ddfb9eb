"""The parts of figures, joined for the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.figures.dashboard import Dashboard
from mmc_console.server.figures.meters import Meters
from mmc_console.server.figures.scraping import Scraping
from mmc_console.server.hits import Hits
from mmc_console.server.preferences import Preferences
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer

SAMPLE_EVERY: Final = 60


class FigureService:
    """What is measured, what is made of it, and who may scrape it."""

    def __init__(
        self, database: Database, writer: Writer, feed: Feed, clock: Clock, preferences: Preferences,
        caches: Sequence[Hits], watching: Callable[[], tuple[int, int]],
    ) -> None:  # fmt: skip
        self.meters = Meters(database, writer, feed, clock, caches, watching)
        self.dashboard = Dashboard(self.meters, preferences)
        self.scraping = Scraping(database, clock)

    def open(self, rounds: Rounds) -> None:
        """Read what is kept, and sample from now on, once the rounds begin."""
        self.scraping.load()
        rounds.add("figures", SAMPLE_EVERY, self.meters.minute, at_once=False)
