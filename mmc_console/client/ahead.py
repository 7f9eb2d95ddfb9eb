"""The log taken on beside what is shown: many events, a few at a time, so that no screen stands still for them."""

from __future__ import annotations

from collections.abc import Sequence

from mmc_console.domain.events import AnyEvent
from mmc_console.domain.evolve import evolve
from mmc_console.domain.state import Inverse, State, take_back


def take_in(state: State, events: Sequence[AnyEvent]) -> int:
    """How many of *events*, from the first, are about what is known in *state*; these are in it now."""
    for count, event in enumerate(events):
        inverse = Inverse(state.seq, state.at)
        try:
            evolve(state, event, inverse)
        except KeyError:
            take_back(state, inverse)
            return count
    return len(events)


class Ahead:
    """What the log alone says, made of what is shown (*of*), and going on from there; `Replica.overtake` shows it."""

    def __init__(self, of: State, state: State) -> None:
        self.of, self.state, self.start = of, state, state.seq
        self.taken: list[AnyEvent] = []

    def take(self, events: Sequence[AnyEvent]) -> bool:
        """Take in the next *events*; False when one of them is about what is not known here."""
        count = take_in(self.state, events)
        self.taken += events[:count]
        return count == len(events)
