"""The values at some ranks of very many numbers, without ever sorting them all: that would keep Python for itself for
half a second, and calling waits meanwhile."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from mmc_console.wire.figures import Spread

SMALL: Final = 20_000
"""So many are sorted at once: some milliseconds."""
_CHUNK: Final = 4_096
_BITS: Final = 12
"""Numbers are first counted by stretches of 4,096: about four seconds, of milliseconds."""


def spread_of(parts: Sequence[array[int]]) -> Spread:
    """The spread of all numbers in *parts*, milliseconds; by nearest ranks, as `figures.counting.spreads` has it."""
    n = sum(map(len, parts))
    if not n:
        return Spread()
    total = sum(sum(part) for part in parts)
    p50, p90 = at_ranks(parts, ((n + 1) // 2, (9 * n + 9) // 10))
    return Spread(round(total / n / 1000, 1), p50 / 1000, p90 / 1000, n)


def at_ranks(parts: Sequence[array[int]], ranks: Iterable[int], small: int = SMALL) -> list[int]:
    """The numbers at these ranks, counted from 1, of all numbers in *parts*."""
    if sum(map(len, parts)) <= small:
        whole = sorted(chain.from_iterable(parts))
        return [whole[rank - 1] for rank in ranks]
    coarse: Counter[int] = Counter()
    for part in parts:
        for at in range(0, len(part), _CHUNK):
            coarse.update([value >> _BITS for value in part[at : at + _CHUNK]])
    places = [_place(coarse, rank) for rank in ranks]
    wanted = {stretch for stretch, _ in places}
    inside: dict[int, list[int]] = {stretch: [] for stretch in wanted}
    for part in parts:
        for value in part:
            if value >> _BITS in wanted:
                inside[value >> _BITS].append(value)
    return [sorted(inside[stretch])[place] for stretch, place in places]


def _place(coarse: Counter[int], rank: int) -> tuple[int, int]:
    """In which stretch the number at *rank* is, and at which place there."""
    before = 0
    for stretch in sorted(coarse):
        if before + coarse[stretch] >= rank:
            return stretch, rank - before - 1
        before += coarse[stretch]
    raise ValueError(rank)
