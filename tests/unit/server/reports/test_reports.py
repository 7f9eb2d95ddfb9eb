"""The plain arithmetic of reports: ranks without sorting, periods, the days before, and cells that are no formulas."""

from __future__ import annotations

from array import array
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.figures import ranks
from mmc_console.server.reports.reports import days_before, period_of
from mmc_console.server.reports.tables import Value, as_csv, as_xlsx

numbers = st.lists(st.integers(0, 40_000_000), min_size=1, max_size=200)


@given(st.lists(numbers, min_size=1, max_size=4))
def test_ranks_of_many_are_those_of_all_sorted(lists: list[list[int]]) -> None:
    parts = [array("q", sorted(each)) for each in lists]
    whole = sorted(value for each in lists for value in each)
    n = len(whole)
    wanted = [1, (n + 1) // 2, (9 * n + 9) // 10, n]
    expected = [whole[rank - 1] for rank in wanted]
    assert ranks.at_ranks(parts, wanted) == expected
    assert ranks.at_ranks(parts, wanted, small=0) == expected


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-11-23", "2026-11-23", ("2026-11-22", "2026-11-22")),
        ("2026-11-15", "2026-11-21", ("2026-11-08", "2026-11-14")),
        ("2026-11-01", "2026-11-30", ("2026-10-01", "2026-10-31")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-11-01", "2026-11-10", ("2026-10-01", "2026-10-10")),
        ("2026-03-01", "2026-03-30", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2024-01-01", "2024-02-29", ("2023-01-01", "2023-02-28")),
        ("2026-01-01", "2026-11-28", ("2025-01-01", "2025-11-28")),
    ],
)
def test_the_days_to_compare_with(first: str, last: str, before: tuple[str, str]) -> None:
    assert days_before(d(first), d(last)) == (d(before[0]), d(before[1]))


def test_periods_are_cut_to_the_asked_days_and_weeks_begin_on_sunday() -> None:
    first, last = d("2026-11-10"), d("2026-11-25")
    assert period_of(d("2026-11-10"), "week", first, last) == (first, d("2026-11-14"))
    assert period_of(d("2026-11-15"), "week", first, last) == (d("2026-11-15"), d("2026-11-21"))
    assert period_of(d("2026-11-24"), "week", first, last) == (d("2026-11-22"), last)
    assert period_of(d("2026-11-24"), "month", first, last) == (first, last)
    assert period_of(d("2026-11-24"), "day", first, last) == (d("2026-11-24"), d("2026-11-24"))


def test_no_name_becomes_a_formula() -> None:
    rows: list[list[Value]] = [["=cmd()", "@x", "-1+2", "a,b", 3, 2.5, None], ["t", "", "", "", 1, 1.0, None]]
    assert as_csv(rows, mark=False).splitlines()[0] == b"'=cmd(),'@x,'-1+2,\"a,b\",3,2.5,"
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(as_xlsx(rows, "Report", rtl=False))).active
    assert sheet is not None
    first = next(sheet.iter_rows())
    assert [cell.data_type for cell in first[:3]] == ["s", "s", "s"]
    assert first[4].value == 3
