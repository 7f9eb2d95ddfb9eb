"""The whole server in this process: real database, writer and routes, a clock moved by hand, no socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
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
from mmc_console.server.feed import Feed
from mmc_console.server.figures.figures import FigureService
from mmc_console.server.health.machine import Machine
from mmc_console.server.health.watch import Watch
from mmc_console.server.keys import Keys
from mmc_console.server.office import Office
from mmc_console.server.pages.live import Live
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.services import services_on
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import Writer
from tests.server.auth_http import Caller
from tests.server.auth_parts import GOOD, HandClock, opened


class HandMachine(Machine):
    """Time passes as the clock is moved, and no file is from the future."""

    patience = 60.0  # a machine that runs tests stands still for seconds now and then

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    def monotonic(self) -> float:
        return self._clock.passed()

    def newest(self, files: Iterable[Path]) -> None:
        return None


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
    office: Office
    figures: FigureService
    keys: Keys
    watch: Watch
    feed: Feed

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
        center = parse_center(assets.path("resources", "center.json").read_bytes())
        async with services_on(database, keys, clock, place, lambda: center, machine=HandMachine(clock)) as services:
            services.auth.ensure_first_admin(GOOD)
            transport = httpx.ASGITransport(
                app=cast("Any", services.front), raise_app_exceptions=True, client=("192.0.2.1", 40_000)
            )
            async with httpx.AsyncClient(transport=transport, base_url="http://centre.test") as client:
                yield Server(
                    services.app, services.auth, services.writer, database, clock, center, client, services.live,
                    services.boards, services.plugins, services.office, services.figures, keys, services.watch,
                    services.feed,
                )  # fmt: skip


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
