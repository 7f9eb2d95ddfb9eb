"""Bars that rise, side by side by series or piled on one another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.columns import Columns
from mmc_console.desktop.kit.charts.plot import Value, cuts, thinned

_WIDEST: Final = 40.0
_PATTERNED: Final = 3.0
"""Narrower bars have no room for an outline and a pattern."""
_SHARE: Final = 0.72
"""Of a label's slot, what its bars take."""


class BarChart(Columns):
    """Bars for counts."""

    def lay(self) -> None:
        """Every bar's rectangle, by series; where there are more than pixels, the highest of each pixel."""
        super().lay()
        self._bars: list[list[QRectF]] = []
        series, base = self._plot.series, [0.0] * len(self._plot.labels)
        most = int(self._area.width())
        group = min(self.slot * _SHARE, _WIDEST * (1 if self._plot.stacked else max(1, len(series))))
        self._wide = wide = max(1.0, group if self._plot.stacked else group / max(1, len(series)))
        for place, each in enumerate(series):
            bars = []
            for i, value in self._with_room(each.values, most):
                if self._plot.stacked:
                    low, high = base[i], base[i] + value
                    base[i] = high
                    left = self.x_of(i) - wide / 2
                else:
                    low, high = 0.0, value
                    shift = (len(series) - 1 - place if bidi.is_rtl(self) else place) * wide
                    left = self.x_of(i) - group / 2 + shift
                if high > low:
                    bars.append(QRectF(left, self.y_of(high), wide, self.y_of(low) - self.y_of(high)))
            self._bars.append(bars)

    def _with_room(self, values: tuple[Value, ...], most: int) -> list[tuple[int, float]]:
        """The bars there is room for. Piles are left out whole: of each stretch the highest stays."""
        if not self._plot.stacked or len(values) <= most:
            return thinned(values, most)
        piles = [sum(each.values[i] or 0 for each in self._plot.series) for i in range(len(values))]
        tallest = (max(range(first, end), key=piles.__getitem__) for first, end in cuts(len(values), most))
        return [(i, value) for i in tallest if (value := values[i]) is not None]

    def draw(self, painter: QPainter) -> None:
        """Axes first, so that a bar hides its part of the grid."""
        self.axes(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place, bars in enumerate(self._bars):
            pen, brush = ink.fill(self._look, place)
            if self._wide < _PATTERNED:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink.color(self._look, place))
                painter.drawRects(bars)
                continue
            painter.setPen(pen)
            painter.setBrush(self._look.color("surface"))
            if place:
                painter.drawRects(bars)  # a pattern on the plain ground, not on the grid's lines
            painter.setBrush(brush)
            painter.drawRects(bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def points(self, place: int) -> list[tuple[int, QPointF]]:
        """The upper ends of the bars of one label."""
        found: list[tuple[int, QPointF]] = []
        below = 0.0
        count = max(1, len(self._plot.series))
        group = min(self.slot * _SHARE, _WIDEST * count)
        for series, each in enumerate(self._plot.series):
            value = each.values[place]
            if value is None:
                continue
            x = self.x_of(place)
            if self._plot.stacked:
                below += value
            else:
                below = value
                shift = count - 1 - series if bidi.is_rtl(self) else series
                x += -group / 2 + (shift + 0.5) * group / count
            found.append((series, QPointF(x, self.y_of(below))))
        return found
