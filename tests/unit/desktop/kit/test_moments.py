"""Moments as they are told: the time alone today, else with the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mmc_console.desktop.kit.moments import as_of

EVENING = datetime(2026, 11, 23, 16, 50, tzinfo=UTC)


def test_what_is_of_another_day_is_told_with_it() -> None:
    assert as_of(EVENING, EVENING + timedelta(hours=7, minutes=9)) == "16:50"
    assert as_of(EVENING, EVENING + timedelta(hours=7, minutes=10)) == "11-23 16:50"
    assert as_of(EVENING, EVENING - timedelta(days=1)) == "11-23 16:50", "so does what is to come"
    assert as_of(EVENING, None) == "16:50"
