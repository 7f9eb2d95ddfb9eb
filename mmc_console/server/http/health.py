"""Health over HTTP, for everybody: says whether, never how. 503 only when the server cannot do its work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from mmc_console.server.clock import Clock
from mmc_console.server.health import Check, Health, Report
from mmc_console.server.health.checks import checks
from mmc_console.server.http.requests import answer
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer


class Alive(Struct, frozen=True):
    """`GET /api/v1/health/live`."""

    status: str
    timestamp: datetime


def routes(
    writer: Writer, database: Database, keys: Keys, clock: Clock, told: Clock, folder: Path,
    more: Mapping[str, Check] | None = None,
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes, on these parts of the server; *told*: the clock of what is told outside; *more*: further checks."""
    health = Health(checks(writer, database, keys, clock, folder, more or {}), told)

    @get("/api/v1/health", opt={"answer": Report})
    async def read_health() -> Response[bytes]:
        """Whether the server can do its work, check by check."""
        report = await health.report()
        return answer(report, 503 if report.status == "unhealthy" else 200)

    @get("/api/v1/health/live", opt={"answer": Alive})
    async def read_live() -> Response[bytes]:
        """Whether the process answers at all."""
        return answer(Alive("alive", told.now()))

    return [read_health, read_live]
