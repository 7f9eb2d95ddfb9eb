"""The arithmetic both sides share, and what counts as apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmc_console.replay.figures import DayFigures, Stay, gaps, mean, percentile, station_figures

STAYS = [Stay(60.0, 120.0, 1, True, False), Stay(180.0, None, 3, False, True), Stay(None, None, 0, False, False)]


def day(**changes: int) -> DayFigures:
    """A day of one station."""
    station = replace(station_figures(STAYS), **changes)
    return DayFigures({"Room A": station}, 3, 0, 0, 0, {"1": 60.0})


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 5), (51, 6), (90, 9), (91, 10), (100, 10)])
def test_a_percentile_is_one_of_the_values(percent: int, value: float) -> None:
    assert percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], percent) == value


def test_of_nothing_there_is_neither_mean_nor_percentile() -> None:
    assert (mean([]), percentile([], 50)) == (None, None)


def test_a_station_counts_places_calls_and_ends() -> None:
    found = station_figures(STAYS)
    assert (found.tickets, found.called, found.recalled, found.served, found.cancelled, found.left_open) == (
        3, 2, 2, 1, 1, 1,
    )  # fmt: skip
    assert (found.wait_mean, found.wait_p50, found.wait_p90, found.service_mean) == (120.0, 60.0, 180.0, 120.0)


def test_a_count_may_not_differ_whatever_the_tolerance() -> None:
    (gap,) = gaps(day(), day(served=2), 1_000.0)
    assert (gap.place, gap.figure, gap.recorded, gap.observed) == ("Room A", "served", 1, 2)


def test_a_time_may_differ_by_the_tolerance_and_no_more() -> None:
    other = day(wait_mean=123)
    assert gaps(day(), other, 3.0) == []
    assert [gap.figure for gap in gaps(day(), other, 2.9)] == ["wait_mean"]


def test_where_nothing_may_differ_every_ticket_is_compared() -> None:
    other = replace(day(), first_waits={"1": 61.0, "2": 5.0})
    assert [gap.place for gap in gaps(day(), other, 0.0)] == ["ticket 1", "ticket 2"]
    assert gaps(day(), other, 1.0) == []


def test_a_station_that_only_one_of_them_knows_is_a_gap() -> None:
    assert [gap.place for gap in gaps(day(), replace(day(), stations={}), 0.0)] == ["Room A"]
