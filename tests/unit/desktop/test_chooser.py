"""The chooser asks one question after the other in the same box."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.tickets.chooser import Chooser, Entry


def entries(count: int) -> list[Entry]:
    """So many lines."""
    return [Entry(f"{n}", f"entry {n}") for n in range(count)]


def test_a_longer_second_question_makes_the_box_as_high_as_it_needs(qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 688)
    chooser = Chooser(look, window, lambda: "Close")
    window.show()

    async def asked() -> str | None:
        first = asyncio.ensure_future(chooser.choose(lambda: "Why?", lambda: entries(5)))
        await asyncio.sleep(0)
        QTest.qWaitForWindowExposed(window)
        QTest.keyClick(chooser.list, Qt.Key.Key_Return)
        assert await first == "0"
        second = asyncio.ensure_future(chooser.choose(lambda: "How long?", lambda: entries(7)))
        await asyncio.sleep(0)
        assert chooser.contentsRect().contains(chooser.list.geometry())
        chooser.shut()
        return await second

    assert asyncio.run(asked()) is None
