"""Buttons, pills, fields, toggles, banner, toasts, announcer: what a person sees and may do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.announcer import Announcer
from mmc_console.desktop.kit.banner import Banner, BannerText
from mmc_console.desktop.kit.buttons import ActionButton, Button, HeroButton
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label, XLNumber
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.toggles import Choice, ToggleRow
from tests.desktop_parts import HandClock, click, press, write


def put(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def test_a_button_shows_its_action_and_why_it_is_off(
    page: QWidget, look: Look, hand_clock: HandClock, qtbot: QtBot
) -> None:
    ran: list[str] = []
    actions = ActionList(hand_clock)
    button = ActionButton(look, actions, "recall")
    put(page, button)
    assert not button.isEnabled()
    actions.show([Action("recall", "Recall", lambda: ran.append("recall"), key="F7")])
    click(button)
    assert (ran, button.text(), button.isEnabled()) == (["recall"], "Recall", True)
    assert "F7" in button.toolTip()
    place = button.pos()
    actions.show([Action("recall", "Recall", _nothing, enabled=False, reason="finish \u2066E-017\u2069 first")])
    assert (button.isEnabled(), button.pos(), button.isVisible()) == (False, place, True)
    assert button.accessibleDescription() == "finish E-017 first"
    assert "finish E-017 first" in button.toolTip()


def test_a_double_click_acts_once(page: QWidget, look: Look, hand_clock: HandClock, qtbot: QtBot) -> None:
    ran: list[int] = []
    actions = ActionList(hand_clock)
    actions.show([Action("call", "Call", lambda: ran.append(1))])
    hero = HeroButton(look, actions, "call")
    put(page, hero)
    click(hero)
    click(hero)
    assert ran == [1]
    assert hero.height() == 84


def test_a_button_that_is_gone_no_longer_listens(look: Look, hand_clock: HandClock, qapp: QApplication) -> None:
    actions = ActionList(hand_clock)
    button = ActionButton(look, actions, "a")
    button.deleteLater()
    del button
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    actions.show([Action("a", "a", _nothing)])


def test_words_come_again_in_the_new_language(page: QWidget, look: Look) -> None:
    said = {"now": "استدعاء"}
    button, label = Button(look, lambda: said["now"]), Label(lambda: said["now"])
    put(page, button)
    put(page, label)
    said["now"] = "Call"
    for widget in (button, label):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert (button.text(), label.text(), button.accessibleName()) == ("Call", "Call", "Call")


def test_a_name_is_text_not_markup(page: QWidget) -> None:
    label = Label("<b>عمر</b>")
    put(page, label)
    assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("state", ["waiting", "called", "in_service", "held", "no_show", "done", "cancelled"])
def test_a_pill_has_word_colour_and_name(page: QWidget, look: Look, state: str) -> None:
    pill = Pill(look)
    put(page, pill)
    pill.show_state(state, StateWords().state(state))
    assert pill.text == pill.accessibleName() == StateWords().state(state)
    image = pill.grab().toImage()
    shades = {image.pixelColor(x, 14).name() for x in range(image.width())}
    assert len(shades) > 3


def test_a_pill_that_can_be_pressed_takes_mouse_and_keys(page: QWidget, look: Look, qtbot: QtBot) -> None:
    pill = Pill(look, clickable=True)
    pill.show_connection("offline", "Offline", "Offline since 10:31")
    put(page, pill)
    presses: list[int] = []
    pill.clicked.connect(lambda: presses.append(1))
    click(pill)
    press(pill, Qt.Key.Key_Space)
    assert (len(presses), pill.accessibleName()) == (2, "Offline since 10:31")


def test_the_xl_number_is_said_not_only_painted(page: QWidget, look: Look) -> None:
    number = XLNumber(look)
    put(page, number)
    number.show_number("E-017", "current ticket \u2066E 017\u2069, in room")
    assert (number.label, number.accessibleName()) == ("E-017", "current ticket E 017, in room")


def test_a_field_takes_arabic_digits_and_keeps_what_was_typed(page: QWidget, look: Look, qtbot: QtBot) -> None:
    field = Field(look, "رقم الهوية", numeric=True, name="number")
    put(page, field)
    heard: list[str] = []
    field.edited.connect(heard.append)
    write(field.edit, "٢٨۴6")
    field.show_error("أدخل رقم الهوية.")
    assert (field.text, heard[-1], field.error) == ("2846", "2846", "أدخل رقم الهوية.")
    assert field.edit.accessibleName() == "رقم الهوية"
    assert field.edit.accessibleDescription() == "أدخل رقم الهوية."
    assert field.edit.alignment() & Qt.AlignmentFlag.AlignRight
    field.show_error("")
    assert field.text == "2846"


def test_the_same_text_again_leaves_the_cursor(page: QWidget, look: Look, qtbot: QtBot) -> None:
    field = Field(look, "الاسم")
    put(page, field)
    write(field.edit, "محمد")
    field.edit.setCursorPosition(2)
    field.set_text("محمد")
    assert field.edit.cursorPosition() == 2


def test_exactly_one_filter_is_on(page: QWidget, look: Look, qtbot: QtBot) -> None:
    row = ToggleRow(look, (("all", "All"), ("waiting", "Waiting")))
    put(page, row)
    row.show_choice("all", {"all": 58, "waiting": 42})
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    button = row.findChild(QPushButton, "toggle_waiting")
    assert isinstance(button, Button)
    assert button.text() == "Waiting  42"
    click(button)
    assert (chosen, row.choice) == (["waiting"], "waiting")
    row.show_choice("all", {"all": 58, "waiting": 43})
    assert (chosen, row.choice, button.text()) == (["waiting"], "all", "Waiting  43")


def test_a_choice_keeps_its_key_when_words_change(page: QWidget, look: Look) -> None:
    said = {"a": "عيون", "b": "أسنان"}
    choice = Choice(look, "Clinic")
    put(page, choice)
    picked: list[str] = []
    choice.picked.connect(picked.append)
    choice.show_choices((("a", lambda: said["a"]), ("b", lambda: said["b"])), "b")
    said["b"] = "Dental"
    choice.refresh()
    assert (choice.key, choice.currentText(), picked) == ("b", "Dental", [])
    assert choice.accessibleName() == "Clinic"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, on a machine without a screen
@pytest.mark.parametrize("picks", [True, False])
def test_a_list_that_is_open_changes_only_when_it_closes(page: QWidget, look: Look, picks: bool) -> None:
    choice = Choice(look, "First clinic")
    put(page, choice)
    picked: list[str] = []
    choice.picked.connect(picked.append)
    choice.show_choices((("lab", "Laboratory"), ("eyes", "Eyes"), ("ent", "ENT")), "lab")
    choice.showPopup()
    choice.view().setCurrentIndex(choice.model().index(1, 0))
    choice.show_choices((("ent", "ENT"), ("lab", "Laboratory"), ("eyes", "Eyes")), "ent")
    choice.refresh()
    assert (choice.itemText(1), choice.view().currentIndex().data(), choice.key) == ("Eyes", "Eyes", "lab")
    press(choice.view(), Qt.Key.Key_Return if picks else Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert picked == (["eyes"] if picks else [])
    assert [choice.itemText(i) for i in range(3)] == ["ENT", "Laboratory", "Eyes"]
    assert choice.key == ("eyes" if picks else "ent")


def test_the_wheel_scrolls_the_form_and_picks_nothing_in_a_list_on_the_way(page: QWidget, look: Look) -> None:
    choice = Choice(look, "For whom")
    put(page, choice)
    picked: list[str] = []
    choice.picked.connect(picked.append)
    choice.show_choices((("all", "All"), ("women", "Women")), "all")
    choice.setFocus()
    middle = QPointF(choice.rect().center())
    turn = QWheelEvent(
        middle, choice.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, turn)
    assert (choice.key, picked) == ("all", [])
    assert not turn.isAccepted()  # else the form under it would not scroll


def test_the_banner_says_the_worst_and_counts_the_rest(page: QWidget, look: Look, qtbot: QtBot) -> None:
    banner = Banner(look)
    assert banner.isHidden()
    put(page, banner)
    banner.show_text(BannerText("offline", "لا اتصال", "عرض المعلّق", 2))
    assert (banner.isHidden(), banner.height()) == (False, 36)
    texts = [bidi.strip(label.text()) for label in banner.findChildren(Label)]
    assert {"لا اتصال", "+2"} <= set(texts)
    button = banner.findChild(QPushButton, "banner_action")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(banner.pressed):
        click(button)
    banner.show_text(None)
    assert banner.isHidden()


def test_polite_words_are_spaced_and_errors_are_not(page: QWidget, hand_clock: HandClock) -> None:
    announcer = Announcer(page, hand_clock)
    announcer.polite("\u2066E-017\u2069 called")
    announcer.polite("dropped")
    assert announcer.last == "E-017 called"
    announcer.assertive("offline")
    assert announcer.last == "offline"
    hand_clock.turn(3)
    announcer.polite("again")
    assert announcer.last == "again"


def _nothing() -> None:
    """Nobody cares."""


def test_what_is_written_left_to_right_stands_at_the_start_of_an_arabic_page(look: Look, page: QWidget) -> None:
    for side, start in (
        (Qt.LayoutDirection.RightToLeft, Qt.AlignmentFlag.AlignRight),
        (Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignLeft),
    ):
        page.setLayoutDirection(side)
        field = Field(look, "اسم المستخدم")
        field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        put(page, field)
        assert field.edit.alignment() & start
        assert field.edit.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_no_line_of_a_long_arabic_text_begins_later_than_another(page: QWidget) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    label = Label("ااا " * 30, wrap=True)
    put(page, label)
    label.setFixedSize(200, 120)
    picture = label.grab().toImage()
    paper = picture.pixelColor(0, picture.height() - 1)

    lines: list[int] = []
    between = True
    for row in range(picture.height()):
        inked = [x for x in range(picture.width()) if picture.pixelColor(x, row) != paper]
        if inked and between:
            lines.append(0)
        if inked:
            lines[-1] = max(lines[-1], inked[-1])
        between = not inked
    assert len(lines) > 1
    assert max(lines) - min(lines) <= 1, "every line begins at the same edge"


def test_a_label_has_the_letters_of_its_role_from_the_first_sheet_on(
    page: QWidget, look: Look, languages: Languages, qapp: QApplication
) -> None:
    qapp.setStyleSheet("")  # as a program begins
    look.apply()
    label = Label("system", "h2")
    put(page, label)
    sizes = []
    for language in ("ar", "en"):
        languages.switch(language)
        qapp.processEvents()
        sizes.append((label.font().pixelSize(), label.font().weight()))
        assert label.font().pixelSize() == look.font("h2").pixelSize()
    look.set_theme("dark")
    qapp.processEvents()
    assert sizes == [(22, look.font("h2").weight()), (21, label.font().weight())]
