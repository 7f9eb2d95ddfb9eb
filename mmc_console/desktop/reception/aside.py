"""Forms set aside: what was half typed when a visit was taken up, or what the disk did not take. No Qt, no disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from mmc_console.domain.patients import clean_number

if TYPE_CHECKING:
    from mmc_console.desktop.reception.contract import Form
    from mmc_console.domain.ids import UserId

KEEP_SECONDS: Final = 30 * 60
"""As long as a name that somebody has half typed stays in this PC's memory."""


class Aside:
    """Each person's own, the first put aside comes back first. *now* is the time of day: it goes on in sleep."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: list[tuple[datetime, UserId, Form]] = []

    def put(self, by: UserId, form: Form) -> None:
        """Keep *form* until *by* has an empty one."""
        self._kept.append((self._now(), by, form))

    def take(self, by: UserId) -> Form | None:
        """The next form of *by*, which is not aside any more."""
        self.drop_old()
        found = next((each for each in self._kept if each[1] == by), None)
        if found is None:
            return None
        self._kept.remove(found)
        return found[2]

    def registered(self, by: UserId, number: str) -> None:
        """*by* registers whoever has *number*: they are not typed for a second time."""
        self._kept = [each for each in self._kept if (each[1], clean_number(each[2].number)) != (by, number)]

    def drop_old(self) -> None:
        """A patient's name does not stay for the day; the clock may have been put right meanwhile."""
        now = self._now()
        self._kept = [each for each in self._kept if abs((now - each[0]).total_seconds()) < KEEP_SECONDS]
