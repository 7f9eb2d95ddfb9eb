"""Which backups go, as a rule: nothing young, one a month for a year, never the last good one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.backups.catalogue import Kept, Note
from mmc_console.server.backups.format import Header
from mmc_console.server.backups.keys import BackupKeys
from mmc_console.server.backups.retention import LEAP, MONTHS, ages, in_order, is_good, to_delete
from mmc_console.server.backups.shelf import Shelf
from tests.server.backup_parts import day


def kept(number: int, at: datetime, *, good: bool = True, refused: str = "", seq: int | None = None) -> Kept:
    """The log grows by one each hour where *seq* says nothing else."""
    seq = int((at - day(0)).total_seconds() // 3600) + 10_000 if seq is None else seq
    header = Header(
        id=f"{number:032x}", kind="auto", product="1", schema="0011", center="C", epoch="e", seq=seq, at=at, key="k",
        page_size=4096, pages=1, size=4016,
    )  # fmt: skip
    return Kept(Note(header, 100, "", at if good else None, None, refused), ("folder",))


@st.composite
def shelves(draw: st.DrawFn) -> tuple[list[Kept], datetime, int]:
    ages = draw(st.lists(st.integers(-3, 900 * 4), max_size=60))
    now = day(1_000)
    made = [
        kept(
            number,
            now - timedelta(hours=age * 6),
            good=draw(st.booleans()),
            refused=draw(st.sampled_from(["", "", "x"])),
        )
        for number, age in enumerate(ages)
    ]
    return made, now, draw(st.integers(1, 60))


def month(at: datetime) -> int:
    return at.year * 12 + at.month


@given(shelves())
def test_what_goes_is_old_spared_by_no_month_and_never_the_last_good_one(
    shelf: tuple[list[Kept], datetime, int],
) -> None:
    backups, now, days = shelf
    gone = to_delete(backups, now, days)
    left = [each for each in backups if each not in gone]
    assert len(left) + len(gone) == len(backups)
    assert all(each.note.header.at <= now - timedelta(days=days) for each in gone)
    good = sorted((each for each in backups if is_good(each)), key=lambda each: each.note.header.at)
    if good:
        assert any(is_good(each) for each in left)
        assert max(each.note.header.at for each in left if is_good(each)) == good[-1].note.header.at
    months = {month(each.note.header.at) for each in good if month(each.note.header.at) >= month(now) - MONTHS}
    assert months <= {month(each.note.header.at) for each in left if is_good(each)}


@given(shelves())
def test_tidying_twice_removes_nothing_more(shelf: tuple[list[Kept], datetime, int]) -> None:
    backups, now, days = shelf
    gone = to_delete(backups, now, days)
    assert to_delete([each for each in backups if each not in gone], now, days) == []


@given(shelves())
def test_what_is_kept_for_good_is_bounded(shelf: tuple[list[Kept], datetime, int]) -> None:
    backups, now, days = shelf
    gone = to_delete(backups, now, days)
    old = ages(in_order(backups), now)
    left = [each for each in backups if each not in gone and old[each.id] >= timedelta(days=days)]
    assert len({month(each.note.header.at) for each in left}) >= len(left) - 4, "one a month, and the newest ones"


def test_a_year_of_backups_every_six_hours() -> None:
    now = day(730)
    every = [kept(number, now - timedelta(hours=6 * number)) for number in range(4 * 730)]
    gone = {each.id for each in to_delete(every, now, 30)}
    left = [each for each in every if each.id not in gone]
    old = [each for each in left if each.note.header.at <= now - timedelta(days=30)]
    assert len(left) - len(old) == 120
    assert len(old) == 12
    assert {month(each.note.header.at) for each in left} == set(range(month(now) - 12, month(now) + 1))


@pytest.mark.parametrize("count", [1, 2, 9])
@pytest.mark.parametrize("years", [-9, 3])
def test_backups_by_a_clock_years_ahead_or_behind_make_no_other_go(count: int, years: int) -> None:
    shelf = Shelf(tuple, lambda: BackupKeys(()))
    there = [kept(n, day(400 - n)) for n in range(20)]
    wrong = day(400 + years * 365)
    made: list[Kept] = []
    for n in range(count):
        at = wrong + timedelta(hours=6 * n)
        made.append(kept(100 + n, at, seq=there[0].note.header.seq + 1 + n))
        assert shelf.tidy([*made, *there], "C", at, 30, 7) == []
    right = day(401) + timedelta(hours=6 * count)
    now = kept(200, right, seq=there[0].note.header.seq + 50)
    assert shelf.tidy([*made, now, *there], "C", right, 30, 7) == [], "nor when the clock is right again"
    assert shelf.tidy([now, *there], "C", right, 10, 7) != [], "what is old goes"


@st.composite
def clocks(draw: st.DrawFn) -> list[timedelta]:
    """By how much the clock was wrong at each of some weeks' backups, a day apart."""
    spans = draw(st.lists(st.tuples(st.integers(1, 12), st.sampled_from([0, 0, 400, 3_000, -400, -3_000])), max_size=3))
    return [timedelta(days=wrong) for length, wrong in [*spans, (24, 0)] for _ in range(length)]


@given(clocks())
def test_however_the_clock_is_set_nothing_young_goes_and_the_newest_stays(wrong: list[timedelta]) -> None:
    """One that was set makes what was before it older by some days at most, never by what it was set by."""
    days, shelf = 10, list[Kept]()
    leaps = 0
    for number, off in enumerate(wrong):
        true = day(1_000) + timedelta(days=number)
        leaps += number > 0 and off != wrong[number - 1]
        shelf.append(kept(number, true + off, seq=number))
        gone = to_delete(shelf, true + off, days)
        for each in gone:
            age = timedelta(days=number - each.note.header.seq)
            assert age + leaps * LEAP >= timedelta(days=days)
        shelf = [each for each in shelf if each not in gone]
        assert shelf[-1].note.header.seq == number
    months = {month(each.note.header.at) for each in shelf}
    assert len(shelf) <= days + len(months) + 4, "and what is old goes at last, whatever it says of itself"
