"""Two days to type, with what is wrong with them beside."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.days import DaysIntents
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look


class DaysRow(QWidget):
    """Days of one's own."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.first = Field(look, lambda: self.tr("From"), numeric=True, name=f"{name}_first")
        self.last = Field(look, lambda: self.tr("To"), numeric=True, name=f"{name}_last")
        self._show = Button(look, lambda: self.tr("Show"), kind="normal", name=f"{name}_show_days")
        self._fault = Label("", "caption", "danger", name=f"{name}_days_fault")
        for field in (self.first, self.last):
            field.setFixedWidth(170)
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            line.addWidget(field)
        line.addWidget(self._show, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._fault, 1, Qt.AlignmentFlag.AlignBottom)

    def bind(self, intents: DaysIntents) -> None:
        """Tell *intents* what is typed."""
        self.first.edited.connect(partial(intents.type_day, "first"))
        self.last.edited.connect(partial(intents.type_day, "last"))
        for field in (self.first, self.last):
            field.entered.connect(intents.show_days)
        self._show.clicked.connect(intents.show_days)

    def show_days(self, first: str, last: str, fault: str) -> None:
        """As they are typed; a field somebody types in is left alone."""
        for field, text in ((self.first, first), (self.last, last)):
            if field.edit.text() != text and not field.edit.hasFocus():
                field.edit.setText(text)
        self._fault.say(fault)
