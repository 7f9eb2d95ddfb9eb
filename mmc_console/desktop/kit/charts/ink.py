"""Colours, lines, markers and fillings of the four series: never colour alone, so that no series is told by it only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from mmc_console.desktop.kit.look import Look

LINES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
FILLS: Final = (
    Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense4Pattern, Qt.BrushStyle.CrossPattern,
)  # fmt: skip
MARK: Final = 3.5


def color(look: Look, series: int) -> QColor:
    """The series' colour in the present theme."""
    return QColor(look.tokens.charts[look.theme][series % 4])


def line(look: Look, series: int, width: float = 2) -> QPen:
    """The series' line."""
    pen = QPen(color(look, series), width, LINES[series % 4])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


def fill(look: Look, series: int) -> tuple[QPen, QBrush]:
    """The outline and the filling of the series' bars."""
    return QPen(color(look, series), 1), QBrush(color(look, series), FILLS[series % 4])


def band(look: Look, series: int) -> QBrush:
    """The filling of the series' band: see-through, so that the grid stays seen."""
    shade = color(look, series)
    shade.setAlphaF(0.22)
    return QBrush(shade)


def mark(painter: QPainter, look: Look, series: int, at: QPointF, size: float = MARK) -> None:
    """The series' marker: circle, square, triangle, diamond."""
    painter.setPen(QPen(look.color("surface"), 1))
    painter.setBrush(color(look, series))
    x, y = at.x(), at.y()
    match series % 4:
        case 0:
            painter.drawEllipse(at, size, size)
        case 1:
            painter.drawRect(QRectF(x - size, y - size, 2 * size, 2 * size))
        case 2:
            painter.drawPolygon(
                QPolygonF([QPointF(x, y - size), QPointF(x + size, y + size), QPointF(x - size, y + size)])
            )
        case _:
            painter.drawPolygon(
                QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])
            )
