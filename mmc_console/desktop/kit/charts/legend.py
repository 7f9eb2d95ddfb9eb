"""Which line or filling is which series."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.plot import Plot
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change

_SIGN: Final = 26
_GAP: Final = 6


class Legend(QWidget):
    """In reading order, one line. Silent: the table and the chart name their series themselves."""

    def __init__(self, look: Look, *, bars: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._bars = look, bars
        self._entries: list[tuple[int, bool, str]] = []
        self.setFixedHeight(20)

    def show_plot(self, plot: Plot) -> None:
        """Name the series of *plot*; a single one needs no legend."""
        entries = []
        for place, each in enumerate(plot.series):
            entries.append((place, False, each.name))
            if each.upper:
                entries.append((place, True, each.upper_name))
        self.setVisible(len(entries) > 1)
        if entries != self._entries:
            self._entries = entries
            self.update()

    def sizeHint(self) -> QSize:
        width = sum(_SIGN + 3 * _GAP + self._look.text_width("caption", name) for _, _, name in self._entries)
        return QSize(width, 20)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl, at = bidi.is_rtl(self), 0.0
        for place, band, name in self._entries:
            sign = self._mirrored(QRectF(at, 3, _SIGN, 14), rtl=rtl)
            if self._bars:
                pen, brush = ink.fill(self._look, place)
                painter.setPen(pen)
                painter.setBrush(brush)
                painter.drawRect(sign.adjusted(6, 0.5, -6, -0.5))
            else:
                if band:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(ink.band(self._look, place))
                    painter.drawRect(sign)
                painter.setPen(ink.line(self._look, place, 1 if band else 2))
                y = sign.top() if band else sign.center().y()
                painter.drawLine(QPointF(sign.left(), y), QPointF(sign.right(), y))
                if not band:
                    ink.mark(painter, self._look, place, sign.center())
            wide = self._look.text_width("caption", name) + 4.0
            painter.setFont(self._look.font("caption"))
            painter.setPen(self._look.color("text2"))
            room = self._mirrored(QRectF(at + _SIGN + _GAP, 0, wide, 20), rtl=rtl)
            painter.drawText(room, bidi.start_alignment(rtl), name)
            at += _SIGN + 3 * _GAP + wide

    def _mirrored(self, place: QRectF, *, rtl: bool) -> QRectF:
        return QRectF(self.width() - place.right(), place.y(), place.width(), place.height()) if rtl else place
