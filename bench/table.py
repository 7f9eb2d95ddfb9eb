"""One table for every figure: what, measured, promised, and whether the promise is met. Measures nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

Row = tuple[str, str, str]
"""What was measured, what was found, what was promised (empty: nothing)."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def verdict(found: str, goal: str) -> str:
    """`met` or `NOT MET`; empty where nothing was promised. Of two figures `p50 / p95`, the second is judged."""
    promised = re.search(r"([≤≥])\s*(\d[\d,]*(?:\.\d+)?)", goal)
    if promised is None:
        return ""
    figures = [float(number.replace(",", "")) for number in _NUMBER.findall(found.partition("(")[0])]
    judged = figures[1] if " / " in found else figures[0]
    wanted = float(promised[2].replace(",", ""))
    return "met" if (judged <= wanted if promised[1] == "≤" else judged >= wanted) else "NOT MET"


def lines(rows: Iterable[Row]) -> list[str]:
    """The table as text."""
    all_rows = [(*row, verdict(row[1], row[2])) for row in rows]
    heads = ("", "measured", "promised", "")
    wide = [max(len(row[i]) for row in (heads, *all_rows)) for i in range(4)]
    return [
        f"{what:<{wide[0]}}  {found:>{wide[1]}}  {goal:<{wide[2]}}  {word}".rstrip()
        for what, found, goal, word in (heads, *all_rows)
    ]


def show(rows: Iterable[Row]) -> None:
    """Print it."""
    print("\n".join(lines(rows)))
