"""Puts a report's paper on a printer of the system, page by page, so that the window goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from mmc_console.desktop.admin.reports.paper import ReportPaper, draw

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

LAYOUT = (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Landscape)


def set_up(printer: QPrinter) -> None:
    """A4, lying, with a margin that every printer can leave."""
    size, way = LAYOUT
    printer.setPageLayout(
        QPageLayout(QPageSize(size), way, QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    )  # fmt: skip


async def put_on(printer: QPrinter, paper: ReportPaper, told: Callable[[bool], None]) -> None:
    """Draw *paper*; *told* hears whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        told(False)
        return
    try:
        for _ in draw(paper, painter, printer.width(), printer.height(), printer.logicalDpiY(), printer.newPage):
            await asyncio.sleep(0)
    finally:
        went = painter.end()
    told(went)


def choose_and_print(
    parent: QWidget, paper: ReportPaper, start: Callable[[str, Coroutine[Any, Any, None]], bool],
    told: Callable[[bool], None],
) -> None:  # fmt: skip
    """Ask which printer, in the system's own window."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    set_up(printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: start("print-report", put_on(printer, paper, told)))
    QDialog.open(dialog)
