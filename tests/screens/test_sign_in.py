"""The sign-in page while a slow server is asked, and when somebody else sits down meanwhile. Real widgets."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess, run_once
from mmc_console.desktop.sign_in import presenter
from mmc_console.desktop.sign_in.screen import SignInScreen
from mmc_console.desktop.tickets.facts import Message
from tests.conftest import Run
from tests.screens.test_a_clinic_day import PASSWORD as ADMINS
from tests.screens.test_a_clinic_day import until
from tests.unit.desktop.desk_parts import Jobs, there


class Program:
    """The program around the page."""

    def __init__(self) -> None:
        self.entered = 0

    def signed_in(self) -> None:
        self.entered += 1

    def choose_server(self) -> None:
        """Nobody asks for it."""

    def start_server(self) -> None:
        """It runs."""

    def switch_language(self) -> None:
        """Nobody asks for it."""

    async def set_aside(self) -> None:
        """Nobody asks for it."""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_while_one_is_let_in_nobody_else_is_chosen_or_typed(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, language: str
) -> None:
    async def scene() -> None:
        languages.switch(language)
        gateway = await LocalGateway.with_center(signed_in=False)
        gateway.server.add_user("saad", ["clinician"], ["eyes"])
        for username in ("noora", "saad"):
            await gateway.sign_in(username, PASSWORD)
            await gateway.sign_out()

        async def opened() -> LocalGateway:
            return gateway

        jobs, program = Jobs(), Program()
        screen = SignInScreen(
            opened, look, lambda code, _: code, lambda: language, lambda: "EN", jobs.start, program,
            set_aside=program.set_aside, server="here", embedded=True,
        )  # fmt: skip
        view, page = screen.view, screen.presenter
        view.show()
        following = asyncio.get_running_loop().create_task(page.follow())
        await until(lambda: page.state.recents, "who worked here")

        def saad() -> QPushButton:
            return there(view.findChild(QPushButton, "recent_saad"))

        view.username.set_text("noora")
        view.password.set_text(PASSWORD)
        page.sign_in(view.username.text, view.password.text)
        QTest.mouseClick(saad(), Qt.MouseButton.LeftButton)
        QTest.keyClicks(view.username.edit, "saad")
        QTest.keyClicks(view.password.edit, "x")
        QTest.keyClick(view.password.edit, Qt.Key.Key_Return)
        assert view.username.text == "noora", "the page tells for whom it is opening"
        assert view.password.text == PASSWORD
        assert not saad().isEnabled()
        await jobs.run()
        assert (there(gateway.user).username, program.entered) == ("noora", 1)
        assert saad().isEnabled()
        QTest.keyClicks(view.password.edit, "x")
        assert view.password.text == "x", "who comes next may type"
        following.cancel()
        view.close()
        view.deleteLater()
        await gateway.close()

    qt_run(scene())


def test_a_first_password_that_nobody_replaces_is_left_to_nobody_else(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, first = tmp_path / "profile", "told by somebody"
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": ADMINS})
        add = ("users", "add", "saad", "--role", "reception", "--data", str(server.data), "--first-password")
        assert await run_once(*add, told=f"{first}\n") == (0, "")
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=MemoryKeys(lasting=True))
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        gateway = there(console.gateway)
        page, view = there(console.sign_in).presenter, there(console.sign_in).view
        page.sign_in("saad", first)
        await until(lambda: page.state.step == "new_password" and not page.state.busy, "an own password is asked for")
        view.new.set_text("half a pass")
        console.locking._idle._touched -= 4 * 60 + 30
        console.locking.look()
        assert page.state.step == "new_password", "they are still thinking of one"
        console.locking._idle._touched -= 60
        await until(lambda: page.state.step == "sign_in", "it does not wait for ever")
        assert there(page.state.problem).code == "first-password-left"
        assert "كلمة المرور الأولى" in view._problem.text()
        assert [line.text for line in (view.password, view.current, view.new, view.again)] == ["", "", "", ""]
        await until(lambda: gateway.user is None, "nobody is signed in")
        page.change_password("", "one of mine 123", "one of mine 123")
        assert page.state.errors, "the first password is not kept either"
        page.sign_in("saad", first)
        await until(lambda: page.state.step == "new_password", "they may come back, and nobody has chosen for them")
        page.change_password("", "one of mine 123", "one of mine 123")
        await until(lambda: not console.shell.presenter.state.cover, "they are in")
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())


def test_whoever_comes_in_past_the_own_password_of_another_finds_nothing_of_theirs(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": ADMINS})
        add = ("users", "add", "saad", "--role", "reception", "--data", str(server.data), "--first-password")
        assert await run_once(*add, told="told by somebody\n") == (0, "")
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=MemoryKeys(lasting=True))
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        gateway, page = there(console.gateway), there(console.sign_in).presenter
        page.sign_in("admin", ADMINS)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        reception = there(console.reception).presenter
        reception.edit("number", "271234567")
        console.show_sign_in()
        page.first_password(there(gateway.user), ADMINS)  # somebody has given them a new first one meanwhile
        page.choose_recent("saad")
        await until(lambda: page.state.step == "sign_in" and not page.state.busy, "the one before is out")
        assert gateway.user is None
        page.sign_in("saad", "told by somebody")
        await until(lambda: page.state.step == "new_password" and not page.state.busy, "an own password is asked for")
        page.change_password("", "one of mine 123", "one of mine 123")
        await until(lambda: not console.shell.presenter.state.cover, "they are in")
        assert reception.state.form.number == ""
        page.again()
        page.sign_in("admin", ADMINS)
        await until(lambda: reception.state.form.number == "271234567", "it was kept for whoever typed it")
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())


def page_of(gateway: LocalGateway, look: Look, languages: Languages, jobs: Jobs, program: Program) -> SignInScreen:
    """The page alone, over *gateway*."""

    async def opened() -> LocalGateway:
        return gateway

    return SignInScreen(
        opened, look, lambda code, _: code, lambda: languages.current.code, lambda: "EN", jobs.start, program,
        set_aside=program.set_aside, server="here", embedded=True,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_own_password_waits_for_the_server_and_is_saved_as_soon_as_it_is_back(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, language: str
) -> None:
    async def scene() -> None:
        languages.switch(language)
        gateway = await LocalGateway.with_center(signed_in=False)
        gateway.server.users["noora"] = replace(gateway.server.users["noora"], must_change_password=True)
        jobs, program = Jobs(), Program()
        screen = page_of(gateway, look, languages, jobs, program)
        view, page = screen.view, screen.presenter
        view.show()
        following = asyncio.get_running_loop().create_task(page.follow())
        page.sign_in("noora", PASSWORD)
        await jobs.run()
        save, why = there(view.findChild(QPushButton, "save")), there(view.findChild(QLabel, "save_not_now"))
        await until(lambda: page.state.server_state == "online", "the server is there")
        assert (page.state.step, save.isEnabled(), why.isVisible()) == ("new_password", True, False)
        await gateway.go_offline()
        await until(lambda: not save.isEnabled(), "it cannot be saved now")
        assert why.isVisible()
        assert why.text() in save.toolTip()
        for line in (view.new, view.again):
            line.set_text("a long new one")
        QTest.keyClick(view.again.edit, Qt.Key.Key_Return)
        assert jobs.waiting == [], "nothing is begun that cannot end well"
        gateway.server.come_back()
        await gateway.parts.connectivity.probe()
        await until(save.isEnabled, "by itself")
        assert not why.isVisible()
        assert view.new.text == "a long new one", "what was typed is still there"
        following.cancel()
        view.close()
        view.deleteLater()
        jobs.close()
        await gateway.close()

    qt_run(scene())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_clock_that_is_wrong_is_told_of_in_place_of_whoever_may_sign_in(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def scene() -> None:
        languages.switch(language)
        monkeypatch.setattr(presenter, "LOOK", 0.0)
        gateway = await LocalGateway.with_center()
        await gateway.sign_out()
        await gateway.go_offline()
        right = gateway.clock.now()
        gateway.clock.set(right - timedelta(days=2))
        gateway.parts.connectivity._measured = False  # as after a restart: nobody has told the right time since
        jobs, program = Jobs(), Program()
        screen = page_of(gateway, look, languages, jobs, program)
        view, page = screen.view, screen.presenter
        view.show()
        running = [asyncio.ensure_future(service()) for service in (page.follow, page.tick)]
        box = there(view.findChild(QLabel, "offline_statement"))
        await until(box.isVisible, "the server is away")
        assert "Noora" not in box.text()
        assert box.text() == screen.view._sentences.message(Message("clock-wrong"))
        gateway.clock.set(right)  # nothing is heard of it but by looking
        await until(lambda: "Noora" in box.text(), "the list")
        page.sign_in("noora", PASSWORD)
        await jobs.run()
        assert program.entered == 1
        for task in running:
            task.cancel()
        view.close()
        view.deleteLater()
        await gateway.close()

    qt_run(scene())
