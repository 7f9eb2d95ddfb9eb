"""Short answers: how many, how long, where, and which of them shows the key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Drawer
from mmc_console.desktop.kit.toasts import WIDEST, Toast, Toasts
from tests.desktop_parts import click


def test_at_most_two_toasts_newest_on_top(page: QWidget, look: Look) -> None:
    said: list[str] = []
    toasts = Toasts(look, page, "تراجع", lambda toast: said.append(str(toast.text)))
    for text in ("one", "two", "three"):
        toasts.show_toast(Toast(text))
    assert (toasts.texts, said) == (["three", "two"], ["one", "two", "three"])
    assert toasts.geometry().right() <= page.width()
    assert toasts.geometry().right() < page.width() * 2 // 3, "where reading ends: the left in Arabic"
    assert toasts.close_top()
    assert toasts.texts == ["two"]
    assert toasts.close_top()
    assert not toasts.close_top()
    assert toasts.isHidden()


def test_what_waits_for_a_press_makes_room_for_nothing_that_passes_by(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    for n in range(2):
        toasts.show_toast(Toast(f"now {n}", stays=True))
        toasts.show_toast(Toast(f"sent {n}"))
    assert toasts.texts == ["sent 1", "now 1", "now 0"]
    for n in range(2, 6):
        toasts.show_toast(Toast(f"now {n}", stays=True))
    assert toasts.texts == ["now 5", "now 4", "now 3", "now 2"]


LONG = "تحويل L-043: هذه العيادة مغلقة الآن: تخطيط القلب. اختر عيادة أخرى، أو انتظر حتى تُفتح العيادة من جديد."


def test_long_words_take_a_second_line_and_leave_the_buttons_beside_them_free(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("saved"))
    low, narrow = toasts.height(), toasts.width()
    toasts.show_toast(Toast(LONG, kind="error"))
    toasts.show_toast(Toast(LONG, undo=lambda: None))
    assert narrow < toasts.width() == WIDEST
    QApplication.processEvents()
    for box in toasts.boxes:
        label = box.findChild(Label, "toast_text")
        assert label is not None
        assert label.height() >= label.heightForWidth(label.width()), "all of it is read"
        assert box.height() > low


@pytest.mark.parametrize("code", ["ar", "en"])
def test_beside_an_open_drawer_a_toast_lies_over_the_page_and_not_over_its_keys(
    page: QWidget, look: Look, languages: Languages, code: str
) -> None:
    languages.switch(code)
    page.resize(1310, 600)
    toasts = Toasts(look, page, "Undo")
    drawer = Drawer(look, page, "Pending actions", "Close", name="drawer")
    drawer.open()
    toasts.show_toast(Toast(LONG, kind="error"))
    assert drawer.isVisible()
    assert not toasts.geometry().intersects(drawer.geometry())
    assert page.rect().contains(toasts.geometry())
    drawer.shut()
    toasts.show_toast(Toast("sent"))
    ends = toasts.x() if code == "ar" else page.width() - toasts.geometry().right() - 1
    assert ends == 12
    page.resize(1000, 600)
    drawer.open()  # as wide as the page
    toasts.show_toast(Toast("saved"))
    assert page.rect().contains(toasts.geometry())


def test_undo_lasts_ten_seconds_and_other_words_five(page: QWidget, look: Look, qtbot: QtBot) -> None:
    undone: list[int] = []
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("saved"))
    toasts.follow_undo("a call")
    toasts.show_toast(Toast("called", undo=lambda: undone.append(1), undoes="a call"))
    assert [box.timer.interval() for box in toasts.boxes] == [10_000, 5_000]
    button = toasts.findChild(QPushButton, "toast_undo")
    assert isinstance(button, QPushButton)
    assert "Ctrl+Z" in button.toolTip()
    click(button)
    assert (undone, toasts.texts) == ([1], ["saved"])
    QApplication.sendEvent(toasts.boxes[0], QEvent(QEvent.Type.Leave))  # the mouse went away
    toasts.boxes[0].timer.timeout.emit()
    assert toasts.texts == []


def test_the_key_stands_only_beside_what_it_takes_back(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("held", undo=lambda: None, undoes="hold"))
    assert _with_key(toasts) == [False], "nobody has said yet what the key takes back"
    toasts.follow_undo("hold")
    toasts.show_toast(Toast("not printed", kind="error"))
    assert _with_key(toasts) == [True], "nothing was done since"
    toasts.follow_undo("call")  # which has no answer yet: only the server names the person
    assert _with_key(toasts) == [False]
    toasts.show_toast(Toast("called", undo=lambda: None, undoes="call"))
    assert _with_key(toasts) == [True]
    toasts.show_toast(Toast("a setting", undo=lambda: None))
    assert _with_key(toasts) == [False, True], "the key is not its own"
    toasts.follow_undo("")
    assert _with_key(toasts) == [False, False]


def test_what_was_taken_back_is_offered_no_more(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("called", undo=lambda: None, undoes="call"))
    toasts.show_toast(Toast("held", undo=lambda: None, undoes="hold"))
    toasts.show_toast(Toast("undone: call", undone="call"))
    assert toasts.texts == ["undone: call", "held"]


def _with_key(toasts: Toasts) -> list[bool]:
    return ["Ctrl+Z" in button.toolTip() for button in _undos(toasts)]


def _undos(toasts: Toasts) -> list[QPushButton]:
    """Of the toasts on the screen, the newest first."""
    return [button for box in toasts.boxes for button in box.findChildren(QPushButton, "toast_undo")]


def test_a_toast_stays_while_it_is_pointed_at(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("saved"))
    box = toasts.boxes[0]
    here = QPointF(1, 1)
    QApplication.sendEvent(box, QEnterEvent(here, here, here))
    assert not box.timer.isActive()
    QApplication.sendEvent(box, QEvent(QEvent.Type.Leave))
    assert box.timer.isActive()
    box.close_now()


def test_what_has_to_be_done_is_said_until_it_is_pressed(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    toasts.show_toast(Toast("hand out the new paper", stays=True))
    box = toasts.boxes[0]
    QApplication.sendEvent(box, QEvent(QEvent.Type.Leave))
    assert not box.timer.isActive()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert toasts.texts == []


def test_the_same_failure_in_a_row_is_counted(page: QWidget, look: Look) -> None:
    toasts = Toasts(look, page, "تراجع")
    for _ in range(3):
        toasts.show_toast(Toast("not printed", kind="error"))
    assert toasts.texts == ["not printed (×3)"]
    toasts.close_top()
