"""The tour's stops about paper: the devices, a ticket that does not come out, and tickets as they are printed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mmc_console import assets
from mmc_console.desktop.devices.view import DevicesDialog
from mmc_console.desktop.paper.choice import PrinterChoice
from mmc_console.desktop.paper.drawing import DOTS, image_of
from mmc_console.desktop.paper.facts import paper_of
from mmc_console.desktop.paper.words import PaperWords, sheet_of

if TYPE_CHECKING:
    from mmc_console.desktop.app import App
    from mmc_console.desktop.tour.walk import Tour

NOBODY = "127.0.0.1:9"
"""A port nobody listens at."""
CODE = "MMC1-1123-017-K"
ADDRESS = "https://turn.example.org/t/AbCdEfGhIjKlMnOpQrStUv"
"""What a centre with a public address prints; the tour's has none."""


async def paper(tour: Tour, app: App, out: Path) -> None:
    """The devices, a printer out of reach, and the tickets."""
    tray, screen = app.printing.open(), app.reception
    assert screen is not None
    page = screen.presenter
    tray.choose(PrinterChoice("network", NOBODY, 58))
    await tour.until(lambda: tray.state.code == "unreachable", "the printer is missed")
    await tour.picture("devices", app.wishes.open_devices)
    await tour.picture("devices_scanned", lambda: app.tasks.start("scan", _scan(app)))
    page.edit("number", "28463599999")
    page.edit("name", "سالم محمد الكواري")
    page.issue()
    await tour.until(lambda: page.state.issued is not None and page.state.issued.printing == "failed", "it fails")
    await tour.picture("reception_not_printed")
    screen.view.form.issued.large_wanted.emit()
    await tour.picture("reception_large_number")
    app.shell.window.close_layer()
    tickets(tour, app, out)
    tray.choose(PrinterChoice())
    await tour.until(lambda: tray.state.code == "none", "there is no printer again")


def tickets(tour: Tour, app: App, out: Path) -> None:
    """The last ticket as it is printed: both widths, each language first; the narrow English one is a copy."""
    gateway = app.gateway
    assert gateway is not None
    last = list(gateway.state.day_tickets(gateway.today()))[-1]
    facts = replace(paper_of(gateway, last, again=False), address=ADDRESS)
    words = {code: PaperWords(code, assets.path("translations")) for code in ("ar", "en")}
    for width, dots in DOTS.items():
        for first, second in (("ar", "en"), ("en", "ar")):
            again = (width, first) == (58, "en")
            sheet = sheet_of(replace(facts, again=again), words[first], words[second], named=False)
            path = out / f"ticket_{width}_{first}.png"
            image_of(sheet, dots).save(str(path))
            tour.pictures.append(path)


async def _scan(app: App) -> None:
    """A scanner types a code into the dialog, once it is there."""
    app.wishes.open_devices()
    while not isinstance(QApplication.activeModalWidget(), DevicesDialog):  # noqa: ASYNC110 - Qt tells nobody of it
        await asyncio.sleep(0.01)
    for at, c in enumerate(f"{CODE}\r", 1):
        focus = QApplication.focusWidget()
        assert focus is not None
        key = Qt.Key.Key_Return if c == "\r" else Qt.Key(ord(c))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, c)
        event.setTimestamp(1_000 + 8 * at)
        QApplication.sendEvent(focus, event)
