"""The ring stays where the widget it is around can be seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.focus_ring import FocusRing
from mmc_console.desktop.kit.look import Look


def test_the_ring_ends_where_the_scrolled_area_does(qapp: QApplication, qtbot: QtBot, look: Look) -> None:
    window, content, area = QWidget(), QWidget(), QScrollArea()
    qtbot.addWidget(window)
    line = QLineEdit()
    line.setFixedHeight(150)
    column = QVBoxLayout(content)
    column.addSpacing(100)
    column.addWidget(line)
    column.addSpacing(400)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFixedHeight(200)
    bar = QWidget()
    bar.setFixedHeight(100)
    outer = QVBoxLayout(window)
    outer.setSpacing(20)
    outer.addWidget(area)
    outer.addWidget(bar)
    ring = FocusRing(look, window)
    window.resize(300, 400)
    window.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert line.mapTo(window, line.rect().bottomLeft()).y() > area.geometry().bottom(), "half of it is out of sight"
    assert ring.geometry().bottom() < bar.geometry().top(), "and nothing is drawn over what lies below"
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not ring.isVisible())
    area.verticalScrollBar().setValue(80)
    qtbot.waitUntil(lambda: ring.isVisible() and ring.height() >= line.height())


def test_no_ring_goes_through_the_words_of_what_lies_over_it(qapp: QApplication, qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line, over = QLineEdit(window), QWidget(window)
    line.setGeometry(20, 20, 200, 100)
    over.setGeometry(100, 60, 200, 200)
    over.hide()
    ring = FocusRing(look, window)
    ring.stay_under(over)
    window.resize(400, 300)
    window.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(ring.isVisible)
    corner = ring.mapFrom(window, line.geometry().bottomRight() + QPoint(2, 2))
    assert ring.mask().contains(corner)
    over.show()
    qtbot.waitUntil(lambda: not ring.mask().contains(corner))
    assert ring.mask().contains(ring.mapFrom(window, line.geometry().topLeft() - QPoint(2, 2)))
    over.hide()
    qtbot.waitUntil(lambda: ring.mask().contains(corner))
