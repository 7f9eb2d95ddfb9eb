"""Minutes become hours, old ones are forgotten, and a time in which nothing ran leaves a gap that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mmc_console.server.figures import samples
from mmc_console.server.figures.histogram import Histogram
from mmc_console.server.figures.samples import Sample, Sum
from mmc_console.server.figures.tables import samples as rows
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path, tables=False) as (database, _):
        migrate(database, HandClock().now())
        yield database


def minute(requests: int, took: float = 0.004, waiting: int = 0) -> Sample:
    delay = Histogram()
    for _ in range(requests):
        delay.note(took)
    return Sample(
        seconds=60, requests=requests, errors=1, delay=delay.sparse(), delay_sum=delay.seconds, streams=requests,
        caches={"cards": (10, 9)}, waiting={"lab": waiting},
    )  # fmt: skip


def keep(database: Database, at: datetime, sample: Sample) -> None:
    with database.write() as conn:
        samples.keep(conn, at, sample)


def test_an_hour_is_its_minutes_added_up(database: Database) -> None:
    for n in range(1, 62):
        keep(database, START + n * MINUTE, minute(n, took=0.001 * n, waiting=n))
    with database.read() as conn:
        found = samples.hours(conn, START, START + timedelta(hours=2))
        assert [at for at, _ in found] == [START, START + timedelta(hours=1)]
        hour, growing = found[0][1], found[1][1]
        assert (hour.requests, hour.errors, hour.seconds, hour.streams) == (sum(range(1, 61)), 60, 3600, 60)
        assert (hour.caches, hour.waiting) == ({"cards": (600, 540)}, {"lab": 60})
        exact = sorted(took for n in range(1, 61) for took in [0.001 * n] * n)
        p95 = Sum([hour]).delay.rank(0.95)
        truth = exact[int(0.95 * len(exact)) - 1]
        assert truth <= p95 <= truth * 1.1
        assert growing.requests == 61
        assert samples.waiting_at(conn, START + timedelta(hours=1)) == {"lab": 60}
        assert samples.waiting_at(conn, START - timedelta(hours=1)) is None


def test_a_server_that_slept_makes_up_the_hour_and_invents_nothing(database: Database) -> None:
    for n in (1, 2, 3):
        keep(database, START + n * MINUTE, minute(5))
    keep(database, START + timedelta(hours=3, minutes=1), minute(7))
    with database.read() as conn:
        found = samples.hours(conn, START, START + timedelta(hours=4))
        assert [(at - START, each.requests, each.seconds) for at, each in found] == [
            (timedelta(0), 15, 180), (timedelta(hours=3), 7, 60),
        ]  # fmt: skip


def test_minutes_are_kept_for_two_days_and_hours_for_400(database: Database) -> None:
    keep(database, START + MINUTE, minute(1))
    keep(database, START + timedelta(hours=1, minutes=1), minute(1))
    keep(database, START + timedelta(days=3, minutes=1), minute(1))
    with database.read() as conn:
        found = conn.execute(select(rows.c.span, func.count()).group_by(rows.c.span)).all()
    assert sorted(tuple(row) for row in found) == [("hour", 2), ("minute", 1)]
    keep(database, START + timedelta(days=401), minute(1))
    with database.read() as conn:
        left = samples.hours(conn, START, START + timedelta(days=402))
    assert [(at - START).days for at, _ in left] == [3, 400]


def test_the_same_minute_again_replaces_itself(database: Database) -> None:
    keep(database, START + MINUTE, minute(1))
    keep(database, START + MINUTE, minute(4))
    with database.read() as conn:
        assert [each.requests for _, each in samples.minutes(conn, START, START + timedelta(hours=1))] == [4]


def test_a_clock_that_was_ahead_costs_no_hour_after_it_is_right_again(database: Database) -> None:
    ahead = START + timedelta(days=30)
    for n in range(1, 62):
        keep(database, ahead + n * MINUTE, minute(1))
    for n in range(1, 62):
        keep(database, START + n * MINUTE, minute(3))
    with database.read() as conn:
        kept = conn.execute(select(rows.c.at_ms).where(rows.c.span == "hour").order_by(rows.c.at_ms)).scalars().all()
    assert datetime.fromtimestamp(kept[0] / 1000, UTC) == START
