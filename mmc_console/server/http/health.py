"""Health over HTTP, for everybody: says whether, never how. 503 only when the server cannot do its work."""

from __future__ import annotations

from datetime import datetime

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from mmc_console.server.clock import Clock
from mmc_console.server.health import Health, Report
from mmc_console.server.http.requests import answer


class Alive(Struct, frozen=True):
    """`GET /api/v1/health/live`."""

    status: str
    timestamp: datetime


def routes(health: Health, told: Clock) -> list[HTTPRouteHandler]:
    """The routes, on these checks; *told*: the clock of what is told outside."""

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
