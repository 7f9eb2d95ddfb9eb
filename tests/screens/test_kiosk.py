"""The kiosk's window: it fits, it can be heard, it does not close; and a real one at a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kiosk.big import BigButton, BigLabel
from mmc_console.desktop.kiosk.contract import ExamChoice, Shown, Staff, State
from mmc_console.desktop.kiosk.registering import exams_for
from mmc_console.desktop.kiosk.station import KioskStart, Station
from mmc_console.desktop.kiosk.view import KioskView
from mmc_console.desktop.kiosk.words import KioskWords
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.server_process import ServerProcess, run_once
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.ids import ExamCode
from tests.conftest import Run
from tests.desktop_parts import nameless
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.replay.days import reference

SIZES = (QSize(1366, 768), QSize(1080, 1920), QSize(1920, 1080), QSize(1024, 768))
EXAMS: tuple[ExamChoice, ...] = exams_for(reference(), "male")
CLINIC = {"ar": "المختبر", "en": "Laboratory"}
TICKET = Shown(
    "L-A017", CLINIC, {"ar": "الميزانين", "en": "Mezzanine"}, "3", 12, (24, 107), "MMC1-1123-A17-K", True, "not"
)
CENTER = {"ar": "اللجنة الطبية العسكرية", "en": "Military Medical Committee"}
STATES: dict[str, State] = {
    "start": State("start", CENTER),
    "closed": State("closed", CENTER, problem=Message("no-keyring")),
    "loading": State("loading"),
    "number": State("number", CENTER, offline=True, number="123456789012", problem=Message("scan"),
                    note=Message("registration-hours", {"from": "06:00", "until": "13:00"}), seconds_left=3),
    "gender": State("gender", CENTER, offline=True, seconds_left=10),
    "exam": State("exam", CENTER, offline=True, exams=EXAMS, seconds_left=2),
    "working": State("working", CENTER),
    "ticket": State("ticket", CENTER, offline=True, ticket=TICKET, seconds_left=1),
    "sorry": State("sorry", CENTER, problem=Message("clinic-closed")),
    "setup": State("staff", staff=Staff(setup=True, asks_server=True, problem=Message("no-kiosk"))),
    "setup, closed by staff": State("staff", CENTER, seconds_left=9, staff=Staff(
        setup=True, alone=True, asks_server=True, may_close=True, problem=Message("no-kiosk"))),
    "staff": State("staff", CENTER, staff=Staff(problem=Message("bad-credentials"), desk="A", printer="printer")),
    "proved": State("staff", CENTER, staff=Staff(proved=True, desk="A", printer="no-printer"), seconds_left=9),
}  # fmt: skip


class Told:
    """Writes down what a person did."""

    def __init__(self) -> None:
        self.did: list[object] = []

    def __getattr__(self, name: str) -> object:
        return lambda *given: self.did.append((name, *given) if given else name)


@pytest.fixture
def kiosk(qapp: QApplication, look: Look, languages: Languages) -> Iterator[tuple[KioskView, Told]]:
    """A kiosk's window with nobody behind it."""
    words = KioskWords(lambda code, params: code)
    view = KioskView(look, words, lambda: languages.current.code, lambda: languages.next.name, lambda: 0.0)
    words.setParent(view)
    told = Told()
    view.bind(told)  # type: ignore[arg-type]  # answers to every intent
    view.resize(1366, 768)
    view.show()
    yield view, told
    view.may_close = True
    view.close()
    view.deleteLater()


