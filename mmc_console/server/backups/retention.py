"""Which backups go: kept for so many days, one a month for a year, and never the last good one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from mmc_console.server.backups.catalogue import Kept
from mmc_console.server.backups.stores import Place

MONTHS: Final = 12


def to_delete(backups: Iterable[Kept], now: datetime, days: int) -> list[Kept]:
    """Of one centre's *backups* those that need not be kept any longer.

    Kept are: all younger than *days*; of each of the last twelve months the first good one; the newest good one,
    however old; the newest at all; and everything from the future, where a clock was wrong. Good is what was verified
    and not refused since: what was not does not take a good one's place.
    """
    every = sorted(backups, key=lambda kept: (kept.note.header.at, kept.id))
    good = [kept for kept in every if is_good(kept)]
    keep = {kept.id for kept in every if kept.note.header.at > now - timedelta(days=days)}
    keep.update(kept.id for kept in (good[-1:] + every[-1:]))
    oldest = _month_of(now) - MONTHS
    months: set[int] = set()
    for kept in good:
        month = _month_of(kept.note.header.at)
        if month >= oldest and month not in months:
            months.add(month)
            keep.add(kept.id)
    return [kept for kept in every if kept.id not in keep]


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
