"""Reports of a large centre: `python -m bench.reports_bench [TICKETS]`, by hand; a minute.

A database of so many tickets (1,000,000 unless told otherwise; 3,000 a day, five clinics a visit) is written in a
scratch folder, and reports are made of it as the server makes them: on a thread, beside an event loop whose lateness is
what calling would feel. CPU time is judged, as other programs may run; what passed on the clock stands beside it.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.table import Row, show
from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.server.log.tables import tickets, visits
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


async def measure(reports: Reports, first: date) -> list[Row]:
    """A month and a year in every kind of lines."""
    rows: list[Row] = []
    month, year = LAST - timedelta(days=29), max(first, LAST - timedelta(days=364))
    kinds: list[dict[str, Any]] = [
        {"by": "day"}, {"by": "month"}, {"group": "clinic"}, {"group": "hour"}, {"group": "room"}, {"group": "exam"},
    ]  # fmt: skip
    for name, begin, goal in (("month", month, "≤ 300 ms"), ("year", year, "≤ 2000 ms")):
        for kind in kinds:
            how = next(iter(kind.values()))
            cpu, wall, late = await _one(reports, Asked(begin, LAST, **kind))
            what = f"{name} by {how}, CPU (clock; the loop at most late)"
            rows.append((what, f"{cpu:.0f} ms ({wall:.0f} ms; {late:.0f} ms)", goal))
    return rows


async def _one(reports: Reports, asked: Asked) -> tuple[float, float, float]:
    over = asyncio.Event()

    def work() -> float:
        began = time.thread_time()
        reports.make(asked)
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
            reports = Reports(database, _Writer(center), _Clock())  # type: ignore[arg-type]  # all it asks of them
            show(asyncio.run(measure(reports, first)))
        finally:
            database.close()


if __name__ == "__main__":
    main()
