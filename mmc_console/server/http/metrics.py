"""The day's figures per clinic, for supervisors: counted from the tickets' rows, never kept as counters.

Waiting is from the ticket's issue to its first call; service from the arrival (unconfirmed: the last call) to the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil, fsum

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from sqlalchemy import Connection, select

from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.clock import Clock
from mmc_console.server.http.requests import answer
from mmc_console.server.log.tables import tickets
from mmc_console.server.pages.ratings import Satisfaction, satisfaction
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer


class Spread(Struct, frozen=True):
    """Seconds: the mean, the middle, and what nine in ten do not exceed. Zero where nothing was measured."""

    mean: float = 0
    p50: float = 0
    p90: float = 0


class ClinicFigures(Struct, frozen=True, kw_only=True):
    """One clinic's day so far."""

    clinic: ClinicCode
    total: int
    waiting: int
    served: int
    no_shows: int
    wait: Spread
    service: Spread


class MetricsAnswer(Struct, frozen=True):
    """`GET /api/v1/metrics`."""

    day: date
    now: datetime
    clinics: tuple[ClinicFigures, ...]
    satisfaction: Satisfaction


def routes(writer: Writer, database: Database, clock: Clock) -> list[HTTPRouteHandler]:
    """The route, on these services."""

    def look() -> MetricsAnswer:
        center = writer.center
        calendar, now = calendar_of(center.center), clock.now()
        day = calendar.day(now)
        with database.read() as conn:
            found = figures(conn, day, [clinic.code for clinic in center.clinics])
            answered = satisfaction(conn, day, day)
        return MetricsAnswer(day, calendar.stamp(now), found, answered)

    @get("/api/v1/metrics", opt={"answer": MetricsAnswer})
    async def read_metrics() -> Response[bytes]:
        """The service day in figures, clinic by clinic."""
        return answer(await asyncio.to_thread(look))

    return [read_metrics]


def figures(conn: Connection, day: date, clinics: Sequence[ClinicCode]) -> tuple[ClinicFigures, ...]:
    """These clinics' figures of *day*, in the given order."""
    t = tickets.c
    question = select(t.clinic, t.state, t.issued_ms, t.first_called_ms, t.called_ms, t.started_ms, t.closed_ms)
    states: dict[str, list[str]] = {}
    waits: dict[str, list[float]] = {}
    services: dict[str, list[float]] = {}
    for row in conn.execute(question.where(t.day == day.isoformat())):
        states.setdefault(row.clinic, []).append(row.state)
        if row.first_called_ms is not None:
            waits.setdefault(row.clinic, []).append((row.first_called_ms - row.issued_ms) / 1000)
        began = row.called_ms if row.started_ms is None else row.started_ms
        if row.state == "done" and began is not None and row.closed_ms is not None:
            services.setdefault(row.clinic, []).append((row.closed_ms - began) / 1000)
    return tuple(
        ClinicFigures(
            clinic=code,
            total=len(states.get(code, [])),
            waiting=states.get(code, []).count("waiting"),
            served=states.get(code, []).count("done"),
            no_shows=states.get(code, []).count("no_show"),
            wait=spread(waits.get(code, [])),
            service=spread(services.get(code, [])),
        )
        for code in clinics
    )


def spread(seconds: Sequence[float]) -> Spread:
    """The spread of these; nearest rank, so every figure but the mean was really measured."""
    if not seconds:
        return Spread()
    ranked = sorted(seconds)
    return Spread(round(fsum(ranked) / len(ranked), 1), _rank(ranked, 0.5), _rank(ranked, 0.9))


def _rank(ranked: Sequence[float], share: float) -> float:
    return ranked[max(0, ceil(share * len(ranked)) - 1)]
