"""The whole program locked: the server dies behind it, and whoever locked it comes back in all the same."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.lock.contract import State, Tile
from mmc_console.desktop.lock.screen import LockScreen
from mmc_console.desktop.lock.view import LockView
from mmc_console.desktop.locking import Idle, Locking, passed
from mmc_console.desktop.opening import Start
from mmc_console.desktop.reception.aside import KEEP_SECONDS
from mmc_console.desktop.reception.contract import Form
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.desktop.settings_dialog import Settings, SettingsDialog
from mmc_console.desktop.sign_in.words import SignInWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import nameless, squeezed, write
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.reception.desk import Reception

LAB = ClinicCode("lab")


def test_a_locked_console_opens_without_its_server_also_after_a_restart(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=keys)
        first = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(first.run())
        await until(lambda: first.gateway, "the store")
        assert first.sign_in is not None
        first.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: first.reception and first.reception.presenter.state.ready, "the queue")
        assert first.reception is not None
        first.reception.presenter.edit("number", "271234567")
        dialog = SettingsDialog(first.look, first.shell.window, Settings("dark", 10), (2, 5, 10, 15), has_pin=False)
        dialog.open()
        first.wishes.lock()
        assert first.shell.presenter.state.cover == "lock"
        assert not dialog.isVisible(), "whatever lay above the window is gone too"
        late = SettingsDialog(first.look, first.shell.window, Settings("dark", 10), (2, 5, 10, 15), has_pin=False)
        late.open()  # its question was on its way when the lock came down
        assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen), "it is not even painted"
        await until(lambda: not late.isVisible(), "no question stands over the lock")
        await until(lambda: first.gateway is not None and first.gateway.locked, "the lock is on the disk")
        await server.stop()
        screen = first.locking.screen
        assert screen is not None
        screen.presenter.unlock("", PASSWORD)
        await until(lambda: not first.shell.presenter.state.cover, "it is open again")
        assert first.reception.presenter.state.form.number == "271234567", "what was half typed is still there"
        first.wishes.lock()
        await until(lambda: first.gateway is not None and first.gateway.locked, "locked once more")
        first.close()
        assert await running == 0
        first.shell.window.deleteLater()

        second = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(second.run())
        await until(lambda: second.shell.presenter.state.cover == "lock", "it comes back locked")
        assert second.reception is None, "nothing of a patient was even built"
        assert second.locking.screen is not None
        second.locking.screen.presenter.unlock("", PASSWORD)
        await until(lambda: second.reception and second.reception.presenter.state.ready, "the queue from the disk")
        second.close()
        assert await running == 0
        second.shell.window.deleteLater()

    qt_run(scene())


def test_without_a_keyring_a_locked_console_says_why_it_does_not_close_with_unsent_work(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(tmp_path, tmp_path / "settings.json", server=url, language="en", keys=MemoryKeys())
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        there(console.sign_in).presenter.sign_in("admin", PASSWORD)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        gateway = there(console.gateway)
        await server.stop()
        await gateway.submit(gateway.new(PauseClinic, clinic=LAB, reason="break"))
        console.wishes.lock()
        await until(lambda: gateway.locked, "the lock")
        console.shell.window.close()
        page = there(console.locking.screen)
        assert page.presenter.state.problem == Message("unlock-to-close")
        says = page.view._sentences.message(Message("unlock-to-close"))
        assert says in [bidi.strip(each.text()) for each in page.view.findChildren(QLabel) if each.isVisible()]
        page.presenter.unlock("", PASSWORD)
        await until(lambda: not console.shell.presenter.state.cover, "it is open again")
        console.shell.window.close()
        await until(QApplication.activeModalWidget, "now it can be asked")
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QDialog)
        assert not console.closing.is_set()
        asked.accept()
        assert await running == 0
        console.shell.window.deleteLater()

    qt_run(scene())


def test_the_page_fits_in_both_languages_and_opens_by_keyboard(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        opened: list[str] = []

        class Program:
            def unlocked(self, user: object, password: str) -> None:
                opened.append(password)

            def switch_language(self) -> None:
                languages.switch(languages.next.code)

        jobs: list[asyncio.Task[None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            jobs.append(asyncio.ensure_future(work))
            return True

        rules = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        screen = LockScreen(
            gateway, look, rules.problem, lambda: languages.current.code, lambda: languages.next.short,
            start, Program(),
            place=lambda: "العيون · غرفة 3", number=lambda: "E-017",
        )  # fmt: skip
        languages.on_change(screen.presenter.refresh)
        screen.view.resize(1366, 688)
        screen.view.show()
        await gateway.lock()
        screen.presenter.begin()
        for code in ("ar", "en"):
            languages.switch(code)
            for size in ((1366, 688), (1024, 600)):
                screen.view.resize(*size)
                qapp.processEvents()
                assert squeezed(screen.view) == []
            assert nameless(screen.view) == []
        field = screen.view.secret.edit
        assert field.echoMode() == QLineEdit.EchoMode.Password
        write(field, PASSWORD.replace(" ", ""))
        assert field.text() == PASSWORD.replace(" ", "")
        screen.presenter.unlock("", "behaves")
        await asyncio.gather(*jobs)
        screen.view.close()
        screen.view.deleteLater()
        await gateway.close()

    qt_run(scene())


@pytest.mark.parametrize(("desk", "second"), [("العيون · غرفة 3", "اللجنة"), ("اللجنة", "")])
def test_a_desk_that_is_no_room_names_its_centre_once(look: Look, desk: str, second: str) -> None:
    view = LockView(look, SignInWords(lambda code, _: code), lambda: "ar", lambda: "EN")
    view.render(State(center={"ar": "اللجنة"}, place=desk))
    said = view.findChild(QLabel, "lock_center")
    assert said is not None
    assert bidi.strip(said.text()) == second
    view.deleteLater()


def test_sleep_counts_as_idle_and_a_half_typed_name_does_not_stay_for_the_day(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        now = [1000.0]
        idle = Idle(qapp, lambda: now[0])
        now[0] += 3 * 3600  # the lid was closed meanwhile
        assert idle.seconds == 3 * 3600
        QTest.keyClick(QWidget(), Qt.Key.Key_A)
        assert idle.seconds == 0
        qapp.removeEventFilter(idle)
        console = SimpleNamespace(reception=None)
        locking = Locking(console, qapp, lambda: now[0])  # type: ignore[arg-type]  # nobody else is asked here
        locking._half_typed = {"noora": (now[0], Form(name="فهد")), "saad": (now[0] + 60, Form(name="سعد"))}
        now[0] += KEEP_SECONDS
        locking._drop_old()
        assert set(locking._half_typed) == {"saad"}
        qapp.removeEventFilter(locking._idle)
        qapp.removeEventFilter(locking._above)

    qt_run(scene())


def test_what_was_half_typed_is_put_away_once_and_nothing_set_aside_takes_its_place(
    qapp: QApplication, qtbot: QtBot, qt_run: Run
) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        console = SimpleNamespace(reception=SimpleNamespace(presenter=desk.page))
        locking, user = Locking(console, qapp, lambda: 1000.0), there(desk.gateway.user)  # type: ignore[arg-type]  # nobody else is asked here
        locking._worked = user.id
        desk.page.edit("number", "777")
        desk.page.take_up(None)
        desk.page.edit("number", "888")
        for _ in range(2):  # as whoever has left before an own password was chosen, and the next one comes
            locking._put_away()
            assert desk.now().form.blank
        locking.bring_back(user)
        assert desk.now().form.number == "888"
        desk.page.clear()
        assert desk.now().form.number == "777"
        qapp.removeEventFilter(locking._idle)
        qapp.removeEventFilter(locking._above)
        await desk.close()

    qt_run(scene())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the usual clock goes on")
def test_the_clock_of_the_lock_counts_sleep() -> None:
    assert abs(passed() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5


def test_a_new_pin_needs_the_password(qapp: QApplication, qt_run: Run, look: Look, languages: Languages) -> None:
    async def scene() -> None:
        window = QWidget()
        now = Settings("dark", 10)
        dialog = SettingsDialog(look, window, now, (2, 5, 10, 15), has_pin=False, has_passphrase=True)
        dialog.pin.set_text("418203")
        dialog.again.set_text("418203")
        dialog.accept()
        assert dialog.password.error
        assert not dialog.result()
        dialog.password.set_text("something")
        dialog.password.entered.emit()  # Enter in the last line saves, as wherever else a password is typed
        assert dialog.result()
        assert dialog.chosen == Settings("dark", 10, "418203", "something")
        asks = SettingsDialog(look, window, now, (2, 5, 10, 15), has_pin=True, problem="This is not your password.")
        assert asks.password.error
        window.deleteLater()

    qt_run(scene())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_nothing_opens_the_lock_says_why_in_place_of_the_line_to_type_in(
    qapp: QApplication, look: Look, languages: Languages, language: str
) -> None:
    languages.switch(language)
    words = SignInWords(lambda code, _: code)
    view = LockView(look, words, lambda: language, lambda: "EN")
    noora = Tile("1", "Noora", "reception", takes_pin=False, shut="offline-over")
    view.render(State(tiles=(noora,), chosen="1", connection="offline"))
    view.show()
    why, unlock = view.findChild(QLabel, "lock_shut"), view.findChild(QPushButton, "unlock")
    assert why is not None
    assert unlock is not None
    assert (why.isVisible(), view.secret.isVisible(), unlock.isEnabled()) == (True, False, False)
    assert "7" in why.text()
    assert why.text() in unlock.toolTip()
    view.render(State(tiles=(replace(noora, shut=""),), chosen="1"))
    assert [why.isVisible(), view.secret.isVisible(), unlock.isEnabled()] == [False, True, True]
    view.close()
    view.deleteLater()
