"""The table of tickets: rows change in place, so selection and scroll stay where the person left them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.row_pictures import RowPictures
from mmc_console.desktop.kit.rows import Column, Row, RowsModel, cell_text
from mmc_console.desktop.kit.text import Text, is_look_change, say

LEAST: Final = 130
"""What a column that takes the rest needs, before one that can be spared is shown."""


class TicketTable(QTableView):
    """Shows rows; tells the picked key, the opened one, and where a menu is wanted."""

    picked = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self, look: Look, columns: Sequence[Column], label: Text, *, row_size: str = "row", name: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._look, self._label, self._row_size = look, label, row_size
        self._columns = tuple(columns)
        self._empty: Text = ""
        self._rows = RowsModel(columns, self)
        if name:
            self.setObjectName(name)
        self.setModel(self._rows)
        self._pictures = RowPictures(look)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._picked)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.key_at(index.row())))
        self.refresh()

    # ------------------------------------------------------------------ show
    def show_rows(self, rows: Sequence[Row], empty: Text = "") -> None:
        """Become *rows*; with none, say *empty* in the middle."""
        if self._empty == empty and self._rows.holds(rows):
            return
        self._empty = empty
        top, offset = self._anchor()
        current = self.selected
        place = self._rows.place_of(current)
        self._rows.show(rows)
        if current and self._rows.place_of(current) < 0 and rows:
            self.select(self._rows.key_at(min(place, len(rows) - 1)))
        if top:
            self._return_to(top, offset)
        self.viewport().update()

    def select(self, key: str) -> None:
        """Select the row *key*, or nothing; does not scroll."""
        place = self._rows.place_of(key)
        bar = self.verticalScrollBar()
        value = bar.value()
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif key != self.selected:
            # selectRow() finds no row in a right-to-left view: it looks one pixel beside the last column
            flags = QItemSelectionModel.SelectionFlag
            model = self.selectionModel()
            model.setCurrentIndex(self._rows.index(place, 0), flags.ClearAndSelect | flags.Rows)
        bar.setValue(value)

    def reveal(self, key: str) -> None:
        """Select the row *key* and scroll no further than to where it is seen."""
        self.select(key)
        place = self._rows.place_of(key)
        if place >= 0:
            self.updateGeometries()  # a row that has just come is behind the old end of the bar
            self.scrollTo(self._rows.index(place, 0))

    @property
    def selected(self) -> str:
        """The key of the selected row, or empty."""
        found = self.selectionModel().selectedRows()
        return self._rows.key_at(found[0].row()) if found else ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown now."""
        return self._rows.rows()

    def cells(self) -> list[list[str]]:
        """What each row says, cell by cell, without direction marks."""
        return [[cell_text(cell) for cell in row.cells] for row in self._rows.rows()]

    def _anchor(self) -> tuple[str, int]:
        """The first visible row and how far it is scrolled, unless the table stands at its top."""
        if self.verticalScrollBar().value() == 0:
            return "", 0
        place = self.rowAt(0)
        return self._rows.key_at(place), self.rowViewportPosition(place)

    def _return_to(self, key: str, offset: int) -> None:
        place = self._rows.place_of(key)
        if place >= 0:
            self.updateGeometries()  # else the bar ends where the rows ended before
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(place) - offset)

    def _picked(self, current: QModelIndex, _: QModelIndex) -> None:
        self.picked.emit(self._rows.key_at(current.row()) if current.isValid() else "")

    # ------------------------------------------------------------------ look
    def refresh(self) -> None:
        """Words, side and heights of this moment."""
        self._pictures.forget()
        self.setAccessibleName(bidi.strip(say(self._label)))
        self._rows.retitle()
        self.horizontalHeader().viewport().setFont(self._look.font("bodyStrong"))  # its painter begins with that
        self.horizontalHeader().setDefaultAlignment(bidi.start_alignment(bidi.is_rtl(self)))
        height = self._look.size(self._row_size)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(self._look.size("row") - 2)
        self._fit()

    def _fit(self) -> None:
        """Give the fixed columns their width and share the rest; never a sideways scroll bar."""
        room, shown = self.viewport().width(), dict(enumerate(self._columns))
        for i, column in sorted(shown.items(), key=lambda each: each[1].spare):
            if column.spare and room < sum(each.width or LEAST for each in shown.values()):
                del shown[i]
        free = [i for i, column in shown.items() if not column.width]
        firm = sum(column.width for column in shown.values() if column.firm)
        loose = sum(column.width for column in shown.values() if not column.firm)
        squeeze = max(0.0, min(1.0, (room - firm - 60 * len(free)) / loose)) if loose else 1.0
        widths = [0] * len(self._columns)
        for i, column in shown.items():
            widths[i] = column.width if column.firm else int(column.width * squeeze)
        for turn, i in enumerate(free):
            widths[i] = max(40, (room - sum(widths)) // (len(free) - turn))
        for i, width in enumerate(widths):
            self.setColumnHidden(i, i not in shown)
            self.setColumnWidth(i, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_rows"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        rows = self._rows.rows()
        if rows:
            self._paint_rows(painter, rows, event)
        elif text := say(self._empty):
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.color("text2"))
            room = self.viewport().rect().adjusted(16, 0, -16, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, text)

    def viewportEvent(self, event: QEvent) -> bool:
        """A cell that ends in … tells all its words to whoever rests the mouse on it; others say nothing twice."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if words := self.cut_words(event.pos()):
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def cut_words(self, at: QPoint) -> str:
        """All the words of the cell *at*, if they do not fit into it; else empty."""
        index = self.indexAt(at)
        if not index.isValid():
            return ""
        cell = self._rows.rows()[index.row()].cells[index.column()]
        return cell_text(cell) if self._pictures.is_cut(cell, self.columnWidth(index.column())) else ""

    def _paint_rows(self, painter: QPainter, rows: Sequence[Row], event: QPaintEvent) -> None:
        """Those in the part that needs it. Qt would ask for each cell by itself."""
        room, high = self.viewport().rect(), self.verticalHeader().defaultSectionSize()
        places = [(self.columnViewportPosition(i), self.columnWidth(i)) for i in range(len(self._columns))]
        ratio = self.viewport().devicePixelRatioF()
        self._pictures.lay(places, QSize(room.width(), high), ratio, rtl=bidi.is_rtl(self))
        chosen = next((each.row() for each in self.selectionModel().selectedRows()), -1)
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        for place in range(first, (last if last >= 0 else len(rows) - 1) + 1):
            ground = "selection" if place == chosen else "bg" if place % 2 else "surface"
            painter.drawPixmap(0, self.rowViewportPosition(place), self._pictures.of(rows[place], ground))
        self._pictures.keep(2 * (room.height() // high + 2))  # some of them twice: chosen and not

    # ------------------------------------------------------------------ keys and menu
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.selected:
                self.opened.emit(self.selected)
            return
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            if self.selected:  # only Windows makes a menu wish of this by itself
                self.menu_wanted.emit(self.selected, self.menu_place())
            return
        super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:  # fmt: skip
        """Home and End lead to the first and last row; Qt would stay in the row, which is selected whole."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self._rows.rowCount() - 1,
        }  # fmt: skip
        return self._rows.index(ends[action], 0) if action in ends else super().moveCursor(action, modifiers)

    def menu_place(self) -> QPoint:
        """Beside the selected row, at the reading start."""
        row = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(row.bottomRight() if bidi.is_rtl(self) else row.bottomLeft())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self.indexAt(event.pos())
            if place.isValid():
                self.select(self._rows.key_at(place.row()))
        if self.selected:
            self.menu_wanted.emit(self.selected, event.globalPos())
