"""What somebody types and chooses at the sign-in and at the lock stays theirs, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.lock.contract import State as LockState
from mmc_console.desktop.lock.contract import Tile
from mmc_console.desktop.lock.view import LockView
from mmc_console.desktop.sign_in.contract import Recent, State
from mmc_console.desktop.sign_in.view import SignInView
from mmc_console.desktop.sign_in.words import SignInWords
from mmc_console.desktop.tickets.facts import Message
from tests.unit.desktop.desk_parts import there


class Nobody:
    """Answers every intent, and does none."""

    def __getattr__(self, intent: str) -> Callable[..., None]:
        return lambda *_: None


@pytest.fixture
def view(qtbot: QtBot, look: Look, languages: Languages) -> SignInView:
    languages.switch("en")
    page = SignInView(look, SignInWords(lambda code, _: code), lambda: languages.current.code, lambda: "EN", "desk-3")
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.parametrize("what", ["a mistake", "the line", "the language"])
def test_a_user_name_typed_over_the_one_before_stays(view: SignInView, languages: Languages, what: str) -> None:
    """It was put back at the next letter: they signed in under the other name, or locked that account."""
    view.render(State(username="nora", server_state="online", problem=Message("bad-credentials")))
    assert view.username.text == "nora"
    view.username.edit.setFocus()
    view.username.edit.selectAll()
    QTest.keyClicks(view.username.edit, "noora")
    view.password.edit.setFocus()
    if what == "the language":
        languages.switch("ar")
    else:
        view.render(State(username="nora", server_state="offline" if what == "the line" else "online"))
    assert view.username.text == "noora"
    view.render(State(username="noora", busy=True))
    view.username.set_text("somebody")
    view.render(State(username="noora", busy=True, recents=(Recent("saad", "Saad", ""),)))
    assert view.username.text == "noora", "the page tells for whom it is opening"


def test_enter_leads_from_the_new_password_to_its_repetition(view: SignInView, qapp: QApplication) -> None:
    view.bind(Nobody())
    view.render(State(step="new_password", username="nora", server_state="online"))
    view.new.edit.setFocus()
    QTest.keyClicks(view.new.edit, "my own password")
    QTest.keyClick(view.new.edit, Qt.Key.Key_Return)
    assert qapp.focusWidget() is view.again.edit


def test_a_switch_of_the_language_leaves_the_keyboard_on_the_chosen_person(
    qapp: QApplication, languages: Languages, view: SignInView
) -> None:
    view.render(State(recents=(Recent("noora", "Noora", "reception"), Recent("saad", "Saad", "clinician"))))
    _stays(qapp, languages, there(view.findChild(QPushButton, "recent_saad")))


def test_the_same_at_the_lock(qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages) -> None:
    languages.switch("en")
    view = LockView(look, SignInWords(lambda code, _: code), lambda: languages.current.code, lambda: "EN")
    qtbot.addWidget(view)
    view.show()
    view.render(LockState(tiles=(Tile("1", "Noora", "reception", False), Tile("2", "Saad", "clinician", False))))
    _stays(qapp, languages, there(view.findChild(QPushButton, "tile_2")))


def _stays(qapp: QApplication, languages: Languages, button: QPushButton) -> None:
    qapp.processEvents()  # until then it is not shown
    button.setFocus()
    assert qapp.focusWidget() is button
    before = button.text()
    languages.switch("ar")
    qapp.processEvents()
    assert qapp.focusWidget() is button
    assert button.text() != before, "the role is in the other language"


def test_why_the_server_of_this_pc_does_not_run_stands_on_the_page(view: SignInView) -> None:
    line = there(view.findChild(QLabel, "sign_in_problem"))

    def said(state: str, problem: Message | None = None) -> str:
        fault = Message("server-failed", {"what": "no room on the disk"})
        view.render(State(server_state=state, embedded=True, server_fault=fault, problem=problem))  # type: ignore[arg-type]  # a word of the literal
        return bidi.strip(line.text())

    why = "The server of this PC did not start. It is tried again by itself.\nno room on the disk"
    assert said("offline") == why
    assert line.isVisible()
    assert said("offline", Message("password-missing")) == "Enter the password."
    assert said("online") == ""
