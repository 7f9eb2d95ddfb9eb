"""A first password on paper, to hand over: drawn here, in no file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPaintDevice, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.typography import FAMILIES

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PasswordPaper(QObject):
    """Draws itself on any page."""

    def __init__(self, name: str, username: str, password: str, *, rtl: bool) -> None:
        super().__init__()
        self._name, self._username, self._password, self._rtl = name, username, password, rtl

    def __repr__(self) -> str:
        return f"PasswordPaper({self._username})"

    def draw(self, painter: QPainter, page: QPaintDevice) -> None:
        """Fill the upper part of *page*."""
        width, point = page.width(), page.logicalDpiY() / 72
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap)
        place = 40 * point
        for text, points, bold in (
            (fill(self.tr("First password of {name}"), name=self._name), 18, True),
            (fill(self.tr("User name: {user}"), user=self._username), 14, False),
            (ltr(self._password), 22, True),
            (self.tr("At the first sign-in you choose another one. Then destroy this paper."), 12, False),
        ):
            font = QFont(list(FAMILIES), points)
            font.setPixelSize(round(points * point))
            font.setBold(bold)
            painter.setFont(font)
            room = QRectF(40 * point, place, width - 80 * point, 300 * point)
            taken = painter.boundingRect(room, flags, text)
            painter.drawText(room, flags, text)
            place = taken.bottom() + 0.8 * points * point


def print_on(printer: QPrinter, paper: PasswordPaper) -> bool:
    """Put *paper* out; whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    paper.draw(painter, printer)
    return painter.end()


def choose_and_print(parent: QWidget, paper: PasswordPaper, told: Callable[[bool], None]) -> None:
    """Ask which printer, in the system's own window; *told* hears what became of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: told(print_on(printer, paper)))
    QDialog.open(dialog)
