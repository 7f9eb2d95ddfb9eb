"""A scanner that types like a keyboard: what it reads never reaches a field, and what a person types always does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.scans import Scan, ScanReader
from tests.desktop_parts import HandClock
from tests.screens.shell.console import Console

CODE = "MMC1-1123-017-K"
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
US = {c: n for first, row in ((2, "1234567890-"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm,./"))
      for n, c in enumerate(row, first)}  # fmt: skip
ARABIC = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ضصثقفغعهخحشسيبلاتنمئءؤرلاىة", strict=False))


class Bench:
    """A window with a field and a button, and a keyboard whose keys go down at given moments."""

    def __init__(self, app: QApplication) -> None:
        self.app, self.scans, self.takes = app, list[Scan](), True
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        self.field, self.button = QLineEdit(), QPushButton("press")
        self.pressed = 0
        self.button.clicked.connect(self._count)
        column.addWidget(self.field)
        column.addWidget(self.button)
        self.reader = ScanReader(self.window, self._scanned, lambda: 60, lambda: 0.0, platform="xcb")
        app.focusChanged.connect(self.reader.follow)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        self.at = 1_000

    def _scanned(self, scan: Scan) -> bool:
        self.scans.append(scan)
        return self.takes

    def _count(self) -> None:
        self.pressed += 1

    def key(self, key: int, text: str = "", *, scan: int = 0, shift: bool = False, after: int = 8) -> None:
        """One key goes down and up, *after* milliseconds from the one before."""
        self.at += after
        focus = self.app.focusWidget() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, SHIFT if shift else NONE, scan + 8 if scan else 0, 0, 0, text)
            event.setTimestamp(self.at)
            self.app.sendEvent(focus, event)

    def type(self, text: str, *, after: int = 8, arabic: bool = False) -> None:
        """Each character by its place on the keyboard; under an Arabic layout other letters come of it."""
        for c in text:
            upper = c.isalpha() and c.isupper()
            if upper:
                self.key(Qt.Key.Key_Shift, after=0)
            letter = ARABIC.get(c.lower(), c) if arabic else c
            self.key(ord(letter[0].upper()), letter, scan=US[c.lower()], shift=upper, after=after)

    def enter(self, after: int = 8) -> None:
        """The scanner's last key, or a person's."""
        self.key(Qt.Key.Key_Return, "\r", scan=28, after=after)


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(qapp)
    with qtbot.waitExposed(bench.window):
        pass
    yield bench
    bench.window.close()
    bench.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("arabic", [False, True])
def test_a_scan_is_read_by_place_and_never_typed(bench: Bench, qtbot: QtBot, arabic: bool) -> None:
    bench.type(CODE, arabic=arabic)
    bench.enter()
    assert [(scan.text, scan.ended_by, scan.by_place, scan.mean_ms) for scan in bench.scans] == [
        (CODE, "Enter", arabic, 8)
    ]
    assert bench.field.text() == ""


def test_a_person_is_typed_after_the_length_of_one_gap(bench: Bench, qtbot: QtBot) -> None:
    bench.type("salem", after=120)
    bench.enter(after=120)
    qtbot.waitUntil(lambda: bench.field.text() == "salem")
    assert bench.scans == []


def test_arabic_typed_before_and_after_a_scan_arrives_as_it_was(bench: Bench, qtbot: QtBot) -> None:
    bench.type("uio", after=150, arabic=True)
    qtbot.waitUntil(lambda: bench.field.text() == "عهخ")
    bench.at += 500
    bench.type(CODE, after=10, arabic=True)
    bench.enter()
    assert [scan.text for scan in bench.scans] == [CODE]
    assert bench.field.text() == "عهخ"
    bench.type("p", after=200, arabic=True)
    qtbot.waitUntil(lambda: bench.field.text() == "عهخح")


def test_what_is_no_scan_after_all_is_typed_with_its_enter(bench: Bench, qtbot: QtBot) -> None:
    """A keeper of passwords types as fast as a scanner."""
    bench.takes = False
    entered: list[str] = []
    bench.field.returnPressed.connect(lambda: entered.append(bench.field.text()))
    bench.type("blue-lantern-47")
    bench.enter()
    assert entered == ["blue-lantern-47"]


@pytest.mark.parametrize("text", ["12345", "k"])
def test_fewer_than_six_keys_are_a_persons(bench: Bench, qtbot: QtBot, text: str) -> None:
    bench.type(text)
    bench.enter()
    assert bench.field.text() == text
    assert bench.scans == []


def test_a_slow_key_in_the_middle_makes_it_a_persons(bench: Bench, qtbot: QtBot) -> None:
    bench.type("123456")
    bench.type("789012", after=61)
    bench.enter()
    qtbot.waitUntil(lambda: bench.field.text() == "123456789012")
    assert bench.scans == []


def test_a_busy_moment_of_ours_makes_no_scanner_of_a_person(bench: Bench, qtbot: QtBot) -> None:
    """All keys are handed over at once, but the window system says when each went down."""
    bench.type("1234567", after=130)
    bench.enter(after=130)
    assert bench.scans == []
    qtbot.waitUntil(lambda: bench.field.text() == "1234567")


def test_space_still_presses_a_button_at_once(bench: Bench) -> None:
    bench.button.setFocus()
    bench.key(Qt.Key.Key_Space, " ", scan=57)
    assert bench.pressed == 1


def test_a_key_held_down_repeats_as_ever(bench: Bench, qtbot: QtBot) -> None:
    focus: QObject = bench.field
    for repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, NONE, 38, 0, 0, "a", repeat)
        event.setTimestamp(bench.at)
        bench.app.sendEvent(focus, event)
    qtbot.waitUntil(lambda: bench.field.text() == "aaa")


def test_focus_that_goes_before_the_gap_is_over_loses_no_key(bench: Bench, qtbot: QtBot) -> None:
    bench.type("s")
    bench.button.setFocus()
    qtbot.waitUntil(lambda: bench.field.text() == "s")


def test_in_the_consoles_window_a_scan_is_asked_before_its_keys_and_its_fields(
    qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages, hand_clock: HandClock
) -> None:
    console = Console(qapp, look, languages, hand_clock)
    scans: list[str] = []

    def scanned(scan: Scan) -> bool:
        scans.append(scan.text)
        return True

    reader = ScanReader(console.window, scanned, lambda: 60, hand_clock)
    qapp.focusChanged.connect(reader.follow)
    console.open()
    search = console.window.top_bar.search
    search.setFocus()
    assert qapp.focusWidget() is search
    for c in f"{CODE}\r":
        key = Qt.Key.Key_Return if c == "\r" else 0
        qapp.sendEvent(search, QKeyEvent(QEvent.Type.KeyPress, int(key), NONE, c))
    assert scans == [CODE]
    assert search.text() == ""
    for c in "سالم":
        qapp.sendEvent(search, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, c))
        hand_clock.turn(0.12)
    qtbot.waitUntil(lambda: search.text() == "سالم")
    console.window.may_close = True
    console.window.close()
    console.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
