"""One list of actions: what it refuses, what it guards, and which key means what under which keyboard layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.keys import KeyFilter, parse
from tests.desktop_parts import HandClock

NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
X = 8
"""X11 numbers keys eight higher than the table of the design."""


class Pressed:
    """A window with a field, a list of actions, and who was asked."""

    def __init__(self, clock: HandClock) -> None:
        self.asked: list[str] = []
        self.refused: list[str] = []
        self.window = QWidget()
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        self.actions = ActionList(clock)
        self.filter = KeyFilter(
            self.window, lambda: [self.actions], lambda action: self.refused.append(action.id), platform="xcb"
        )
        self.filter.follow(None, self.field)

    def show(self, *actions: Action) -> None:
        self.actions.show(actions)

    def action(self, id: str, key: str, twin: str = "", *, enabled: bool = True) -> Action:
        return Action(id, id, lambda: self.asked.append(id), key=key, twin=twin, enabled=enabled)

    def press(self, key: int, modifiers: Qt.KeyboardModifier, scan: int, text: str = "", *, held: bool = False) -> None:
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text, held)
        QApplication.sendEvent(self.field, event)


@pytest.fixture
def pressed(qtbot: QtBot, hand_clock: HandClock) -> Pressed:
    parts = Pressed(hand_clock)
    qtbot.addWidget(parts.window)
    parts.window.show()
    return parts


def test_two_actions_cannot_share_a_key_or_a_name(hand_clock: HandClock) -> None:
    actions = ActionList(hand_clock)
    with pytest.raises(ValueError, match="F8 would mean both"):
        actions.show([Action("a", "a", _nothing, key="F8"), Action("b", "b", _nothing, twin="F8")])
    with pytest.raises(ValueError, match="called a"):
        actions.show([Action("a", "a", _nothing), Action("a", "b", _nothing)])
    assert actions.all() == ()


def test_an_action_that_is_off_does_not_run(hand_clock: HandClock) -> None:
    ran: list[int] = []
    actions = ActionList(hand_clock)
    actions.show([Action("a", "a", lambda: ran.append(1), enabled=False)])
    assert not actions.press("a")
    assert not actions.press("unknown")
    assert ran == []


def test_a_second_press_too_soon_is_a_bounce(hand_clock: HandClock) -> None:
    ran: list[int] = []
    actions = ActionList(hand_clock)
    actions.show([Action("a", "a", lambda: ran.append(1))])
    first, bounce = actions.press("a"), actions.press("a")
    hand_clock.turn(0.39)
    still = actions.press("a")
    hand_clock.turn(0.02)
    assert (first, bounce, still, actions.press("a")) == (True, False, False, True)
    assert len(ran) == 2


def test_watchers_hear_of_changes_until_they_stop(hand_clock: HandClock) -> None:
    heard: list[int] = []
    actions = ActionList(hand_clock)
    stop = actions.watch(lambda: heard.append(len(actions.all())))
    actions.show([Action("a", "a", _nothing)])
    stop()
    actions.show([])
    assert heard == [1]


@pytest.mark.parametrize(
    ("name", "key", "modifiers", "scan", "text"),
    [
        ("us Ctrl+K", Qt.Key.Key_K, CTRL, 37 + X, "k"),
        ("Arabic Ctrl+K arrives as Ctrl+ن", ord("ن"), CTRL, 37 + X, "ن"),
        ("unknown letter", 0, CTRL, 37 + X, ""),
    ],
)
def test_ctrl_letter_fires_once_under_every_layout(
    pressed: Pressed, name: str, key: int, modifiers: Qt.KeyboardModifier, scan: int, text: str
) -> None:
    pressed.show(pressed.action("palette", "Ctrl+K"))
    pressed.press(key, modifiers, scan, text)
    assert pressed.asked == ["palette"], name
    assert pressed.field.text() == ""


@pytest.mark.parametrize(("letter", "scan"), [("L", 38), ("Z", 44), ("P", 25), ("N", 49), ("F", 33), ("R", 19)])
def test_the_letters_of_the_design_are_where_it_says(pressed: Pressed, letter: str, scan: int) -> None:
    pressed.show(pressed.action("a", f"Ctrl+{letter}"))
    pressed.press(ord("ش"), CTRL, scan + X)
    assert pressed.asked == ["a"]


def test_function_keys_and_their_twins(pressed: Pressed, hand_clock: HandClock) -> None:
    pressed.show(pressed.action("next", "F8", "Alt+1"), pressed.action("hold", "Shift+F9", "Alt+7"))
    for key, modifiers, scan in (
        (Qt.Key.Key_F8, NONE, 66 + X), (Qt.Key.Key_1, ALT, 2 + X), (Qt.Key.Key_F9, SHIFT, 67 + X),
    ):  # fmt: skip
        pressed.press(key, modifiers, scan)
        hand_clock.turn(1)
    pressed.press(Qt.Key.Key_F9, NONE, 67 + X)
    assert pressed.asked == ["next", "next", "hold"]


def test_alt_with_keypad_digits_never_acts(pressed: Pressed) -> None:
    pressed.show(pressed.action("next", "F8", "Alt+1"))
    pressed.press(Qt.Key.Key_1, ALT | KEYPAD, 79 + X)
    pressed.press(Qt.Key.Key_1, ALT, 79 + X)
    assert pressed.asked == []


def test_a_held_key_acts_once(pressed: Pressed, hand_clock: HandClock) -> None:
    pressed.show(pressed.action("next", "F8"))
    pressed.press(Qt.Key.Key_F8, NONE, 66 + X)
    for _ in range(5):
        hand_clock.turn(1)
        pressed.press(Qt.Key.Key_F8, NONE, 66 + X, held=True)
    assert pressed.asked == ["next"]


def test_plain_typing_reaches_the_field(pressed: Pressed) -> None:
    pressed.show(pressed.action("next", "F8"), pressed.action("palette", "Ctrl+K"))
    for letter in "عمر1":
        pressed.press(ord(letter), NONE, 30 + X, letter)
    assert pressed.field.text() == "عمر1"
    assert pressed.asked == []


def test_a_key_of_something_off_tells_why(pressed: Pressed) -> None:
    pressed.show(pressed.action("done", "F12", enabled=False))
    pressed.press(Qt.Key.Key_F12, NONE, 88 + X)
    assert (pressed.asked, pressed.refused) == ([], ["done"])


def test_ctrl_z_takes_back_typing_before_actions(pressed: Pressed) -> None:
    pressed.show(pressed.action("undo", "Ctrl+Z"))
    pressed.press(Qt.Key.Key_A, NONE, 30 + X, "a")
    pressed.press(Qt.Key.Key_Z, CTRL, 44 + X)
    assert (pressed.field.text(), pressed.asked) == ("", [])
    pressed.press(Qt.Key.Key_Z, CTRL, 44 + X)
    assert pressed.asked == ["undo"]


def test_keys_of_another_window_stay_there(pressed: Pressed, qtbot: QtBot) -> None:
    pressed.show(pressed.action("next", "F8"))
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    pressed.filter.follow(pressed.field, other)
    QApplication.sendEvent(other, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F8, NONE))
    assert pressed.asked == []


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="not a key"):
        parse("Ctrl+K, Ctrl+L")


def _nothing() -> None:
    """Nobody cares."""
