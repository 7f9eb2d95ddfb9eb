"""Running the centre: what administrators need beside the queues, put together in one place for the composition root.

Each part gives its routes, its health checks and its repeated work here; the queues know nothing of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from mmc_console.server.areas import AREAS
from mmc_console.server.auth import Auth
from mmc_console.server.centre.drafts import Drafts
from mmc_console.server.centre.publishing import Publishing
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Check
from mmc_console.server.http import centre as places
from mmc_console.server.http import forgetting as forgotten
from mmc_console.server.http import settings
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.people.forgetting import Forgetting
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
    office = Office(preferences, Rounds())
    _places(centre, office)
    return office


def _places(centre: Centre, office: Office) -> None:
    """The centre's data and its settings, and how long people are known."""
    drafts = Drafts(centre.database, centre.clock)
    publishing = Publishing(centre.database, centre.writer, drafts, centre.clock)
    forgetting = Forgetting(centre.database, centre.people, centre.writer, office.preferences, centre.clock)
    office.routes += places.routes(publishing, drafts, centre.writer, centre.auth, centre.clock)
    office.routes += settings.routes(office.preferences, centre.auth, lambda at: centre.writer.calendar.stamp(at))  # noqa: PLW0108 - the calendar of that moment
    office.routes += forgotten.routes(forgetting)
    office.rounds.add("publications", 1, publishing.round)
    office.rounds.add("patients", 3600, forgetting.round)
    office.checks["publications"] = publishing.check
