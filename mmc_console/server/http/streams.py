"""`GET /api/v1/events/stream`: Server-Sent Events from the feed, one sending task a stream."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from mmc_console.domain.ids import ClinicCode
from mmc_console.server.feed import Feed, Position, Reader, position_of
from mmc_console.server.http.guards import principal_of
from mmc_console.wire.json import Malformed

MAINTENANCE: Final = "maintenance"
"""Why a stream ends: a restore begins, and its reader is told."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def routes(feed: Feed) -> list[HTTPRouteHandler]:
    """The route, on this feed."""

    @get("/api/v1/events/stream", opt={"stream": True})
    async def stream_events(request: Request[Any, Any, Any]) -> ASGIApp:
        """Follow the log as it grows."""
        asked = request.query_params.getall("clinic", [])
        clinics = frozenset(ClinicCode(code) for code in asked) or None
        reader = feed.open(_after(request), clinics, principal_of(request).session)
        return _Stream(feed, reader)

    return [stream_events]


def _after(request: Request[Any, Any, Any]) -> Position | None:
    """Where the stream starts: the last event the client had, or now."""
    last = request.headers.get("last-event-id")
    if last:
        return position_of(last) or Position("", 0)
    after = request.query_params.get("after")
    if after is None:
        return None
    found = position_of(after)
    if found is None:
        raise Malformed("Expected EPOCH:SEQ", "$.after")
    return found


class _Stream:
    """Sends what its reader finds until one of the two sides ends it."""

    def __init__(self, feed: Feed, reader: Reader) -> None:
        self._feed, self._reader = feed, reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        watch = loop.create_task(_until_gone(receive, self._reader), name="stream")
        sending = loop.create_task(self._send(send), name="stream")
        self._reader.task = sending
        try:
            await asyncio.wait({sending})
            if not sending.cancelled():
                sending.result()
        finally:
            self._feed.leave(self._reader)
            sending.cancel()
            watch.cancel()
            await asyncio.gather(watch, sending, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        feed, reader, loop = self._feed, self._reader, asyncio.get_running_loop()
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        while not reader.ended:
            found = feed.next_bytes(reader)
            if not found:
                if reader.seq >= feed.seq:
                    await reader.wait()
                continue
            reader.sending_since = loop.time()
            await send({"type": "http.response.body", "body": found, "more_body": True})
            reader.sending_since = None
            feed.written(reader)
        last = b"event: maintenance\ndata: {}\n\n" if reader.ended == MAINTENANCE else b""
        last += f": {reader.ended}\n\n".encode()
        await send({"type": "http.response.body", "body": last, "more_body": False})


async def _until_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end("gone")
