"""One centre's services on one open database, joined and taken apart again: the same for the server and its tests.

Read it from top to bottom and you know how everything is joined. Nothing else builds a service; who listens, and where
the database comes from, is the business of whoever opens this.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from litestar import Litestar
from litestar.types import ASGIApp
from msgspec.structs import replace

from mmc_console.domain.centre import Center
from mmc_console.server.alerts.rates import GroupCounters, Lately
from mmc_console.server.auth import Auth
from mmc_console.server.boards.registry import Registry
from mmc_console.server.boards.showing import Showing
from mmc_console.server.clock import CentreClock, Clock
from mmc_console.server.exit_pins import ExitPins
from mmc_console.server.feed import Feed
from mmc_console.server.figures.figures import FigureService
from mmc_console.server.figures.traffic import Timed
from mmc_console.server.health.machine import Machine
from mmc_console.server.health.watch import Watch, Watched
from mmc_console.server.http import (
    actions,
    admin,
    audited,
    auth,
    board_page,
    boards,
    guards,
    health,
    importing,
    metrics,
    older,
    pages,
    people,
    pins,
    plugins,
    reading,
    reports,
    restore,
    streams,
)
from mmc_console.server.http.app import build_app
from mmc_console.server.keys import Keys
from mmc_console.server.limits import Limits
from mmc_console.server.office import Centre, Office, Safe, open_office
from mmc_console.server.pages.live import Live
from mmc_console.server.pages.pages import Pages
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.people import People
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.reports.reports import Reports
from mmc_console.server.restore.from_backups import offer
from mmc_console.server.restore.service import Restoring
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer


@dataclass(frozen=True)
class Services:
    """What is running, and the application that answers for it."""

    app: Litestar
    front: ASGIApp
    """The application, timed: what the listener is given."""
    auth: Auth
    writer: Writer
    live: Live
    boards: Registry
    plugins: Plugins
    office: Office
    showing: Showing
    feed: Feed
    figures: FigureService
    watch: Watch

    async def let_go(self, why: str = "closing") -> None:
        """End every stream: nobody is told anything more. Before the listener closes, which would wait for them."""
        self.auth.imports.cancel()
        self.office.let_go()
        await self.showing.close()
        await self.feed.close(why)
        await self.live.close()


@asynccontextmanager
async def services_on(
    database: Database, keys: Keys, clock: Clock, folder: Path, first: Callable[[], Center], *, public_url: str = "",
    certificate: Path | None = None, machine: Machine | None = None, restoring: Restoring | None = None,
) -> AsyncIterator[Services]:  # fmt: skip
    """The services on *database*, which is open and of this version. *first* is published where no centre is yet.

    Writing begins at once; plugins and the office's rounds when they are started. *restoring* outlives them.
    """
    restoring = restoring or Restoring(folder, keys.folder, keys.database, clock)
    people_service = People(keys, clock)
    told = CentreClock(clock, lambda: writer.center.center)
    feed = Feed(told.now)
    plugin_parts = Parts(database, people_service, clock, lambda: writer.center, folder / "plugin-work")
    plugin_service = Plugins(plugin_parts, folder / "plugins")
    safe = Safe()
    writer = Writer(
        database, people_service, feed, clock, pin_key=keys.pages, safe_seq=safe, teller=plugin_service.teller
    )
    plugin_service.load()
    published = await asyncio.to_thread(writer.load)  # a long log takes seconds, and health is asked meanwhile
    writer.start()
    try:
        if not published:
            await writer.publish(first())
        if public_url and public_url != writer.center.center.public_url:
            await writer.publish(
                replace(writer.center, center=replace(writer.center.center, public_url=public_url))
            )  # fmt: skip
        auth_service = Auth(database, keys, clock, site=lambda: writer.center.center)
        exits = ExitPins(writer, clock)
        page_service = Pages(database, writer, clock, Tokens(keys.pages), exits)
        live = Live(page_service, feed, writer, clock)
        loop = asyncio.get_running_loop()
        auth_service.ended(lambda sessions: loop.call_soon_threadsafe(_cut, feed, sessions))
        registry = Registry(database, clock)
        showing = Showing(writer, registry, feed, clock)

        def stamp(at: datetime) -> datetime:
            return writer.calendar.stamp(at)

        watched = Watched(
            folder, database, keys, clock, told, writer, feed, lambda: showing.watching, certificate,
            machine or Machine(),
        )  # fmt: skip
        watch = Watch(watched)
        office = open_office(
            Centre(
                folder, database, keys, clock, people_service, writer, feed, auth_service, safe, watch.health,
                plugin_parts.alerts,
            )
        )  # fmt: skip
        await offer(office.backups, restoring)
        watch.begin(office.rounds, {"plugins": plugin_service.check, **office.checks})
        figures = FigureService(
            database, writer, feed, clock, office.preferences, (people_service.hits, auth_service.hits, feed.hits),
            lambda: (showing.watching, live.count),
        )  # fmt: skip
        figures.open(office.rounds, watch.history, watch.stations, office.incidents)
        office.alerts.measure(Lately(lambda: GroupCounters(figures.meters.traffic.groups)))
        app = build_app(
            [
                *actions.routes(writer, auth_service, office.audit),
                *reading.routes(writer, database, people_service, clock),
                *streams.routes(feed),
                *auth.routes(auth_service),
                *admin.routes(auth_service, lambda: [clinic.code for clinic in writer.center.clinics]),
                *importing.routes(
                    auth_service, lambda: [clinic.code for clinic in writer.center.clinics], office.audit
                ),
                *people.routes(writer, database, people_service, clock),
                *metrics.routes(figures),
                *reports.routes(Reports(database, writer, clock)),
                *plugins.routes(plugin_service),
                *health.routes(watch, registry, told, stamp),
                *pins.routes(writer),
                *older.routes(writer, database, people_service, clock, exits),
                *pages.routes(page_service, live),
                *boards.routes(registry, showing, writer),
                *board_page.routes(registry, showing),
                *restore.routes(restoring, auth_service, writer, database),
                *office.routes,
            ],
            guards.guard(auth_service, registry, Limits(office.preferences), figures.scraping),
            [audited.audited(office.audit)],
        )
        guards.check_table(app)
        services = Services(
            app, Timed(app, figures.meters.traffic), auth_service, writer, live, registry, plugin_service, office,
            showing, feed, figures, watch,
        )  # fmt: skip
        watching = loop.create_task(auth_service.watch(), name="auth")
        office.audit.start()
        try:
            yield services
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await services.let_go()
            await office.stop()
            await watch.end()
    finally:
        await asyncio.to_thread(plugin_service.stop)
        await writer.stop()


def _cut(feed: Feed, sessions: frozenset[str]) -> None:
    for session in sessions:
        feed.cut(session)
