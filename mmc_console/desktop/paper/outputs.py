"""Where papers go: receipt printers by raster, the system's printers, a folder of PDF files.

Each works in two steps, so that what was done can be recorded in between: `begin` finds out whether the printer is
able, and nothing has left yet; `finish` lets the paper out. Blocking; only for the thread of the printers.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from mmc_console.desktop.paper import escpos
from mmc_console.desktop.paper.choice import PrinterChoice
from mmc_console.desktop.paper.drawing import DOTS, DPI, draw, image_of, size_of
from mmc_console.desktop.paper.links import Connect, Device, Link, Network, Trouble
from mmc_console.desktop.paper.sheet import Sheet
from mmc_console.desktop.printing import WELL, PrinterCode

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

ANSWER: Final = 1.5
"""Seconds a printer has to say how it stands when it is not known whether it can; much longer than any takes."""
SURE: Final = 5.0
"""The same of one known to answer: it may be printing somebody else's."""
PRINTED: Final = 15.0
_FINE: Final = 6
"""A PDF's own dots in one of the drawing's, so that letters stay smooth."""
MM: Final = 25.4


@dataclass(frozen=True, slots=True)
class Job:
    """A paper that is ready to leave: `finish` lets it out and may raise Trouble, `drop` keeps it in."""

    finish: Callable[[], None]
    drop: Callable[[], None] = lambda: None


class Output(Protocol):
    """One printer."""

    def ask(self) -> PrinterCode:
        """How it stands now."""

    def begin(self, sheet: Sheet) -> Job:
        """Trouble when it cannot print now."""


class Receipt:
    """A receipt printer behind a line."""

    def __init__(self, connect: Connect, width: int, *, tells: bool, learned: Callable[[], None]) -> None:
        """*learned* is called when it answers although it was not known to."""
        self._connect, self._dots, self._tells, self._learned = connect, DOTS[width], tells, learned
        self._confirms = True

    def ask(self) -> PrinterCode:
        """Unknown where it takes the line but never answers, and never has."""
        try:
            link = self._connect()
        except Trouble as trouble:
            return trouble.code
        try:
            return self._standing(link)
        except Trouble as trouble:
            return trouble.code
        finally:
            link.close()

    def begin(self, sheet: Sheet) -> Job:
        """Draw, open the line, ask."""
        rows = rows_of(image_of(sheet, self._dots))
        link = self._connect()
        try:
            code = self._standing(link)
        except Trouble as trouble:
            link.close()
            raise Trouble(trouble.code) from trouble  # only the question has left, nothing to print
        if code not in WELL:
            link.close()
            raise Trouble(code)
        return Job(lambda: self._send(link, rows), link.close)

    def _standing(self, link: Link) -> PrinterCode:
        link.send(escpos.ASK)
        answers = escpos.statuses(link.receive(escpos.ANSWERS, SURE if self._tells else ANSWER))
        if not answers:
            if self._tells:
                raise Trouble("silent")
            return "unknown"
        if not self._tells:
            self._tells = True
            self._learned()
        return escpos.standing(answers)

    def _send(self, link: Link, rows: list[bytes]) -> None:
        try:
            for part in escpos.job(rows):
                link.send(part)
            if not self._tells or not self._confirms:
                link.end(ANSWER)
            elif not self._printed(link):
                self._confirms = False  # it stands well and says nothing: it does not know the question
        finally:
            link.close()

    def _printed(self, link: Link) -> bool:
        """Whether it says that all is on paper; Trouble where it says why not, or nothing at all."""
        link.send(escpos.DONE)
        end = time.monotonic() + PRINTED
        while (left := end - time.monotonic()) > 0:
            if escpos.is_done(link.receive(1, left)):
                return True
        link.send(escpos.ASK)
        answers = escpos.statuses(link.receive(escpos.ANSWERS, ANSWER))
        code = escpos.standing(answers) if answers else "silent"
        if code not in WELL:
            raise Trouble(code, perhaps=True)
        return False


