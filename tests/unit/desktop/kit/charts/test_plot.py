"""Scales, thinning and the numbers as text: the arithmetic of charts, without a window."""

from __future__ import annotations

import csv
import io
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.desktop.kit.charts.plot import Plot, Series, as_text, plain, scale_of, stretches, thinned

values = st.lists(st.none() | st.floats(0, 1e6), max_size=400)


@given(st.floats(1e-6, 1e9), st.sampled_from((1, 60, 0.001)))
def test_a_scale_holds_the_highest_in_a_handful_of_round_steps(highest: float, unit: float) -> None:
    scale = scale_of(highest, unit=unit)
    assert scale.top >= highest * (1 - 1e-9)
    assert 2 <= len(scale.ticks) <= 7
    assert scale.ticks[0] == 0
    assert isclose(scale.ticks[-1], scale.top)


@pytest.mark.parametrize(
    ("highest", "unit", "ticks"),
    [
        (30, 1, [0, 10, 20, 30]), (1500, 60, [0, 600, 1200, 1800]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]), (7, 1, [0, 2, 4, 6, 8]),
    ],
)  # fmt: skip
def test_steps_are_those_people_count_in(highest: float, unit: float, ticks: list[float]) -> None:
    assert scale_of(highest, unit=unit).ticks == ticks


@given(st.integers(0, 10_000))
def test_what_is_counted_has_no_tick_between_two(highest: int) -> None:
    assert all(tick == int(tick) for tick in scale_of(highest, whole=True).ticks)


@given(values, st.integers(2, 50))
def test_thinning_loses_no_peak_and_keeps_the_order(points: list[float | None], most: int) -> None:
    drawn = thinned(points, most)
    there = [value for value in points if value is not None]
    assert [i for i, _ in drawn] == sorted({i for i, _ in drawn})
    assert all(points[i] == value for i, value in drawn)
    assert len(drawn) <= max(most, len(points) if len(points) <= most else 0)
    if there:
        assert max(value for _, value in drawn) == max(there)
        assert min(value for _, value in drawn) == min(there)


def test_a_gap_cuts_the_line() -> None:
    assert stretches([(0, 1.0), (1, 2.0), (3, 1.0)]) == [[(0, 1.0), (1, 2.0)], [(3, 1.0)]]


def plot(**more: object) -> Plot:
    fields: dict[str, object] = {
        "labels": ("07", "08"), "over": "Hour", "say": lambda v: f"{plain(v)} min",
        "series": (Series("Median", (5.0, None), (9.5, None), "9 in 10"),),
    }  # fmt: skip
    return Plot(**(fields | more))  # type: ignore[arg-type]  # any field


def test_what_is_read_out_names_label_series_and_unit() -> None:
    assert plot().told(0) == "07. Median: 5 min. 9 in 10: 9.5 min"
    assert plot().told(1) == "08"


def test_piles_are_as_high_as_all_their_parts() -> None:
    series = (Series("a", (3.0, None)), Series("b", (4.0, 5.0)))
    assert plot(series=series).highest == 5
    assert plot(series=series, stacked=True).highest == 7


@pytest.mark.parametrize("separator", [",", "\t"])
def test_the_numbers_come_back_as_they_were(separator: str) -> None:
    odd = ("a, b", 'said "so"', "=1+1", "\u0639\u064a\u0648\u0646")
    text = as_text(plot(labels=odd, series=(Series("n", (1.5, None, 2.0, 1234567.25)),)), separator)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert rows == [["Hour", "n"], ["a, b", "1.5"], ['said "so"', ""], ["'=1+1", "2"], [odd[3], "1234567.25"]]


def test_nothing_measured_is_nothing_to_show() -> None:
    assert Plot().empty
    assert plot(series=(Series("n", (None, None)),)).empty
    assert not plot(series=(Series("n", (None, 0.0)),)).empty
