"""Turns moments into local words: the only place that does. Clock times are 24 h, digits 0-9."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # presenters use the clock times without Qt
    from PySide6.QtCore import QLocale


def clock_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """`10:42` in *zone*, by default the zone *moment* carries."""
    return (moment.astimezone(zone) if zone else moment).strftime("%H:%M")


def day_and_time(moment: datetime) -> str:
    """`11-23 10:42`: of another day than today, in the zone *moment* carries."""
    return f"{moment:%m-%d} {clock_time(moment)}"


def as_of(moment: datetime, now: datetime | None) -> str:
    """The time of *moment* alone if it is of the day of *now*, else with its day; each in the zone it carries."""
    return clock_time(moment) if now is None or moment.date() == now.date() else day_and_time(moment)


def long_date(day: date, locale: QLocale) -> str:
    """`Monday, 23 November 2026` in the language of *locale*."""
    from PySide6.QtCore import QDate, QLocale

    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def stopwatch(seconds: float) -> str:
    """`04:12`, or `1:04:12` from an hour on; never below zero."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes:02d}:{secs:02d}"
