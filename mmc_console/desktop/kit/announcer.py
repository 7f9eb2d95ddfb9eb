"""Says things to screen readers without moving the focus. Polite things at most once in three seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from mmc_console.desktop.kit import bidi

POLITE_GAP_SECONDS: Final = 3.0


class Announcer:
    """Speaks in the name of one widget."""

    def __init__(self, speaker: QObject, now: Callable[[], float]) -> None:
        """*now* is a monotonic clock in seconds."""
        self._speaker, self._now = speaker, now
        self._spoke = -POLITE_GAP_SECONDS
        self.last = ""
        """What was said last; the tests listen here."""

    def polite(self, text: str) -> None:
        """Say *text* when the reader pauses; dropped if something polite was said just now."""
        moment = self._now()
        if moment - self._spoke >= POLITE_GAP_SECONDS:
            self._spoke = moment
            self._say(text, QAccessible.AnnouncementPoliteness.Polite)

    def assertive(self, text: str) -> None:
        """Say *text* at once: errors, and the connection going or coming."""
        self._say(text, QAccessible.AnnouncementPoliteness.Assertive)

    def _say(self, text: str, politeness: QAccessible.AnnouncementPoliteness) -> None:
        self.last = bidi.strip(text)
        event = QAccessibleAnnouncementEvent(self._speaker, self.last)
        event.setPoliteness(politeness)
        QAccessible.updateAccessibility(event)
