"""This PC's own settings: where they are, in words, with what opens them. They need no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look

ORDER = ("language", "mine", "devices", "board")
_ICONS = {"language": "language", "mine": "user-cog", "devices": "printer", "board": "device-tv"}


class _Words(QObject):
    def name(self, what: str) -> str:
        return {
            "language": "العربية / English",
            "mine": self.tr("My settings…"),
            "devices": self.tr("Printing and scanner…"),
            "board": self.tr("Board in the waiting room"),
        }[what]

    def help(self, what: str) -> str:
        return {
            "language": self.tr("The language of this PC; also with one key on every page."),
            "mine": self.tr("Light or dark, how soon this PC locks itself, and the PIN that opens it again."),
            "devices": self.tr("Which printer this PC has, the width of its paper, and a test of the scanner."),
            "board": self.tr("A second window with the numbers for the waiting room."),
        }[what]


class ThisPc(QWidget):
    """One line for each."""

    def __init__(self, look: Look, doors: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        words = _Words(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for what in ORDER:
            if what in doors:
                row = QHBoxLayout()
                button = Button(
                    look, partial(words.name, what), icon=_ICONS[what], name=f"open_{what}",
                    pressed=doors[what],
                )  # fmt: skip
                button.setMinimumWidth(240)
                row.addWidget(button)
                row.addWidget(Label(partial(words.help, what), "caption", "text2", wrap=True), 1)
                column.addLayout(row)
        column.addStretch(1)
