"""What the server keeps until another console's work is back: whether it was told, and when it is asked again."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from mmc_console.client.row import Row
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import ActionId, Epoch

ASK_AGAIN = 1.0
"""Seconds until the server is asked again for the first of what has to wait for another console's work. It keeps all
of it meanwhile, and takes it when its turn comes: the stream says so, and the answer is fetched at once."""
ASK_ALL_AGAIN = 3.0
"""The same for all the others: should the server have forgotten them, or the stream be silent."""
MANY = 100
"""For every so many of them it is as long again: asking for the last takes until the first may be asked for."""


def is_of_another_history(action: AnyAction, epoch: Epoch | None) -> bool:
    """Whether it was done before a restore: what it is about may be with another console, and come back with it."""
    of, _, _ = (action.seen or "").rpartition(":")
    return action.was is not None or of not in ("", epoch)


class Turns(Container[ActionId]):
    """The actions of one console that wait for their turn."""

    def __init__(self) -> None:
        self._waits: dict[ActionId, tuple[tuple[int, int], float]] = {}
        """Where each stands in the order of sending, and the moment from which it may be asked for."""
        self._told = set[ActionId]()
        self._epoch: Epoch | None = None

    def at(self, epoch: Epoch, now: float) -> None:
        """Whatever may be asked for at this moment waits no more. Another history has been told nothing."""
        if epoch != self._epoch:
            self.clear()
            self._epoch = epoch
        self._waits = {id: wait for id, wait in self._waits.items() if wait[1] > now}

    def told(self, id: ActionId) -> bool:
        """Whether the server keeps it, as far as is known."""
        return id in self._told

    def __contains__(self, id: object) -> bool:
        return id in self._waits

    def __iter__(self) -> Iterator[float]:
        """The moments."""
        return (until for _, until in self._waits.values())

    def __len__(self) -> int:
        return len(self._waits)

    @property
    def ids(self) -> Iterable[ActionId]:
        """The actions."""
        return self._waits.keys()

    def clear(self) -> None:
        """The server may know of none of it."""
        self._waits.clear()
        self._told.clear()

    def come(self, ids: Iterable[ActionId]) -> bool:
        """These have been taken; whether any had waited."""
        come = set(ids)
        waited = self._waits.keys() & come
        self._told -= come
        for id in waited:
            del self._waits[id]
        return bool(waited)

    def wait(self, rows: Sequence[Row], now: float) -> None:
        """These, in their order, wait still: the first of all that do is asked for soon, the others all at once."""
        first = min((place for place, _ in self._waits.values()), default=None)
        together = max(self, default=now)
        self._told |= {row.id for row in rows}
        if together <= now + ASK_AGAIN:
            together = now + ASK_ALL_AGAIN * (1 + len(self._told) // MANY)
        for row in rows:
            soon = first is None or row.place < first
            first = row.place if first is None else min(first, row.place)
            self._waits[row.id] = row.place, now + ASK_AGAIN if soon else together
