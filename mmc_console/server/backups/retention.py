"""Which backups go: kept for so many days, one a month for a year, and never the last good one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from mmc_console.server.backups.catalogue import Kept
from mmc_console.server.backups.stores import Place

MONTHS: Final = 12
YEAR: Final = timedelta(days=365)
LEAP: Final = timedelta(days=3)
"""So much older a backup makes those before it at most: a longer time between two is a server that was off, or a clock
that was set. Nobody can tell which, so neither makes anything old."""


def to_delete(backups: Iterable[Kept], now: datetime, days: int) -> list[Kept]:
    """Of one centre's *backups* those that need not be kept any longer.

    Kept are: all younger than *days*; of each of the last twelve months the first good one; the newest good one,
    however old; the newest at all. Good is what was verified and not refused since: what was not does not take a good
    one's place. How old one is goes by the order they were made in as well as by what the clock says (`ages`).
    """
    every = in_order(backups)
    old = ages(every, now)
    good = [kept for kept in every if is_good(kept)]
    keep = {kept.id for kept in every if old[kept.id] < timedelta(days=days)}
    for newest in (every, good, _by_time(every), _by_time(good)):
        keep.update(kept.id for kept in newest[-1:])
    oldest = _month_of(now) - MONTHS
    months: set[int] = set()
    for kept in good:
        month = _month_of(kept.note.header.at)
        if month not in months and (month >= oldest or old[kept.id] < YEAR):
            months.add(month)
            keep.add(kept.id)
    return [kept for kept in every if kept.id not in keep]


def in_order(backups: Iterable[Kept]) -> list[Kept]:
    """The oldest first, by how far the log was: within one history it only grows, whatever a clock says. Histories
    follow each other by the time of their first."""
    found = list(backups)
    first: dict[str, datetime] = {}
    for kept in found:
        header = kept.note.header
        first[header.epoch] = min(first.get(header.epoch, header.at), header.at)
    return sorted(found, key=lambda kept: (
        first[kept.note.header.epoch], kept.note.header.epoch, kept.note.header.seq, kept.note.header.at, kept.id,
    ))  # fmt: skip


def ages(ordered: Sequence[Kept], now: datetime) -> dict[str, timedelta]:
    """How old each of these is, by id: what the clock says, but never more than the times between one and the next add
    up to, none of which counts for more than `LEAP`, and none for less than nothing. That sum alone where a clock was
    certainly wrong: it is from the future."""
    found: dict[str, timedelta] = {}
    passed, later = timedelta(0), now
    for kept in reversed(ordered):
        at = kept.note.header.at
        passed += min(max(later - at, timedelta(0)), LEAP)
        found[kept.id] = passed if at > now else min(passed, now - at)
        later = at
    return found


def _by_time(ordered: Iterable[Kept]) -> list[Kept]:
    return sorted(ordered, key=lambda kept: (kept.note.header.at, kept.id))


def is_good(kept: Kept) -> bool:
    """Whether a restore may count on it."""
    return kept.note.verified_at is not None and not kept.note.refused


def held_to(backups: Iterable[Kept], places: Iterable[Place]) -> int:
    """How far *backups* hold the log: those that lie elsewhere than beside the database, where there is such a place.
    Consoles forget what is held, and a disk takes all that is on it."""
    away = {place.name for place in places if not place.made}
    held = (kept for kept in backups if not away or not away.isdisjoint(kept.places))
    return max((kept.note.header.seq for kept in held), default=0)


def _month_of(at: datetime) -> int:
    return at.year * 12 + at.month
