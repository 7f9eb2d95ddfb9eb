"""A small line without axes beside a number: how it came to be so. The number itself is said elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.plot import Value, stretches, thinned
from mmc_console.desktop.kit.look import Look


class Sparkline(QWidget):
    """One series; nothing is painted of nothing. Decoration to a screen reader: it takes no focus and has no name."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._values: tuple[Value, ...] = ()
        self.setFixedHeight(26)
        self.setMinimumWidth(48)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_values(self, values: tuple[Value, ...]) -> None:
        """Show these, the oldest first."""
        if values != self._values:
            self._values = values
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        points = thinned(self._values, max(8, self.width()))
        if not points:
            return
        top = max(value for _, value in points) or 1.0
        wide, high = self.width() - 8.0, self.height() - 8.0
        last = max(1, len(self._values) - 1)
        rtl = bidi.is_rtl(self)

        def at(place: int, value: float) -> QPointF:
            x = 4 + wide * place / last
            return QPointF(self.width() - x if rtl else x, 4 + high - high * value / top)

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink.line(self._look, 0, 1.5))
        for part in stretches(points, max(1, 2 * len(self._values) // max(8, self.width()))):
            painter.drawPolyline(QPolygonF([at(i, value) for i, value in part]))
        ink.mark(painter, self._look, 0, at(*points[-1]), 3)
