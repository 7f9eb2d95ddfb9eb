"""Lines over time, with a band up to a second value where a series has one. A gap in the data is a gap in the line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.columns import Columns
from mmc_console.desktop.kit.charts.plot import Series, Value, cuts, stretches, thinned

MARKED_AT_MOST: Final = 60
"""With more points than this, markers would cover the line."""
_BETWEEN: Final = 90.0
"""Pixels between the markers of a dense line, by which it is told from the others."""


class LineChart(Columns):
    """Lines for what is measured. With more points than every second pixel has, lines are drawn thin and plain: a dash
    or a soft edge of each of thousands of strokes would cost a second and not be seen."""

    def lay(self) -> None:
        """Every line as polygons, cut at its gaps; more points than pixels are thinned without losing a peak."""
        super().lay()
        self._most = max(40, int(self._area.width()))
        self._dense = 2 * len(self._plot.labels) > self._most
        self._lines = [self._cut(each.values) for each in self._plot.series]
        self._uppers = [self._cut(each.upper) for each in self._plot.series]
        self._bands = [] if self._dense else [self._band(each) for each in self._plot.series]
        self._hatches = [self._hatch(each) for each in self._plot.series] if self._dense else []

    def _cut(self, values: tuple[Value, ...]) -> list[QPolygonF]:
        """Lines through these values."""
        step = 2 * -(-len(values) // (self._most // 2)) if len(values) > self._most else 1
        x_of, y_of = self.x_of, self.y_of
        return [
            QPolygonF([QPointF(x_of(i), y_of(value)) for i, value in part])
            for part in stretches(thinned(values, self._most), step)
        ]

    def _both(self, series: Series) -> list[tuple[int, float, float]]:
        pairs = enumerate(zip(series.values, series.upper, strict=True)) if series.upper else ()
        return [(i, low, high) for i, (low, high) in pairs if low is not None and high is not None]

    def _band(self, series: Series) -> list[QPolygonF]:
        """Between the two lines, where both are there."""
        both = self._both(series)
        highs = {i: high for i, _, high in both}
        shapes = []
        for part in stretches([(i, low) for i, low, _ in both]):
            edge = [QPointF(self.x_of(i), self.y_of(low)) for i, low in part]
            edge += [QPointF(self.x_of(i), self.y_of(highs[i])) for i, _ in reversed(part)]
            shapes.append(QPolygonF(edge))
        return shapes

    def _hatch(self, series: Series) -> list[QLineF]:
        """The same where there are many: one upright line a pixel, from its lowest to its highest."""
        if not series.upper:
            return []
        found = []
        for first, end in cuts(len(series.values), self._most):
            lows = [value for value in series.values[first:end] if value is not None]
            highs = [value for value in series.upper[first:end] if value is not None]
            if lows and highs:
                x = self.x_of((first + end - 1) / 2)
                found.append(QLineF(x, self.y_of(min(lows)), x, self.y_of(max(highs))))
        return found

    def draw(self, painter: QPainter) -> None:
        """Grid, bands, lines, markers."""
        self.axes(painter)
        if self._dense:
            self._draw_dense(painter)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for place, shapes in enumerate(self._bands):
            painter.setBrush(ink.band(self._look, place))
            for shape in shapes:
                painter.drawPolygon(shape)
        for lines, width in ((self._uppers, 1.0), (self._lines, 2.0)):
            for place, parts in enumerate(lines):
                painter.setPen(ink.line(self._look, place, width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for part in parts:
                    painter.drawPolyline(part)
        marked = len(self._plot.labels) <= MARKED_AT_MOST
        for place, parts in enumerate(self._lines):
            for part in parts:
                if marked or part.count() == 1:  # one point alone has no line to be seen by
                    for i in range(part.count()):
                        ink.mark(painter, self._look, place, part.at(i))

    def _draw_dense(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place, hatch in enumerate(self._hatches):
            painter.setPen(QPen(ink.band(self._look, place).color(), 0))
            painter.drawLines(hatch)
        for lines in (self._uppers, self._lines):
            for place, parts in enumerate(lines):
                painter.setPen(QPen(ink.color(self._look, place), 0))
                for part in parts:
                    painter.drawPolyline(part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, parts in enumerate(self._lines):
            last = -_BETWEEN
            for part in parts:
                alone = part.count() == 1
                for point in part.toList():
                    x = point.x()
                    if alone or abs(x - last) >= _BETWEEN:
                        last = x
                        ink.mark(painter, self._look, place, point)

    def points(self, place: int) -> list[tuple[int, QPointF]]:
        """The values of one label, the upper edges of bands too."""
        found = []
        for series, each in enumerate(self._plot.series):
            for values in (each.values, each.upper):
                value = values[place] if values else None
                if value is not None:
                    found.append((series, QPointF(self.x_of(place), self.y_of(value))))
        return found
