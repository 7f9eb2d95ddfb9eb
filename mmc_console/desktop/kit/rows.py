"""Table rows as values, and the model that turns one list of rows into the next without losing the place.

Rows are known by their key. A reset would lose the person's selection and scroll, so there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.text import Text, say

Fact = TypeVar("Fact")
Index = QModelIndex | QPersistentModelIndex

Late = Literal["", "late", "very-late"]
Badge = Literal["", "pending", "sending", "failed", "conflict", "online", "offline"]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A name or a word; first-strong direction."""

    text: str
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class LabelCell:
    """A ticket's label: bold, always left to right."""

    text: str
    priority: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class StateCell:
    """A ticket state's pill; *text* is the translated word."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class WaitCell:
    """A waiting time; over the target with `!`, over twice with `!!`."""

    text: str
    late: Late = ""

    @property
    def shown(self) -> str:
        """The text with its mark."""
        return self.text + {"": "", "late": " !", "very-late": " !!"}[self.late]


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A count or a code that reads left to right."""

    text: str
    ink: str = "text"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class BadgeCell:
    """How far the row's newest action is from the server; nothing once confirmed."""

    badge: Badge = ""
    text: str = ""


Cell = TextCell | LabelCell | StateCell | WaitCell | NumberCell | BadgeCell


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, its cells in column order, and how a screen reader says it whole."""

    key: str
    cells: tuple[Cell, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: 0 wide takes what is left.

    *firm*: it keeps its width, as a date must be read whole. *spare*: where the room is small it goes, the lowest
    first; what it says is said elsewhere too.
    """

    title: Text
    width: int = 0
    firm: bool = False
    spare: int = 0


class MadeRows(Generic[Fact]):
    """Turns facts into rows, each again only when it has changed or another language is spoken."""

    def __init__(self, make: Callable[[Fact], Row]) -> None:
        self._make = make
        self._language = ""
        self._made: dict[str, tuple[Fact, Row]] = {}

    def of(self, facts: Iterable[tuple[str, Fact]], language: str) -> list[Row]:
        """The rows of *facts*, which are given with their keys."""
        old = self._made if language == self._language else {}
        self._language, self._made = language, {}
        for key, fact in facts:
            known = old.get(key)
            self._made[key] = known if known is not None and known[0] == fact else (fact, self._make(fact))
        return [row for _, row in self._made.values()]


def cell_text(cell: Cell) -> str:
    """What *cell* says, without direction marks."""
    return bidi.strip(cell.shown if isinstance(cell, WaitCell) else cell.text)


class RowsModel(QAbstractTableModel):
    """Rows in the order given."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []

    # ------------------------------------------------------------------ change
    def show(self, rows: Sequence[Row]) -> None:
        """Become *rows* by removing, adding, ordering and repainting; ValueError for a doubled key."""
        fresh = {row.key: row for row in rows}
        if len(fresh) != len(rows):
            raise ValueError("two rows have the same key")
        self._remove(fresh)
        self._add(rows)
        self._order(rows)
        self._repaint(rows)

    def _remove(self, fresh: dict[str, Row]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].key in fresh:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].key not in fresh:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _add(self, rows: Sequence[Row]) -> None:
        known = {row.key for row in self._rows}
        place = 0
        while place < len(rows):
            if rows[place].key in known:
                place += 1
                continue
            end = place
            while end < len(rows) and rows[end].key not in known:
                end += 1
            at = min(place, len(self._rows))
            self.beginInsertRows(QModelIndex(), at, at + end - place - 1)
            self._rows[at:at] = rows[place:end]
            self.endInsertRows()
            place = end

    def _order(self, rows: Sequence[Row]) -> None:
        places = {row.key: place for place, row in enumerate(rows)}
        if all(places[row.key] == place for place, row in enumerate(self._rows)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [self.index(places[self._rows[i.row()].key], i.column()) for i in before]
        self._rows.sort(key=lambda row: places[row.key])
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _repaint(self, rows: Sequence[Row]) -> None:
        last = len(self._columns) - 1
        for place, row in enumerate(rows):
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    # ------------------------------------------------------------------ ask
    def holds(self, rows: Sequence[Row]) -> bool:
        """Whether these very rows are shown."""
        return len(rows) == len(self._rows) and all(a is b for a, b in zip(rows, self._rows, strict=True))

    def rows(self) -> tuple[Row, ...]:
        """The rows shown now."""
        return tuple(self._rows)

    def place_of(self, key: str) -> int:
        """The row's place, or -1."""
        return next((i for i, row in enumerate(self._rows) if row.key == key), -1)

    def key_at(self, place: int) -> str:
        """The key of the row at *place*, or empty."""
        return self._rows[place].key if 0 <= place < len(self._rows) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return bidi.strip(row.spoken) if index.column() == 0 else cell_text(cell)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(self._columns[section].title)
        return None

    def retitle(self) -> None:
        """Say the column titles again after the language changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
