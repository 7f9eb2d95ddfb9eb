"""A white region of a page with a title, and room at the title's end for a count or a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.text import Text


class Card(QFrame):
    """Titled box; put the content into `body`, small things beside the title with `beside_title`."""

    def __init__(self, title: Text = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        if name:
            self.setObjectName(name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.setSpacing(8)
        self._top = QHBoxLayout()
        self._top.setSpacing(8)
        self._title = Label(title, "title")
        self._top.addWidget(self._title)
        self._top.addStretch(1)
        outer.addLayout(self._top)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self._title.setVisible(bool(title))

    def say(self, title: Text) -> None:
        """Change the title."""
        self._title.say(title)
        self._title.setVisible(bool(title))

    def beside_title(self, widget: QWidget) -> None:
        """Put *widget* at the end of the title's line."""
        self._top.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class InfoBox(QFrame):
    """A tinted line with an icon: an answer or a hint inside a page."""

    def __init__(self, label: Label, icon: QWidget | None = None, tint: str = "info") -> None:
        super().__init__()
        self.setProperty("tint", tint)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        if icon is not None:
            row.addWidget(icon)
        row.addWidget(label, 1)
