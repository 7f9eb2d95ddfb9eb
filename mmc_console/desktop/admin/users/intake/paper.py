"""First passwords on paper, a slip each, to cut apart and hand over: drawn here, in no file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPaintDevice, QPainter, QPen
from PySide6.QtWidgets import QDialog, QWidget

from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.typography import FAMILIES
from mmc_console.wire.admin import PasswordMade

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MARGIN: Final = 40
SLIP: Final = 108
"""Points."""


class Slips(QObject):
    """Draws them page by page."""

    def __init__(self, made: Sequence[PasswordMade], *, rtl: bool) -> None:
        super().__init__()
        self._made, self._rtl = made, rtl

    def __repr__(self) -> str:
        return f"Slips({len(self._made)})"

    def pages(self, page: QPaintDevice) -> list[Sequence[PasswordMade]]:
        """Who stands on which page."""
        room = page.height() * 72 / page.logicalDpiY() - 2 * MARGIN
        many = max(1, int(room // SLIP))
        return [self._made[at : at + many] for at in range(0, len(self._made), many)]

    def draw(self, painter: QPainter, page: QPaintDevice, slips: Sequence[PasswordMade]) -> None:
        """Fill *page* with *slips*, a broken line below each."""
        point = page.logicalDpiY() / 72
        width = page.width() - 2 * MARGIN * point
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
        for n, made in enumerate(slips):
            top = (MARGIN + n * SLIP) * point
            place = top + 8 * point
            for text, points, bold in (
                (fill(self.tr("First password of {name}"), name=made.user.name), 12, True),
                (fill(self.tr("User name: {user}"), user=made.user.username), 11, False),
                (ltr(made.password), 16, True),
                (self.tr("At the first sign-in you choose another one. Then destroy this paper."), 9, False),
            ):
                font = QFont(list(FAMILIES))
                font.setPixelSize(round(points * point))
                font.setBold(bold)
                painter.setFont(font)
                room = QRectF(MARGIN * point, place, width, 1.6 * points * point)
                painter.drawText(room, flags, painter.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideRight, int(width)
                ))  # fmt: skip
                place += 1.7 * points * point
            painter.setPen(QPen(Qt.GlobalColor.gray, point / 2, Qt.PenStyle.DashLine))
            painter.drawLine(
                round(MARGIN * point), round(top + SLIP * point), round(MARGIN * point + width),
                round(top + SLIP * point),
            )  # fmt: skip
            painter.setPen(Qt.GlobalColor.black)


async def print_on(printer: QPrinter, slips: Slips) -> bool:
    """Put *slips* out, other work between two pages; whether the printer took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for n, page in enumerate(slips.pages(printer)):
        if n and not printer.newPage():
            painter.end()
            return False
        slips.draw(painter, printer, page)
        await asyncio.sleep(0)
    return painter.end()


async def choose_and_print(parent: QWidget, slips: Slips) -> bool | None:
    """Ask which printer, in the system's own window, and print; None when the person turns away."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    dialog = QPrintDialog(printer, parent)
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda result: None if done.done() else done.set_result(result))
    QDialog.open(dialog)
    try:
        if not await done:
            return None
    finally:
        dialog.close()
        dialog.deleteLater()
    return await print_on(printer, slips)
