"""When a backup and the daily test are due. What was missed is due at once: a PC may be off at night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mmc_console.wire.backups import Run

LATE_AFTER: Final = timedelta(hours=1)
"""So much later than it was due a backup is late: one that was tried again has come by then."""


SLACK: Final = timedelta(hours=1)
"""A clock that is put back by less is one that was set right: what was taken before was taken."""


def last_of(taken: Iterable[datetime], now: datetime) -> datetime | None:
    """The last of the moments at which backups were taken; one from the future was taken by a clock that was wrong,
    and nothing may wait until it has come."""
    return max((at for at in taken if at <= now + SLACK), default=None)


def next_backup(last: datetime | None, began: datetime, every_hours: int) -> datetime:
    """When the next one is due, after *last*; without one at the server's start."""
    return began if last is None else last + timedelta(hours=every_hours)


def is_late(last: datetime | None, began: datetime, now: datetime, every_hours: int) -> bool:
    """Whether the centre has been without a new one for too long; a server that has just started is given its time."""
    due = max(next_backup(last, began, every_hours), began)
    return now > due + LATE_AFTER


def is_test_due(last: Run | None, now: datetime, at: str, zone: str) -> bool:
    """Whether today's test has not been yet, or yesterday's while it is not time for today's."""
    return last is None or last.began > now + SLACK or last.began < last_moment(now, at, zone)


def last_moment(now: datetime, at: str, zone: str) -> datetime:
    """The latest moment up to *now* at which it was *at* in the centre."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), time.fromisoformat(at), local.tzinfo)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), today.time(), local.tzinfo)
