"""A row of filters of which one is on, each with its count; and a drop-down list with our own arrow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QListView, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say


class ToggleRow(QWidget):
    """Exactly one of the choices is on; `chosen` tells its key when a person changes it."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, choices: Sequence[tuple[str, Text]], *, name: str = "", parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        if name:
            self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._words = dict(choices)
        self._counts: dict[str, int | None] = {}
        self._buttons: dict[str, Button] = {}
        for key, text in choices:
            button = Button(look, text, kind="toggle", name=f"toggle_{key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)

    def show_choice(self, key: str, counts: dict[str, int] | None = None) -> None:
        """Turn *key* on and show the counts; says nothing to `chosen`."""
        for each, button in self._buttons.items():
            count = (counts or {}).get(each)
            if each not in self._counts or self._counts[each] != count:
                self._counts[each] = count
                button.say(partial(self._label, each))
        self._buttons[key].setChecked(True)

    def _label(self, key: str) -> str:
        count = self._counts.get(key)
        return say(self._words[key]) if count is None else f"{say(self._words[key])}  {count}"

    @property
    def choice(self) -> str:
        """The key that is on, or empty."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")


class Choice(QComboBox):
    """A drop-down list of keyed texts; `picked` tells the key a person picked."""

    picked = Signal(str)

    def __init__(self, look: Look, label: Text, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._label = look, label
        self._choices: tuple[tuple[str, Text], ...] = ()
        self._later: tuple[Sequence[tuple[str, Text]], str] | None = None
        """What was to be shown while the list was open: nothing moves there under the hand."""
        if name:
            self.setObjectName(name)
        self.setView(QListView(self))
        self.view().installEventFilter(self)
        self.setFixedHeight(look.size("input"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._picked)
        self.refresh()

    def show_choices(self, choices: Sequence[tuple[str, Text]], key: str) -> None:
        """Offer *choices* with *key* chosen; a list that is open stays as it is until it closes."""
        self._later = (choices, key) if self.view().isVisible() else None
        if self._later is not None:
            return
        if tuple(k for k, _ in choices) != tuple(k for k, _ in self._choices) or any(
            say(text) != self.itemText(i) for i, (_, text) in enumerate(choices)
        ):
            self._choices = tuple(choices)
            self._fill()
        else:
            self._choices = tuple(choices)
        place = next((i for i, (k, _) in enumerate(self._choices) if k == key), -1)
        if place != self.currentIndex():
            self.setCurrentIndex(place)

    @property
    def key(self) -> str:
        """The chosen key, or empty."""
        place = self.currentIndex()
        return self._choices[place][0] if 0 <= place < len(self._choices) else ""

    def refresh(self) -> None:
        """Say name and choices in the present language; the choices of an open list when it closes."""
        self.setAccessibleName(bidi.strip(say(self._label)))
        if self.view().isVisible():
            return
        if any(say(text) != self.itemText(i) for i, (_, text) in enumerate(self._choices)):
            place = self.currentIndex()
            self._fill()
            self.setCurrentIndex(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list has closed: a moment later whatever was picked in it is told, and it may change."""
        if event.type() == QEvent.Type.Hide:
            QTimer.singleShot(0, self, self._closed)
        return super().eventFilter(watched, event)

    def _closed(self) -> None:
        if self._later is not None:
            self.show_choices(*self._later)
        else:
            self.refresh()

    def _picked(self) -> None:
        if self._later is not None:
            self._later = (self._later[0], self.key)
        self.picked.emit(self.key)

    def _fill(self) -> None:
        self.clear()
        self.addItems([say(text) for _, text in self._choices])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_choices"):
            self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the form that scrolls under it: Qt would pick another value on the way, unasked."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = 16
        x = 10 if bidi.is_rtl(self) else self.width() - side - 10
        ink = "text2" if self.isEnabled() else "text3"
        QPainter(self).drawPixmap(x, (self.height() - side) // 2, self._look.pixmap("chevron-down", ink, side))
