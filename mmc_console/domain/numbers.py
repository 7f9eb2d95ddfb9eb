"""Visit numbers: `017` from the server, `K04` from desk K. Never given twice on a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from mmc_console.domain.ids import DeskLetter
from mmc_console.domain.state import State

PENDING = "…"
"""Shown until the number is known. A projection never guesses one."""
LETTERS: Final = "ACDEFGHJKLMNPRTVWXY"
"""Of desks. I O Q S Z B U are never used: on paper they pass for digits."""
SERIES: Final = "[A-Z]{0,3}"
"""Every restore leaves letters out, so that none is given twice: three of them last for some 360 restores."""
_SHAPE: Final = re.compile(f"({SERIES})([0-9]{{2,}})")


def split(number: str) -> tuple[str, int] | None:
    """The series ("" for the server's) and the count; None when it is no number, as `K4` and `K004` are none."""
    match = _SHAPE.fullmatch(number)
    if match is None:
        return None
    series, count = match[1], int(match[2])
    return (series, count) if count and _written(series, count) == number else None


def _written(series: str, count: int) -> str:
    return f"{series}{count:02d}" if series else f"{count:03d}"


def next_number(state: State, day: date, desk: DeskLetter | None) -> str:
    """The next number of the server's series, or of this desk's own."""
    return _written(desk or "", state.series.get((day, desk or ""), 0) + 1)


def desk_letters(index: int) -> DeskLetter:
    """The *index*-th desk's letter (from 0): 19 single ones, 361 pairs from `AA`, `AC`…, then three from `AAA`."""
    text = ""
    while index >= 0:
        index, last = divmod(index, len(LETTERS))
        text, index = LETTERS[last] + text, index - 1
    return DeskLetter(text)


def label(letter: str, number: str) -> str:
    """A ticket's label: the clinic's letter and the visit's number, `E-017`."""
    return f"{letter}-{number}"
