"""Running the centre: what administrators need beside the queues, put together in one place for the composition root.

Each part gives its routes, its health checks and its repeated work here; the queues know nothing of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from mmc_console.server.areas import AREAS
from mmc_console.server.auth import Auth
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Check
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.preferences import Preferences
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer


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


@dataclass
class Office:
    """The parts, as the server uses them."""

    preferences: Preferences
    rounds: Rounds
    routes: list[HTTPRouteHandler] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)

    def start(self) -> None:
        """Begin the repeated work; once the server answers."""
        self.rounds.start()

    async def stop(self) -> None:
        """End it."""
        await self.rounds.stop()


def open_office(centre: Centre) -> Office:
    """Everything, with its settings read. Nothing repeated runs before `start()`."""
    preferences = Preferences(centre.database, centre.clock, AREAS)
    preferences.load()
    return Office(preferences, Rounds())
