"""Answers for tests of the page of reports: small, with gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from mmc_console.wire.figures import Spread
from mmc_console.wire.reports import By, Group, ReportAnswer, ReportFigures, ReportRow, VisitFigures

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
CLINICS = ("lab", "xray", "eyes")


def figures(n: int) -> dict[str, Any]:
    return {
        "total": 10 * n, "served": 8 * n, "no_shows": n, "open": n, "throughput": 4.5 * n if n else None,
        "wait": Spread(300, 240.0 * n, 480.0 * n, 9 * n) if n else Spread(), "service": Spread(90, 80, 200, 8 * n),
    }  # fmt: skip


def answer(
    first: date = DAY, last: date = DAY, *, by: By | None = None, group: Group | None = "clinic", clinic: str = "",
    empty: bool = False,
) -> ReportAnswer:  # fmt: skip
    """Of these days, by periods or by one of the groups."""
    visits = VisitFigures(registered=40, completed=31, whole=Spread(4000, 3600, 7000, 31))
    rows: list[ReportRow] = []
    if group == "clinic":
        rows = [ReportRow(clinic=code, **figures(n)) for n, code in enumerate(CLINICS)]
    elif group == "room":
        rows = [ReportRow(clinic=code, room=n, **figures(n + 1)) for n, code in enumerate(CLINICS)]
    elif group == "hour":
        rows = [ReportRow(hour=hour, **figures(hour % 4)) for hour in (7, 8, 9, 10)]
    elif group == "exam":
        rows = [ReportRow(exam=code, visits=visits, **figures(2)) for code in ("recruitment", "")]
    else:
        days = (last - first).days + 1
        rows = [
            ReportRow(first=first + timedelta(n), last=first + timedelta(n), visits=visits, **figures(n % 5))
            for n in range(days)
        ]  # fmt: skip
    total = ReportFigures(visits=None if clinic else visits, **figures(3))
    return ReportAnswer(
        day=DAY, now=NOW, centre={"ar": "مركز اللجنة الطبية", "en": "Medical Committee Centre"}, first=first, last=last,
        by=None if group else by or "day", group=group, clinic=clinic,
        total=ReportFigures(visits=VisitFigures()) if empty else total, rows=() if empty else tuple(rows),
        before_first=first - timedelta(1), before_last=first - timedelta(1),
        before=ReportFigures(visits=VisitFigures(), **figures(2)),
    )  # fmt: skip
