"""Days of one's own, as they are typed. No Qt."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, Protocol

DaysFault = Literal["", "form", "order", "future", "early", "long"]
EARLIEST: Final = 2000


class DaysIntents(Protocol):
    """What a person can do with them."""

    def type_day(self, which: Literal["first", "last"], text: str) -> None:
        """One of the two days of one's own."""

    def show_days(self) -> None:
        """Look at the typed days."""


def days_fault(first: str, last: str, today: date, at_most: int) -> DaysFault:
    """What is wrong with them; *at_most* so many are counted at once."""
    try:
        begin, end = _day(first), _day(last)
    except ValueError:
        return "form"
    if begin > end:
        return "order"
    if end > today:
        return "future"
    if begin.year < EARLIEST:
        return "early"
    return "long" if (end - begin).days >= at_most else ""


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # Python takes other ways of writing too
        raise ValueError(text)
    return day