def _cut(root: QWidget) -> list[str]:
    """Big things that need more room than they have."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, (BigLabel, BigButton)) or not widget.isVisible():
            continue
        need = widget.minimumSizeHint()
        high = widget.heightForWidth(widget.width()) if isinstance(widget, BigLabel) else need.height()
        if widget.width() < need.width() or widget.height() < min(high, need.height() * 3) - 4:
            found.append(f"{widget.objectName()} {widget.size()} < {need}")
    return found


def test_the_second_half_of_a_double_tap_chooses_nothing_on_the_next_step(
    qapp: QApplication, qtbot: QtBot, kiosk: tuple[KioskView, Told]
) -> None:
    view, told = kiosk

    def buttons(panel: QWidget) -> list[QRect]:
        qapp.processEvents()
        found = [each for each in panel.findChildren(BigButton) if each.isVisible()]
        return [QRect(each.mapTo(view, QPoint()), each.size()) for each in found]

    view.render(STATES["exam"])
    exams = buttons(view.exam)
    view.render(STATES["gender"])
    finger = next(e.center() for e in exams if any(g.contains(e.center()) for g in buttons(view.gender)))
    window = view.windowHandle()
    qtbot.waitUntil(lambda: "choose_gender" in _touched(window, finger, told))
    view.render(STATES["exam"])  # at once, as the presenter does
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, finger)
    assert "choose_exam" not in _names(told), "registered for whatever lay there"
    qtbot.waitUntil(lambda: "choose_exam" in _touched(window, finger, told))


def _touched(window: QWindow, finger: QPoint, told: Told) -> list[object]:
    """Tap there; the names of all that was asked for so far."""
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, finger)
    return _names(told)


def _names(told: Told) -> list[object]:
    return [did[0] if isinstance(did, tuple) else did for did in told.did]


@pytest.mark.parametrize("name", STATES)
def test_every_step_fits_every_screen_in_both_languages(
    qapp: QApplication, kiosk: tuple[KioskView, Told], languages: Languages, name: str
) -> None:
    view, _ = kiosk
    for size in SIZES:
        view.resize(size)
        for code in ("ar", "en"):
            languages.switch(code)
            view.render(STATES[name])
            for _round in range(3):
                qapp.processEvents()
            assert view.size() == size, "it never grows out of its screen"
            assert _cut(view) == [], (size, code)
            inside = view.rect()
            for button in view.findChildren(BigButton):
                if button.isVisible():
                    corner = button.mapTo(view, button.rect().bottomRight())
                    assert inside.contains(corner), f"{button.objectName()} at {size}, {code}"
            assert nameless(view) == []


def test_what_is_touched_is_told(qapp: QApplication, kiosk: tuple[KioskView, Told]) -> None:
    view, told = kiosk
    view.render(STATES["start"])
    _press(view, "kiosk_begin")
    _press(view, "kiosk_language")
    view.render(State("number", CENTER))
    qapp.processEvents()
    for name in ("pad_7", "pad_0", "pad_erase", "pad_clear", "kiosk_next", "kiosk_back"):
        _press(view, name)
    view.render(STATES["gender"])
    _press(view, "kiosk_woman")
    view.render(STATES["exam"])
    _press(view, f"exam_{EXAMS[1].code}")
    assert told.did == [
        "begin", "switch_language", ("digit", "7"), ("digit", "0"), "erase", "clear", "go_on", "back",
        ("choose_gender", "female"), ("choose_exam", EXAMS[1].code),
    ]  # fmt: skip


def test_a_closed_kiosk_does_not_say_that_one_can_register(qapp: QApplication, kiosk: tuple[KioskView, Told]) -> None:
    view, _ = kiosk
    view.render(State("start", CENTER, offline=True))
    assert view.away.text()
    view.render(State("closed", CENTER, offline=True, problem=Message("no-keyring")))
    assert not view.away.text()


def test_a_scanner_types_digits_and_enter(qapp: QApplication, kiosk: tuple[KioskView, Told]) -> None:
    view, told = kiosk
    view.render(State("number", CENTER))
    qapp.processEvents()
    QTest.keyClicks(view, "28A")
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.did == [("digit", "2"), ("digit", "8"), "foreign", "erase", "go_on"]
    told.did.clear()
    view.render(STATES["ticket"])
    QTest.keyClicks(view, "5")
    assert told.did == ["touched"]


def test_keys_reach_the_page_from_a_button_that_has_the_focus(
    qapp: QApplication, kiosk: tuple[KioskView, Told]
) -> None:
    view, told = kiosk
    view.render(State("number", CENTER))
    qapp.processEvents()
    button = view.findChild(BigButton, "pad_5")
    assert button is not None
    button.setFocus()
    QTest.keyClicks(button, "7")
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert told.did == [("digit", "7"), "go_on"]


def test_it_fills_its_screen_without_a_window_manager(
    kiosk: tuple[KioskView, Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session of the kiosk alone has none, and nobody but the program makes it large."""
    view, _ = kiosk
    monkeypatch.setattr(view, "setWindowState", lambda *_: None)
    view.resize(1024, 768)
    view.fill_screen()
    assert view.geometry() == view.screen().geometry()
    assert view.geometry().size().toTuple() != (1024, 768)


