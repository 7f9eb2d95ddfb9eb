"""Printing and scanner as a person meets it: what each kind of printer asks for, and what the scanner has typed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.devices.screen import DevicesScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.scans import SLOWEST_MS, Scan, ScanReader
from mmc_console.desktop.paper.choice import KINDS, PrinterChoice
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.unit.desktop.desk_parts import Jobs
from tests.unit.desktop.paper.sheets import PAPER
from tests.unit.desktop.test_devices import Desk

Scene = Callable[["Opened"], Awaitable[None]]


class Opened:
    """The open dialog."""

    def __init__(self, app: QApplication, look: Look, clock: HandClock, desk: Desk, *, may_change: bool) -> None:
        self.app, self.desk, self.jobs, self.gaps = app, desk, Jobs(), list[int]()
        self.window = QWidget()
        self.window.show()

        def listen(window: QWidget, scanned: Callable[[Scan], bool]) -> ScanReader:
            reader = ScanReader(window, scanned, lambda: SLOWEST_MS, clock)
            app.focusChanged.connect(reader.follow)
            return reader

        self.screen = DevicesScreen(
            look, self.window, desk, self.jobs.start, lambda: PAPER, listen, self.gaps.append, may_change=may_change
        )
        self.view = self.screen.view
        self.closed = asyncio.ensure_future(self.screen.choose())

    async def settle(self) -> None:
        await asyncio.sleep(0)
        await self.jobs.run()
        self.app.sendPostedEvents()

    def words(self, name: str) -> str:
        found = self.view.findChild(QLabel, name)
        assert found is not None, name
        return bidi.strip(found.text()) if found.isVisible() else ""

    def scan(self, text: str, *, gap_ms: int) -> None:
        at = 1_000
        for c in f"{text}\r":
            focus = self.app.focusWidget()
            assert focus is not None
            key = Qt.Key.Key_Return if c == "\r" else Qt.Key(ord(c))
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, c)
            event.setTimestamp(at := at + gap_ms)
            self.app.sendEvent(focus, event)


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Callable[..., None]:
    """Run a scene in the open dialog."""

    def run(scene: Scene, desk: Desk | None = None, *, may_change: bool = True) -> None:
        async def whole() -> None:
            opened = Opened(qapp, look, hand_clock, desk or Desk(), may_change=may_change)
            await opened.settle()
            try:
                await scene(opened)
            finally:
                if not opened.closed.done():
                    opened.view.reject()
                await opened.closed
                opened.window.close()
                opened.window.deleteLater()
                qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

        qt_run(whole())

    return run


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_kind_has_its_fields_with_names_and_room(
    play: Callable[..., None], languages: Languages, language: str
) -> None:
    languages.switch(language)

    async def scene(opened: Opened) -> None:
        for kind in KINDS:
            opened.screen.presenter.choose_kind(kind)
            await opened.settle()
            assert opened.view.target.isVisible() == (kind in ("network", "device", "pdf"))
            assert opened.view.system.isVisible() == (kind == "system")
            assert opened.view.baud.isVisible() == (kind == "device")
            assert nameless(opened.view) == []
            assert squeezed(opened.view) == []

    play(scene)


def test_a_wrong_address_does_not_close_it_and_a_right_one_is_kept(play: Callable[..., None]) -> None:
    async def scene(opened: Opened) -> None:
        opened.screen.presenter.choose_kind("network")
        opened.view.confirm.click()
        await opened.settle()
        assert "192.168.1.50" in opened.view.target.error
        opened.screen.presenter.edit_target("192.168.1.7")
        opened.view.confirm.click()
        await opened.closed
        assert opened.desk.choice == PrinterChoice("network", "192.168.1.7")

    play(scene)


def test_a_scan_is_shown_with_its_speed_and_a_slow_scanner_is_learnt(play: Callable[..., None]) -> None:
    async def scene(opened: Opened) -> None:
        opened.screen.presenter.choose_kind("network")
        opened.view.activateWindow()
        opened.view.target.edit.setFocus()
        async with asyncio.timeout(10):
            while opened.app.focusWidget() is not opened.view.target.edit:  # noqa: ASYNC110 - the window system's to do
                await asyncio.sleep(0)
        opened.scan("MMC1-1123-017-K", gap_ms=70)
        assert opened.words("scan_0") == "المقروء: MMC1-1123-017-K، تذكرة من هذا النظام"
        assert opened.words("scan_1") == "السرعة: 70 ملّي ثانية لكل مفتاح"
        assert opened.words("scan_3") == "ينتهي بـ: Enter"
        assert opened.view.target.text == ""
        assert opened.gaps == [70]

    play(scene)


def test_who_may_not_change_it_sees_why_and_may_still_test(play: Callable[..., None]) -> None:
    async def scene(opened: Opened) -> None:
        assert not opened.view.kind.isEnabled()
        assert not opened.view.confirm.isVisible()
        assert "مدير النظام" in opened.words("printer_barred")
        opened.view.test.click()
        await opened.settle()
        assert "طُبعت التجربة" in opened.words("printer_tested")

    play(scene, Desk(PrinterChoice("network", "192.168.1.50")), may_change=False)


def test_a_test_that_ends_after_the_dialog_disturbs_nobody(play: Callable[..., None], qapp: QApplication) -> None:
    async def scene(opened: Opened) -> None:
        opened.screen.presenter.choose_kind("network")
        opened.screen.presenter.edit_target("192.168.1.50")
        opened.screen.presenter.print_test()
        opened.view.reject()
        await opened.closed
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await opened.jobs.run()  # raises where it still paints the dialog

    play(scene)
