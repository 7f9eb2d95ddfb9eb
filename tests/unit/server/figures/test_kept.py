"""Kept lines tell what the rows tell: whatever changes a day takes its lines away, and nothing stale is ever read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from mmc_console.domain.service_day import Calendar
from mmc_console.domain.tickets import Ticket
from mmc_console.server.figures import kept
from mmc_console.server.figures.keeping import Keeping
from mmc_console.server.figures.kept import What
from mmc_console.server.figures.lines import By, Lines
from mmc_console.server.figures.ranks import times_of
from mmc_console.server.log.rows import put_tickets
from mmc_console.server.log.tables import day_lines, tickets, visits
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened
from tests.unit.server.figures.test_counting import BERLIN, ticket

DAY = date(2026, 11, 20)
LINES = Lines(BERLIN)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path, tables=False) as (database, _):
        migrate(database, HandClock().now())
        begin = BERLIN.starts(DAY)
        rows = [
            ticket(
                n, begin + timedelta(minutes=n), begin + timedelta(minutes=2 * n), clinic=("lab", "xray")[n % 2],
                state="done", closed_ms=int((begin + timedelta(minutes=3 * n)).timestamp() * 1000), day=DAY,
            )
            for n in range(40)
        ]  # fmt: skip
        visit = {
            "day": DAY.isoformat(), "registered_ms": 1, "id": "v1", "number": "1", "patient": "p", "gender": "male",
            "exam_type": "brief", "state": "complete", "referred": False, "closed_ms": 5_000,
        }  # fmt: skip
        with database.write() as conn:
            conn.execute(insert(tickets), rows)
            conn.execute(insert(visits), [visit])
        yield database


def told(database: Database, day: date = DAY) -> list[Any]:
    with database.read() as conn:
        return [
            *(LINES.tickets(conn, day, by) for by in get_args(By)), LINES.hours(conn, day), LINES.visits(conn, day),
        ]  # fmt: skip


def asked(database: Database, day: date = DAY) -> list[Any]:
    with database.read() as conn:
        return [
            *(LINES.asked(conn, day, by) for by in get_args(By)), LINES.asked_hours(conn, day),
            LINES.asked_visits(conn, day),
        ]  # fmt: skip


def rows_kept(database: Database) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).where(day_lines.c.body.is_not(None))).scalar_one()


def keeping(database: Database) -> Keeping:
    return Keeping(database, None, None)  # type: ignore[arg-type]  # a single day needs neither


def missing(database: Database, today: date) -> list[date]:
    with database.read() as conn:
        return kept.missing(conn, today, LINES.made)


def test_what_is_kept_is_what_would_be_asked_and_is_what_is_told(database: Database) -> None:
    before = told(database)
    assert before == asked(database)
    assert all(before)
    assert missing(database, DAY + timedelta(days=1)) == [DAY]
    assert missing(database, DAY) == [], "the running day is never kept"
    assert keeping(database).keep(DAY, LINES)
    assert rows_kept(database) == len(get_args(What))
    assert missing(database, DAY + timedelta(days=1)) == []
    assert told(database) == before
    with database.write() as conn:  # told from what is kept, not from the rows: behind their back the rows change
        conn.execute(delete(tickets))
    assert told(database) == before
    assert asked(database) != before


def a_ticket(n: int) -> Ticket:
    at = BERLIN.starts(DAY) + timedelta(hours=3)
    return msgspec.convert({
        "id": f"late{n}", "label": "L-900", "clinic": "lab", "visit": "v1", "stage": 0, "day": DAY, "issued_at": at,
        "queued_at": at, "state": "waiting", "priority": "normal", "rev": 1, "place": 1,
    }, Ticket)  # fmt: skip


def test_late_work_takes_the_days_lines_away_in_its_own_transaction(database: Database) -> None:
    keeping(database).keep(DAY, LINES)
    with database.write() as conn:
        put_tickets(conn, [a_ticket(1)])
    assert rows_kept(database) == 0
    assert told(database) == asked(database)
    assert keeping(database).keep(DAY, LINES)

    def broken_off(conn: Connection) -> None:
        put_tickets(conn, [a_ticket(2)])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.transact(broken_off)
    assert rows_kept(database) == len(get_args(What))


def test_a_change_while_a_day_is_counted_is_not_overwritten(database: Database) -> None:
    with database.write() as conn:
        kept.make_room(conn, DAY, LINES.made)
    with database.read() as conn:
        counted = LINES.keep(conn, DAY)
    with database.write() as conn:
        put_tickets(conn, [a_ticket(1)])
    with database.write() as conn:
        assert not kept.fill(conn, DAY, counted)
    assert rows_kept(database) == 0
    assert told(database) == asked(database)
    assert missing(database, DAY + timedelta(days=1)) == [DAY], "the next round comes to it"


def test_an_empty_place_is_not_read_and_is_made_again(database: Database) -> None:
    with database.write() as conn:
        kept.make_room(conn, DAY, LINES.made)
    assert told(database) == asked(database)
    assert missing(database, DAY + timedelta(days=1)) == [DAY]


def test_lines_by_other_clocks_or_another_way_of_counting_count_as_not_there(database: Database) -> None:
    keeping(database).keep(DAY, LINES)
    elsewhere = Lines(Calendar("Asia/Qatar", "05:00"))
    with database.read() as conn:
        assert elsewhere.tickets(conn, DAY, "hour") == elsewhere.asked(conn, DAY, "hour")
        assert elsewhere.tickets(conn, DAY, "hour") != LINES.tickets(conn, DAY, "hour")
        assert kept.missing(conn, DAY + timedelta(days=1), elsewhere.made) == [DAY]
    with database.write() as conn:
        conn.execute(update(day_lines).values(made="0", body=b"what an older program wrote"))
    assert told(database) == asked(database)


def test_times_longer_than_three_weeks_are_kept_too() -> None:
    for values in ([3, 1, 2], [-5, 2**40, 7], []):
        assert list(times_of(values).values) == sorted(values)
        assert (times_of(values).n, times_of(values).total) == (len(values), sum(values))
