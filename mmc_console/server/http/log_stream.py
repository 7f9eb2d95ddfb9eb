"""`GET /api/v1/admin/logs/stream`: the log as it grows, as Server-Sent Events. Each message holds lines and a cursor.

The files are looked at twice a second, not the writing: a follower costs those who write nothing.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from mmc_console.server.auth import Auth
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.log_query import QUERY, cursor_of, wanted_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.logs import search as reading
from mmc_console.server.logs.search import Wanted
from mmc_console.wire.logs import LogsAnswer
from mmc_console.wire.problems import problem

LOOK_EVERY: Final = 0.5
BEAT_EVERY: Final = 15.0
FOLLOWERS_AT_MOST: Final = 16
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Followers:
    """Everybody who follows the log now. Ended with their session, and with the server."""

    def __init__(self, folder: Path, auth: Auth) -> None:
        self.folder = folder
        self._there: set[Follower] = set()
        self._loop = asyncio.get_running_loop()
        self._unsubscribe = auth.ended(lambda sessions: self._loop.call_soon_threadsafe(self._cut, sessions))

    def open(self, session: str, wanted: Wanted, after: str) -> Follower:
        """One more; refused where there are too many already."""
        if len(self._there) >= FOLLOWERS_AT_MOST:
            raise ProblemError(problem("unavailable", reason="too-many-followers"), {"Retry-After": "10"})
        return Follower(self, session, wanted, after)

    def close(self) -> None:
        """End them all."""
        self._unsubscribe()
        for follower in list(self._there):
            follower.ended.set()

    def join(self, follower: Follower) -> None:
        """It sends now."""
        self._there.add(follower)

    def leave(self, follower: Follower) -> None:
        """It sends no more."""
        self._there.discard(follower)

    def _cut(self, sessions: frozenset[str]) -> None:
        for follower in self._there:
            if follower.session in sessions:
                follower.ended.set()


class Follower:
    """One stream."""

    def __init__(self, followers: Followers, session: str, wanted: Wanted, after: str) -> None:
        self._followers, self.session, self._wanted, self._after = followers, session, wanted, after
        self.ended = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        self._followers.join(self)
        watch = loop.create_task(self._until_gone(receive), name="log stream")
        try:
            await self._send(send)
        finally:
            self._followers.leave(self)
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
        quiet = 0.0
        while not self.ended.is_set():
            look = partial(reading.newer, self._followers.folder, self._wanted, self._after)
            page = await asyncio.to_thread(look)
            self._after = page.cursor or self._after
            if page.lines:
                found = LogsAnswer(lines=tuple(page.lines), older="", newer=self._after, searched_to="")
                body = b"id: %s\nevent: lines\ndata: %s\n\n" % (self._after.encode(), msgspec.json.encode(found))
                await send({"type": "http.response.body", "body": body, "more_body": True})
                quiet = 0.0
                continue
            quiet += LOOK_EVERY
            if quiet >= BEAT_EVERY:
                await send({"type": "http.response.body", "body": b": still here\n\n", "more_body": True})
                quiet = 0.0
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self.ended.wait()
            except TimeoutError:
                continue
        await send({"type": "http.response.body", "body": b": over\n\n", "more_body": False})

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.ended.set()


def routes(followers: Followers) -> list[HTTPRouteHandler]:
    """The route."""

    @get("/api/v1/admin/logs/stream", opt={"stream": True, "query": QUERY | {"after": {"type": "string"}}})
    async def stream_logs(request: Request[Any, Any, Any]) -> ASGIApp:
        """Follow the log from `after` (or `Last-Event-ID`) on, oldest first."""
        wanted, after = wanted_of(request), cursor_of(request, "after")
        after = cursor_of(request, "last-event-id", request.headers.get("last-event-id", "")) or after
        return followers.open(principal_of(request).session, wanted, after)

    return [stream_logs]