class PdfFolder:
    """One PDF file a paper, in a folder."""

    def __init__(self, folder: Path, width: int) -> None:
        self._folder, self._width = folder, width

    def ask(self) -> PrinterCode:
        """Whether files can be written there."""
        return "ready" if self._folder.is_dir() and os.access(self._folder, os.W_OK) else "folder"

    def begin(self, sheet: Sheet) -> Job:
        """Makes the folder; its parent must be there."""
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as fault:
            raise Trouble("folder") from fault
        if self.ask() != "ready":
            raise Trouble("folder")
        return Job(lambda: self._write(sheet))

    def _write(self, sheet: Sheet) -> None:
        path = self._free(sheet.code or sheet.label)
        spare = path.with_suffix(".part")
        try:
            if not write_pdf(sheet, self._width, spare):
                raise Trouble("folder")
            spare.replace(path)
        except OSError as fault:
            raise Trouble("folder") from fault
        finally:
            with contextlib.suppress(OSError):  # it has been told already
                spare.unlink(missing_ok=True)

    def _free(self, name: str) -> Path:
        """A name nobody has yet: an earlier paper stays as it is."""
        tries = (self._folder / f"{name}{f'-{n}' if n > 1 else ''}.pdf" for n in range(1, 10_000))
        return next(path for path in tries if not path.exists())


class SystemPrinter:
    """A printer the operating system knows, through its driver."""

    def __init__(self, name: str, width: int) -> None:
        self._name, self._width = name, width

    def ask(self) -> PrinterCode:
        """What the system says of it."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        found = QPrinterInfo.printerInfo(self._name)
        if found.isNull():
            return "missing"
        bad = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
        return "printer-error" if found.state() in bad else "ready"

    def begin(self, sheet: Sheet) -> Job:
        """Ask the system."""
        code = self.ask()
        if code not in WELL:
            raise Trouble(code)
        return Job(lambda: self._print(sheet))

    def _print(self, sheet: Sheet) -> None:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        print_on(
            QPrinter(QPrinterInfo.printerInfo(self._name), QPrinter.PrinterMode.HighResolution), sheet, self._width
        )


def print_on(printer: QPrinter, sheet: Sheet, width: int) -> None:
    """*sheet* on a page as wide as the roll; the narrow drawing where the driver's page is narrower.

    Never made smaller to fit: bars that are no whole dots wide are not read.
    """
    printer.setDocName(sheet.label)
    fine = printer.resolution() / DPI
    high = size_of(sheet, DOTS[width]).height()
    printer.setPageSize(QPageSize(QSizeF(width, _mm(high) + 8), QPageSize.Unit.Millimeter))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    room = printer.pageLayout().paintRectPixels(printer.resolution()).width()
    dots = DOTS[width] if room >= DOTS[width] * fine else min(DOTS.values())
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble("driver")
    painter.translate(max(0.0, (room - dots * fine) / 2), 0)
    painter.scale(fine, fine)
    draw(painter, sheet, dots)
    bad = (printer.PrinterState.Aborted, printer.PrinterState.Error)
    if not painter.end() or printer.printerState() in bad:
        raise Trouble("driver", perhaps=True)


def system_printers() -> tuple[str, ...]:
    """Their names."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(QPrinterInfo.availablePrinterNames())


def output_of(choice: PrinterChoice, learned: Callable[[], None]) -> Output | None:
    """The printer of *choice*; None where there is none."""
    if not choice.set_up:
        return None
    if choice.kind == "pdf":
        return PdfFolder(Path(choice.target), choice.width)
    if choice.kind == "system":
        return SystemPrinter(choice.target, choice.width)
    if choice.kind == "network":
        return Receipt(lambda: Network(choice.target), choice.width, tells=choice.tells, learned=learned)
    return Receipt(lambda: Device(choice.target, choice.baud), choice.width, tells=choice.tells, learned=learned)


def rows_of(image: QImage) -> list[bytes]:
    """The rows of a black and white picture, eight dots to a byte, a set bit black."""
    wide = image.width() // 8
    rows = [bytes(memoryview(image.constScanLine(y))[:wide]) for y in range(image.height())]  # type: ignore[arg-type]  # the stub says object
    if image.color(1) & 0xFFFFFF:  # a set bit is white here
        rows = [bytes(255 - b for b in row) for row in rows]
    return rows


def write_pdf(sheet: Sheet, width: int, path: Path) -> bool:
    """*sheet* as one page as wide as the roll; False when it could not be written."""
    size = size_of(sheet, DOTS[width])
    margin = (width - _mm(size.width())) / 2
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI * _FINE)
    writer.setTitle(sheet.label)
    writer.setPageSize(QPageSize(QSizeF(width, _mm(size.height()) + 2 * margin), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(margin, margin, margin, margin), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    painter.scale(_FINE, _FINE)
    draw(painter, sheet, DOTS[width])
    return painter.end()


def _mm(dots: float) -> float:
    return dots / DPI * MM
