"""One window for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import HandClock
from tests.screens.shell.console import Console


@pytest.fixture
def console(
    qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages, hand_clock: HandClock
) -> Iterator[Console]:
    page = Console(qapp, look, languages, hand_clock)
    yield page
    page.window.may_close = True
    page.window.close()
    page.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
