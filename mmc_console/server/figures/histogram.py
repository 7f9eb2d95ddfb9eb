"""How long things took, in a fixed number of counters: no memory and next to no time for each thing measured.

Steps of 2^(1/8), about 9 %, from 1/16 ms to 64 s. A rank is told as its step's upper edge, so it is never lower than
the truth and at most 9 % above. Histograms of different minutes add up exactly, which percentiles do not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import ceil, log2
from typing import Final

from mmc_console.wire.figures import Delays

LEAST: Final = 0.001 / 16
STEPS: Final = 8
OCTAVES: Final = 20
SIZE: Final = OCTAVES * STEPS + 2
"""The first counter takes all up to LEAST, the last all above the last edge."""
_SCALE: Final = 1 / LEAST
EDGES: Final[tuple[float, ...]] = tuple(LEAST * 2 ** (i / STEPS) for i in range(SIZE - 1))
TOLD: Final[tuple[int, ...]] = tuple(range(4 * STEPS, 18 * STEPS + 1, STEPS))
"""The counters at whose edges monitoring is told: 1, 2, 4 ms and so on to 16 s, each an exact edge of a step."""
Sparse = list[tuple[int, int]]


class Histogram:
    """Counters and their sum. Belongs to the event loop; others read a copy."""

    __slots__ = ("counts", "seconds")

    def __init__(self, sparse: Iterable[tuple[int, int]] = (), seconds: float = 0.0) -> None:
        self.counts = array("Q", bytes(8 * SIZE))
        self.seconds = seconds
        for i, count in sparse:
            self.counts[i] += count

    def note(self, seconds: float) -> None:
        """One more that took so long."""
        self.seconds += seconds
        if seconds <= LEAST:
            self.counts[0] += 1
            return
        place = ceil(log2(seconds * _SCALE) * STEPS - 1e-9)  # an edge itself belongs below
        self.counts[min(SIZE - 1, place)] += 1

    def copy(self) -> Histogram:
        """As it is now."""
        made = Histogram()
        made.counts, made.seconds = self.counts[:], self.seconds
        return made

    def since(self, before: Histogram) -> Histogram:
        """What came after *before*, an earlier copy of this."""
        made = Histogram(seconds=self.seconds - before.seconds)
        made.counts = array("Q", (now - then for now, then in zip(self.counts, before.counts, strict=True)))
        return made

    def add(self, other: Histogram) -> None:
        """Count *other*'s too."""
        self.seconds += other.seconds
        self.counts = array("Q", (a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def n(self) -> int:
        """How many."""
        return sum(self.counts)

    def sparse(self) -> Sparse:
        """The counters that are not zero."""
        return [(i, count) for i, count in enumerate(self.counts) if count]

    def rank(self, share: float) -> float:
        """Seconds that *share* of them do not exceed; 0 of nothing, the last edge for what is beyond it."""
        return _rank(self.counts, self.n, share)

    def delays(self) -> Delays:
        """As it travels."""
        n = self.n
        if not n:
            return Delays()
        return Delays(n, *(round(_rank(self.counts, n, share), 6) for share in (0.5, 0.95, 0.99)))

    def told(self) -> list[tuple[str, int]]:
        """Cumulative counts at the edges monitoring is told, by the edge's name; the last is `+Inf`."""
        found = [(f"{EDGES[place]:g}", sum(self.counts[: place + 1])) for place in TOLD]
        return [*found, ("+Inf", self.n)]


def _rank(counts: Sequence[int], n: int, share: float) -> float:
    wanted, seen = ceil(share * n), 0
    for i, count in enumerate(counts):
        seen += count
        if count and seen >= wanted:
            return EDGES[min(i, SIZE - 2)]
    return 0.0
