"""Health over HTTP: whether, for everybody; how, since when and where, for those who run the centre.

503 only when the server cannot do its work. What stations say of themselves comes in here too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from mmc_console.server.boards.registry import Registry
from mmc_console.server.clock import Clock
from mmc_console.server.health.history import BadSpan, History
from mmc_console.server.health.watch import Watch
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of, whole
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.health import (
    DeviceStatus,
    HealthView,
    HistoryView,
    MaintenanceAnswer,
    MaintenanceRequest,
    PlannedAnswer,
    PlannedTime,
    Report,
    StationsAnswer,
    Uptime,
)
from mmc_console.wire.json import Malformed
from mmc_console.wire.problems import FieldError, problem

HOURS_AT_MOST: Final = 24 * 400
DAY, MONTH = timedelta(days=1), timedelta(days=30)


class Alive(Struct, frozen=True):
    """`GET /api/v1/health/live`."""

    status: str
    timestamp: datetime


def routes(
    watch: Watch, registry: Registry, told: Clock, stamp: Callable[[datetime], datetime]
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes, on this service; *told*: the clock of what is told outside, *stamp*: a moment as told outside."""
    health, history = watch.health, watch.history

    @get("/api/v1/health", opt={"answer": Report, "otherwise": {"application/json": Report}})
    async def read_health() -> Response[bytes]:
        """Whether the server can do its work, check by check."""
        report = await health.report()
        return answer(report, 503 if report.status == "unhealthy" else 200)

    @get("/api/v1/health/live", opt={"answer": Alive})
    async def read_live() -> Response[bytes]:
        """Whether the process answers at all."""
        return answer(Alive("alive", told.now()))

    @get("/api/v1/admin/health", opt={"answer": HealthView})
    async def read_all(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The checks with their figures, the worst first, and how long people could work. `fresh=1`: checked now."""
        fresh = whole(request.query_params.get("fresh"), "fresh", least=0, most=1, default=0)
        if fresh:
            await watch.look()  # what it finds is written down, as every minute
        report = await health.report()
        day, month = (_stamped(found, stamp) for found in await asyncio.to_thread(_uptimes, history, told.now()))
        return answer(
            HealthView(
                status=report.status, timestamp=report.timestamp, version=report.version, checks=health.views(),
                day=day, month=month,
            )
        )  # fmt: skip

    @get("/api/v1/admin/health/history", opt={"answer": HistoryView})
    async def read_history(request: Request[Any, Any, Any]) -> Response[bytes]:
        """How the server was in the last `hours` (24), and what has changed; of one `check`, if named."""
        hours = whole(request.query_params.get("hours"), "hours", least=1, most=HOURS_AT_MOST, default=24)
        check = request.query_params.get("check", "")
        if len(check) > 40:
            raise Malformed("Expected the name of a check", "$.check")
        now = told.now()
        found = await asyncio.to_thread(history.read, now - timedelta(hours=hours), now, stamp, check)
        return answer(found)

    @get("/api/v1/admin/health/maintenance", opt={"answer": MaintenanceAnswer})
    async def read_maintenance() -> Response[bytes]:
        """What may stand still on purpose, now or later."""
        return answer(MaintenanceAnswer(await asyncio.to_thread(history.planned, stamp)))

    @get("/api/v1/maintenance", opt={"answer": PlannedAnswer})
    async def read_planned() -> Response[bytes]:
        """When the server may stand still within a day, for everybody who works meanwhile."""
        soon = told.now() + DAY
        found = await asyncio.to_thread(history.planned, stamp)
        near = (each for each in found if each.begins <= soon)
        return answer(
            PlannedAnswer(
                tuple(PlannedTime(begins=each.begins, ends=each.ends, reason=each.reason) for each in near)
            )
        )  # fmt: skip

    @post(
        "/api/v1/admin/health/maintenance", status_code=200,
        opt={"body": MaintenanceRequest, "answer": MaintenanceAnswer},
    )  # fmt: skip
    async def name_maintenance(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Name a time beforehand in which the server may stand still: it does not count as down."""
        asked = await body_of(request, MaintenanceRequest)
        try:
            await asyncio.to_thread(history.name, asked, principal_of(request).actor.user)
        except BadSpan as fault:
            wrong = FieldError("$" if fault.reason == "no-zone" else "$.ends", f"Cannot be named: {fault.reason}")
            raise ProblemError(problem("invalid", errors=(wrong,), reason=fault.reason)) from fault
        return answer(MaintenanceAnswer(await asyncio.to_thread(history.planned, stamp)))

    @delete("/api/v1/admin/health/maintenance/{id:str}", status_code=204, opt={"status": 204})
    async def end_maintenance(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """It is over, or will not be. What has stood still by its name until now stays named."""
        number = int(id) if id.isascii() and id.isdigit() and len(id) < 12 else -1
        if not await asyncio.to_thread(history.take_back, number):
            raise ProblemError(problem("not-found"))
        return Response(None, status_code=204)

    @get("/api/v1/admin/stations", opt={"answer": StationsAnswer})
    async def read_stations() -> Response[bytes]:
        """Every console and board: whether it is there, and what waits to be sent at it."""
        return answer(StationsAnswer(await asyncio.to_thread(watch.stations.all, stamp)))

    @post("/api/v1/devices/me/status", status_code=204, opt={"body": DeviceStatus, "status": 204})
    async def take_status(request: Request[Any, Any, Any]) -> Response[None]:
        """How this console, kiosk or board is."""
        status = await body_of(request, DeviceStatus)
        if status.oldest is not None and status.oldest.tzinfo is None:
            raise Malformed("Expected a time with an offset", "$.oldest")
        principal = principal_of(request)
        await asyncio.to_thread(watch.stations.tell, principal, status)
        if "board" in principal.roles:
            await asyncio.to_thread(registry.told, principal.device, status.sound)
        return Response(None, status_code=204)

    return [
        read_health, read_live, read_all, read_history, read_maintenance, read_planned, name_maintenance,
        end_maintenance, read_stations, take_status,
    ]  # fmt: skip


def _stamped(uptime: Uptime, stamp: Callable[[datetime], datetime]) -> Uptime:
    begins = uptime.measured_from
    return replace(uptime, measured_from=None if begins is None else stamp(begins))


def _uptimes(history: History, now: datetime) -> tuple[Uptime, Uptime]:
    """Of the last 24 hours and 30 days; nothing while the database cannot be read, which is told by its check."""
    try:
        return history.uptime(now - DAY, now), history.uptime(now - MONTH, now)
    except StoreError:
        nothing = Uptime(share=None, measured_from=None, down_seconds=0.0, planned_seconds=0.0)
        return nothing, nothing
