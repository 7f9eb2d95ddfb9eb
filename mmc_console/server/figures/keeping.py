"""Sees to it that the lines of every day that is over are kept: yesterday's in the first minutes of a day, and after an
update or a restore all others by and by, the newest first."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Final

from mmc_console.domain.service_day import calendar_of
from mmc_console.server.clock import Clock
from mmc_console.server.figures import kept
from mmc_console.server.figures.lines import Lines
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer

EVERY: Final = 300
AT_ONCE: Final = 100
"""Days a round makes at most; each takes some 20 ms of a thread for 3,000 tickets."""
PAUSE: Final = 0.2


class Keeping:
    """The round that keeps them."""

    def __init__(self, database: Database, writer: Writer, clock: Clock, *, pause: float = PAUSE) -> None:
        self._database, self._writer, self._clock, self.pause = database, writer, clock, pause

    async def round(self) -> None:
        """Keep what is not kept yet. Between two days others have the processor."""
        calendar = calendar_of(self._writer.center.center)
        today, lines = calendar.day(self._clock.now()), Lines(calendar)
        for day in (await asyncio.to_thread(self._missing, today, lines))[:AT_ONCE]:
            await asyncio.to_thread(self.keep, day, lines)
            await asyncio.sleep(self.pause)

    def keep(self, day: date, lines: Lines) -> bool:
        """Keep one day; False when it has changed meanwhile, and has to wait for the next round. Blocks."""
        self._database.transact(lambda conn: kept.make_room(conn, day, lines.made))
        with self._database.read() as conn:
            made = lines.keep(conn, day)
        return self._database.transact(lambda conn: kept.fill(conn, day, made))

    def _missing(self, today: date, lines: Lines) -> list[date]:
        with self._database.read() as conn:
            return kept.missing(conn, today, lines.made)
