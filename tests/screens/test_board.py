"""The board as it is painted, and the one a desk opens in a second window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.behaving import PASSWORD as PASSWORD_HERE
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app import App
from mmc_console.desktop.board.at_desk import BoardAtDesk
from mmc_console.desktop.board.brush import Brush
from mmc_console.desktop.board.choice_dialog import BoardDialog, Wanted
from mmc_console.desktop.board.contract import Cell, Notice, State
from mmc_console.desktop.board.pairing_view import PairingWindow
from mmc_console.desktop.board.presenter import LATE, OLD
from mmc_console.desktop.board.view import BoardWindow, choose, said
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.domain.actions import CallNext, CallTicket
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import nameless, squeezed, write
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import Jobs, later

SIZES = ((1366, 768), (1920, 1080), (3840, 2160), (1280, 1024))
LONG = Cell("W-AA1005", "عيادة الأنف والأذن والحنجرة (نساء)", "Ear, nose and throat (women)", "12", "10:42")
SHORT = Cell("L-001", "المختبر", "Laboratory", "1", "10:41", live=True, lit=True)
FULL = State(
    layout="hero", hero=LONG, rows=(SHORT, LONG, SHORT, LONG, LONG), site_arabic="اللجنة الطبية العسكرية",
    site_english="Military Medical Committee", hall="صالة", clock="10:42", connected=True, sound="no-sound",
)  # fmt: skip
TWICE = (replace(SHORT, also="= E-A01"), replace(LONG, also="= E-B07"))
STATES = {
    "hero": FULL,
    "grid": State(
        layout="grid", rows=(SHORT, *([LONG] * 9)), hidden=4, clock="10:42", site_arabic="مركز", site_english="Centre",
        notices=(Notice("المختبر", "Laboratory", "نعود قريبًا", "Back soon"),), connected=True,
    ),
    "two numbers": replace(FULL, hero=replace(LONG, also="= L-A03 = L-B01"), rows=TWICE),
    "late": State(layout="hero", hero=LONG, clock="10:42", late=True, as_of="10:31"),
    "back": State(layout="back", clock="10:42"), "removed": State(layout="removed"),
    "empty": State(clock="10:42", connected=True, sound="quiet"),
}  # fmt: skip


class Watched(Brush):
    """A brush that remembers which boxes texts were given and took."""

    boxes: list[tuple[str, QRectF, QRectF, float]]

    def text(self, text: str, rect: QRectF, color: str, most: float, **more: object) -> QRectF:
        took = super().text(text, rect, color, most, **more)  # type: ignore[arg-type]  # passed on as they came
        if text:
            self.boxes.append((text, QRectF(rect), took, most))
        return took


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[BoardWindow]:
    window = BoardWindow(look.tokens, rtl=True)
    yield window
    window.may_close = True
    window.close()
    window.deleteLater()


def painted(
    window: BoardWindow, state: State, size: tuple[int, int]
) -> tuple[QImage, list[tuple[str, QRectF, QRectF, float]]]:
    for theme, brush in window._brushes.items():
        watched = Watched({name: color.name() for name, color in brush._colors.items()}, rtl=brush.rtl)
        watched.boxes = []
        window._brushes[theme] = watched
    window.resize(*size)
    window.render(state)
    image = window.grab().toImage()
    used = window._brushes[state.theme]
    assert isinstance(used, Watched)
    return image, used.boxes


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", list(STATES))
def test_everything_fits_its_box_at_every_size(window: BoardWindow, name: str, size: tuple[int, int]) -> None:
    image, boxes = painted(window, STATES[name], size)
    screen = QRectF(0, 0, *size)
    assert boxes
    for text, box, took, _ in boxes:
        assert screen.contains(box), text
        assert box.adjusted(-2, -2, 2, 2).contains(took), text
        assert took.height() >= size[1] / 80, f"{text} is too small to be read"
    for i, (text, _, took, _) in enumerate(boxes):
        for other, _, its, _ in boxes[i + 1 :]:
            assert not took.adjusted(2, 2, -2, -2).intersects(its.adjusted(2, 2, -2, -2)), (text, other)
    assert (image.width(), image.height()) == size


def test_the_live_number_is_as_high_as_the_design_says(window: BoardWindow) -> None:
    short = State(layout="hero", hero=Cell("E-017", "عيادة العيون", "Ophthalmology", "3", live=True, lit=True))
    _, boxes = painted(window, short, (1920, 1080))
    number = next(took for text, _, took, _ in boxes if "E-017" in text)
    assert number.height() >= 180, "a hundredth of the hall's depth on a 55 inch screen at ten metres is 139"


def test_the_reading_start_is_at_the_right_in_arabic_and_at_the_left_in_english(qtbot: QtBot, look: Look) -> None:
    for rtl in (True, False):
        window = BoardWindow(look.tokens, rtl=rtl)
        _, boxes = painted(window, FULL, (1920, 1080))
        hero = next(took for text, _, took, _ in boxes if "AA1005" in text)
        clock = next(took for text, _, took, _ in boxes if text == "\u206610:42\u2069")
        assert (hero.center().x() > 960) is rtl
        assert (clock.center().x() < 960) is rtl
        window.may_close = True
        window.close()
        window.deleteLater()


def test_light_and_dark_are_the_tokens_own_colours(window: BoardWindow, look: Look) -> None:
    for theme in ("dark", "light"):
        image, _ = painted(window, replace(STATES["empty"], theme=theme), (960, 540))
        assert image.pixelColor(2, 2).name() == look.tokens.board[theme]["bg"].lower()


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "bg"), ("text", "surface"), ("text2", "bg"), ("text2", "surface"), ("number", "surface"),
        ("liveText", "liveBg"), ("ok", "bg"), ("late", "lateBg"), ("late", "bg"), ("late", "surface"),
    ],
)  # fmt: skip
def test_every_text_stands_out_from_its_ground(look: Look, theme: str, text: str, ground: str) -> None:
    colors = look.tokens.board[theme]  # type: ignore[index]  # both themes
    a, b = sorted((luminance(colors[text]), luminance(colors[ground])), reverse=True)
    assert (a + 0.05) / (b + 0.05) >= 4.5


def test_which_screen_is_filled() -> None:
    assert choose([], "") is None
    assert choose(["desk"], "") == 0
    assert choose(["desk", "hall"], "") == 1, "the one where nobody works"
    assert choose(["desk", "hall"], "desk") == 0
    assert choose(["desk", "hall"], "1") == 0
    assert choose(["desk", "hall"], "unplugged") == 1
    assert choose(["desk"], "hall") == 0, "what is left is better than nothing"


def test_it_fills_what_is_left_when_screens_come_and_go(qapp: QApplication, window: BoardWindow) -> None:
    window.fill("hall")
    screen = qapp.screens()[0]
    window.setGeometry(0, 0, 500, 300)
    qapp.screenAdded.emit(screen)
    assert window.geometry() == screen.geometry()
    window.hide()
    qapp.screenRemoved.emit(screen)
    assert not window.isVisible(), "there is nothing left to fill"
    qapp.screenAdded.emit(screen)
    assert window.isVisible()


def test_it_is_said_in_words_for_those_who_cannot_see_it(window: BoardWindow) -> None:
    window.render(FULL)
    assert window.accessibleName() == said(FULL)
    assert "L-001, المختبر Laboratory, 1" in window.accessibleName()


def test_nobody_closes_a_station_by_accident(qtbot: QtBot, look: Look) -> None:
    asked: list[str] = []
    window = BoardWindow(look.tokens, rtl=True, closed=lambda: asked.append("closed"))
    window.fill()
    assert window.cursor().shape() == Qt.CursorShape.BlankCursor
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not window.close()
    assert window.isVisible()
    assert asked == ["closed"]
    window.may_close = True
    window.close()
    window.deleteLater()


def test_pairing_says_what_is_wrong_beside_its_line(qtbot: QtBot, look: Look) -> None:
    asked: list[tuple[str, str]] = []
    left: list[bool] = []
    window = PairingWindow(look, "", lambda server, code: asked.append((server, code)), lambda: left.append(True))
    qtbot.addWidget(window)
    window.show()
    assert nameless(window) == []
    write(window.server.edit, "https://centre.test")
    write(window.code.edit, "١٢٣٤٥٦٧٨")
    window.button.click()
    assert asked == [("https://centre.test", "12345678")]
    for code, field in (
        ("not-authenticated", window.code), ("busy", window.code), ("certificate-changed", window.server),
        ("http-not-here", window.server), ("address", window.server), ("unreachable", window.server),
    ):  # fmt: skip
        window.fault(code)
        assert field.error
        other = window.server if field is window.code else window.code
        assert other.error == ""
        assert window.code.text == "12345678", "what was typed stays"
    assert squeezed(window) == []
    window.close()
    assert left == [True]


@pytest.mark.parametrize(("code", "words"), [("store-full", "no room"), ("store-lost", "could not remember")])
def test_a_pairing_that_is_not_remembered_is_said_once_it_is_used(
    qtbot: QtBot, look: Look, languages: Languages, code: str, words: str
) -> None:
    languages.switch("en")
    left: list[bool] = []
    window = PairingWindow(look, "https://centre.test", lambda server, code: None, lambda: left.append(True))
    qtbot.addWidget(window)
    window.show()
    window.not_kept(code)
    assert words in strip(window.advice.text())
    assert not window.button.isVisible()
    assert not window.code.isVisible()
    assert nameless(window) == []
    assert squeezed(window) == []
    window.done.click()
    assert left == [True]


def test_a_desk_opens_a_board_in_a_second_window_and_it_shows_its_own_calls_without_the_server(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=MemoryKeys(lasting=True))
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        assert console.sign_in is not None
        console.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        console.wishes.open_board()
        await until(lambda: console.shell.window.findChild(BoardDialog), "the question")
        dialog = console.shell.window.findChild(BoardDialog)
        assert isinstance(dialog, BoardDialog)
        assert nameless(dialog) == []
        assert dialog.chosen == Wanted("", dialog.place.key, speaks=False)
        dialog.accept()
        await until(lambda: console.wishes.board and console.wishes.board.screen, "the board")
        board = console.wishes.board
        assert isinstance(board, BoardAtDesk)
        assert board.screen is not None
        screen = board.screen
        assert screen.window.isVisible()
        assert console.gateway is not None
        for patient in ("11111111", "22222222"):
            await _walk_in(console, patient)
        await console.gateway.submit(console.gateway.new(CallNext, clinic=ClinicCode("eyes"), room=1))
        await until(lambda: screen.presenter.state.hero, "the call")
        assert screen.presenter.state.hero is not None
        assert screen.presenter.state.hero.label == "E-001"
        await until(lambda: screen.presenter.state.connected, "the line")
        console.wishes.lock()
        await server.stop()
        await until(lambda: console.gateway is not None and console.gateway.connection.kind == "offline", "the outage")
        await until(lambda: not screen.presenter.state.connected, "it says so")
        assert screen.presenter.state.hero is not None, "the board goes on while the console is locked"
        console.wishes.open_board()
        await until(lambda: board.screen is None, "closed again")
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()

    qt_run(scene())


def test_a_call_that_the_hall_has_read_is_undone_and_not_withdrawn(
    qapp: QApplication, qt_run: Run, look: Look, tmp_path: Path
) -> None:
    """The server is away: what it has not heard of yet, people in the hall have."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("reception", "supervisor"), profile=tmp_path)
        jobs = Jobs()
        board = BoardAtDesk(gateway, look, gateway.settings, lambda: "ar", lambda _: None, _stopped, jobs.start)
        await gateway.register("11", "Fatima Hassan")
        await gateway.settle()
        await gateway.go_offline()
        board.open(Wanted(shows="clinic:eyes"))
        await _call_by_hand(gateway)
        board._look_again()
        await jobs.run()
        [call] = [row for row in gateway.pending.rows if isinstance(row.action, CallTicket)]
        assert gateway.decisions.can_withdraw(call.id), "another hall's board knows nothing of it"
        await board.close()
        board.open(Wanted(shows="clinic:lab"))
        await jobs.run()
        assert not gateway.decisions.can_withdraw(call.id)
        await gateway.take_back(call.id)
        assert [row.action.type for row in gateway.pending.rows][-2:] == ["call_ticket", "undo"]
        await board.close()
        await gateway.close()

    qt_run(scene())


