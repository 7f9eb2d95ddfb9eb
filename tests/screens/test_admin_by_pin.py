"""The whole program, and an administrator who came by PIN: no page of the administration shows or does anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.admin.again_dialog import AgainDialog
from mmc_console.desktop.admin.pages import BUILD
from mmc_console.desktop.admin.users.screen import UsersScreen
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from tests.conftest import Run
from tests.desktop_parts import nameless, squeezed
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import there

PIN = "418203"


class Console:
    """The program, as an administrator meets it."""

    def __init__(self, app: App) -> None:
        self.app, self.shell = app, app.shell

    async def unlock(self, secret: str) -> None:
        """Lock, and come back in."""
        gateway = there(self.app.gateway)
        self.app.wishes.lock()
        await until(lambda: gateway.locked, "locked")
        there(self.app.locking.screen).presenter.unlock("", secret)
        await until(lambda: not self.shell.presenter.state.cover, "open again")

    def closed(self, page: str) -> bool:
        """Whether *page* shows nothing and does nothing, and asks for the password."""
        screen = there(self.app.page_called(page))
        view, button = screen.view, self.button(page)  # type: ignore[attr-defined]  # every page of the administration
        assert view.isVisible() != button.isVisible()
        assert view.isEnabled() == view.isVisible()
        assert bool(screen.actions.all()) == view.isVisible() or page == "settings"
        return button.isVisible()

    def button(self, page: str) -> Button:
        """What leads to the password."""
        return there(self.shell.window.findChild(Button, f"{page}_gate_open"))

    def asked(self) -> AgainDialog | None:
        """The question for the password."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, AgainDialog) else None

    async def show(self, password: str) -> None:
        """Type it into the question."""
        await until(self.asked, "the question")
        dialog = there(self.asked())
        there(dialog.findChild(QLineEdit, "again_password_edit")).setText(password)
        dialog.accept()
        await until(lambda: self.asked() is not dialog, "it is answered")


def test_who_came_by_pin_shows_the_password_once_and_goes_on_where_they_were(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        keys = MemoryKeys(lasting=True)
        app = App(qapp, Start(tmp_path, tmp_path / "settings.json", server=url, language="en", keys=keys), Failures())
        running = asyncio.get_running_loop().create_task(app.run())
        await until(lambda: app.gateway, "the store")
        there(app.sign_in).presenter.sign_in("admin", PASSWORD)
        await until(lambda: app.reception and app.reception.presenter.state.ready, "the queue")
        gateway, console, go_to = there(app.gateway), Console(app), app.shell.presenter.go_to
        await gateway.set_pin(PIN, PASSWORD)
        app.shell.window.activateWindow()

        go_to("users")
        users = app.page_called("users")
        assert isinstance(users, UsersScreen)
        await until(lambda: users.presenter.state.people, "the people")
        assert not console.closed("users"), "who typed the password is asked for nothing"
        users.presenter.select("people", users.presenter.state.people[0].id)
        users.presenter.edit("name", "Half typed")

        await console.unlock(PIN)
        assert console.closed("users"), "at once, on the page that stood open"
        assert console.button("users").hasFocus()
        users.entered()
        assert console.button("users").hasFocus(), "the keyboard does not get behind it"
        looked = _counting(users)
        go_to("reception")
        for page in BUILD:
            go_to(page)
            assert console.closed(page), page
        go_to("users")
        for language in ("ar", "en"):
            app.wishes.choose_language(language)
            await asyncio.sleep(0)
            front = there(app.shell.window.findChild(QWidget, "users_gate_front"))
            assert squeezed(front) == []
            assert nameless(front) == []
        assert looked() == 0, "nor is anything asked of the server behind it"

        QTest.keyClick(console.button("users"), Qt.Key.Key_Space)
        await console.show("not the password")
        await until(console.asked, "asked again, with what was wrong")
        assert console.closed("users")
        await console.show(PASSWORD)
        await until(lambda: not console.closed("users"), "the same page goes on")
        assert there(users.presenter.state.draft).name == "Half typed"
        for page in BUILD:
            go_to(page)
            assert not console.closed(page), page

        await console.unlock(PIN)
        assert console.closed("settings")
        console.button("settings").click()
        await until(console.asked, "the question")
        await console.unlock(PASSWORD)
        assert not console.closed("settings"), "a password at the lock is one"
        assert not [each for each in app.shell.window.findChildren(QDialog) if each.isVisible()]

        await console.unlock(PIN)
        app.close()
        assert await running == 0
        app.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())


def _counting(users: UsersScreen) -> Callable[[], int]:
    """How often the page has been asked for since."""
    before = users.presenter._questions
    return lambda: users.presenter._questions - before
