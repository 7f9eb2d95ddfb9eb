"""When backups and tests are due, whatever the clock did."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.backups.schedule import is_late, is_test_due, last_of, next_backup
from mmc_console.wire.backups import Run
from tests.server.backup_parts import day

HOUR = timedelta(hours=1)


@given(st.lists(st.integers(-400, 400), max_size=8), st.integers(1, 24))
def test_no_backup_from_the_future_keeps_one_from_being_taken(hours: list[int], every: int) -> None:
    now = day(500)
    due = next_backup(last_of((now + HOUR * each for each in hours), now), now, every)
    assert due <= now + (every + 1) * HOUR
    assert (due <= now) == all(each > 1 or -each >= every for each in hours)


def test_a_clock_that_was_a_year_ahead_hides_no_late_backup() -> None:
    began, now = day(100), day(101)
    assert last_of([now + timedelta(days=365), now - 30 * HOUR], now) == now - 30 * HOUR
    assert is_late(last_of([now + timedelta(days=365), now - 30 * HOUR], now), began, now, 6)


def test_a_test_from_the_future_is_none() -> None:
    now = day(100)
    tested = Run("test", "auto", "a", now + timedelta(days=300), 1.0, "done")
    assert is_test_due(tested, now, "03:30", "Asia/Riyadh")
