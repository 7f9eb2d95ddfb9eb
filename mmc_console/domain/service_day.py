"""The service day: the centre's local date of (time - `day_starts_at`).

04:59 on the 24th is still the 23rd. This is the one place that turns moments
into local days and local times; everything else compares moments.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from mmc_console.domain.centre import Site

_OFFSETS: dict[timedelta, timezone] = {}


class Calendar:
    """Days and local times of one centre."""

    def __init__(self, zone: str, day_starts_at: str) -> None:
        self.zone = ZoneInfo(zone)
        self._starts = time.fromisoformat(day_starts_at)
        self.day = lru_cache(maxsize=1_024)(self._day)
        """The service day of a moment. Remembered: the moments of the day's rooms and actions are asked for again and
        again."""

    def _day(self, at: datetime) -> date:
        today = at.astimezone(self.zone).date()
        # by moments, not by what the clock shows: in the hour that comes twice a day that began would not have
        return today if at >= self.starts(today) else today - timedelta(days=1)

    def starts(self, day: date) -> datetime:
        """The first moment of *day*, with the centre's offset."""
        return self.stamp(datetime.combine(day, self._starts, self.zone))

    def ends(self, day: date) -> datetime:
        """The moment *day* is over: the next one's first."""
        return self.starts(day + timedelta(days=1))

    def moment(self, day: date, clock: str) -> datetime:
        """When it is *clock* ("07:30") on *day*; before the day's start it is the night after."""
        at = time.fromisoformat(clock)
        date_of = day if at >= self._starts else day + timedelta(days=1)
        return self.stamp(datetime.combine(date_of, at, self.zone))

    def stamp(self, at: datetime) -> datetime:
        """The same moment, with the centre's offset of that moment as a fixed one.

        A fixed offset keeps comparisons right in the hour a clock goes back:
        two moments sharing one ZoneInfo are compared by their wall clocks.
        """
        offset = at.astimezone(self.zone).utcoffset() or timedelta()
        fixed = _OFFSETS.get(offset)
        if fixed is None:
            fixed = _OFFSETS[offset] = timezone(offset)
        return at.astimezone(fixed)


@lru_cache(maxsize=16)
def _calendar(zone: str, day_starts_at: str) -> Calendar:
    return Calendar(zone, day_starts_at)


def calendar_of(site: Site) -> Calendar:
    """The calendar of this centre."""
    return _calendar(site.timezone, site.day_starts_at)
