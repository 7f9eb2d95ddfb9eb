"""A page to put a piece on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.look import Look


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    widget.resize(900, 600)
    qtbot.addWidget(widget)
    widget.show()
    return widget
