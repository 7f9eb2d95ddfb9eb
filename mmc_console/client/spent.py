"""Numbers that are spent, whatever becomes of the rows they were written into: those of a desk's own series, by day,
and the highest that the server had given in a history that is gone.

Written to the disk by whoever keeps it, with every row. It knows no row and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

KEPT: Final = timedelta(days=2)


class Spent:
    """The highest count of each day and series. `counts`: as it is written, by `2026-11-23:K`; the server has none."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)

    def take(self, day: date, series: str, at_least: int, own: Iterable[int], *, certain: bool) -> int:
        """The next of this *series*: above *at_least*, above its *own* and above all ever given on *day*.

        Where the day is not *certain*, above all given on any. It is spent from this moment.
        """
        key, end = f"{day.isoformat()}:{series}", f":{series}"
        given = [n for k, n in self.counts.items() if k == key or (not certain and k.endswith(end))]
        count = max(at_least, *given, *own, 0) + 1
        if certain:
            self.counts = {k: v for k, v in self.counts.items() if k >= (day - KEPT).isoformat()}
        self.counts[key] = count
        return count

    def note(self, known: Mapping[date, int]) -> None:
        """Keep in mind which numbers the server had given."""
        for day, count in known.items():
            key = f"{day.isoformat()}:"
            self.counts[key] = max(self.counts.get(key, 0), count)

    @property
    def known(self) -> dict[date, int]:
        """The highest the server had given, by day."""
        return {date.fromisoformat(key[:-1]): count for key, count in self.counts.items() if key.endswith(":")}
