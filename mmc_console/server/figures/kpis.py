"""The KPI table: each figure against its target. Where nothing was measured there is no value, and nothing is met.

Uptime and the time to repair are not measured here: whoever keeps the health history and the incidents gives them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mmc_console.server.figures.samples import Sum
from mmc_console.server.figures.settings import FigureSettings
from mmc_console.wire.figures import Figures, Kpi, KpiName, Satisfaction, Unit

Measured = tuple[float, int]
"""A value, and of how many measurements."""
Source = Callable[[datetime, datetime], Measured | None]
"""What was measured from one moment to another; None: nothing. Reads the database, so it is asked on a thread."""


@dataclass
class Sources:
    """Where the figures come from that others measure; None where nobody does."""

    uptime: Source | None = None
    """Percent of the time it was watched, of how many minutes."""
    repair: Source | None = None
    """Seconds from an incident's beginning to its end, the mean, of how many incidents."""


def kpis(
    targets: FigureSettings, *, first: datetime, end: datetime, sources: Sources, work: Sum, total: Figures,
    satisfaction: Satisfaction, start: float | None,
) -> tuple[Kpi, ...]:  # fmt: skip
    """The table for this span of time."""
    asked, hits = work.looked
    answered = satisfaction.answers
    timed = work.delay.n
    return (
        _kpi("uptime", "percent", targets.uptime_percent, _from(sources.uptime, first, end)),
        _kpi(
            "error-rate", "percent", targets.error_percent,
            (100 * work.errors / work.requests, work.requests) if work.requests else None, more=False,
        ),
        _kpi("time-to-repair", "seconds", 60 * targets.repair_minutes, _from(sources.repair, first, end), more=False),
        _kpi(
            "response-p95", "seconds", targets.response_ms / 1000,
            (work.delay.rank(0.95), timed) if timed else None, more=False,
        ),
        _kpi(
            "wait-median", "seconds", 60 * targets.wait_minutes,
            (total.wait.p50, total.wait.n) if total.wait.n else None, more=False,
        ),
        _kpi(
            "throughput", "per-hour", targets.throughput_per_hour,
            None if total.throughput is None else (total.throughput, total.served),
        ),
        _kpi("cache-hits", "percent", targets.cache_percent, (100 * hits / asked, asked) if asked else None),
        _kpi("start-time", "seconds", targets.start_seconds, None if start is None else (start, 1), more=False),
        _kpi(
            "satisfaction", "stars", targets.satisfaction_stars, (satisfaction.mean, answered) if answered else None
        ),
    )  # fmt: skip


def _from(source: Source | None, first: datetime, end: datetime) -> Measured | None:
    return None if source is None else source(first, end)


def _kpi(name: KpiName, unit: Unit, target: float, found: Measured | None, *, more: bool = True) -> Kpi:
    if found is None:
        return Kpi(name=name, unit=unit, target=target, more_is_better=more)
    value, n = round(found[0], 6), found[1]
    met = value >= target if more else value <= target
    return Kpi(name=name, unit=unit, target=target, more_is_better=more, value=value, met=met, n=n)
