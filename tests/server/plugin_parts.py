"""Plugins in tests: a gateway that counts what it is sent, and a centre in this process with plugins of any code."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.clock import SystemClock
from mmc_console.server.feed import Feed
from mmc_console.server.people import People
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import Writer
from mmc_console.wire.plugins import PluginChange, PluginView
from tests.server.auth_parts import HandClock, opened
from tests.server.writer_parts import Place, center

PATIENCE = 40.0
EVENTS_AND_NOTICES = (
    "from mmc_console.plugins.api import *\n"
    'about = About(version="1", summary={"en": "x"}, permissions=("events", "notices", "contact", "name"))\n'
)


@dataclass
class Request:
    """What a gateway was sent."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        """The idempotency key."""
        return self.headers.get("idempotency-key", "")

    @property
    def json(self) -> Any:
        """The body."""
        return msgspec.json.decode(self.body)


@dataclass
class Gateway:
    """An HTTP service of somebody else's: keeps every request, and answers as it is told."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """The next answers; then 200."""
    taken: set[str] = field(default_factory=set)
    """Keys it has acted on: a repeated one is answered again and not acted on."""
    holding: threading.Event = field(default_factory=threading.Event)
    """While set, requests are taken in and not answered."""
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def keys(self) -> list[str]:
        """Of every request, in order."""
        return [request.key for request in self.requests]


@contextmanager
def gateway(cert: Path | None = None, key: Path | None = None) -> Iterator[Gateway]:
    """A gateway on this PC; behind TLS with a certificate."""
    found = Gateway()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            request = Request(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            found.requests.append(request)
            status, more = found.answers.pop(0) if found.answers else (200, {})
            if status == 200:
                found.taken.add(request.key)
            found.arrived.release()
            while found.holding.is_set():
                threading.Event().wait(0.01)
            try:
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        # house(names): the library calls it so
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asked was killed, or would not take our certificate: part of the story."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    found.url = f"http://127.0.0.1:{server.server_address[1]}/in"
    if cert is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        found.url = f"https://localhost:{server.server_address[1]}/in"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="gateway")
    thread.start()
    try:
        yield found
    finally:
        found.holding.clear()
        server.shutdown()
        server.server_close()
        thread.join()


def until(met: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Wait until *met* says something true; what it says."""
    pause, end = threading.Event(), time.monotonic() + patience
    while not (found := met()):
        assert time.monotonic() < end, "it never came"
        pause.wait(0.02)
    return found


async def in_time(met: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """The same, while this loop goes on."""
    return await asyncio.to_thread(until, met, patience)


@dataclass
class Plugged:
    """A running centre with plugins."""

    place: Place
    plugins: Plugins
    folder: Path
    outbox: Outbox

    def write(self, name: str, body: str, head: str = EVENTS_AND_NOTICES) -> None:
        """A plugin of the centre's own."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / f"{name}.py").write_text(head + body, encoding="utf-8")

    async def change(self, name: str, **fields: Any) -> PluginView:
        """What an administrator decides."""
        return await asyncio.to_thread(self.plugins.change, name, PluginChange(**fields))

    async def one(self, name: str) -> PluginView:
        """How it stands."""
        return await asyncio.to_thread(self.plugins.one, name)

    async def counted(self, name: str, patience: float = PATIENCE, **counts: int) -> PluginView:
        """Wait until these counts are reached."""

        def reached() -> PluginView | None:
            view = self.plugins.one(name)
            return view if all(view.counts[key] >= count for key, count in counts.items()) else None

        found: PluginView = await in_time(reached, patience)
        return found

    def told(self, name: str) -> list[str]:
        """The lines of the file `told` where the plugin works."""
        file = self.folder.parent / "work" / name / "told"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@asynccontextmanager
async def plugged(
    place: Path, *, clock: Any = None, call_seconds: float = 1.0, first_retry: float = 0.05
) -> AsyncIterator[Plugged]:
    """A centre in *place* whose plugins have little time and are tried again soon."""
    ticking: Any = clock or SystemClock()
    with opened(place, tables=False) as (database, keys):
        migrate(database, ticking.now())
        people, feed = People(keys, ticking), Feed(ticking.now)
        parts = Parts(
            database, people, ticking, lambda: writer.center, place / "work", call_seconds=call_seconds,
            first_retry=first_retry,
        )  # fmt: skip
        plugins = Plugins(parts, place / "plugins")
        writer = Writer(database, people, feed, ticking, pin_key=keys.index, teller=plugins.teller)
        plugins.load()
        published = writer.load()
        writer.start()
        try:
            if not published:
                await writer.publish(center())
            plugins.start()
            stand: HandClock = ticking  # what desks need of it is the time
            here = Place(writer, feed, database, people, keys, stand)
            yield Plugged(here, plugins, place / "plugins", parts.alerts)
        finally:
            await feed.close()
            await asyncio.to_thread(plugins.stop)
            await writer.stop()


NOTE = 'def note(text):\n    with open("told", "a", encoding="utf-8") as file:\n        file.write(text + "\\n")\n\n'
