"""Reports and figures of a large centre: `python -m bench.reports_bench [TICKETS]`, by hand; two minutes.

A database of so many tickets (1,000,000 unless told otherwise; 3,000 a day, five clinics a visit) is written in a
scratch folder, and reports are made of it as the server makes them: on a thread, beside an event loop whose lateness is
what calling would feel. First with every day asked of its tickets, as after an update or a restore, then with the
days' lines kept, as they are five minutes after a day. CPU time is judged, as other programs may run; what passed on
the clock stands beside it.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from bench.table import Row, show
from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.figures import kept
from mmc_console.server.figures.dashboard import Dashboard
from mmc_console.server.figures.keeping import Keeping
from mmc_console.server.figures.lines import Lines
from mmc_console.server.figures.samples import Sample
from mmc_console.server.figures.settings import FigureSettings
from mmc_console.server.log.tables import day_lines, tickets, visits
from mmc_console.server.preferences import Preferences
from mmc_console.server.reports.reports import Asked, Reports
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate

A_DAY, STOPS, ROOMS = 3_000, 5, 3
LAST = date(2026, 11, 27)
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ENDS = ("done", "no_show", "cancelled", "transferred", "waiting")
TICK = 0.002


def fill(database: Database, center: Center, number: int) -> date:
    """Write *number* tickets with their visits, day before day; the first day."""
    chance = random.Random(1)
    clinics, exams = [str(each.code) for each in center.clinics], [str(each.code) for each in center.exam_types]
    day = LAST + timedelta(days=1)
    while number > 0:
        day -= timedelta(days=1)
        rows, people = _day(chance, day, clinics, exams, min(number, A_DAY))
        with database.write() as conn:
            driver: Any = conn.connection.driver_connection
            for table, values in ((tickets, rows), (visits, people)):
                places = ", ".join("?" * len(table.columns))
                driver.executemany(f"INSERT INTO {table.name} VALUES ({places})", values)  # noqa: S608 - our own names
        number -= len(rows)
    return day


def _day(chance: random.Random, day: date, clinics: list[str], exams: list[str], number: int) -> tuple[Any, Any]:
    begin = int(datetime(day.year, day.month, day.day, 3, tzinfo=UTC).timestamp() * 1000)
    rows, people = [], []
    for _ in range(number // STOPS):
        at, visit = begin + chance.randrange(8 * 3_600_000), _id(chance)
        ends = at + 2 * 3_600_000
        exam = chance.choice(exams)
        people.append(
            (day.isoformat(), at, visit, "1", _id(chance), "male", exam, "complete", False, ends)
        )  # fmt: skip
        for stop in range(STOPS):
            issued = at + stop * 1_200_000
            called = issued + int(chance.expovariate(1 / 600_000))
            state = chance.choices(ENDS, (90, 5, 2, 2, 1))[0]
            seen = state not in ("waiting", "cancelled")
            over = called + 20_000 + max(1_000, int(chance.gauss(240_000, 60_000)))
            rows.append((
                day.isoformat(), issued, _id(chance), visit, chance.choice(clinics),
                chance.randrange(1, ROOMS + 1) if seen else None, "L-001", state, "normal", issued,
                called if seen else None, called if seen else None, called + 20_000 if state == "done" else None,
                over if state != "waiting" else None, None, 1, 0, "", True,
            ))  # fmt: skip
    return rows, people


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


class _Writer:
    """All that a report asks of the writer."""

    def __init__(self, center: Center) -> None:
        self.center = center


class _Clock:
    """It is always the morning after."""

    def now(self) -> datetime:
        """That morning."""
        return NOW


KINDS: list[dict[str, Any]] = [
    {"by": "day"}, {"by": "month"}, {"group": "clinic"}, {"group": "hour"}, {"group": "room"}, {"group": "exam"},
    {"by": "day", "clinic": "lab"}, {"group": "hour", "clinic": "lab"}, {"group": "room", "compare": True},
]  # fmt: skip


async def measure(reports: Reports, figures: Dashboard, database: Database, first: date) -> list[Row]:
    """A month and a year in every kind of lines, before and after their days are kept."""
    month, year = LAST - timedelta(days=29), max(first, LAST - timedelta(days=364))
    rows: list[Row] = []
    asked = {what: (await _one(work))[0] for what, work, _ in _questions(reports, figures, month, year)}
    took, days = await asyncio.to_thread(_keep, database, reports.center)
    rows.append(("keeping one day's lines, CPU", f"{took / max(1, days):.0f} ms", ""))
    with database.read() as conn:
        size = conn.execute(select(func.sum(func.length(day_lines.c.body)))).scalar_one() / max(1, days)
    rows.append(("their size", f"{size / 1000:.0f} kB a day", ""))
    for what, work, goal in _questions(reports, figures, month, year):
        cpu, wall, late = await _one(work)
        told = (
            f"{cpu:.0f} ms ({wall:.0f} ms; {late:.0f} ms) against {asked[what]:.0f} ms: {asked[what] / cpu:.1f} times"
        )
        rows.append((f"{what}, CPU (clock; the loop at most late)", told, goal))
    return rows


def _questions(
    reports: Reports, figures: Dashboard, month: date, year: date
) -> Iterator[tuple[str, Callable[[], object], str]]:
    for name, begin, goal in (("month", month, "≤ 300 ms"), ("year", year, "≤ 2000 ms")):
        for kind in KINDS:
            asked = Asked(begin, LAST, **kind)
            how = ", ".join("with the days before" if key == "compare" else str(kind[key]) for key in kind)
            if "compare" not in kind or name == "year":
                yield f"{name} by {how}", partial(reports.make, asked), goal
        yield f"{name} on the figures page", partial(_figures, figures, begin), goal if name == "month" else ""


def _figures(figures: Dashboard, begin: date) -> object:
    return figures.look(begin, LAST, "", Sample(seconds=0), (0.0, {}))


def _keep(database: Database, center: Center) -> tuple[float, int]:
    """Keep the lines of every day; milliseconds of CPU, and how many days."""
    lines, keeping = Lines(calendar_of(center.center)), Keeping(database, _Writer(center), _Clock())  # type: ignore[arg-type]  # all it asks
    with database.read() as conn:
        days = kept.missing(conn, NOW.date(), lines.made)
    began = time.thread_time()
    for day in days:
        assert keeping.keep(day, lines)
    return 1_000 * (time.thread_time() - began), len(days)


async def _one(question: Callable[[], object]) -> tuple[float, float, float]:
    over = asyncio.Event()

    def work() -> float:
        began = time.thread_time()
        question()
        return 1_000 * (time.thread_time() - began)

    async def ticking() -> float:
        worst = 0.0
        while not over.is_set():
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            worst = max(worst, time.perf_counter() - before - TICK)
        return 1_000 * worst

    began = time.perf_counter()
    late = asyncio.create_task(ticking())
    cpu = await asyncio.to_thread(work)
    wall = 1_000 * (time.perf_counter() - began)
    over.set()
    return cpu, wall, await late


def main() -> None:
    """Make, measure, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    center = parse_center(assets.path("resources", "center.json").read_bytes())
    with tempfile.TemporaryDirectory(dir=os.environ.get("MMC_BENCH_FOLDER")) as scratch:
        database = Database(Path(scratch) / "center.db", secrets.token_bytes(32))
        database.open()
        try:
            migrate(database, NOW)
            first = fill(database, center, number)
            writer, clock = _Writer(center), _Clock()
            reports = Reports(database, writer, clock)  # type: ignore[arg-type]  # all it asks of them
            meters = SimpleNamespace(database=database, writer=writer, clock=clock, started=SimpleNamespace(took=None))
            figures = Dashboard(meters, Preferences(database, clock, (FigureSettings,)))  # type: ignore[arg-type]  # all it asks
            show(asyncio.run(measure(reports, figures, database, first)))
        finally:
            database.close()


if __name__ == "__main__":
    main()
