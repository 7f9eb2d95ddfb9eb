"""What the server keeps until another console's work is back, and when it is asked for it again."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from mmc_console.client.outbox import Row
from mmc_console.domain.ids import ActionId

ASK_AGAIN = 1.0
"""Seconds until the server is asked again for the first of what has to wait for another console's work. It keeps all
of it meanwhile, and takes it when its turn comes: the stream says so, and the answer is fetched at once."""
ASK_ALL_AGAIN = 3.0
"""The same for all the others: should the server have forgotten them, or the stream be silent."""


class Turns(Container[ActionId]):
    """The actions of one console that wait for their turn."""

    def __init__(self) -> None:
        self._waits: dict[ActionId, tuple[tuple[int, int], float]] = {}
        """Where each stands in the order of sending, and the moment from which it may be asked for."""

    def __contains__(self, id: object) -> bool:
        return id in self._waits

    def __iter__(self) -> Iterator[float]:
        """The moments."""
        return (until for _, until in self._waits.values())

    def __len__(self) -> int:
        return len(self._waits)

    def pass_to(self, now: float) -> None:
        """Whatever may be asked for at this moment waits no more."""
        self._waits = {id: wait for id, wait in self._waits.items() if wait[1] > now}

    def clear(self) -> None:
        """All of it may be asked for."""
        self._waits.clear()

    def come(self, ids: Iterable[ActionId]) -> bool:
        """These have been taken; whether any had waited."""
        taken = self._waits.keys() & set(ids)
        for id in taken:
            del self._waits[id]
        return bool(taken)

    def wait(self, rows: Sequence[Row], now: float) -> None:
        """These, in their order, wait still: the first of all that do is asked for soon, the others all at once."""
        first = min((place for place, _ in self._waits.values()), default=None)
        together = max(self, default=now)
        if together <= now + ASK_AGAIN:
            together = now + ASK_ALL_AGAIN
        for row in rows:
            soon = first is None or row.place < first
            first = row.place if first is None else min(first, row.place)
            self._waits[row.id] = row.place, now + ASK_AGAIN if soon else together
