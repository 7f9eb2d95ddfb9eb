"""Running the centre: what administrators need beside the queues, put together in one place for the composition root.

Each part gives its routes, its health checks and its repeated work here; the queues know nothing of any of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from mmc_console.server.areas import AREAS
from mmc_console.server.auth import Auth
from mmc_console.server.backups.check import check
from mmc_console.server.backups.service import Backups
from mmc_console.server.backups.service import Parts as BackupParts
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Check
from mmc_console.server.http import backups as backups_http
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.preferences import Preferences
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer


class Safe:
    """Up to which event a verified backup holds the log; the writer tells consoles before there are any backups."""

    def __init__(self) -> None:
        self.ask: Callable[[], int] = lambda: 0

    def __call__(self) -> int:
        """As it is now."""
        return self.ask()


@dataclass(frozen=True)
class Centre:
    """What the office works on."""

    folder: Path
    database: Database
    keys: Keys
    clock: Clock
    people: People
    writer: Writer
    feed: Feed
    auth: Auth
    safe: Safe


@dataclass
class Office:
    """The parts, as the server uses them."""

    preferences: Preferences
    rounds: Rounds
    backups: Backups
    routes: list[HTTPRouteHandler] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)
    stops: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What is to be ended after the rounds."""

    def start(self) -> None:
        """Begin the repeated work; once the server answers."""
        self.rounds.start()

    async def stop(self) -> None:
        """End it."""
        await self.rounds.stop()
        for stop in self.stops:
            await stop()


def open_office(centre: Centre) -> Office:
    """Everything, with its settings read. Nothing repeated runs before `start()`."""
    preferences = Preferences(centre.database, centre.clock, AREAS)
    preferences.load()
    writer = centre.writer
    backups = Backups(BackupParts(
        centre.folder, centre.database, centre.keys, centre.clock, preferences,
        site=lambda: writer.center.center, epoch=lambda: writer.epoch,
    ))  # fmt: skip
    office = Office(preferences, Rounds(), backups)
    _keep_backups(centre, office)
    return office


def _keep_backups(centre: Centre, office: Office) -> None:
    kept = office.backups
    centre.safe.ask = kept.safe_seq
    office.routes += backups_http.routes(kept)
    office.checks["backups"] = lambda: check(kept)
    office.rounds.add("backups", 60, kept.round, at_once=False)  # a start has better things to do
    office.rounds.add("shipping", 5, kept.look_after_shipping)
    office.stops.append(kept.stop)
