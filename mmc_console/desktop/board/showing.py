"""Which calls stand where on a board, and for how long. No Qt, no network; the time is passed in.

The newest call is the large one. Every call is on the screen for `LEAST` seconds at least, however fast they come:
those that have not had their time keep their places, the others turn over page by page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mmc_console.domain.board import LAST_CALLS, BoardCall
from mmc_console.domain.ids import ClinicCode

HOLD: Final = 12.0
"""Seconds a call is the live one: six of flashing, six of standing still."""
FLASH: Final = 6.0
LEAST: Final = 4.0
LINGER: Final = 2.0
ROWS: Final = 5
GRID: Final = 10
TURN: Final = 8.0
RESTLESS: Final = 24.0
"""After so long without a pause between calls, those that have no place beside the large one get theirs as well."""

Key = tuple[str, ClinicCode]


@dataclass(slots=True)
class Shown:
    """One call as this board has it. Times are the board's own seconds."""

    call: BoardCall
    announced: float
    since: float | None = None
    """When it got its place after the last announcement; None while it has none."""
    gone: float | None = None
    """When it was told to go."""

    def due(self, now: float) -> bool:
        """Whether it still has a right to a place."""
        return self.since is None or now - self.since < LEAST

    def fresh(self, now: float) -> bool:
        """Whether it is one of the live ones."""
        return now - self.announced < HOLD

    def rank(self, now: float) -> tuple[bool, float, str]:
        """The higher the earlier it is read: who is awaited goes before who is inside, then the newest call."""
        return self.call.standing or self.fresh(now), self.announced, self.call.label


@dataclass(frozen=True, slots=True)
class Picture:
    """Hero and rows, or ten places without a hero. `hidden`: calls for which there is no place just now."""

    hero: Shown | None
    rows: tuple[Shown, ...]
    grid: bool = False
    hidden: int = 0


class Wall:
    """The calls of one board."""

    def __init__(self) -> None:
        self._shown: dict[Key, Shown] = {}
        self._restless_since: float | None = None
        self._page = 0
        self._turned = 0.0

    def update(self, calls: Sequence[BoardCall], server_now: datetime, now: float) -> None:
        """These are the calls, newest first. One that is not among them any more leaves within two seconds."""
        for call in calls:
            key = (call.label, call.clinic)
            known = self._shown.get(key)
            if known is not None and known.call.said_at == call.said_at:
                known.call, known.gone = call, None
            else:
                age = max((server_now - call.said_at).total_seconds(), 0.0)
                seen = now - LEAST if age >= HOLD else None  # an old one, as after a start, needs no time of its own
                self._shown[key] = Shown(call, now - age, seen)
        standing = {(c.label, c.clinic) for c in calls}
        for key, shown in list(self._shown.items()):
            if key not in standing and shown.gone is None:
                shown.gone = now
        self._drop(now)

    def picture(self, now: float) -> Picture:
        """What is to be seen at *now*."""
        self._drop(now)
        every = sorted(self._shown.values(), key=lambda s: s.rank(now), reverse=True)
        due = [s for s in every if s.due(now)]
        fresh = any(s.fresh(now) for s in every)
        if not fresh:
            self._restless_since = None
        elif self._restless_since is None:
            self._restless_since = now
        restless = self._restless_since is not None and now - self._restless_since > RESTLESS
        crowd = len(every) > 1 + ROWS
        if not crowd or (fresh and len(due) <= 1 + ROWS and not restless):
            hero = every[0] if every else None
            seated = self._seat(every[1:], ROWS, now)
            if hero is not None:
                hero.since = now if hero.since is None else hero.since
            return Picture(hero, seated, hidden=len(every) - len(seated) - (hero is not None))
        seated = self._seat(every, GRID, now, turning=not fresh or restless)
        return Picture(None, seated, grid=True, hidden=len(every) - len(seated))

    def _seat(self, every: list[Shown], places: int, now: float, *, turning: bool = False) -> tuple[Shown, ...]:
        """The calls that get a place, newest first: those in their time, then those waiting for it, then the rest."""
        sitting = [s for s in every if s.since is not None and s.due(now)]
        coming = sorted((s for s in every if s.since is None), key=lambda s: s.announced)
        chosen = (sitting + coming)[:places]
        for shown in chosen:
            if shown.since is None:
                shown.since = now
        rest = [s for s in every if not any(s is c for c in chosen)]
        free = places - len(chosen)
        if free and len(rest) > free:
            if turning and now - self._turned >= TURN:
                self._page, self._turned = self._page + free, now
            start = self._page % len(rest)
            rest = (rest[start:] + rest[:start])[:free]
        chosen += rest[:free]
        return tuple(sorted(chosen, key=lambda s: s.rank(now), reverse=True))

    def _drop(self, now: float) -> None:
        for key, shown in list(self._shown.items()):
            if shown.gone is not None and (not shown.due(now) or now - shown.gone >= LINGER):
                del self._shown[key]


assert LAST_CALLS <= ROWS


def lit(shown: Shown, now: float, *, still: bool = False) -> bool:
    """Whether a live call is in its bright colours at *now*: three swaps in six seconds, then bright until it is old.

    One change a second is far below what can harm anybody. *still*: this centre wants no motion.
    """
    age = now - shown.announced
    if age >= HOLD:
        return False
    return still or age >= FLASH or int(max(age, 0.0)) % 2 == 0
