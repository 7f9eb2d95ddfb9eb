"""Paints each kind of cell, a whole row at a time, and keeps the pictures: a repaint draws only the rows that changed.

Laying letters out is what a table costs. There are no widgets in rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import paint_pill, pill_width, state_colors
from mmc_console.desktop.kit.rows import BadgeCell, Cell, LabelCell, NumberCell, Row, StateCell, TextCell, WaitCell
from mmc_console.desktop.kit.states import CONNECTION_ICONS, STATE_ICONS
from mmc_console.desktop.kit.typography import Role

_PAD = 8
_BADGE_INK = {
    "pending": "warn", "sending": "text2", "failed": "danger", "conflict": "danger", "online": "ok",
    "offline": "danger",
}  # fmt: skip
_LATE_INK = {"": "text2", "late": "warn", "very-late": "danger"}


class RowPictures:
    """The rows of one table as pictures; `forget` them when letters, colours or the reading side have changed."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._places: tuple[tuple[int, int], ...] = ()
        self._size = QSize()
        self._ratio, self._rtl = 1.0, False
        self._kept: dict[tuple[Row, str], QPixmap] = {}

    def forget(self) -> None:
        """Draw every row anew from now on."""
        self._kept.clear()

    def lay(self, places: Sequence[tuple[int, int]], size: QSize, ratio: float, *, rtl: bool) -> None:
        """Left edge and width of each column, the row's *size*, device pixels to a logical one, and the side."""
        laid = (tuple(places), size, ratio, rtl)
        if laid != (self._places, self._size, self._ratio, self._rtl):
            self._places, self._size, self._ratio, self._rtl = laid
            self.forget()

    def of(self, row: Row, ground: str) -> QPixmap:
        """The picture of *row* on the colour token *ground*."""
        key = (row, ground)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._draw(row, ground)
        return found

    def keep(self, most: int) -> None:
        """Forget the oldest pictures over *most*."""
        while len(self._kept) > most:
            del self._kept[next(iter(self._kept))]

    def _draw(self, row: Row, ground: str) -> QPixmap:
        picture = QPixmap(self._size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(self._look.color(ground))
        painter = QPainter(picture)
        for cell, (x, width) in zip(row.cells, self._places, strict=True):
            if not width:
                continue
            self._cell(painter, cell, QRect(x + _PAD, 0, width - 2 * _PAD, self._size.height()))
        painter.end()
        return picture

    def _cell(self, painter: QPainter, cell: Cell, room: QRect) -> None:
        match cell:
            case StateCell():
                self._pill(painter, cell, room)
            case LabelCell():
                self._label(painter, cell, room)
            case BadgeCell():
                self._badge(painter, cell, room)
            case WaitCell():
                role: Role = "bodyStrong" if cell.late == "very-late" else "body"
                self._text(painter, cell.shown, room, role, _LATE_INK[cell.late])
            case NumberCell():
                strong: Role = "bodyStrong" if cell.bold else "body"
                self._text(painter, bidi.ltr(cell.text) if cell.text else "", room, strong, cell.ink)
            case TextCell():
                self._text(painter, bidi.iso(cell.text) if cell.text else "", room, "body", cell.ink)

    def is_cut(self, cell: Cell, width: int) -> bool:
        """Whether the words of *cell* end in … in a column of *width*."""
        if not isinstance(cell, (TextCell, NumberCell)):
            return False
        strong = isinstance(cell, NumberCell) and cell.bold
        metrics = QFontMetrics(self._look.font("bodyStrong" if strong else "body"))
        return metrics.horizontalAdvance(bidi.strip(cell.text)) > width - 2 * _PAD

    def _text(
        self, painter: QPainter, text: str, room: QRect, role: Role, ink: str, *, struck: bool = False
    ) -> None:  # fmt: skip
        font = self._look.font(role)
        if struck:
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self._look.color(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = bidi.start_alignment(self._rtl) | Qt.TextFlag.TextSingleLine
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        painter.drawText(room, flags, shown)

    def _label(self, painter: QPainter, cell: LabelCell, room: QRect) -> None:
        if cell.priority:
            star = self._look.pixmap("star-filled", "text", 16)
            x = room.right() + 1 - 16 if self._rtl else room.x()
            painter.drawPixmap(x, room.y() + (room.height() - 16) // 2, star)
            room = room.adjusted(0, 0, -20, 0) if self._rtl else room.adjusted(20, 0, 0, 0)
        ink = "text3" if cell.struck else "text"
        self._text(painter, bidi.ltr(cell.text), room, "bodyStrong", ink, struck=cell.struck)

    def _pill(self, painter: QPainter, cell: StateCell, room: QRect) -> None:
        width = min(pill_width(self._look, cell.text), room.width() + _PAD)
        height = min(26, room.height() - 4)
        x = room.right() + 1 - width if self._rtl else room.x()
        place = QRect(x, room.y() + (room.height() - height) // 2, width, height)
        colors = state_colors(self._look, cell.state)
        paint_pill(painter, self._look, place, STATE_ICONS[cell.state], cell.text, colors, rtl=self._rtl)

    def _badge(self, painter: QPainter, cell: BadgeCell, room: QRect) -> None:
        if cell.badge:
            picture = self._look.pixmap(CONNECTION_ICONS[cell.badge], _BADGE_INK[cell.badge], 16)
            x = room.right() + 1 - 16 if self._rtl else room.x()
            painter.drawPixmap(x, room.y() + (room.height() - 16) // 2, picture)
