"""Which action a server breaks on, when it breaks on a request: found by halving, set aside, parked only on proof.

A server that answers 5xx may be broken as a whole, and then nothing of a person's work is at fault. So a request is
taken apart only after it broke the server three times while the server called itself well. The one action found waits
aside, holding back what depends on it and no more, and goes to a person only when it breaks the server again although
other work, of this console or another, was taken meanwhile. As long as nothing was, no second one is looked for.
What the line breaks on (a filter that resets it) is found and set aside alike, and tried again for as long as it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mmc_console.domain.ids import ActionId

TRIES = 3
LINE_TRIES = 10
"""The same where it is the line that broke: a bad one does so by chance, and all is to be done in order over it."""
ASIDE = 30.0
"""Seconds the one action is left alone before it is tried again."""
Verdict = Literal["wait", "halve", "aside", "again", "park"]
"""All of it waits; half of it is tried; the one found is left alone for now, or once more; it goes to a person."""


@dataclass(slots=True)
class _Aside:
    since: float
    until: float
    others: bool = False
    """Whether other work was taken since."""


class Poison:
    """What one console knows of it."""

    def __init__(self) -> None:
        self._failing: ActionId | None = None
        """The first of what broke it last: behind that one more is done meanwhile."""
        self._times = 0
        self._aside: dict[ActionId, _Aside] = {}
        self.seeking = False
        """Whether a request is being taken apart: that one half of it was taken says nothing about the other."""

    @property
    def doubtful(self) -> bool:
        """Whether it may be the server after all: one is left alone, and nothing was taken since. Go on, but slowly."""
        return any(not aside.others for aside in self._aside.values())

    def waits(self, now: float) -> dict[ActionId, float]:
        """What is not to be sent yet, and until when."""
        return {id: aside.until for id, aside in self._aside.items() if aside.until > now}

    def alone(self, ids: Sequence[ActionId]) -> ActionId | None:
        """The one of these that has to be sent by itself."""
        return next((id for id in ids if id in self._aside), None)

    def taken(self, ids: Sequence[ActionId]) -> None:
        """The server has taken these of this console."""
        if ids:
            self._failing, self._times = None, 0
        if any(id in self._aside for id in ids):
            self._aside.clear()  # it was the server, and it is well again
        for aside in self._aside.values():
            aside.others = True

    def heard(self, done: float) -> None:
        """News tell of what was *done* then, and not taken before that: what is older says nothing of now."""
        for aside in self._aside.values():
            aside.others |= done > aside.since

    def broke(self, ids: Sequence[ActionId], *, undone: bool) -> bool:
        """The server (*undone*, it says itself) or the line broke on these; whether to ask if it is well otherwise.

        How often it broke on the next one is counted on while those known already are tried now and then.
        """
        if ids[0] in self._aside:
            return True
        self._times = self._times + 1 if ids[0] == self._failing else 1
        self._failing = ids[0]
        return self.seeking or self._times >= (TRIES if undone else LINE_TRIES)

    def verdict(self, ids: Sequence[ActionId], now: float, *, undone: bool) -> Verdict:
        """What to do with them, the server calling itself well. *undone*: it says itself that nothing was done; of what
        only the line broke on nobody knows that, so it is never a person's to do once more."""
        known = self._aside.get(ids[0]) if len(ids) == 1 else None
        if known is not None:
            if known.others and undone:
                del self._aside[ids[0]]
                return "park"
            known.until = now + ASIDE
            return "again" if known.others else "wait"
        self._failing, self._times = None, 0
        self.seeking = len(ids) > 1
        if self.seeking:
            return "halve"
        self._aside[ids[0]] = _Aside(now, now + ASIDE)
        return "aside"
