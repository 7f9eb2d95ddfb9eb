"""The wizard by keyboard alone: Enter goes on, and presses what has the keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.first_run.contract import State
from mmc_console.desktop.first_run.presenter import Presenter
from mmc_console.desktop.first_run.steps_view import UsersStep
from mmc_console.desktop.first_run.view import FirstRunView
from mmc_console.desktop.first_run.words import FirstRunWords
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import press
from tests.unit.desktop.desk_parts import Jobs
from tests.unit.desktop.first_run.test_presenter import Hands, Program

if TYPE_CHECKING:
    from collections.abc import Mapping


def _problem(code: str, params: Mapping[str, str | int]) -> str:
    return code


def _enter(view: FirstRunView) -> None:
    here = view.focusWidget()
    assert here is not None
    press(here, Qt.Key.Key_Return)


def test_enter_goes_on_and_presses_the_button_that_has_the_keyboard(
    qtbot: QtBot, look: Look, languages: Languages
) -> None:
    view = FirstRunView(look, FirstRunWords(_problem), lambda: languages.available, lambda: languages.current.code)
    program = Program()
    page = Presenter(Hands(), view, Jobs().start, program, folder=Path("/srv/centre"))
    view.bind(page)
    view.render(page.state)
    qtbot.addWidget(view)
    view.show()
    _part(view, "language_en").setFocus()
    _enter(view)
    assert program.languages == ["en"]
    _enter(view)
    assert _step(page) == "how", "on what is chosen already Enter goes on"
    _enter(view)
    assert (page.state.way, _step(page)) == ("new", "how"), "the keyboard is on the first way"
    _enter(view)
    assert _step(page) == "centre"
    _part(view, "back").setFocus()
    _enter(view)
    assert _step(page) == "how"


def test_where_a_centre_is_opened_enter_opens_it(qtbot: QtBot, look: Look, languages: Languages) -> None:
    """Nothing is to be typed there, and the keyboard went to *Exit*."""
    view = FirstRunView(look, FirstRunWords(_problem), lambda: languages.available, lambda: languages.current.code)
    qtbot.addWidget(view)
    view.show()
    here = State(step="centre", way="new", folder="/srv/centre")
    view.render(State(step="how", way="new"))
    _part(view, "way_new").setFocus()
    view.render(replace(here, holds_centre=True))
    assert view.focusWidget() is _part(view, "next")
    view.render(State(step="how", way="new"))
    view.render(here)
    assert view.focusWidget() is view._centre.password.edit
    view.render(replace(here, holds_centre=True))
    assert view.focusWidget() is _part(view, "next"), "also where it is seen a moment later"
    view.render(here)
    view._centre.folder.edit.setFocus()
    view.render(replace(here, folder="/srv/kept", holds_centre=True))
    assert view.focusWidget() is view._centre.folder.edit, "the folder may be typed on"


def test_enter_never_leaves_while_something_takes_its_time(qtbot: QtBot, look: Look, languages: Languages) -> None:
    """*Next* is off then, and the keyboard went to *Exit*: at the end of the wizard Enter closed the program."""
    view = FirstRunView(look, FirstRunWords(_problem), lambda: languages.available, lambda: languages.current.code)
    qtbot.addWidget(view)
    view.show()
    opens = State(step="centre", way="new", folder="/srv/centre", holds_centre=True)
    for state, on_next in (
        (opens, True), (replace(opens, busy=True), False), (replace(opens, step="progress", busy=True), False),
        (replace(opens, step="done", busy=True), False), (replace(opens, step="done"), True),
    ):  # fmt: skip
        view.render(state)
        assert view.focusWidget() is (_part(view, "next") if on_next else view), state


def test_a_way_that_is_closed_is_off_and_says_why(qtbot: QtBot, look: Look, languages: Languages) -> None:
    words = FirstRunWords(_problem)
    view = FirstRunView(look, words, lambda: languages.available, lambda: languages.current.code)
    qtbot.addWidget(view)
    view.show()
    marks = {way: _part(view, f"way_{way}") for way in ("new", "join", "sample")}
    reason = _part(view, "ways_closed")
    assert isinstance(reason, Label)
    for unsent, off in ((3, {"new", "sample"}), (0, set())):
        view.render(State(step="how", unsent=unsent))
        assert {way for way, mark in marks.items() if not mark.isEnabled()} == off
        assert reason.isVisible() is bool(off)
        assert {way for way, mark in marks.items() if mark.accessibleDescription()} == off
    view.render(State(step="how", unsent=3))
    assert "3" in reason.text()


def test_the_language_a_key_has_switched_to_stands_chosen(qtbot: QtBot, look: Look, languages: Languages) -> None:
    view = FirstRunView(look, FirstRunWords(_problem), lambda: languages.available, lambda: languages.current.code)
    qtbot.addWidget(view)
    buttons = {code: _part(view, f"language_{code}") for code in ("ar", "en")}
    for code in ("en", "ar"):
        languages.switch(code)
        QCoreApplication.processEvents()
        chosen = [c for c, b in buttons.items() if isinstance(b, QAbstractButton) and b.isChecked()]
        assert chosen == [code]


def _part(view: FirstRunView, name: str) -> QWidget:
    found = view.findChild(QWidget, name)
    assert found is not None
    return found


def _step(page: Presenter) -> str:
    return page.state.step


def test_who_was_added_is_said_beside_the_note_and_moves_no_line(
    qtbot: QtBot, look: Look, languages: Languages
) -> None:
    """A line of its own pushed the last button out of the smallest window, and each field from under the mouse."""
    step, words = UsersStep(look, lambda: languages.current.code), FirstRunWords(_problem)
    qtbot.addWidget(step)
    step.resize(1260, 420)
    step.show()
    step.render_state(State(step="users"), words)
    before = step.minimumSizeHint().height()
    step.render_state(State(step="users", added=("huda", "salem")), words)
    QCoreApplication.sendPostedEvents()
    assert step.minimumSizeHint().height() - before <= 4
