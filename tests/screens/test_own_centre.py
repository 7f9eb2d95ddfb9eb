"""The centre on this PC: one that does not start at once, and the way back to one that was left."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.first_run.presenter import Presenter
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerFailed, ServerProcess
from mmc_console.desktop.setup import DATABASE, Setup
from mmc_console.desktop.weak_passwords import weak_in
from tests.conftest import Run
from tests.guards import ExpectedLogs
from tests.screens.test_a_clinic_day import PASSWORD, until


def started(tmp_path: Path) -> Start:
    """A console whose centre is on this PC."""
    profile = tmp_path / "profile"
    profile.mkdir()
    kept, own = profile / "settings.json", tmp_path / "centre"
    kept.write_text(json.dumps({"centre": str(own), "language": "en"}), encoding="utf-8")
    return Start(profile, kept, keys=MemoryKeys(lasting=True), default_folder=own)


async def opened(qapp: QApplication, start: Start) -> tuple[App, asyncio.Task[int]]:
    console = App(qapp, start, Failures())
    running = asyncio.get_running_loop().create_task(console.run())
    await until(lambda: console.gateway and console.sign_in, "the sign-in")
    return console, running


async def closed(console: App, running: asyncio.Task[int]) -> None:
    assert await running == 0
    console.shell.window.deleteLater()


async def joined(wizard: Presenter, url: str) -> None:
    """Through the wizard up to its last step."""
    wizard.go_on()
    wizard.choose_way("join")
    wizard.go_on()
    wizard.edit_address(url)
    wizard.go_on()
    await until(lambda: wizard.state.step == "done", "the server's answer")


def test_a_centre_that_does_not_start_says_why_and_is_tried_again(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """It stood on "not reachable" for good, whatever was pressed, until the program was started anew."""

    expected_logs.expect("own_server: server: centre-in-use: ")

    async def scene() -> None:
        start = started(tmp_path)
        other = ServerProcess(tmp_path / "centre")
        await other.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        console, running = await opened(qapp, start)
        assert console.sign_in is not None
        page, line = console.sign_in.presenter, console.sign_in.view.findChild(QLabel, "sign_in_problem")
        assert line is not None
        await until(lambda: page.state.trouble is not None, "why there is no server")
        assert bidi.strip(line.text()) == console.words.problem("centre-in-use", {})
        await other.stop()
        page.try_again()
        await until(lambda: page.state.server_state == "online", "it runs")
        assert not line.isVisible()
        console.close()
        await closed(console, running)

    qt_run(scene())


def test_whoever_left_the_centre_on_this_pc_comes_back_to_it(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    """The wizard stood at the end of the way before, and its folder was called taken."""

    async def scene() -> None:
        start = started(tmp_path)
        own, elsewhere = ServerProcess(tmp_path / "centre"), ServerProcess(tmp_path / "elsewhere")
        await own.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        await own.stop()
        url = await elsewhere.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        first, running = await opened(qapp, start)
        first.choose_server()
        assert first.first_run is not None
        wizard = first.first_run.presenter
        await joined(wizard, url)
        wizard.go_on()
        await closed(first, running)
        assert first.following is not None
        second, running = await opened(qapp, first.following)
        second.choose_server()
        assert second.first_run is not None
        wizard = second.first_run.presenter
        wizard.go_on()
        wizard.choose_way("new")
        wizard.go_on()
        assert wizard.state.holds_centre
        title = second.first_run.view.findChild(QLabel, "step_title")
        assert title is not None
        assert bidi.strip(title.text()) in ("The centre in this folder", "المركز الموجود في هذا المجلد")
        wizard.go_on()
        await until(lambda: wizard.state.step == "done", "its own server runs")
        wizard.go_on()
        await closed(second, running)
        assert second.following is not None
        third, running = await opened(qapp, second.following)
        assert third.gateway is not None
        assert third.sign_in is not None
        third.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: third.reception and third.reception.presenter.state.ready, "the queue, by its password")
        third.close()
        await closed(third, running)
        told = json.loads((tmp_path / "profile" / "settings.json").read_text(encoding="utf-8"))
        assert (told["centre"], told.get("store")) == (str(tmp_path / "centre"), None), "with the store it had"
        await elsewhere.stop()

    qt_run(scene())


def test_change_leads_to_the_first_question_also_after_the_first_start(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        console = App(qapp, Start(profile, profile / "settings.json", keys=MemoryKeys(lasting=True)), Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.first_run, "the wizard")
        assert console.first_run is not None
        wizard = console.first_run.presenter
        await joined(wizard, url)
        wizard.go_on()
        await until(lambda: console.gateway and console.shell.presenter.state.cover == "sign_in", "the sign-in")
        console.choose_server()
        assert (wizard.state.step, wizard.state.may_leave) == ("language", True)
        wizard.leave()
        await until(lambda: console.shell.presenter.state.cover == "sign_in", "back")
        console.close()
        await closed(console, running)
        await server.stop()

    qt_run(scene())


def test_a_centre_without_an_administrator_is_not_opened_as_it_is(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    """The server makes its database before it judges the password: nobody could ever have signed in there."""

    async def scene() -> None:
        folder = tmp_path / "centre"
        setup = Setup(ServerProcess)
        with pytest.raises(ServerFailed, match=r"too weak: common$"):
            await setup.start_centre(folder, "password1234")
        assert (folder / DATABASE).exists()
        assert not setup.holds_centre(folder)
        address = await setup.start_centre(folder, PASSWORD)
        await until(lambda: setup.holds_centre(folder), "it has an administrator")
        complaint = await setup.add_user("noora", "Noora", "reception", "", "password1234")
        assert weak_in(complaint) == "common", complaint
        own = setup.server
        again = Setup(ServerProcess, lambda: own)
        assert await again.start_centre(folder, "") == address, "the one this console has is the one"
        assert again.server is None
        await again.cancel()
        assert own is not None
        assert own.phase == "ready", "and turning away stops nobody's centre"
        await setup.cancel()

    qt_run(scene())
