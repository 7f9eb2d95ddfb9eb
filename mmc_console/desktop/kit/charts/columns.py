"""Charts whose labels stand side by side below and whose values rise: the axes that bars and lines share.

From right to left the labels begin at the right and the value axis stands there; numbers are always left to right.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts.chart import NONE, Chart
from mmc_console.desktop.kit.charts.plot import Scale

_GAP: Final = 6


class Columns(Chart):
    """Axes and places; the marks are each kind's own."""

    def lay(self) -> None:
        """The area of the data between the axes."""
        metrics = QFontMetricsF(self._look.font("caption"))
        ticks = max(metrics.horizontalAdvance(self._plot.tick(tick)) for tick in self._scale.ticks)
        self._line_height = metrics.height()
        gutter, right = ticks + 2 * _GAP, 2.0 * _GAP
        high = max(10.0, self.height() - 2 * _GAP - 1.5 * self._line_height)
        wide = max(10.0, self.width() - gutter - right)
        self._area = QRectF(right if bidi.is_rtl(self) else gutter, _GAP + self._line_height / 2, wide, high)
        self.slot = wide / max(1, len(self._plot.labels))
        rtl = bidi.is_rtl(self)
        self._origin, self._way = (self._area.right(), -self.slot) if rtl else (self._area.left(), self.slot)
        self._ground, self._rise = self._area.bottom(), high / self._scale.top
        widest = max((metrics.horizontalAdvance(label) for label in self._plot.labels[:200]), default=0) + 10
        self._every = max(1, ceil(len(self._plot.labels) * widest / wide))

    def x_of(self, place: float) -> float:
        """The middle of this label's slot."""
        return self._origin + (place + 0.5) * self._way

    def y_of(self, value: float) -> float:
        """The height of this value."""
        return self._ground - self._rise * value

    def nearest(self, at: QPointF) -> int:
        """The slot the mouse is in, above or below the marks as well."""
        if not self._area.adjusted(-1, -self._area.top(), 1, self.height()).contains(at):
            return NONE
        way = self._area.right() - at.x() if bidi.is_rtl(self) else at.x() - self._area.left()
        return min(int(way / self.slot), len(self._plot.labels) - 1)

    def axes(self, painter: QPainter) -> None:
        """Grid, ticks and labels; labels that would touch are left out evenly."""
        look, area, rtl = self._look, self._area, bidi.is_rtl(self)
        painter.setFont(look.font("caption"))
        scale: Scale = self._scale
        for tick in scale.ticks:
            y = round(self.y_of(tick)) + 0.5
            painter.setPen(QPen(look.color("borderStrong" if tick == 0 else "border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.color("text2"))
            high = self._line_height
            if rtl:
                room = QRectF(area.right() + _GAP, y - high / 2, self.width() - area.right() - _GAP, high)
                side = Qt.AlignmentFlag.AlignLeft
            else:
                room = QRectF(0, y - high / 2, area.left() - _GAP, high)
                side = Qt.AlignmentFlag.AlignRight
            painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute, bidi.ltr(self._plot.tick(tick)))
        wide = self.slot * self._every
        for place in range(0, len(self._plot.labels), self._every):
            room = QRectF(self.x_of(place) - wide / 2, area.bottom() + _GAP / 2, wide, self._line_height + 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, self._plot.labels[place])

    def _cursor(self, painter: QPainter) -> None:
        """A line from top to bottom through the label's values."""
        painter.setPen(QPen(self._look.color("text3"), 1, Qt.PenStyle.DashLine))
        x = round(self.x_of(self._place)) + 0.5
        painter.drawLine(QPointF(x, self._area.top()), QPointF(x, self._area.bottom()))
