"""Which backups go, as a rule: nothing young, one a month for a year, never the last good one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.backups.catalogue import Kept, Note
from mmc_console.server.backups.format import Header
from mmc_console.server.backups.keys import BackupKeys
from mmc_console.server.backups.retention import MONTHS, is_good, to_delete
from mmc_console.server.backups.shelf import Shelf
from tests.server.backup_parts import day


def kept(number: int, at: datetime, *, good: bool = True, refused: str = "") -> Kept:
    header = Header(
        id=f"{number:032x}", kind="auto", product="1", schema="0011", center="C", epoch="e", seq=number, at=at, key="k",
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
    old = [each for each in backups if each not in gone and each.note.header.at <= now - timedelta(days=days)]
    assert len(old) <= MONTHS + 1 + 2


def test_a_year_of_backups_every_six_hours() -> None:
    now = day(730)
    every = [kept(number, now - timedelta(hours=6 * number)) for number in range(4 * 730)]
    gone = {each.id for each in to_delete(every, now, 30)}
    left = [each for each in every if each.id not in gone]
    old = [each for each in left if each.note.header.at <= now - timedelta(days=30)]
    assert len(left) - len(old) == 120
    assert len(old) == 12
    assert {month(each.note.header.at) for each in left} == set(range(month(now) - 12, month(now) + 1))


def test_one_backup_by_a_clock_years_ahead_makes_no_other_go() -> None:
    shelf = Shelf(tuple, lambda: BackupKeys(()))
    there = [kept(n, day(400 - n)) for n in range(30)]
    ahead = kept(99, day(400 + 1_095))
    assert shelf.tidy([ahead, *there], "C", day(400 + 1_095), 30, 7) == []
    assert shelf.tidy([kept(98, day(401)), *there], "C", day(401), 10, 7) != [], "with the right clock they go"
