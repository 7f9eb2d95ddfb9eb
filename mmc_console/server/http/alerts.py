"""Alerts over HTTP, for administrators and, as far as it concerns them, supervisors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec.structs import replace

from mmc_console.server.alerts.service import Alerts, seen_by
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.wire.alerts import Acknowledge, Alert, AlertsAnswer, Snooze
from mmc_console.wire.json import Malformed
from mmc_console.wire.problems import problem


def routes(alerts: Alerts) -> list[HTTPRouteHandler]:
    """The routes, on this service."""

    def check(request: Request[Any, Any, Any], id: str) -> None:
        """Whoever may not see it is answered like for one that does not exist."""
        found = alerts.book.find(id)
        if found is None or not seen_by(principal_of(request).roles, found):
            raise ProblemError(problem("not-found"))
        if found.ended is not None:
            raise ProblemError(problem("alert-over"))

    @get("/api/v1/admin/alerts", opt={"answer": AlertsAnswer, "query": {"before": {"type": "string"}}})
    async def read_alerts(request: Request[Any, Any, Any]) -> Response[bytes]:
        """What is open, and what ended lately or, with `before`, before then."""
        roles = principal_of(request).roles
        found, before = alerts.answer(roles), request.query_params.get("before")
        if before is not None:
            found = replace(found, closed=await alerts.older(roles, _moment(before)))
        return answer(found)

    @post("/api/v1/admin/alerts/{id:str}/acknowledge", status_code=200, opt={"body": Acknowledge, "answer": Alert})
    async def acknowledge_alert(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """I look after it; others see that."""
        asked = await body_of(request, Acknowledge)
        check(request, id)
        return answer(await alerts.acknowledge(id, principal_of(request).name, asked.note))

    @post("/api/v1/admin/alerts/{id:str}/snooze", status_code=200, opt={"body": Snooze, "answer": Alert})
    async def snooze_alert(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Say nothing of it for a while."""
        asked = await body_of(request, Snooze)
        check(request, id)
        return answer(await alerts.snooze(id, principal_of(request).name, asked.minutes))

    return [read_alerts, acknowledge_alert, snooze_alert]


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Malformed("Expected a time as RFC 3339 writes it", "$.before") from None
    if at.tzinfo is None or not 1970 <= at.year <= 9998:
        raise Malformed("Expected a time with an offset, of these centuries", "$.before")
    return at
