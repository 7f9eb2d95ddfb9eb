"""Hours by the centre's clocks, also on the day they are put back, and a percentile as it is defined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert

from mmc_console.domain.service_day import Calendar
from mmc_console.server.figures import counting
from mmc_console.server.figures.counting import Scope
from mmc_console.server.figures.lines import Lines
from mmc_console.server.figures.tally import gather
from mmc_console.server.log.tables import tickets
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from mmc_console.wire.figures import Figures
from tests.server.auth_parts import HandClock, opened

BERLIN = Calendar("Europe/Berlin", "05:00")
DAY = date(2026, 10, 24)  # the next morning at 03:00 the clocks go back


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with opened(tmp_path_factory.mktemp("counting"), tables=False) as (database, _):
        migrate(database, HandClock().now())
        yield database


def ticket(n: int, issued: datetime, called: datetime | None = None, day: date = DAY, **more: Any) -> dict[str, Any]:
    def ms(at: datetime | None) -> int | None:
        return None if at is None else int(at.timestamp() * 1000)

    return {
        "day": day.isoformat(), "issued_ms": ms(issued), "id": f"t{n}", "visit": f"v{n}", "clinic": "lab", "room": 1,
        "label": f"L-{n:03d}", "state": "called" if called else "waiting", "priority": "normal",
        "queued_ms": ms(issued), "first_called_ms": ms(called), "called_ms": ms(called), "started_ms": None,
        "closed_ms": None, "caller": None, "announcements": 0, "postponed": 0, "by_hand": "", "confirmed": False,
    } | more  # fmt: skip


def only(conn: Connection, rows: list[dict[str, Any]]) -> None:
    conn.execute(delete(tickets))
    conn.execute(insert(tickets), rows)


def test_hours_are_those_of_the_clock_also_when_it_is_put_back(database: Database) -> None:
    begin = BERLIN.starts(DAY)
    moments = [begin + timedelta(minutes=30 * n) for n in range(2 * 25)]
    assert BERLIN.ends(DAY) - begin == timedelta(hours=25)
    with database.write() as conn:
        only(conn, [ticket(n, at) for n, at in enumerate(moments)])
    with database.read() as conn:
        found = {line.key[0]: line.counts[0] for line in Lines(BERLIN).tickets(conn, DAY, "hour")}
        worked = {line.hour: line.issued for line in Lines(BERLIN).hours(conn, DAY)}
    expected: dict[int, int] = {}
    for at in moments:
        expected[at.astimezone(BERLIN.zone).hour] = expected.get(at.astimezone(BERLIN.zone).hour, 0) + 1
    assert found == worked == expected
    assert expected[2] == 4  # the hour from two to three came twice


def test_where_the_clocks_change_is_found_to_the_minute() -> None:
    year = counting.offsets(BERLIN, date(2026, 1, 1), date(2026, 12, 31))
    changes = [datetime.fromtimestamp(ms / 1000, UTC) for ms, _ in year[1:]]
    assert changes == [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
    assert [offset // 3_600_000 for _, offset in year] == [1, 2, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 20_000_000), min_size=1, max_size=60))
def test_a_percentile_is_the_least_that_so_many_do_not_exceed(database: Database, waits: list[int]) -> None:
    at = datetime(2026, 10, 24, 6, tzinfo=UTC)
    rows = [ticket(n, at, at + timedelta(milliseconds=ms)) for n, ms in enumerate(waits)]
    with database.write() as conn:
        only(conn, rows)
    with database.read() as conn:
        whole, _ = gather(conn, Lines(BERLIN), Scope(DAY, DAY, DAY), "room")
    found = whole.wait
    ranked = sorted(waits)
    assert found.n == len(waits)
    assert found.p50 == ranked[ceil(len(waits) / 2) - 1] / 1000
    assert found.p90 == ranked[ceil(9 * len(waits) / 10) - 1] / 1000
    assert found.mean == round(sum(waits) / len(waits) / 1000, 1)


def test_who_was_called_before_their_ticket_was_issued_has_waited_no_measured_time(database: Database) -> None:
    """A desk that was alone had admitted and examined them; the ticket they have came later, from another one."""
    at = datetime(2026, 10, 24, 6, tzinfo=UTC)
    with database.write() as conn:
        only(conn, [ticket(0, at, at + timedelta(minutes=10)), ticket(1, at, at - timedelta(hours=1))])
    with database.read() as conn:
        whole, _ = gather(conn, Lines(BERLIN), Scope(DAY, DAY, DAY), "room")
        worked = Lines(BERLIN).hours(conn, DAY)
    assert (whole.wait.n, whole.wait.p50) == (1, 600)
    assert sum(line.waits.n for line in worked) == 1


def test_nothing_is_made_of_nothing(database: Database) -> None:
    scope = Scope(date(2020, 1, 1), date(2020, 1, 2), DAY)
    with database.read() as conn:
        whole, (by_day,) = gather(conn, Lines(BERLIN), scope, "room", lambda day, key: day)
        assert (whole.figures(), by_day) == (Figures(), {})
        assert Lines(BERLIN).hours(conn, DAY - timedelta(days=900)) == []
        assert counting.in_line(conn, scope, []) == []
        assert counting.in_line(conn, scope, [5]) == [0]
