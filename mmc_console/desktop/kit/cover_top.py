"""The top of every page that covers the whole window: what it is, whose centre, and the other language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look


class CoverTop(QWidget):
    """An icon, a title over a second line, and at the end whatever belongs there before the language button."""

    def __init__(
        self, look: Look, icon: str, title: Label, second: Label, other_language: Callable[[], str], *ends: QWidget
    ) -> None:
        """*other_language* is what the language button says."""
        super().__init__()
        self.language = Button(look, other_language, icon="language", name="language")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel(look, icon, "primary", 32))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(title)
        names.addWidget(second)
        row.addLayout(names)
        row.addStretch(1)
        for end in ends:
            row.addWidget(end)
            row.addSpacing(12)
        row.addWidget(self.language)


class CoverPage(QWidget):
    """A cover's page: its top, and what stands side by side in the middle of the window."""

    def lay(self, top: CoverTop, *columns: QWidget) -> None:
        """Put them where every cover has them."""
        middle = QHBoxLayout()
        middle.setSpacing(32)
        middle.addStretch(1)
        for column in columns:
            middle.addWidget(column, 0, Qt.AlignmentFlag.AlignTop)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.addWidget(top)
        page.addStretch(1)
        page.addLayout(middle)
        page.addStretch(2)
