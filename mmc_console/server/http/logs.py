"""The log over HTTP: administrators search it and follow it, consoles hand in what went wrong with them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.clock import Clock
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.log_query import QUERY, cursor_of, wanted_of
from mmc_console.server.http.requests import answer, body_of, whole
from mmc_console.server.limits import Buckets, TooManyRequests
from mmc_console.server.logs import search as reading
from mmc_console.server.logs.search import Page
from mmc_console.wire.logs import ID, DeviceLine, DeviceLogs, LogLine, LogsAnswer, safe, stamp

T = TypeVar("T")

log = logging.getLogger(__name__)
consoles = logging.getLogger("console")
"""What consoles say; a logger of its own, so that a filter on `console` shows all of it."""

LIMIT: Final = 500
EXPORT_LINES: Final = 20_000
EXPORT_SECONDS: Final = 5.0
LINES_PER_SECOND, LINES_BURST = 1.0, 600
"""Lines that one console hands in: after a long time alone all that it keeps, then one a second."""


def routes(folder: Path, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes, on the log in *folder*."""
    one_at_a_time = asyncio.Semaphore(1)
    lines = Buckets()

    async def look(work: Callable[[], T]) -> T:
        """A search reads and compares a lot: one at a time leaves the processor to those who call patients."""
        async with one_at_a_time:
            return await asyncio.to_thread(work)

    @get(
        "/api/v1/admin/logs",
        opt={
            "answer": LogsAnswer,
            "query": QUERY
            | {"cursor": {"type": "string"}, "limit": {"type": "integer", "minimum": 1, "maximum": LIMIT}},
        },
    )
    async def read_logs(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Lines of the log, newest first; `older` goes on, also where the time of one search found nothing."""
        wanted, cursor = wanted_of(request), cursor_of(request, "cursor")
        limit = whole(request.query_params.get("limit"), "limit", least=1, most=LIMIT, default=200)

        def work() -> LogsAnswer:
            end = reading.end(folder)
            return _answer(reading.search(folder, wanted, cursor, limit), newer=end)

        return answer(await look(work))

    @get("/api/v1/admin/logs/export", opt={"media": "text/plain", "query": QUERY})
    async def export_logs(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The newest lines that are wanted, oldest first, one JSON object a line, as a file."""
        wanted = wanted_of(request)

        def work() -> bytes:
            page = reading.search(folder, wanted, "", EXPORT_LINES, EXPORT_SECONDS)
            return b"".join(msgspec.json.encode(line) + b"\n" for line in reversed(page.lines))

        raw = await look(work)
        headers = {"Content-Disposition": 'attachment; filename="log.jsonl"'}
        return Response(raw, media_type="text/plain", headers=headers)

    @post("/api/v1/devices/me/logs", status_code=204, opt={"body": DeviceLogs, "status": 204})
    async def take_logs(request: Request[Any, Any, Any]) -> Response[None]:
        """What went wrong at this console or board."""
        told, who = await body_of(request, DeviceLogs), principal_of(request)
        now = clock.now()
        wait = lines.take(who.device, LINES_PER_SECOND, LINES_BURST, max(1, len(told.lines)))
        if wait:
            raise TooManyRequests("lines", wait, LINES_PER_SECOND, LINES_BURST)
        for line in told.lines:
            _say(taken(line, now, who.device, who.session))
        if told.lost:
            _say(taken(_lost(told.lost, now), now, who.device, who.session))
        return Response(None, status_code=204)

    return [read_logs, export_logs, take_logs]


def taken(line: DeviceLine, now: datetime, device: str, session: str) -> LogLine:
    """A console's line as the log keeps it: under this server's time, and nothing in it looks like another line."""
    return LogLine(
        at=stamp(now), level=line.level, source=safe(f"console.{line.source.removeprefix('mmc_console.')}", 120),
        text=safe(line.text), code=_word(line.code), request=_word(line.request),
        actions=tuple(id for id in line.actions if ID.fullmatch(id)), device=safe(device, 80), session=session,
        said_at=safe(line.at, 32), trace=tuple(safe(each, 200) for each in line.trace),
    )  # fmt: skip


def _word(text: str) -> str:
    return text if ID.fullmatch(text) else ""


def _lost(count: int, now: datetime) -> DeviceLine:
    return DeviceLine(at=stamp(now), level="warning", source="logs", text=f"{count} lines of this console were lost")


def _say(line: LogLine) -> None:
    consoles.log(logging.getLevelNamesMapping()[line.level.upper()], line.text, extra={"line": line})


def _answer(page: Page, newer: str) -> LogsAnswer:
    return LogsAnswer(lines=tuple(page.lines), older=page.cursor, newer=newer, searched_to=page.searched_to)
