"""The table of tickets: rows change in place, so selection and scroll stay where the person left them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import paint_pill, pill_width, state_colors
from mmc_console.desktop.kit.rows import (
    CELL_ROLE,
    BadgeCell,
    Cell,
    Column,
    Index,
    LabelCell,
    NumberCell,
    Row,
    RowsModel,
    StateCell,
    TextCell,
    WaitCell,
    cell_text,
)
from mmc_console.desktop.kit.states import CONNECTION_ICONS, STATE_ICONS
from mmc_console.desktop.kit.text import Text, is_look_change, say
from mmc_console.desktop.kit.typography import Role

_PAD = 8
_BADGE_INK = {"pending": "warn", "sending": "text2", "failed": "danger", "conflict": "danger"}
_LATE_INK = {"": "text2", "late": "warn", "very-late": "danger"}


class CellDelegate(QStyledItemDelegate):
    """Paints each kind of cell; there are no widgets in rows."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._ground(painter, option, index)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        rect: QRect = option.rect
        self._cell(painter, index.data(CELL_ROLE), rect.adjusted(_PAD, 0, -_PAD, 0), rtl)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.color("selection"))
        elif index.row() % 2:
            painter.fillRect(rect, self._look.color("bg"))

    def _cell(self, painter: QPainter, cell: Cell, room: QRect, rtl: bool) -> None:
        match cell:
            case StateCell():
                self._pill(painter, cell, room, rtl)
            case LabelCell():
                self._label(painter, cell, room, rtl)
            case BadgeCell():
                self._badge(painter, cell, room, rtl)
            case WaitCell():
                role: Role = "bodyStrong" if cell.late == "very-late" else "body"
                self._text(painter, cell.shown, room, rtl, role, _LATE_INK[cell.late])
            case NumberCell():
                strong: Role = "bodyStrong" if cell.bold else "body"
                self._text(painter, bidi.ltr(cell.text) if cell.text else "", room, rtl, strong, cell.ink)
            case TextCell():
                self._text(painter, bidi.iso(cell.text) if cell.text else "", room, rtl, "body", cell.ink)

    def _text(
        self, painter: QPainter, text: str, room: QRect, rtl: bool, role: Role, ink: str, *, struck: bool = False
    ) -> None:  # fmt: skip
        font = self._look.font(role)
        if struck:
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self._look.color(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = bidi.start_alignment(rtl) | Qt.TextFlag.TextSingleLine
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        painter.drawText(room, flags, shown)

    def _label(self, painter: QPainter, cell: LabelCell, room: QRect, rtl: bool) -> None:
        if cell.priority:
            star = self._look.pixmap("star-filled", "text", 16)
            x = room.right() + 1 - 16 if rtl else room.x()
            painter.drawPixmap(x, room.y() + (room.height() - 16) // 2, star)
            room = room.adjusted(0, 0, -20, 0) if rtl else room.adjusted(20, 0, 0, 0)
        ink = "text3" if cell.struck else "text"
        self._text(painter, bidi.ltr(cell.text), room, rtl, "bodyStrong", ink, struck=cell.struck)

    def _pill(self, painter: QPainter, cell: StateCell, room: QRect, rtl: bool) -> None:
        width = min(pill_width(self._look, cell.text), room.width() + _PAD)
        height = min(26, room.height() - 4)
        x = room.right() + 1 - width if rtl else room.x()
        place = QRect(x, room.y() + (room.height() - height) // 2, width, height)
        colors = state_colors(self._look, cell.state)
        paint_pill(painter, self._look, place, STATE_ICONS[cell.state], cell.text, colors, rtl=rtl)

    def _badge(self, painter: QPainter, cell: BadgeCell, room: QRect, rtl: bool) -> None:
        if cell.badge:
            picture = self._look.pixmap(CONNECTION_ICONS[cell.badge], _BADGE_INK[cell.badge], 16)
            x = room.right() + 1 - 16 if rtl else room.x()
            painter.drawPixmap(x, room.y() + (room.height() - 16) // 2, picture)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self._look.size("row"))


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
        self.setItemDelegate(CellDelegate(look, self))
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
        self.setAccessibleName(bidi.strip(say(self._label)))
        self._rows.retitle()
        self.horizontalHeader().setDefaultAlignment(bidi.start_alignment(bidi.is_rtl(self)))
        height = self._look.size(self._row_size)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(self._look.size("row") - 2)
        self._fit()

    def _fit(self) -> None:
        """Give the fixed columns their width and share the rest; never a sideways scroll bar."""
        fixed = sum(column.width for column in self._columns)
        free = [i for i, column in enumerate(self._columns) if not column.width]
        room = self.viewport().width()
        squeeze = min(1.0, (room - 60 * len(free)) / fixed) if fixed else 1.0
        widths = [int(column.width * squeeze) for column in self._columns]
        for turn, i in enumerate(free):
            widths[i] = max(40, (room - sum(widths)) // (len(free) - turn))
        for i, width in enumerate(widths):
            self.setColumnWidth(i, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_rows"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows.rows() and (text := say(self._empty)):
            painter = QPainter(self.viewport())
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.color("text2"))
            room = self.viewport().rect().adjusted(16, 0, -16, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, text)

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
