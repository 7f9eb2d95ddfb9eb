"""Bars that lie: one line a label from top to bottom, the same in both languages; bars begin at the reading start."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.chart import NONE, Chart

_GAP: Final = 8.0
_LEAST: Final = 18.0
_HIGHEST: Final = 34.0


class RowChart(Chart):
    """One series; each bar says its value at its end, so that there is no axis to be read."""

    def lay(self) -> None:
        """The heights of lines, and where bars begin and end."""
        metrics = QFontMetricsF(self._look.font("caption"))
        labels = self._plot.labels
        widest = max(metrics.horizontalAdvance(label) for label in labels)
        self._labels = min(widest + 2, self.width() * 0.4)
        values = self._plot.series[0].values
        said = max((metrics.horizontalAdvance(self._plot.say(v)) for v in values if v is not None), default=0)
        self._line = min(_HIGHEST, max(_LEAST, self.height() / max(1, len(labels))))
        self._room = max(10.0, self.width() - self._labels - said - 3 * _GAP)

    def draw(self, painter: QPainter) -> None:
        """Label, bar, value, line by line."""
        look, rtl = self._look, bidi.is_rtl(self)
        series = self._plot.series[0]
        pen, brush = ink.fill(look, 0)
        side = bidi.start_alignment(rtl)
        metrics = QFontMetricsF(look.font("caption"))
        for place, value in enumerate(series.values):
            top = place * self._line
            painter.setFont(look.font("caption"))
            painter.setPen(look.color("text"))
            label = metrics.elidedText(self._plot.labels[place], Qt.TextElideMode.ElideRight, self._labels + 2)
            painter.drawText(self._mirrored(QRectF(0, top, self._labels + 4, self._line)), side, label)
            if value is None:
                continue
            long = self._room * min(value / self._scale.top, 1.0)
            begin = self._labels + _GAP
            painter.setPen(pen)
            painter.setBrush(brush)
            high = max(8.0, self._line * 0.62)
            if long > 0:
                painter.drawRect(self._mirrored(QRectF(begin, top + (self._line - high) / 2, long, high)))
            painter.setPen(look.color("text"))
            said = QRectF(begin + long + _GAP, top, self.width() - begin - long - _GAP, self._line)
            painter.drawText(self._mirrored(said), side, self._plot.say(value))

    def _cursor(self, painter: QPainter) -> None:
        """A frame around the line."""
        painter.setPen(QPen(self._look.color("text3"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0.5, self._place * self._line + 0.5, self.width() - 1.0, self._line - 1))

    def _mirrored(self, place: QRectF) -> QRectF:
        """*place*, given from the reading start."""
        if not bidi.is_rtl(self):
            return place
        return QRectF(self.width() - place.right(), place.y(), place.width(), place.height())

    def _callout(self, painter: QPainter) -> None:
        """Every value stands beside its bar already."""

    def points(self, place: int) -> list[tuple[int, QPointF]]:
        """The end of the bar."""
        value = self._plot.series[0].values[place]
        if value is None:
            return []
        long = self._labels + _GAP + self._room * min(value / self._scale.top, 1.0)
        return [(0, QPointF(self.width() - long if bidi.is_rtl(self) else long, (place + 0.5) * self._line))]

    def nearest(self, at: QPointF) -> int:
        """The line the mouse is in."""
        place = int(at.y() / self._line)
        return place if 0 <= place < len(self._plot.labels) else NONE

    def forward(self) -> tuple[Qt.Key, Qt.Key]:
        """Lines go down."""
        return Qt.Key.Key_Down, Qt.Key.Key_Up

    def minimumSizeHint(self) -> QSize:
        return QSize(160, int(_LEAST * max(4, len(self._plot.labels))))

    def sizeHint(self) -> QSize:
        return QSize(360, int(max(160, (_LEAST + 4) * len(self._plot.labels))))