def test_a_desk_s_board_is_not_live_while_nobody_is_signed_in(
    qapp: QApplication, qt_run: Run, look: Look, tmp_path: Path
) -> None:
    """The server answers, and tells this console nothing: a call of another desk is not to be seen here."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("reception", "supervisor"), profile=tmp_path)
        gateway.server.add_user("doctor", ["supervisor"], [])
        await gateway.register("11", "Fatima Hassan")
        await gateway.settle()
        jobs = Jobs()
        board = BoardAtDesk(gateway, look, gateway.settings, lambda: "ar", lambda _: None, _stopped, jobs.start)
        board.open(Wanted())

        def shown() -> State:
            assert board.screen is not None
            board.look()
            board.screen.presenter.refresh()
            return board.screen.presenter.state

        for _ in range(3):
            await later(gateway, LATE + 1)  # what a stream tells of a quiet minute
            assert shown().connected
            assert not shown().late
        told = gateway.now()
        await gateway.sign_out()
        assert not shown().connected
        assert not shown().late
        gateway.server.do(CallNext, "doctor", clinic=ClinicCode("lab"), room=1)
        await later(gateway, LATE + 1)
        await gateway.parts.connectivity.probe()
        assert gateway.connection.kind == "online"
        assert shown().late
        assert shown().hero is None
        await later(gateway, OLD)
        assert shown().as_of == f"{told:%H:%M}"
        await board.close()
        board.open(Wanted())
        assert shown().late, "opened on what is old already"
        await gateway.sign_in("noora", PASSWORD_HERE)
        await gateway.settle()
        board._look_again()
        assert shown().connected
        assert not shown().late
        assert shown().hero is not None
        await board.close()
        jobs.close()
        await gateway.close()

    qt_run(scene())


async def _stopped(_: Iterable[str]) -> None:
    """No service was started."""


async def _call_by_hand(gateway: LocalGateway) -> None:
    [ticket] = gateway.state.tickets.values()
    await gateway.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")


async def _walk_in(console: App, number: str) -> None:
    from mmc_console.domain.actions import IssueTicket
    from mmc_console.domain.patients import PatientEntry

    assert console.gateway is not None
    person = PatientEntry(number=number, gender="male")
    before = len(console.gateway.state.tickets)
    await console.gateway.submit(console.gateway.new(IssueTicket, clinic=ClinicCode("eyes"), patient=person))
    await until(lambda: console.gateway is not None and len(console.gateway.state.tickets) > before, "the ticket")
