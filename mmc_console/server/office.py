"""Running the centre: what administrators need beside the queues, put together in one place for the composition root.

Each part gives its routes, its health checks and its repeated work here; the queues know nothing of any of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from mmc_console import __version__
from mmc_console.server.alerts.looking import looks_of
from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.alerts.service import EVERY as ALERTS_EVERY
from mmc_console.server.alerts.service import Alerts
from mmc_console.server.areas import AREAS
from mmc_console.server.audit import Audit
from mmc_console.server.audit.checks import EVERY, Checks
from mmc_console.server.auth import Auth
from mmc_console.server.backups.check import check
from mmc_console.server.backups.service import Backups
from mmc_console.server.backups.service import Parts as BackupParts
from mmc_console.server.centre.drafts import Drafts
from mmc_console.server.centre.publishing import Publishing
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Check, Health
from mmc_console.server.http import alerts as alerts_http
from mmc_console.server.http import audit as audit_routes
from mmc_console.server.http import backups as backups_http
from mmc_console.server.http import centre as places
from mmc_console.server.http import forgetting as forgotten
from mmc_console.server.http import incidents as incidents_http
from mmc_console.server.http import keys as keys_routes
from mmc_console.server.http import log_stream, settings
from mmc_console.server.http import logs as logs_http
from mmc_console.server.http.log_stream import Followers
from mmc_console.server.incidents import Incidents
from mmc_console.server.keys import Keys
from mmc_console.server.logs.keeping import check_log_file, keep_logs
from mmc_console.server.people import People
from mmc_console.server.people.forgetting import Forgetting
from mmc_console.server.preferences import Preferences
from mmc_console.server.restore import leftover
from mmc_console.server.rotation import Rotation
from mmc_console.server.rotation.copies import Copies
from mmc_console.server.rotation.rotation import EVERY as ROTATION_EVERY
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
    health: Health
    outbox: Outbox
    """News of alerts, for plugins."""


@dataclass
class Office:
    """The parts, as the server uses them."""

    preferences: Preferences
    rounds: Rounds
    audit: Audit
    backups: Backups
    alerts: Alerts
    incidents: Incidents
    followers: Followers
    routes: list[HTTPRouteHandler] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)
    stops: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What is to be ended after the rounds."""

    def start(self) -> None:
        """Begin the repeated work; once the server answers."""
        self.audit.record("server-started", by=None, detail={"version": __version__})
        self.alerts.start()
        self.rounds.start()

    def let_go(self) -> None:
        """End every stream."""
        self.followers.close()

    async def stop(self) -> None:
        """End it."""
        await self.rounds.stop()
        self.alerts.stop()
        for stop in self.stops:
            await stop()
        await self.audit.stop()


def open_office(centre: Centre) -> Office:
    """Everything, with its settings read. Nothing repeated runs before `start()`."""
    preferences = Preferences(centre.database, centre.clock, AREAS)
    preferences.load()
    rounds = Rounds()
    writer = centre.writer
    audit = Audit(centre.database, centre.keys, centre.clock)
    backups = Backups(BackupParts(
        centre.folder, centre.database, centre.keys, centre.clock, preferences,
        site=lambda: writer.center.center, epoch=lambda: writer.epoch, audit=audit,
    ))  # fmt: skip
    logs = centre.folder / "logs"
    alerts = Alerts(centre.database, centre.clock, preferences, centre.outbox)
    incidents = Incidents(centre.database, centre.clock, logs)
    office = Office(preferences, rounds, audit, backups, alerts, incidents, Followers(logs, centre.auth))
    _keep_logs(centre, office)
    _keep_alerts(centre, office)
    _keep_audit(centre, office)
    _keep_keys(centre, office)
    _keep_backups(centre, office)
    _places(centre, office)
    return office


def _keep_logs(centre: Centre, office: Office) -> None:
    folder = centre.folder / "logs"
    office.routes += logs_http.routes(folder, centre.clock)
    office.routes += log_stream.routes(office.followers)
    office.checks["log"] = check_log_file
    office.rounds.add("logs", 600, partial(keep_logs, folder, office.preferences, centre.clock))


def _keep_alerts(centre: Centre, office: Office) -> None:
    def stamp(at: datetime) -> datetime:
        return centre.writer.calendar.stamp(at)

    office.alerts.load()
    office.alerts.watch(looks_of(centre.health))
    office.routes += alerts_http.routes(office.alerts)
    office.routes += incidents_http.routes(office.incidents, office.alerts, stamp)
    office.rounds.add("alerts", ALERTS_EVERY, office.alerts.look)


def _keep_audit(centre: Centre, office: Office) -> None:
    writer = centre.writer
    checks = Checks(centre.database, centre.keys, office.audit, centre.clock)
    checks.load()
    office.routes += audit_routes.routes(centre.database, centre.keys, checks, lambda: writer.center.center)
    office.checks["audit"] = checks.verdict
    office.rounds.add("audit", EVERY, checks.round)


def _keep_keys(centre: Centre, office: Office) -> None:
    rotation = Rotation(centre.database, centre.keys, centre.clock, office.audit)
    rotation.load()
    copies = Copies(centre.database, centre.keys, centre.clock, office.audit)
    writer = centre.writer
    office.routes += keys_routes.routes(
        rotation, copies, centre.auth, lambda: office.rounds.hurry("keys"), lambda: writer.center.center
    )  # fmt: skip
    office.rounds.add("keys", ROTATION_EVERY, rotation.round)


def _keep_backups(centre: Centre, office: Office) -> None:
    kept = office.backups
    centre.safe.ask = kept.safe_seq
    office.routes += backups_http.routes(kept)
    office.checks["backups"] = lambda: check(kept)
    office.rounds.add("backups", 60, kept.round, at_once=False)  # a start has better things to do
    office.rounds.add("shipping", 5, kept.look_after_shipping)
    office.rounds.add("replaced", leftover.EVERY, leftover.Leftover(centre.folder, centre.clock).round)
    office.stops.append(kept.stop)


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
