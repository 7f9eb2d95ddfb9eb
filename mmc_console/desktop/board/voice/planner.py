"""What a hall hears when: one announcement after the other, never two, and never one that has lost its sense.

Pure: no sound, no clock. Whoever plays asks `next` when the loudspeaker is free.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mmc_console.desktop.board.voice.numbers import LANGUAGES, Language
from mmc_console.domain.board import BoardCall
from mmc_console.domain.ids import ClinicCode

TOO_OLD: Final = timedelta(seconds=60)
APART: Final = timedelta(seconds=4)
"""Between the beginnings of two announcements."""
CROWD: Final = 4
"""With more than so many waiting, each is said in one language, in turn."""
REST: Final = timedelta(seconds=0.6)
"""Of silence after an announcement, so that the next chime is heard as a beginning."""
AGAIN_AFTER: Final = timedelta(seconds=6)
"""A recall is said once more so long after its end."""

Key = tuple[str, ClinicCode, datetime]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Say this now, in these languages, in this order."""

    call: BoardCall
    languages: tuple[Language, ...]
    again: bool = False


def key_of(call: BoardCall) -> Key:
    """Names one announcement: a recall is another one of the same call."""
    return (call.label, call.clinic, call.said_at)


class Planner:
    """The announcements of one hall."""

    def __init__(self) -> None:
        self._waiting: dict[Key, BoardCall] = {}
        self._known: dict[Key, None] = {}
        self._standing: set[Key] = set()
        self._again: list[tuple[datetime, BoardCall]] = []
        self._last_began: datetime | None = None
        self._last_ended: datetime | None = None
        self._turn = 0

    @property
    def waiting(self) -> int:
        """How many have not been said yet."""
        return len(self._waiting)

    def offer(self, calls: Iterable[BoardCall], now: datetime) -> None:
        """These calls are on the board. New ones are to be said, in the order they were called."""
        standing = {key_of(c): c for c in calls if c.standing}
        self._standing = set(standing)
        for key, call in sorted(standing.items(), key=lambda each: (each[0][2], each[0])):
            if key not in self._known and now - call.said_at <= TOO_OLD:
                self._waiting[key] = call
            self._known[key] = None
        self._known = {key: None for key in self._known if now - key[2] <= 2 * TOO_OLD}
        self._tidy(now)

    def next(self, now: datetime) -> Utterance | None:
        """What to say now that the loudspeaker is free; None when there is nothing, or it is too early."""
        self._tidy(now)
        for last, apart in ((self._last_began, APART), (self._last_ended, REST)):
            if last is not None and timedelta() <= now - last < apart:
                return None
        if self._waiting:
            crowd = len(self._waiting) > CROWD
            key = next(iter(self._waiting))
            call = self._waiting.pop(key)
            return self._begin(call, now, crowd=crowd)
        for index, (due, call) in enumerate(self._again):
            if due <= now:
                del self._again[index]
                return self._begin(call, now, again=True)
        return None

    def stands(self, call: BoardCall) -> bool:
        """Whether *call* is still on the board, to be come to."""
        return key_of(call) in self._standing

    def ended(self, utterance: Utterance, now: datetime) -> None:
        """It was said. A recall is said once more, unless others wait."""
        self._last_ended = now
        if utterance.call.times > 1 and not utterance.again and len(self._waiting) <= CROWD:
            self._again.append((now + AGAIN_AFTER, utterance.call))

    def unsaid(self, utterance: Utterance) -> None:
        """It was taken back before it could be heard. Whoever is called once more after all is a new call."""
        if not utterance.again:
            self._known.pop(key_of(utterance.call), None)

    def hush(self) -> None:
        """Nothing that waits is said: it is quiet now."""
        self._waiting.clear()
        self._again.clear()

    def _begin(self, call: BoardCall, now: datetime, *, crowd: bool = False, again: bool = False) -> Utterance:
        self._last_began = now
        if not crowd:
            return Utterance(call, LANGUAGES, again)
        self._turn += 1
        return Utterance(call, (LANGUAGES[(self._turn - 1) % len(LANGUAGES)],), again)

    def _tidy(self, now: datetime) -> None:
        """Forget what is no longer called, or was called too long ago. What is called again after all is to be said."""
        for key in [k for k in self._waiting if k not in self._standing or now - k[2] > TOO_OLD]:
            del self._waiting[key]
            self._known.pop(key, None)
        still = [(due, c) for due, c in self._again if key_of(c) in self._standing and now - c.said_at <= TOO_OLD]
        self._again = [] if len(self._waiting) > CROWD else still
