"""A square code on the screen, for people who get no paper: photographed, it opens or names their visit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4
"""Light modules around it; cameras need them."""


class SquareCode(QWidget):
    """Always dark on white, in every theme: cameras expect it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("square_code")
        self._text = ""
        self._rows: list[bytearray] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_code(self, text: str, spoken: str) -> None:
        """Show *text*, or nothing where it is empty; *spoken* says so to screen readers."""
        if text != self._text:
            self._text = text
            self._rows = _rows(text) if text else []
        self.setAccessibleName(spoken)
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        modules = len(self._rows) + 2 * QUIET
        one = max(1, min(self.width(), self.height()) // modules)
        left, top = (self.width() - one * modules) // 2, (self.height() - one * modules) // 2
        painter = QPainter(self)
        painter.fillRect(left, top, one * modules, one * modules, QColor(Qt.GlobalColor.white))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    corner = left + (x + QUIET) * one, top + (y + QUIET) * one
                    painter.fillRect(QRectF(*corner, one, one), QColor(Qt.GlobalColor.black))


def _rows(text: str) -> list[bytearray]:
    import segno  # nobody needs it before the first paper fails

    return [bytearray(row) for row in segno.make(text, error="m", micro=False).matrix]
