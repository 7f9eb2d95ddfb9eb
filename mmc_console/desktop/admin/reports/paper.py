"""The report on A4, lying: title, period, the table over as many pages as it needs, each with its number.

It only draws words it was given, so that it may run in a thread; Qt shapes the Arabic. After each page it pauses, so
that a printer can be served on the window's own thread without stopping it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.kit import bidi

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QPainter

FIRST: Final = 0.20
"""The share of the first column."""


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """All of its words. `page`: with `{n}` and `{total}`."""

    rtl: bool
    centre: str
    title: str
    days: str
    made: str
    note: str
    page: str
    nothing: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]


def write_pdf(paper: ReportPaper, path: Path) -> None:
    """Draw it into *path*; OSError when it cannot be written."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

    path.open("wb").close()  # says why not; Qt would only write a line to its own log
    writer = QPdfWriter(str(path))
    writer.setTitle(bidi.strip(f"{paper.title} {paper.days}"))
    writer.setResolution(150)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(12, 12, 12, 12),
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"{path.name} cannot be written")
    try:
        for _ in draw(paper, painter, writer.width(), writer.height(), writer.logicalDpiY(), writer.newPage):
            pass
    finally:
        painter.end()
    if path.stat().st_size == 0:
        raise OSError(f"{path.name} is empty")


def draw(
    paper: ReportPaper, painter: QPainter, width: int, height: int, dpi: int, turn: Callable[[], bool]
) -> Iterator[int]:
    """Draw it page by page."""
    from PySide6.QtCore import Qt

    side = Qt.LayoutDirection.RightToLeft if paper.rtl else Qt.LayoutDirection.LeftToRight
    painter.setLayoutDirection(side)
    page = _Page(paper, painter, width, height, dpi / 72)
    pages = page.share_out()
    for number, rows in enumerate(pages, 1):
        if number > 1:
            turn()
        page.draw(rows, number, len(pages))
        yield number


class _Page:
    """Measures in points; *point* is how many dots one is."""

    def __init__(self, paper: ReportPaper, painter: QPainter, width: int, height: int, point: float) -> None:
        self._paper, self._painter, self._point = paper, painter, point
        self._width, self._height = float(width), float(height)
        self._line = 17 * point
        self._head = 30 * point
        self._top = 92 * point
        self._foot = 34 * point

    def share_out(self) -> list[list[tuple[str, ...]]]:
        """The rows of each page; the total stands on the last one."""
        rows = [*self._paper.rows, self._paper.total] if self._paper.rows else []
        pages: list[list[tuple[str, ...]]] = []
        while rows or not pages:
            room = self._height - self._foot - self._head - (self._top if not pages else 24 * self._point)
            fit = max(1, int(room / self._line))
            pages.append(rows[:fit])
            rows = rows[fit:]
        return pages

    def draw(self, rows: list[tuple[str, ...]], number: int, total: int) -> None:
        """One page."""
        paper, point = self._paper, self._point
        if number == 1:
            self._text(paper.centre, 0, 15, bold=True, high=24)
            self._text(paper.title, 26 * point, 13, bold=True, high=20)
            self._text(f"{paper.days} · {paper.made}", 48 * point, 10, high=16)
            y = self._top
        else:
            self._text(f"{paper.title} · {paper.days}", 0, 9, high=16)
            y = 24 * point
        self._cells(paper.headings, y, self._head, bold=True)
        y += self._head
        self._rule(y, 1.2)
        if not rows:
            self._text(paper.nothing, y + 8 * point, 11, high=20)
        for row in rows:
            last = row is paper.total
            self._cells(row, y, self._line, bold=last)
            y += self._line
            self._rule(y, 0.4)
        foot = self._height - self._foot + 12 * point
        self._rule(foot - 2 * point, 0.4)
        self._text(bidi.fill(paper.page, n=number, total=total), foot, 8, high=14, far=True)
        self._text(paper.note, foot, 8, high=14, share=0.82)

    def _cells(self, texts: tuple[str, ...], y: float, high: float, *, bold: bool) -> None:
        from PySide6.QtCore import QRectF, Qt

        rest = (1 - FIRST) / max(1, len(texts) - 1)
        start = 0.0
        for place, text in enumerate(texts):
            wide = (FIRST if place == 0 else rest) * self._width
            x = self._width - start - wide if self._paper.rtl else start
            self._painter.setFont(self._font(9, bold=bold))
            flags = self._leading() | Qt.AlignmentFlag.AlignVCenter
            if high > self._line:  # headings may take two lines
                flags |= Qt.TextFlag.TextWordWrap
            else:
                text = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide - 6))
            self._painter.drawText(QRectF(x + 2, y, wide - 4, high), int(flags), text)
            start += wide

    def _text(
        self, text: str, y: float, points: float, *, high: float, bold: bool = False, far: bool = False,
        share: float = 1.0,
    ) -> None:  # fmt: skip
        """*far*: at the other end of the line."""
        from PySide6.QtCore import QRectF, Qt

        self._painter.setFont(self._font(points, bold=bold))
        side = self._leading() if not far else self._trailing()
        wide = share * self._width
        x = self._width - wide if self._paper.rtl else 0.0
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        self._painter.drawText(QRectF(x, y, wide, high * self._point), int(flags), text)

    def _leading(self) -> Qt.AlignmentFlag:
        from PySide6.QtCore import Qt

        side = Qt.AlignmentFlag.AlignRight if self._paper.rtl else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _trailing(self) -> Qt.AlignmentFlag:
        from PySide6.QtCore import Qt

        side = Qt.AlignmentFlag.AlignLeft if self._paper.rtl else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _rule(self, y: float, points: float) -> None:
        from PySide6.QtCore import QPointF
        from PySide6.QtGui import QColor, QPen

        self._painter.setPen(QPen(QColor("black"), points * self._point))
        self._painter.drawLine(QPointF(0, y), QPointF(self._width, y))

    def _font(self, points: float, *, bold: bool) -> QFont:
        from PySide6.QtGui import QFont

        from mmc_console.desktop.kit.typography import FAMILIES

        font = QFont(list(FAMILIES))
        font.setPixelSize(max(1, round(points * self._point)))
        font.setBold(bold)
        return font
