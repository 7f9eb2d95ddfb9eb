"""Tells a scanner from a person: keys that follow each other faster than fingers, ended by Enter or Tab.

A scanner plugged in as a keyboard types into whatever has the focus. So the first keys are held back for the length of
one gap; what was a person's is then typed as it would have been, and what was a scan never reaches a field. Letters
are read by their place on the keyboard, because a scanner knows nothing of an Arabic layout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mmc_console.desktop.kit.keys import place

GAP_MS: Final = 60
SLOWEST_MS: Final = 150
"""The longest gap a test in the settings still takes for a scanner's."""
SHORTEST: Final = 6
_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"), (16, "qwertyuiop[]", "QWERTYUIOP{}"), (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)  # fmt: skip
_PLAIN: Final = {first + i: c for first, plain, _ in _ROWS for i, c in enumerate(plain)}
_SHIFTED: Final = {first + i: c for first, _, shifted in _ROWS for i, c in enumerate(shifted)}
_ENDS: Final = {Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Tab: "Tab"}
_SILENT: Final = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock}
"""A scanner presses Shift between two letters; it ends nothing."""
_NEVER: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner has typed."""

    text: str
    slowest_ms: int
    """The longest gap between two of its keys."""
    mean_ms: int
    by_place: bool
    """Whether the keyboard's layout would have made other letters of it."""
    ended_by: str


@dataclass(frozen=True, slots=True)
class _Held:
    widget: QWidget
    event: QKeyEvent
    character: str
    at: float


class ScanReader(QObject):
    """Watches the keys of one window and whatever has its focus there."""

    def __init__(
        self, window: QWidget, scanned: Callable[[Scan], bool], gap_ms: Callable[[], int], now: Callable[[], float],
        *, platform: str = "",
    ) -> None:  # fmt: skip
        """*scanned* answers whether it was one; if not, all is typed after all. *now*: a monotonic clock in seconds."""
        super().__init__(window)
        self._window, self._scanned, self._gap_ms, self._now = window, scanned, gap_ms, now
        self._platform = platform or QGuiApplication.platformName()
        self._held: list[_Held] = []
        self._replaying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._quiet)
        window.installEventFilter(self)

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """The focus has moved. Has to hear of it after the window's own keys, so as to be asked before them."""
        if old is not None and old is not self._window:
            old.removeEventFilter(self)
        if new is not None and new.window() is self._window and new is not self._window:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds printable keys back; everything else passes, behind what was held."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self._replaying:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        return self._take(watched, event)

    # ------------------------------------------------------------------ one key
    def _take(self, widget: QWidget, event: QKeyEvent) -> bool:
        if Qt.Key(event.key()) in _SILENT:
            return False
        at = self._moment(event)
        if self._held and (at - self._held[-1].at) * 1000 > self._gap_ms():
            self._let_go()
        end = _ENDS.get(Qt.Key(event.key())) if not event.modifiers() & _NEVER else None
        if end is not None and len(self._held) >= SHORTEST and self._is_scan(end):
            return True
        character = "" if event.isAutoRepeat() else self._character(event)
        if not character:
            self._let_go()
            return False
        self._held.append(_Held(widget, QKeyEvent(event), character, at))
        self._timer.start(self._gap_ms())
        return True

    def _is_scan(self, end: str) -> bool:
        held, gaps = self._held, [b.at - a.at for a, b in zip(self._held, self._held[1:], strict=False)]
        text = "".join(key.character for key in held)
        scan = Scan(
            text, round(max(gaps) * 1000), round(sum(gaps) / len(gaps) * 1000),
            any(key.event.text() != key.character for key in held), end,
        )  # fmt: skip
        if not self._scanned(scan):
            return False
        self._held = []
        self._timer.stop()
        return True

    def _character(self, event: QKeyEvent) -> str:
        """By its place on a US keyboard; as the system says it where no place is told."""
        if event.modifiers() & _NEVER or not event.text().strip() or not event.text().isprintable():
            return ""  # a space as well: it presses buttons, and no code has one
        where = place(event, self._platform) if self._platform != "cocoa" else 0
        if event.modifiers() & Qt.KeyboardModifier.KeypadModifier or not where:
            return event.text() if len(event.text()) == 1 else ""
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return (_SHIFTED if shifted else _PLAIN).get(where, "")

    def _moment(self, event: QKeyEvent) -> float:
        """When the key went down: the window system's own time, so that a busy moment of ours makes nobody fast."""
        return event.timestamp() / 1000 if event.timestamp() else self._now()

    # ------------------------------------------------------------------ a person after all
    def _quiet(self) -> None:
        """No key came for the length of a gap. Those already on their way are looked at first."""
        count = len(self._held)
        QTimer.singleShot(0, self, lambda: self._let_go() if len(self._held) == count else None)

    def _let_go(self) -> None:
        """Type what was held back, where it was meant to go."""
        self._timer.stop()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for key in held:
                if isValid(key.widget):
                    QCoreApplication.sendEvent(key.widget, key.event)
        finally:
            self._replaying = False
