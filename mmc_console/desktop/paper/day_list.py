"""The day on paper, for a power cut: clinic by clinic who waits, in order, in both languages. It has names: for staff.

Gathered from what this PC has, so that it works without the server; drawn on A4 by Qt, in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.kit import bidi
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import ClinicCode, PatientId
from mmc_console.domain.order import sequence
from mmc_console.domain.patients import Card
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

ASIDE: Final = ("in_service", "called", "held", "no_show")
"""After these come those who wait, in their order."""
DPI: Final = 150
MARGIN, LINE, TALL = 80, 40, 54
LANGUAGES: Final = ("ar", "en")


@dataclass(frozen=True, slots=True)
class DayRow:
    """One open ticket."""

    place: str
    label: str
    name: str
    number: str
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DayClinic:
    """One clinic with its open tickets."""

    letter: str
    name: Words
    rows: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class DayList:
    """The paper. `sentences`: its words by code and language; `as_of`: as of when it is, empty while that is now."""

    centre: Words
    at: datetime
    clinics: tuple[DayClinic, ...]
    sentences: dict[str, Words]
    as_of: str = ""

    @property
    def count(self) -> int:
        """How many open tickets are on it."""
        return sum(len(clinic.rows) for clinic in self.clinics)


def day_list(
    state: State, now: datetime, card: Callable[[PatientId], Card | None], sentences: dict[str, Words], as_of: str = ""
) -> DayList:  # fmt: skip
    """The open tickets of this moment's service day; *as_of*: as of when, where the news stopped before."""
    day, center = state.calendar.day(now), state.center
    aside: dict[ClinicCode, list[Ticket]] = {}
    for ticket in state.day_tickets(day):
        if ticket.state in ASIDE:
            aside.setdefault(ticket.clinic, []).append(ticket)
    found = []
    for clinic in center.clinics:
        first = sorted(aside.get(clinic.code, ()), key=lambda t: (ASIDE.index(t.state), t.queued_at))
        rows = [_row("", ticket, state, card) for ticket in first]
        rows += [_row(str(n), t, state, card) for n, t in enumerate(sequence(state, clinic.code, day), 1)]
        if rows:
            found.append(DayClinic(clinic.letter, clinic.name, tuple(rows)))
    return DayList(center.center.name, state.calendar.stamp(now), tuple(found), sentences, as_of)


def age(listed: DayList) -> str:
    """As of when it is, in both languages; empty while that is the moment it was made."""
    words = listed.sentences["as-of"]
    return _both({code: bidi.fill(text, time=listed.as_of) for code, text in words.items()}) if listed.as_of else ""


def _row(place: str, ticket: Ticket, state: State, card: Callable[[PatientId], Card | None]) -> DayRow:
    person = card(state.visits[ticket.visit].patient)
    name, number = (person.name, person.number) if person is not None else ("", "")
    return DayRow(place, ticket.label, name, number, ticket.state, ticket.queued_at)


def write_pdf(listed: DayList, path: Path) -> None:
    """Draw it into *path*; OSError when it cannot be written."""
    from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

    path.open("wb").close()  # says why not; Qt would only write a line to its own log
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"{path.name} cannot be written")
    try:
        _Page(painter, writer.width(), writer.height(), writer.newPage).draw(listed)
    finally:
        painter.end()
    if path.stat().st_size == 0:
        raise OSError(f"{path.name} is empty")


class _Page:
    """Lines from the top downwards; a new page where there is no room."""

    def __init__(self, painter: QPainter, width: int, height: int, turn: Callable[[], bool]) -> None:
        self._painter, self._width, self._height, self._turn = painter, width, height, turn
        self._y = 0

    def draw(self, listed: DayList) -> None:
        from PySide6.QtCore import Qt

        self._painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        words = listed.sentences
        self._line(_both(listed.centre), 20, bold=True, tall=TALL)
        moment = f"{listed.at:%Y-%m-%d %H:%M}"
        self._line(f"{_both(words['title'])}   {bidi.ltr(moment)}", 15, tall=TALL)
        if old := age(listed):
            self._line(old, 13, bold=True)
        self._line(_both(words["staff-only"]), 11)
        for clinic in listed.clinics:
            self._room(3 * LINE)
            self._y += LINE // 2
            self._line(f"{bidi.ltr(clinic.letter)}   {_both(clinic.name)}", 15, bold=True, tall=TALL)
            for row in clinic.rows:
                self._row(row, words)
        if not listed.clinics:
            self._line(_both(words["nobody"]), 13)

    def _row(self, row: DayRow, words: dict[str, Words]) -> None:
        from PySide6.QtCore import QRectF, Qt

        self._room(LINE)
        cells = (
            (0.05, row.place), (0.11, row.label), (0.34, row.name), (0.16, row.number),
            (0.24, _both(words.get(row.state, {}))), (0.10, f"{row.since:%H:%M}"),
        )  # fmt: skip
        self._font(11, bold=False)
        right = float(self._width - MARGIN)
        for share, text in cells:  # from the right, as the first language is read
            wide = share * (self._width - 2 * MARGIN)
            box = QRectF(right - wide, self._y, wide - 8, LINE)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide - 8))
            self._painter.drawText(box, flags, shown)
            right -= wide
        self._painter.drawLine(MARGIN, self._y + LINE, self._width - MARGIN, self._y + LINE)
        self._y += LINE

    def _line(self, text: str, points: int, *, bold: bool = False, tall: int = LINE) -> None:
        from PySide6.QtCore import QRectF, Qt

        self._room(tall)
        self._font(points, bold=bold)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(QRectF(MARGIN, self._y, self._width - 2 * MARGIN, tall), flags, text)
        self._y += tall

    def _font(self, points: int, *, bold: bool) -> None:
        from PySide6.QtGui import QFont

        from mmc_console.desktop.kit.typography import FAMILIES

        font = QFont(list(FAMILIES))
        font.setPointSize(points)
        font.setBold(bold)
        self._painter.setFont(font)

    def _room(self, tall: int) -> None:
        if self._y + tall > self._height - MARGIN:
            self._turn()
            self._y = 0


def _both(words: Words) -> str:
    return " · ".join(bidi.iso(text) for language in LANGUAGES if (text := words.get(language, "")))
