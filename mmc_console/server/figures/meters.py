"""Everything the running server counts, joined: what a sample, the dashboard and a scrape are taken from.

Belongs to the event loop. A minute is the difference between two readings, so that reading costs nobody anything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from sqlalchemy import Connection, func, select

from mmc_console.domain.service_day import calendar_of
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.figures import samples
from mmc_console.server.figures.counting import Scope, T
from mmc_console.server.figures.histogram import Histogram
from mmc_console.server.figures.samples import Sample
from mmc_console.server.figures.start import Started
from mmc_console.server.figures.traffic import GROUPS, Counted, Traffic
from mmc_console.server.hits import Hits
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.figures import StationFigures

LOOK_BACK: Final = 15
"""Readings kept, one a minute: "now" is about the last quarter of an hour."""

Stations = Callable[[], Sequence[StationFigures]]
"""What consoles and boards last reported. Reads the database, so it is asked on a thread."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All counters at one moment of the steady clock."""

    at: float
    groups: dict[str, Counted]
    stream: Histogram
    caches: dict[str, tuple[int, int]]


class Meters:
    """The counters of one server. *watching*: how many boards and phones are connected."""

    def __init__(
        self, database: Database, writer: Writer, feed: Feed, clock: Clock, caches: Sequence[Hits],
        watching: Callable[[], tuple[int, int]],
    ) -> None:  # fmt: skip
        self.database, self.writer, self.feed, self.clock = database, writer, feed, clock
        self.traffic = Traffic()
        self.started = Started()
        self.watching = watching
        self.stations: Stations | None = None
        """Set by whoever takes the stations' reports."""
        self._caches = tuple(caches)
        self._first = self._last = self.read()
        self._readings: deque[Reading] = deque([self._first], maxlen=LOOK_BACK)

    def read(self) -> Reading:
        """As it stands."""
        caches = {each.name: (each.asked, each.hits) for each in self._caches}
        groups = {name: self.traffic.groups[name].copy() for name in GROUPS}
        return Reading(monotonic(), groups, self.feed.delays.copy(), caches)

    def lately(self) -> tuple[float, dict[str, Counted]]:
        """The last quarter of an hour, or since the start: for how many seconds, and by group."""
        now, before = self.read(), self._readings[0]
        return now.at - before.at, {name: now.groups[name].since(before.groups[name]) for name in GROUPS}

    def growing(self) -> Sample:
        """What is not in a minute's sample yet."""
        return self._between(self._last, self.read(), {})

    async def minute(self) -> None:
        """The round: one sample more."""
        now, before = self.read(), self._last
        at, today = self.clock.now(), calendar_of(self.writer.center.center).day(self.clock.now())

        def write(conn: Connection) -> None:
            waiting = select(T.clinic, func.count()).where(Scope(today, today, today).rows, T.state == "waiting")
            by_clinic = {row[0]: row[1] for row in conn.execute(waiting.group_by(T.clinic))}
            samples.keep(conn, at, self._between(before, now, by_clinic))

        await asyncio.to_thread(self.database.transact, write)
        self._last = now
        self._readings.append(now)

    def _between(self, before: Reading, now: Reading, waiting: dict[str, int]) -> Sample:
        parts = [now.groups[name].since(before.groups[name]) for name in GROUPS]
        delay = Histogram()
        for part in parts:
            delay.add(part.delay)
        stream = now.stream.since(before.stream)
        caches = {}
        for name, (asked, hits) in now.caches.items():
            was = before.caches.get(name, (0, 0))
            if asked != was[0]:
                caches[name] = (asked - was[0], max(0, hits - was[1]))
        return Sample(
            seconds=round(now.at - before.at, 3), requests=sum(part.requests for part in parts),
            refused=sum(part.refused for part in parts), errors=sum(part.failed for part in parts),
            delay=delay.sparse(), delay_sum=round(delay.seconds, 6), stream=stream.sparse(),
            stream_sum=round(stream.seconds, 6), streams=self.feed.readers, caches=caches, waiting=waiting,
        )  # fmt: skip
