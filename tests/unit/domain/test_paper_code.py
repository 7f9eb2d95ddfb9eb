"""The code under a ticket's bars: whatever was printed is read, and what was misread is not."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain.numbers import LETTERS
from mmc_console.domain.paper_code import PaperCode, paper_code, read_code

days = st.dates(date(2024, 1, 1), date(2060, 12, 31))
numbers = st.one_of(
    st.integers(1, 99_999).map(lambda n: f"{n:03d}"),
    st.tuples(st.sampled_from([*LETTERS, "AA", "AC", "YY", "AAA", "YYY"]), st.integers(1, 9_999)).map(
        lambda t: f"{t[0]}{t[1]:02d}"
    ),
)


def test_the_example_of_the_interface() -> None:
    assert paper_code(date(2026, 11, 23), "017") == "MMC1-1123-017-K"
    assert read_code("MMC1-1123-017-K") == PaperCode(11, 23, "017")


@given(days, numbers)
def test_what_is_printed_is_read(day: date, number: str) -> None:
    assert read_code(paper_code(day, number)) == PaperCode(day.month, day.day, number)


@given(days, numbers, st.data())
def test_one_wrong_digit_is_noticed(day: date, number: str, drawn: st.DataObject) -> None:
    code = paper_code(day, number)
    place = drawn.draw(st.sampled_from([i for i, c in enumerate(code) if c.isdigit() and i > 4]))
    other = drawn.draw(st.sampled_from([c for c in "0123456789" if c != code[place]]))
    assert read_code(code[:place] + other + code[place + 1 :]) is None


@given(days, numbers, st.data())
def test_two_swapped_digits_are_noticed(day: date, number: str, drawn: st.DataObject) -> None:
    code = paper_code(day, number)
    pairs = [i for i in range(5, len(code) - 1) if code[i : i + 2].isdigit() and code[i] != code[i + 1]]
    if pairs:
        i = drawn.draw(st.sampled_from(pairs))
        assert read_code(code[:i] + code[i + 1] + code[i] + code[i + 2 :]) is None


@given(st.text())
def test_anything_else_is_no_ticket(text: str) -> None:
    assert read_code(text) is None


@given(days, st.integers(0, 3_000))
def test_a_paper_of_an_earlier_day_is_of_the_last_such_day(day: date, later: int) -> None:
    today = date.fromordinal(day.toordinal() + later)
    found = PaperCode(day.month, day.day, "017").date_before(today)
    assert found is None or (day <= found <= today and (found.month, found.day) == (day.month, day.day))
    assert later >= 365 or (day.month, day.day) == (2, 29) or found == day
