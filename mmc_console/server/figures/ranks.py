"""Spreads of very many measured times that lie in sorted parts, without ever sorting them all: that would keep Python
for itself for half a second, and calling waits meanwhile."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct

from mmc_console.wire.figures import Spread

SMALL: Final = 8_192
"""So many are sorted at once: some milliseconds."""
_FOUR_BYTES: Final = 2**31 - 1


class Times(Struct, frozen=True, array_like=True):
    """Measured times of some tickets, in milliseconds: how many, their sum, and each of them, sorted and packed."""

    n: int = 0
    total: int = 0
    raw: bytes = b""

    @property
    def values(self) -> array[int]:
        """The times, the shortest first."""
        return array("i" if len(self.raw) == 4 * self.n else "q", self.raw)


def times_of(values: Iterable[int]) -> Times:
    """These times, packed. Four bytes hold three weeks; what is longer makes all of them take eight."""
    ordered = sorted(values)
    if not ordered:
        return NONE
    short = ordered[0] >= -_FOUR_BYTES and ordered[-1] <= _FOUR_BYTES
    return Times(len(ordered), sum(ordered), array("i" if short else "q", ordered).tobytes())


NONE: Final = Times()


def spread_of(parts: Sequence[Times]) -> Spread:
    """The spread of all times in *parts*, by nearest ranks: half, and nine in ten, do not exceed the told value."""
    n = sum(part.n for part in parts)
    if not n:
        return Spread()
    values = [part.values for part in parts if part.n]
    p50, p90 = at_ranks(values, ((n + 1) // 2, (9 * n + 9) // 10))
    return Spread(round(sum(part.total for part in parts) / n / 1000, 1), p50 / 1000, p90 / 1000, n)


def at_ranks(parts: Sequence[array[int]], ranks: Iterable[int], small: int = SMALL) -> list[int]:
    """The numbers at these ranks, counted from 1, of all numbers in *parts*, each of which is sorted."""
    if len(parts) == 1:
        return [parts[0][rank - 1] for rank in ranks]
    if sum(map(len, parts)) <= small:
        whole = sorted(chain.from_iterable(parts))
        return [whole[rank - 1] for rank in ranks]
    return [_at(parts, rank, small) for rank in ranks]


def _at(parts: Sequence[array[int]], rank: int, small: int) -> int:
    """Halve the numbers it can be until few are left of all parts."""
    left = [(part, 0, len(part)) for part in parts if part]
    low, high = min(part[0] for part, _, _ in left), max(part[-1] for part, _, _ in left)
    inside, below = sum(end for _, _, end in left), 0
    while inside > small and low < high:
        middle = (low + high) // 2
        cuts = [bisect_right(part, middle, begin, end) for part, begin, end in left]
        under = sum(cuts) - sum(begin for _, begin, _ in left)
        if below + under >= rank:
            left = [(part, begin, cut) for (part, begin, _), cut in zip(left, cuts, strict=True) if begin < cut]
            high, inside = middle, under
        else:
            left = [(part, cut, end) for (part, _, end), cut in zip(left, cuts, strict=True) if cut < end]
            low, inside, below = middle + 1, inside - under, below + under
    if low == high:
        return low
    return sorted(chain.from_iterable(part[begin:end] for part, begin, end in left))[rank - below - 1]
