"""A line of figures, each large above its caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.text import Text


class Figures(QWidget):
    """As many as it is given captions, sharing the width."""

    def __init__(self, captions: Sequence[tuple[str, Text]], name: str) -> None:
        """*name* begins the object name of each figure."""
        super().__init__()
        self._figures: dict[str, Label] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for key, text in captions:
            column = QVBoxLayout()
            column.setSpacing(0)
            self._figures[key] = Label("", "h2", name=f"{name}_{key}")
            column.addWidget(self._figures[key])
            column.addWidget(Label(text, "caption", "text2"))
            row.addLayout(column, 1)

    def show_figures(self, figures: Mapping[str, str]) -> None:
        """Numbers and times, which read left to right."""
        for key, figure in figures.items():
            self._figures[key].say(bidi.ltr(figure))

    def show_words(self, key: str, text: str) -> None:
        """A figure with its unit, in the language's own direction."""
        self._figures[key].say(text)
