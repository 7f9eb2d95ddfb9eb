"""Letters fitted to boxes: a board is painted, because a label wastes half its height and cannot be fitted.

Knows sizes and colours, nothing of calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from mmc_console.desktop.kit.icons import Icons
from mmc_console.desktop.kit.typography import FAMILIES

Side = Literal["start", "center", "end"]
_MEASURED_AT: Final = 200
_ARABIC: Final = re.compile("[\u0620-\u06ff]")
_LATIN: Final = re.compile("[a-z]")
_RLI, _LRI, _PDI = "\u2067", "\u2066", "\u2069"
_REMEMBERED: Final = 600


@dataclass(frozen=True, slots=True)
class _Measure:
    """A text at `_MEASURED_AT` pixels: how far it reaches from its origin."""

    left: float
    top: float
    width: float
    height: float


class Brush:
    """Paints with one painter at a time. *rtl*: the reading start is at the right."""

    def __init__(self, colors: dict[str, str], *, rtl: bool) -> None:
        self.rtl = rtl
        self._colors = {name: QColor(value) for name, value in colors.items()}
        self._measures: dict[tuple[str, int], _Measure] = {}
        self._icons = Icons()
        self.painter = QPainter()

    def color(self, name: str) -> QColor:
        return self._colors[name]

    def card(self, rect: QRectF, color: str, radius: float) -> None:
        """A filled box with round corners."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._colors[color])
        self.painter.drawRoundedRect(rect, radius, radius)

    def frame(self, rect: QRectF, color: str, radius: float, width: float) -> None:
        """The same, its edge only."""
        pen = self.painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(self._colors[color])
        pen.setWidthF(width)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        self.painter.drawRoundedRect(inner, radius, radius)

    def line(self, a: QPointF, b: QPointF, color: str, width: float) -> None:
        pen = self.painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(self._colors[color])
        pen.setWidthF(width)
        self.painter.setPen(pen)
        self.painter.drawLine(a, b)

    def dot(self, center: QPointF, radius: float, color: str) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._colors[color])
        self.painter.drawEllipse(center, radius, radius)

    def icon(self, name: str, rect: QRectF, color: str) -> None:
        """A shipped icon, filling *rect*."""
        size = max(int(min(rect.width(), rect.height())), 1)
        picture: QPixmap = self._icons.pixmap(name, self._colors[color].name(), size, rtl=self.rtl)
        self.painter.drawPixmap(rect.topLeft(), picture)

    def text(
        self, text: str, rect: QRectF, color: str, most: float, *, weight: int = 700, side: Side = "center"
    ) -> QRectF:
        """*text* on one line, as large as *rect* and *most* (font pixels) allow; the box it took."""
        if not text or rect.width() <= 0 or rect.height() <= 0:
            return QRectF(rect.center(), rect.center())
        text = self._directed(text)
        measure = self._measure(text, weight)
        scale = min(
            most / _MEASURED_AT, rect.width() / max(measure.width, 1.0), rect.height() / max(measure.height, 1.0)
        )
        width, height = measure.width * scale, measure.height * scale
        if side == "center":
            x = rect.center().x() - width / 2
        elif (side == "start") == self.rtl:
            x = rect.right() - width
        else:
            x = rect.left()
        y = rect.center().y() - height / 2
        self.painter.setFont(_font(weight, scale * _MEASURED_AT))
        self.painter.setPen(self._colors[color])
        self.painter.drawText(QPointF(x - measure.left * scale, y - measure.top * scale), text)
        return QRectF(x, y, width, height)

    def _directed(self, text: str) -> str:
        """*text* in its own direction; in the board's where it is in both languages."""
        arabic, latin = _ARABIC.search(text) is not None, re.search("[A-Za-z]", text) is not None
        rtl = self.rtl if arabic and latin else arabic
        return f"{_RLI if rtl else _LRI}{text}{_PDI}"

    def _measure(self, text: str, weight: int) -> _Measure:
        found = self._measures.get((text, weight))
        if found is None:
            if len(self._measures) >= _REMEMBERED:  # labels come all day long
                self._measures.clear()
            metrics = QFontMetricsF(_font(weight, _MEASURED_AT))
            tight, advance = metrics.tightBoundingRect(text), metrics.horizontalAdvance(text)
            for script, tallest in ((_ARABIC, "أجغ"), (_LATIN, "Xg")):  # words beside each other stand on one line
                if script.search(text):
                    usual = metrics.tightBoundingRect(tallest)
                    tight.setTop(min(tight.top(), usual.top()))
                    tight.setBottom(max(tight.bottom(), usual.bottom()))
            width = max(advance, tight.right())
            found = self._measures[text, weight] = _Measure(
                min(tight.left(), 0.0), tight.top(), width - min(tight.left(), 0.0), tight.height()
            )
        return found


def _font(weight: int, pixels: float) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setWeight(QFont.Weight(weight))
    font.setPixelSize(max(round(pixels), 1))
    return font
