"""One line of round marks, of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.text import Text, is_look_change


class Radios(QWidget):
    """One line of round marks under or beside a caption; tells the key a person chose."""

    def __init__(self, label: Text, choices: tuple[tuple[str, Callable[[], str]], ...], name: str) -> None:
        super().__init__()
        self._choices = dict(choices)
        self._marks: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)  # three marks and their caption have room beside a scroll bar too
        self._label = Label(label, "caption", "text2")
        self._label.setVisible(bool(label))
        row.addWidget(self._label)
        for key, text in choices:
            mark = QRadioButton(text())
            mark.setObjectName(f"{name}_{key}")
            mark.setMinimumHeight(28)
            self._group.addButton(mark)
            self._marks[key] = mark
            row.addWidget(mark)
        row.addStretch(1)

    def on_chosen(self, call: Callable[[str], None]) -> None:
        """Tell *call* the key chosen by a person."""
        for key, mark in self._marks.items():
            mark.clicked.connect(lambda _=False, key=key: call(key))

    def show_choice(self, key: str) -> None:
        """Mark *key*, or none where it is no choice, and say the words of this moment."""
        self._say()
        if key in self._marks:
            self._marks[key].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_marks"):
            self._say()

    def _say(self) -> None:
        for each, mark in self._marks.items():
            mark.setText(self._choices[each]())
            caption = bidi.strip(self._label.text())
            mark.setAccessibleName(f"{caption}: {mark.text()}" if caption else mark.text())
