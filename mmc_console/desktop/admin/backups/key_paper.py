"""The recovery key on one sheet: large enough to be typed by somebody tired, with what it is and where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPaintDevice, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from mmc_console.desktop.admin.backups.contract import RecoveryKey
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.typography import FAMILIES

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

A_LINE: Final = 4
"""Groups in one line."""


def lines_of(text: str) -> list[str]:
    """The key's groups, four a line."""
    groups = text.split("-")
    return ["-".join(groups[i : i + A_LINE]) for i in range(0, len(groups), A_LINE)]


class KeyPaper(QObject):
    """Draws itself on any page."""

    def __init__(self, key: RecoveryKey, language: str, *, rtl: bool) -> None:
        super().__init__()
        self._key, self._language, self._rtl = key, language, rtl

    def __repr__(self) -> str:
        return f"KeyPaper({self._key.id})"

    def draw(self, painter: QPainter, page: QPaintDevice) -> None:
        """Fill the upper part of *page*."""
        width, point = page.width(), page.logicalDpiY() / 72
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        side |= Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap
        place = [40 * point]

        def put(text: str, points: float, *, bold: bool = False, flags: Qt.AlignmentFlag = side) -> None:
            font = QFont(list(FAMILIES), round(points))
            font.setPixelSize(round(points * point))
            font.setBold(bold)
            painter.setFont(font)
            room = QRectF(40 * point, place[0], width - 80 * point, 400 * point)
            taken = painter.boundingRect(room, int(flags), text)
            painter.drawText(room, int(flags), text)
            place[0] = taken.bottom() + 0.6 * points * point

        put(self.tr("Recovery key of the backups"), 22, bold=True)
        put(self._key.center.get(self._language, ""), 16)
        put(fill(self.tr("Key {id}, printed {date}"), id=self._key.id, date=f"{self._key.made:%Y-%m-%d}"), 12)
        place[0] += 20 * point
        for line in lines_of(self._key.text):
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            put(line, 24, bold=True, flags=Qt.AlignmentFlag.AlignHCenter)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        place[0] += 20 * point
        for text in self._told():
            put(text, 12)

    def _told(self) -> tuple[str, ...]:
        return (
            self.tr("Whoever has this sheet and a backup can read the centre's data. Keep it in a safe place, "
                    "away from the "
                    "server; a second copy elsewhere is written by hand."),
            self.tr("With it a new PC brings the centre back: install the program, connect the disk with the "
                    "backups, and "
                    "follow the recovery plan. Capital and small letters and the hyphens do not matter when it "
                    "is typed."),
        )  # fmt: skip


def print_on(printer: QPrinter, paper: KeyPaper) -> bool:
    """Put *paper* out; whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    paper.draw(painter, printer)
    return painter.end()


def choose_and_print(parent: QWidget, paper: KeyPaper, told: Callable[[bool], None]) -> None:
    """Ask which printer, in the system's own window; *told* hears what became of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: told(print_on(printer, paper)))
    QDialog.open(dialog)
