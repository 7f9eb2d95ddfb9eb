"""The window of a second console of the same profile: read in both languages, closed by any key one would try."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mmc_console.desktop import loop
from mmc_console.desktop.in_use import InUseWindow
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import click, nameless, squeezed
from tests.unit.desktop.desk_parts import there


@pytest.mark.parametrize("how", ["Return", "Enter", "Escape", "Space", "button", "cross"])
def test_whoever_has_read_it_closes_it_as_they_like(
    qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages, how: str
) -> None:
    window = InUseWindow(look, "RECEPTION-2, 812")
    closed: list[str] = []
    window.closed.connect(lambda: closed.append(how))
    window.show()
    if how == "button":
        click(there(window.findChild(QPushButton, "close")))
    elif how == "cross":
        window.close()
    else:
        QTest.keyClick(there(window.focusWidget()), getattr(Qt.Key, f"Key_{how}"))
    assert (closed, window.isVisible()) == ([how], False)
    window.deleteLater()


def test_it_is_read_in_both_languages(qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages) -> None:
    window = InUseWindow(look, "RECEPTION-2, 812")
    window.show()
    for language in ("ar", "en"):
        languages.switch(language)
        qapp.processEvents()
        assert squeezed(window) == []
        assert nameless(window) == []
    window.close()
    window.deleteLater()


def test_a_language_that_is_not_there_any_more_keeps_nobody_from_reading_it(qapp: QApplication, qtbot: QtBot) -> None:
    look, languages = loop._spoken(qapp, "xx")
    assert languages.current.code == "ar"
    languages.leave()
    look.leave()
