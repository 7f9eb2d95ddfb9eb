"""Running the centre: what administrators need beside the queues, put together in one place for the composition root.

Each part gives its routes, its health checks and its repeated work here; the queues know nothing of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from mmc_console.domain.service_day import calendar_of
from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.alerts.service import EVERY, Alerts
from mmc_console.server.areas import AREAS
from mmc_console.server.auth import Auth
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Check
from mmc_console.server.http import alerts, incidents, log_stream, logs
from mmc_console.server.http.log_stream import Followers
from mmc_console.server.incidents import Incidents
from mmc_console.server.keys import Keys
from mmc_console.server.logs.keeping import check_log_file, keep_logs
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
    outbox: Outbox = field(default_factory=Outbox)
    """News of alerts, for plugins."""


@dataclass
class Office:
    """The parts, as the server uses them."""

    preferences: Preferences
    rounds: Rounds
    alerts: Alerts
    incidents: Incidents
    followers: Followers
    routes: list[HTTPRouteHandler] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)

    def start(self) -> None:
        """Begin the repeated work; once the server answers."""
        self.alerts.start()
        self.rounds.start()

    def let_go(self) -> None:
        """End every stream."""
        self.followers.close()

    async def stop(self) -> None:
        """End it."""
        await self.rounds.stop()
        self.alerts.stop()


def open_office(centre: Centre) -> Office:
    """Everything, with its settings read. Nothing repeated runs before `start()`."""
    preferences = Preferences(centre.database, centre.clock, AREAS)
    preferences.load()
    alert_service = Alerts(centre.database, centre.clock, preferences, centre.outbox)
    alert_service.load()
    incident_service = Incidents(centre.database, centre.clock, centre.folder / "logs")
    followers = Followers(centre.folder / "logs", centre.auth)
    office = Office(preferences, Rounds(), alert_service, incident_service, followers)
    office.routes += alerts.routes(alert_service)
    office.routes += incidents.routes(
        incident_service, alert_service, lambda at: calendar_of(centre.writer.center.center).stamp(at)
    )  # fmt: skip
    office.rounds.add("alerts", EVERY, alert_service.look)
    office.routes += logs.routes(centre.folder / "logs", centre.clock)
    office.routes += log_stream.routes(followers)
    office.checks["log"] = check_log_file
    office.rounds.add("logs", 600, partial(keep_logs, centre.folder / "logs", preferences, centre.clock))
    return office
