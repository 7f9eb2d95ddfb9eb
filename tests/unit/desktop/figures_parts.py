"""A day's answer for tests of the page of figures: small, with gaps, with something that is not measured."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.figures import (
    CacheFigures,
    ClinicFigures,
    DayFigures,
    Delays,
    Figures,
    GroupFigures,
    HourFigures,
    Kpi,
    Live,
    MetricsAnswer,
    Satisfaction,
    Spread,
    StationFigures,
    Traffic,
    TrafficPoint,
    Waiter,
)

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def clinic(code: str, waiting: int, wait: float, served: int, longest: float = 0) -> ClinicFigures:
    return ClinicFigures(
        clinic=ClinicCode(code), total=waiting + served, waiting=waiting, served=served, no_shows=1,
        wait=Spread(wait, wait, 2 * wait, served) if served else Spread(), service=Spread(120, 120, 240, served),
        throughput=served / 2 if served else None, longest=Waiter(f"L-{served:03d}", longest) if longest else None,
    )  # fmt: skip


def answer(first: date = DAY, last: date = DAY, *, live: bool = True, empty: bool = False) -> MetricsAnswer:
    """Of one day by hours, or of several by days."""
    hours = () if empty else tuple(
        HourFigures(
            hour=hour, issued=3 * hour, served=2 * hour, no_shows=hour % 3, line=hour if first == last else None,
            wait=Spread(60.0 * hour, 60.0 * hour, 100.0 * hour, 3) if hour != 9 else Spread(),
            service=Spread(90, 90, 180, 3),
        )
        for hour in (7, 8, 9, 10)
    )  # fmt: skip
    days = () if first == last or empty else tuple(
        DayFigures(day=first + timedelta(days=n), total=10 + n, served=8 + n, no_shows=n, wait=Spread(300, 240, 900, 8))
        for n in range((last - first).days + 1)
    )  # fmt: skip
    points = () if empty else tuple(
        TrafficPoint(
            at=datetime(2026, 11, 23, 10, 15 * n, tzinfo=UTC), seconds=900, requests=300, errors=n,
            delay=Delays(300, 0.004, 0.02, 0.1), stream=Delays(50, 0.01, 0.03, 0.05) if n else Delays(), streams=3,
            asked=100 if n else 0, hits=90 if n else 0,
        )
        for n in range(3)
    )  # fmt: skip
    clinics = tuple(
        clinic(code, 0, 0, 0) if empty else clinic(code, waiting, wait, served, longest)
        for code, waiting, wait, served, longest in (
            ("lab", 12, 1_440, 18, 2_820), ("xray", 11, 600, 31, 400), ("eyes", 0, 200, 58, 0),
        )
    )  # fmt: skip
    total = Figures() if empty else Figures(
        total=402, waiting=42, in_service=6, served=316, no_shows=10, wait=Spread(700, 660, 1_800, 300),
        service=Spread(150, 120, 300, 316), throughput=80.5,
    )  # fmt: skip
    kpis = (
        Kpi(name="uptime", unit="percent", target=99.5, more_is_better=True),
        Kpi(name="error-rate", unit="percent", target=1, more_is_better=False, value=0.25, met=True, n=900),
        Kpi(name="response-p95", unit="seconds", target=0.2, more_is_better=False, value=0.256, met=False, n=900),
        Kpi(name="wait-median", unit="seconds", target=900, more_is_better=False, value=660, met=True, n=300),
        Kpi(name="satisfaction", unit="stars", target=4, more_is_better=True, value=4.2, met=True, n=11),
        Kpi(name="throughput", unit="per-hour", target=40, more_is_better=True, value=80.5, met=True, n=316),
    )
    now = Live(
        seconds=900, groups=(GroupFigures("actions", 120, 3, 0, Delays(120, 0.004, 0.02, 0.1)),), consoles=3, boards=1,
        pages=7, stations=(StationFigures("K", 4, 75, NOW),), waiting_before=36,
        hour=datetime(2026, 11, 23, 10, 0, tzinfo=UTC), started_at=NOW, log_position=1_240,
    )  # fmt: skip
    return MetricsAnswer(
        day=DAY, now=NOW, first=first, last=last, total=total, clinics=clinics, hours=hours, days=days,
        satisfaction=Satisfaction(11, 4.2, (0, 0, 2, 5, 4)),
        traffic=Traffic(step=900, points=points, caches=(CacheFigures("cards", 200, 180),)), kpis=kpis,
        live=now if live else None,
    )  # fmt: skip
