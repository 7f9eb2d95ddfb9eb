"""The code under the bars of a ticket, for scanners: `MMC1-1123-017-K`.

Month and day of the service day, the visit's number, and a letter that tells a misread code. It names nobody and opens
nothing: whoever scans it looks the number up like anybody else. It has no year, so that the bars fit a narrow roll.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct

from mmc_console.domain.numbers import SERIES, split

PREFIX: Final = "MMC1"
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTVWXYZ"
"""Without I, O and U; 23 of them, a prime, so that no single wrong digit and no two swapped ones pass."""
_SHAPE: Final = re.compile(rf"MMC1-(\d{{2}})(\d{{2}})-({SERIES}\d{{2,}})-([A-Z])", re.ASCII)
_VALUES: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


class PaperCode(Struct, frozen=True):
    """What a scanned ticket says."""

    month: int
    day: int
    number: str

    def date_before(self, today: date) -> date | None:
        """The last such day that is not after *today*; None when no year of the last eight has it."""
        for year in range(today.year, today.year - 8, -1):
            try:
                found = date(year, self.month, self.day)
            except ValueError:
                continue
            if found <= today:
                return found
        return None


def paper_code(day: date, number: str) -> str:
    """The code of visit *number* of service day *day*."""
    middle = f"{day.month:02d}{day.day:02d}"
    return f"{PREFIX}-{middle}-{number}-{_check(middle + number)}"


def read_code(text: str) -> PaperCode | None:
    """What *text* says; None when it is no ticket of this system, or was misread."""
    match = _SHAPE.fullmatch(text)
    if match is None or split(match[3]) is None:
        return None
    month, day, number, letter = int(match[1]), int(match[2]), match[3], match[4]
    if _check(match[1] + match[2] + number) != letter:
        return None
    try:
        date(2000, month, day)  # a leap year
    except ValueError:
        return None
    return PaperCode(month, day, number)


def _check(text: str) -> str:
    """The letter at the sum of all values, each weighted with a power of two by its place."""
    return _LETTERS[sum(_VALUES[c] * pow(2, i, 23) for i, c in enumerate(text)) % 23]
