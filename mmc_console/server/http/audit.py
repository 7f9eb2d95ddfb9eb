"""The audit over HTTP, for administrators: read, searched, taken along as a file, checked. Nothing changes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from datetime import UTC, datetime
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from mmc_console.domain.centre import Site
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.whole import MOST
from mmc_console.server.audit.checks import Checks
from mmc_console.server.audit.reading import Wanted, count, everything, page
from mmc_console.server.audit.sheet import sheet
from mmc_console.server.http.acts import all_acts
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.requests import answer, whole
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.wire.audit import ENTRIES_AT_MOST, AuditCheck, AuditPage
from mmc_console.wire.json import Malformed

LONGEST: Final = 80
_TEXT: Final[dict[str, Any]] = {"type": "string", "maxLength": LONGEST}
_FILTER: Final[dict[str, Any]] = dict.fromkeys(("from", "until", "act", "user", "device", "about"), _TEXT)
_PAGED: Final[dict[str, Any]] = {
    **_FILTER, "before": {"type": "integer", "minimum": 0},
    "limit": {"type": "integer", "minimum": 1, "maximum": ENTRIES_AT_MOST},
}  # fmt: skip


def routes(database: Database, keys: Keys, checks: Checks, site: Callable[[], Site]) -> list[HTTPRouteHandler]:
    """The routes, on this database; *site*: the centre as it is now, for its time."""
    background: set[asyncio.Task[Any]] = set()

    def stamp(at_ms: int) -> datetime:
        return calendar_of(site()).stamp(datetime.fromtimestamp(at_ms / 1000, UTC))

    def look(wanted: Wanted, before: int | None, limit: int) -> AuditPage:
        with database.read() as conn:
            found = page(conn, wanted, stamp, before=before, limit=limit)
            total = count(conn, wanted) if before is None else 0
        more = found[-1].seq if len(found) == limit else None
        return AuditPage(entries=found, next=more, count=total, acts=tuple(sorted(all_acts())))

    def file(wanted: Wanted) -> Generator[bytes]:
        with database.read() as conn:
            yield from sheet(keys.audit, everything(conn, wanted, stamp))

    def shown() -> AuditCheck:
        found = checks.shown
        return found if found.at is None else AuditCheck(
            running=found.running, done=found.done, total=found.total, at=calendar_of(site()).stamp(found.at),
            fault=found.fault,
        )  # fmt: skip

    @get("/api/v1/admin/audit", opt={"answer": AuditPage, "query": _PAGED})
    async def read_audit(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The entries that are looked for, newest first. Reading them is recorded."""
        wanted = wanted_of(request)
        query = request.query_params
        before = whole(query.get("before"), "before", least=0, most=MOST, default=-1)
        limit = whole(query.get("limit"), "limit", least=1, most=ENTRIES_AT_MOST, default=ENTRIES_AT_MOST)
        return answer(await asyncio.to_thread(look, wanted, None if before < 0 else before, limit))

    @get("/api/v1/admin/audit/export", opt={"query": _FILTER, "media": "text/csv"})
    async def export_audit(request: Request[Any, Any, Any]) -> Stream:
        """The entries that are looked for as CSV, oldest first, sealed in the last line."""
        wanted = wanted_of(request)
        note(request.scope, **{name: value for name in _FILTER if (value := request.query_params.get(name))})
        parts = file(wanted)
        headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
        return Stream(_threaded(parts), media_type="text/csv", headers=headers)

    @get("/api/v1/admin/audit/verify", opt={"answer": AuditCheck})
    async def read_check() -> Response[bytes]:
        """The check under way, else what the last one found."""
        return answer(shown())

    @post("/api/v1/admin/audit/verify", status_code=200, opt={"answer": AuditCheck})
    async def check_chain(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Begin a check of the whole chain; how it goes is asked with GET."""
        if not checks.shown.running:
            task = asyncio.get_running_loop().create_task(checks.run(principal_of(request)), name="audit check")
            background.add(task)
            task.add_done_callback(background.discard)
            await asyncio.sleep(0)
        return answer(shown())

    return [read_audit, export_audit, read_check, check_chain]


def wanted_of(request: Request[Any, Any, Any]) -> Wanted:
    """What the query asks for; Malformed names the field."""
    query = request.query_params
    texts: dict[str, str | None] = {}
    for name in ("act", "user", "device", "about"):
        text = query.get(name)
        if text is not None and len(text) > LONGEST:
            raise Malformed(f"Expected at most {LONGEST} characters", f"$.{name}")
        texts[name] = text or None
    return Wanted(_moment(query.get("from"), "from"), _moment(query.get("until"), "until"), **texts)


def _moment(text: str | None, field: str) -> int | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 1970 < at.year < 9999:
        raise Malformed("Expected a time with an offset", f"$.{field}")
    return int(at.timestamp() * 1000)


async def _threaded(parts: Generator[bytes]) -> AsyncIterator[bytes]:
    """Each part made on a thread: the database is not read in the event loop, and let go however this ends."""
    try:
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            yield part
    finally:
        parts.close()
