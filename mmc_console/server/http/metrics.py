"""Figures over HTTP: the dashboard for supervisors, the exposition for a monitoring program, and its token."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.domain.ids import ClinicCode
from mmc_console.server.figures.dashboard import DAYS_AT_MOST
from mmc_console.server.figures.exposition import exposed
from mmc_console.server.figures.figures import FigureService
from mmc_console.server.http.requests import answer
from mmc_console.wire.figures import MetricsAnswer, ScrapeToken
from mmc_console.wire.json import Malformed

_DAY = {"type": "string", "format": "date"}


def routes(figures: FigureService) -> list[HTTPRouteHandler]:
    """The routes, on this service."""
    meters, dashboard, scraping = figures.meters, figures.dashboard, figures.scraping

    @get(
        "/api/v1/metrics",
        opt={"answer": MetricsAnswer, "query": {"from": _DAY, "to": _DAY, "clinic": {"type": "string"}}},
    )
    async def read_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Today in figures, or the days from one to another, clinic by clinic; with the server's own."""
        asked = request.query_params
        first, last = _days(asked.get("from"), asked.get("to"), dashboard.today())
        clinic = asked.get("clinic", "")
        if clinic and ClinicCode(clinic) not in {each.code for each in meters.writer.center.clinics}:
            raise Malformed("Expected the code of a clinic", "$.clinic")
        growing, lately = meters.growing(), meters.lately()
        return answer(await asyncio.to_thread(dashboard.look, first, last, clinic, growing, lately))

    @get("/metrics", opt={"media": "text/plain"})
    async def scrape(request: Request[Any, Any, Any]) -> Response[bytes]:
        """All figures in Prometheus' format, for administrators and the monitoring program's own token."""
        media, text = await asyncio.to_thread(exposed, meters, meters.read(), request.headers.get("accept", ""))
        return Response(text, media_type=media)

    def told(request: Request[Any, Any, Any], token: str = "") -> ScrapeToken:
        url = request.base_url
        made, used = (at and dashboard.calendar.stamp(at) for at in (scraping.made_at, scraping.used_at))
        return ScrapeToken(made_at=made, used_at=used, token=token, scheme=url.scheme, target=url.netloc)

    @get("/api/v1/admin/metrics/token", opt={"answer": ScrapeToken})
    async def read_scrape_token(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Whether a monitoring program has a token, since when, and when it was here last."""
        return answer(told(request))

    @post("/api/v1/admin/metrics/token", opt={"answer": ScrapeToken, "status": 201})
    async def make_scrape_token(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Make the monitoring program's token anew; it is shown in this answer and never again."""
        token = await asyncio.to_thread(scraping.make)
        return answer(told(request, token), 201)

    @delete("/api/v1/admin/metrics/token", opt={"status": 204}, status_code=204)
    async def remove_scrape_token() -> None:
        """Let no monitoring program in any more."""
        await asyncio.to_thread(scraping.remove)

    return [read_metrics, scrape, read_scrape_token, make_scrape_token, remove_scrape_token]


def _days(first: str | None, last: str | None, today: date) -> tuple[date, date]:
    """The asked days; Malformed names what is wrong with them."""
    until = today if last is None else _day(last, "to")
    since = until if first is None else _day(first, "from")
    if since > until:
        raise Malformed("Expected a day not after `to`", "$.from")
    if until > today:
        raise Malformed("Expected a day that has begun", "$.to")
    if (until - since).days >= DAYS_AT_MOST:
        raise Malformed(f"Expected at most {DAYS_AT_MOST} days", "$.from")
    return since, until


def _day(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python takes other ways of writing too
        raise Malformed("Expected a date like 2026-11-23", f"$.{field}")
    return day
