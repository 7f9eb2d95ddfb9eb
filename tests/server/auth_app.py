"""The whole server in this process: real database, writer and routes, a clock moved by hand, no socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import msgspec
from litestar import Litestar

from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.server.auth import Auth
from mmc_console.server.boards.registry import Registry
from mmc_console.server.boards.showing import Showing
from mmc_console.server.clock import CentreClock
from mmc_console.server.exit_pins import ExitPins
from mmc_console.server.feed import Feed
from mmc_console.server.http import (
    actions,
    admin,
    auth,
    board_page,
    boards,
    guards,
    health,
    metrics,
    older,
    pages,
    people,
    pins,
    plugins,
    reading,
    streams,
)
from mmc_console.server.http.app import build_app
from mmc_console.server.pages.live import Live
from mmc_console.server.pages.pages import Pages
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.people import People
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import Writer
from tests.server.auth_http import Caller
from tests.server.auth_parts import GOOD, HandClock, opened


@dataclass
class Server:
    """A running server and what it is made of."""

    app: Litestar
    auth: Auth
    writer: Writer
    database: Database
    clock: HandClock
    center: Center
    client: httpx.AsyncClient
    live: Live
    boards: Registry
    plugins: Plugins

    def caller(self) -> Caller:
        """A console that has not signed in yet."""
        return Caller(self.client)

    async def person(self, username: str, *roles: str, clinics: tuple[str, ...] = ()) -> Caller:
        """Somebody new, signed in on a console of the own."""
        await asyncio.to_thread(self.auth.add_user, username, GOOD, roles, clinics)
        return await self.caller().sign_in(username, device=f"console-of-{username}")


@asynccontextmanager
async def server_in(place: Path) -> AsyncIterator[Server]:
    """A server in *place* with the reference centre and `admin`, who signs in with GOOD."""
    clock = HandClock()
    with opened(place, tables=False) as (database, keys):
        migrate(database, clock.now())
        told = CentreClock(clock, lambda: writer.center.center)
        people_service, feed = People(keys, clock), Feed(told.now)
        plugin_parts = Parts(database, people_service, clock, lambda: writer.center, place / "plugin-work")
        plugin_service = Plugins(plugin_parts, place / "plugins")
        writer = Writer(database, people_service, feed, clock, pin_key=keys.index, teller=plugin_service.teller)
        plugin_service.load()
        published = writer.load()
        writer.start()
        try:
            center = parse_center(assets.path("resources", "center.json").read_bytes())
            if not published:
                await writer.publish(center)
            service = Auth(database, keys, clock, site=lambda: center.center)
            service.ensure_first_admin(GOOD)
            exits = ExitPins(writer, clock)
            page_service = Pages(database, writer, clock, Tokens(keys.index), exits)
            live = Live(page_service, feed, writer, clock)
            registry = Registry(database, clock)
            showing = Showing(writer, registry, feed, clock)
            app = build_app(
                [
                    *actions.routes(writer, service),
                    *reading.routes(writer, database, people_service, clock),
                    *streams.routes(feed),
                    *auth.routes(service),
                    *admin.routes(service, lambda: [clinic.code for clinic in writer.center.clinics]),
                    *people.routes(writer, database, people_service, clock),
                    *metrics.routes(writer, database, clock),
                    *plugins.routes(plugin_service),
                    *health.routes(writer, database, keys, clock, told, place, {"plugins": plugin_service.check}),
                    *pins.routes(writer),
                    *older.routes(writer, database, people_service, clock, exits),
                    *pages.routes(page_service, live),
                    *boards.routes(registry, showing, writer),
                    *board_page.routes(registry, showing),
                ],
                guards.guard(service, registry),
            )
            transport = httpx.ASGITransport(
                app=cast("Any", app), raise_app_exceptions=True, client=("192.0.2.1", 40_000)
            )
            async with httpx.AsyncClient(transport=transport, base_url="http://centre.test") as client:
                yield Server(app, service, writer, database, clock, center, client, live, registry, plugin_service)
            await showing.close()
            await feed.close()
            await live.close()
        finally:
            await asyncio.to_thread(plugin_service.stop)
            await writer.stop()


async def raw_call(
    app: Litestar, method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], Any]:
    """One request straight into the application, hung up as soon as the answer has begun: right for streams too."""
    plain, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []
    begun = asyncio.Event()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": body, "more_body": False}
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) > 1:
            begun.set()

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": plain, "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in (headers or {}).items()],
        "client": ("192.0.2.1", 40_000), "server": ("centre.test", 80), "state": {},
    }  # fmt: skip
    await asyncio.wait_for(app(scope, receive, send), 30)  # type: ignore[arg-type]  # plain dicts and functions
    content = b"".join(message.get("body", b"") for message in sent[1:])
    found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
    parsed = msgspec.json.decode(content) if "json" in found.get("content-type", "") else content
    return sent[0]["status"], found, parsed
