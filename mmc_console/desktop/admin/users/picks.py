"""Several of a few: a grid of buttons that stay pressed, with what they are above and what is wrong below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, say


class Picks(QWidget):
    """`toggled` tells the key a person has pressed; whether it is on then is said from outside."""

    toggled = Signal(str)

    def __init__(self, look: Look, label: Text, *, in_a_row: int = 3, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look, self._in_a_row, self._label = look, in_a_row, label
        self._buttons: dict[str, Button] = {}
        self._words: dict[str, Text] = {}
        self._wrong = Label("", "caption", "danger", wrap=True, name=f"{name}_error")
        self._wrong.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(in_a_row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(label, "caption", "text2"))
        column.addLayout(self._grid)
        column.addWidget(self._wrong)

    def show_choices(self, choices: Sequence[tuple[str, Text]], on: Collection[str]) -> None:
        """Offer *choices*; those of *on* are pressed."""
        if [key for key, _ in choices] != list(self._buttons):
            self._make([key for key, _ in choices])
        for key, text in choices:
            button = self._buttons[key]
            button.say(text)
            button.setChecked(key in on)
            button.setAccessibleName(strip(f"{say(self._label)}: {say(text)}"))

    def show_error(self, problem: Text) -> None:
        """Say *problem* below, or nothing."""
        self._wrong.say(problem)
        self._wrong.setVisible(bool(problem))

    @property
    def error(self) -> str:
        """The problem shown now."""
        return strip(self._wrong.text())

    def switch(self, on: bool) -> None:
        """Whether they can be pressed."""
        for button in self._buttons.values():
            button.setEnabled(on)

    def focus(self) -> None:
        """Put the keyboard at the first of them."""
        first = next(iter(self._buttons.values()), None)
        if first is not None:
            first.setFocus()

    @property
    def on(self) -> tuple[str, ...]:
        """The pressed ones."""
        return tuple(key for key, button in self._buttons.items() if button.isChecked())

    def _make(self, keys: Sequence[str]) -> None:
        for old in self._buttons.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = {}
        for n, key in enumerate(keys):
            button = Button(self._look, "", kind="toggle", name=f"{self.objectName()}_{key}", shrinks=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.toggled.emit(key))
            self._buttons[key] = button
            self._grid.addWidget(button, n // self._in_a_row, n % self._in_a_row)
