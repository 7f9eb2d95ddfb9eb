"""Turns key presses into actions, by place on the keyboard where letters differ, so Arabic layouts work too.

One filter owns all keys; there is no QShortcut anywhere, so nothing can fire twice. It presses, others decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from mmc_console.desktop.kit.actions import Action, ActionList

_ROWS: Final = ((16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
_LETTERS: Final = {first + i: letter for first, row in _ROWS for i, letter in enumerate(row)}
_MAC_LETTERS: Final = dict(zip(
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 31, 32, 34, 35, 37, 38, 40, 45, 46),
    "ASDFHGZXCVBQWERYTOUIPLJKNM",
    strict=True,
))  # fmt: skip
_DIGIT_ROW: Final = range(2, 12)
_X_OFFSET: Final = 8
"""X11 and Wayland number keys eight higher than Windows' set 1."""

Chord = tuple[Qt.KeyboardModifier, int]
_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.MetaModifier
)


@cache
def parse(key: str) -> Chord:
    """The chord of a key as actions write it; ValueError when Qt does not know it."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        raise ValueError(f"not a key: {key!r}")
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs do not know it
    if combination.key() == Qt.Key.Key_unknown:
        raise ValueError(f"not a key: {key!r}")
    enter = combination.key() == Qt.Key.Key_Enter  # both Enter keys are one, as in `chord_of`
    return combination.keyboardModifiers(), int(Qt.Key.Key_Return if enter else combination.key())


def chord_of(event: QKeyEvent, platform: str) -> Chord | None:
    """What was pressed, with Ctrl+letter read by its place; None for Alt + a keypad digit, which scanners send."""
    modifiers = event.modifiers() & _MODIFIERS
    key = int(event.key())
    if key == Qt.Key.Key_Enter:
        key = int(Qt.Key.Key_Return)
    if modifiers & Qt.KeyboardModifier.ControlModifier and not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        letter = _letter(event, platform)
        key = ord(letter) if letter else key
    if modifiers == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        where = place(event, platform)
        keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if keypad or (where and platform != "cocoa" and where not in _DIGIT_ROW):
            return None
    return modifiers, key


def place(event: QKeyEvent, platform: str) -> int:
    """The key's number in Windows' set 1; 0 when the platform tells none."""
    code = event.nativeScanCode()
    return max(0, code - _X_OFFSET) if platform in ("xcb", "wayland") else code


def _letter(event: QKeyEvent, platform: str) -> str:
    if platform == "cocoa":
        return _MAC_LETTERS.get(event.nativeVirtualKey(), "")
    return _LETTERS.get(place(event, platform), "")


class KeyFilter(QObject):
    """Watches one window and whatever has its focus: open dialogs keep their keys, and no other event is looked at."""

    def __init__(
        self,
        window: QWidget,
        lists: Callable[[], Iterable[ActionList]],
        refused: Callable[[Action], None],
        *,
        platform: str = "",
    ) -> None:
        """*lists* in order of preference; *refused* hears of a press of an action that is off."""
        super().__init__(window)
        self._window, self._lists, self._refused = window, lists, refused
        self._platform = platform or QGuiApplication.platformName()
        window.installEventFilter(self)

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """The focus has moved: keys go to *new* first."""
        if old is not None and old is not self._window:
            old.removeEventFilter(self)
        if new is not None and new.window() is self._window:
            new.installEventFilter(self)  # also after the widget's own filters: the last one installed is asked first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the press of a key that means an action; all else passes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        return self._take(watched, event)

    def _take(self, focus: QWidget, event: QKeyEvent) -> bool:
        chord = chord_of(event, self._platform)
        if chord is None or _is_typing_undo(focus, chord):
            return False
        for actions in self._lists():
            for action in actions.all():
                if any(parse(key) == chord for key in action.keys):
                    event.accept()
                    if not event.isAutoRepeat():
                        self._press(actions, action)
                    return True
        return False

    def _press(self, actions: ActionList, action: Action) -> None:
        if action.enabled:
            actions.press(action.id)
        else:
            self._refused(action)


def _is_typing_undo(focus: QWidget, chord: Chord) -> bool:
    """Ctrl+Z in a field with something typed takes back the typing, not the last action."""
    return isinstance(focus, QLineEdit) and focus.isUndoAvailable() and chord == parse("Ctrl+Z")
