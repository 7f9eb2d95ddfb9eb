"""One centre's health, joined: the checks, the stations, the history, and the look every minute that writes it down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.checks import DatabaseCheck, check_keys, check_log, check_rounds
from mmc_console.server.health.health import Check, Health
from mmc_console.server.health.history import History
from mmc_console.server.health.machine import CertificateCheck, ClockCheck, Machine, check_disk, check_memory
from mmc_console.server.health.probing import FeedCheck, StreamsCheck
from mmc_console.server.health.stations import Stations, check_boards, check_consoles
from mmc_console.server.keys import Keys
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Writer

log = logging.getLogger(__name__)

EVERY: Final = 60.0
TIDY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Watched:
    """What is looked after. *told*: the clock of what is told outside; *boards*: how many are connected."""

    folder: Path
    database: Database
    keys: Keys
    clock: Clock
    told: Clock
    writer: Writer
    feed: Feed
    boards: Callable[[], int]
    certificate: Path | None = None
    machine: Machine = field(default_factory=Machine)


class Watch:
    """Health as the server has it. `begin()` once all checks are there; `look` every minute."""

    def __init__(self, parts: Watched) -> None:
        self.stations = Stations(parts.database, parts.clock)
        self.history = History(parts.database, parts.clock)
        self.health = Health(_checks(parts, self.stations), parts.told, limit=parts.machine.patience)
        self._parts = parts
        self._looking = asyncio.Lock()
        self._tidied = parts.clock.now()

    def begin(self, rounds: Rounds, more: Mapping[str, Check]) -> None:
        """With the checks of the other parts, *more*, and what was known before this start."""
        self.health.add({"rounds": lambda: check_rounds(rounds), **more})
        self.stations.load()
        self.health.remember(self.history.last_said())
        rounds.add("health", EVERY, self.look)

    async def look(self) -> None:
        """Check everything and write it down. A database that takes nothing is told by its check, not again here."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        report = await self.health.report(fresh=True)
        changes = self.health.changes()
        try:
            await asyncio.to_thread(self.history.note, report.status, changes)
            self.health.written(len(changes))
            await asyncio.to_thread(self.stations.write)
            if self._parts.clock.now() - self._tidied >= TIDY:
                self._tidied = self._parts.clock.now()
                await asyncio.to_thread(self.history.forget)
        except StoreError as fault:
            log.debug("health cannot be written down: %s", fault.code)

    async def end(self) -> None:
        """The server ends, in order: it was there until now."""
        try:
            await asyncio.to_thread(self.stations.write)
        except StoreError as fault:
            log.debug("stations cannot be written down: %s", fault.code)


def _checks(parts: Watched, stations: Stations) -> dict[str, Check]:
    """The checks of every server, by the name they are reported under."""
    now = parts.clock.now
    behind = parts.writer.clock_doubt.behind
    clock = ClockCheck(parts.database, parts.clock, parts.folder, stations.skews, parts.machine, behind)
    found: dict[str, Check] = {
        "database": DatabaseCheck(parts.writer, parts.database, parts.clock, parts.machine.monotonic),
        "event_log": lambda: check_log(parts.writer, parts.database),
        "feed": FeedCheck(parts.feed, parts.database),
        "streams": StreamsCheck(parts.feed, parts.boards, parts.machine.monotonic),
        "disk": lambda: check_disk((parts.folder, parts.folder / "logs")),
        "memory": check_memory,
        "clock": clock,
        "keys": lambda: check_keys(parts.keys),
        "consoles": lambda: check_consoles(stations.all, now),
        "boards": lambda: check_boards(stations.all, now),
    }
    if parts.certificate is not None:
        found["certificate"] = CertificateCheck(parts.certificate, parts.clock)
    return found