def test_nobody_closes_it(qapp: QApplication, kiosk: tuple[KioskView, Told]) -> None:
    view, _ = kiosk
    assert not view.close()
    qapp.processEvents()
    assert view.isVisible()
    assert view.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_the_corner_asks_for_staff_only_when_it_is_held(
    qapp: QApplication, kiosk: tuple[KioskView, Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, told = kiosk
    view.render(STATES["start"])
    qapp.processEvents()
    timer = view.corner._timer
    QTest.mousePress(view.corner, Qt.MouseButton.LeftButton)
    assert timer.isActive()
    assert timer.interval() == 3_000
    QTest.mouseRelease(view.corner, Qt.MouseButton.LeftButton)
    assert not timer.isActive()
    timer.timeout.emit()
    assert told.did[-1] == "call_staff"


def test_letters_of_the_screen_go_into_the_line_with_the_cursor(
    qapp: QApplication, kiosk: tuple[KioskView, Told]
) -> None:
    view, told = kiosk
    view.render(STATES["staff"])
    view.activateWindow()
    qapp.processEvents()
    for name in ("letter_1_0", "letter_capital", "letter_1_1", "letter_erase"):
        _press(view, name)
    view.staff.password.edit.setFocus()
    qapp.processEvents()
    for name in ("letter_1_1", "letter_capital", "letter_signs", "letter_1_0"):
        _press(view, name)
    assert view.staff.username.text == "q"
    assert view.staff.password.text == "W!"
    _press(view, "staff_enter")
    assert told.did[-1] == ("prove", "", "q", "W!")
    view.forget()
    assert view.staff.username.text == view.staff.password.text == ""


def test_the_square_can_be_read(qapp: QApplication, kiosk: tuple[KioskView, Told]) -> None:
    """Dark on white with light around it, also in the dark theme; the modules are those of the code."""
    import segno

    view, _ = kiosk
    view._look.set_theme("dark")
    view.render(STATES["ticket"])
    for _round in range(3):
        qapp.processEvents()
    code = view.ticket.code
    picture = code.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = segno.make(TICKET.square, error="m", micro=False).matrix
    modules = len(rows) + 8
    one = min(picture.width(), picture.height()) // modules
    left, top = (picture.width() - one * modules) // 2, (picture.height() - one * modules) // 2
    for y in range(modules):
        for x in range(modules):
            dark = 4 <= y < modules - 4 and 4 <= x < modules - 4 and bool(rows[y - 4][x - 4])
            seen = picture.pixelColor(left + x * one + one // 2, top + y * one + one // 2)
            assert (seen.lightness() < 128) == dark, (x, y)
    view.render(STATES["start"])
    assert not code.isVisible()


def _press(view: KioskView, name: str) -> None:
    button = view.findChild(BigButton, name)
    assert button is not None, name
    QApplication.processEvents()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class TestAReal:
    """A kiosk at a real server."""

    def test_it_is_set_up_once_and_works_while_the_server_is_away(
        self, qapp: QApplication, qt_run: Run, tmp_path: Path
    ) -> None:
        async def scene() -> None:
            server = ServerProcess(tmp_path / "centre")
            url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
            account = ("users", "add", "kiosk-1", "--role", "kiosk", "--data", str(tmp_path / "centre"))
            code, complaint = await run_once(*account, told=f"{PASSWORD}\n")
            assert code == 0, complaint
            profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
            profile.mkdir()
            start = KioskStart(profile, language="ar", screen=False, keys=keys)

            first = Station(qapp, start, Failures())
            running = asyncio.get_running_loop().create_task(first.run())
            page = first.screen.presenter
            await until(lambda: page.state.step == "staff", "it asks to be set up")
            page.prove(url, "admin", PASSWORD)
            await until(lambda: page.state.staff.problem, "an administrator is no kiosk")
            page.prove(url, "kiosk-1", PASSWORD)
            await until(lambda: page.state.step == "start", "it is a kiosk")
            await _register(first, "70012345")
            ticket = page.state.ticket
            assert ticket is not None
            assert ticket.label == "L-001"
            assert "70012345" not in repr(page.state)
            page.call_staff()
            page.prove("", "admin", PASSWORD)
            await until(lambda: page.state.staff.proved, "an administrator may leave")
            page.leave()
            assert await running == 0
            first.screen.view.deleteLater()

            second = Station(qapp, start, Failures())
            running = asyncio.get_running_loop().create_task(second.run())
            page = second.screen.presenter
            await until(lambda: page.state.step == "start", "it comes back by itself")
            await server.stop()
            await until(lambda: page.state.offline, "it has noticed", 30)
            await _register(second, "80012345")
            ticket = page.state.ticket
            assert ticket is not None
            assert ticket.label == f"L-{second.gateway.desk if second.gateway else ''}01"
            assert second.gateway is not None
            assert second.gateway.pending.count == 1
            second.close()
            assert await running == 0
            second.screen.view.deleteLater()

        qt_run(scene())


async def _register(station: Station, number: str) -> None:
    page = station.screen.presenter
    page.begin()
    for digit in number:
        page.digit(digit)
    page.go_on()
    page.choose_gender("male")
    page.choose_exam(ExamCode("recruitment"))
    await until(lambda: page.state.ticket, "a number")
