"""Somebody else sits down at the same PC: nothing of whom the one before looked at is still open for them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.opening import Start
from mmc_console.desktop.pages import Pages
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.server_process import ServerProcess, run_once
from mmc_console.desktop.tickets.facts import Option
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.actions import Hold
from tests.conftest import Run
from tests.screens.pages import _nothing
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import there

WORK = ("reception", "today", "clinic", "my_day")


class Program:
    """The window around the pages: shows them all, so that what is open on them can be seen."""

    def __init__(self) -> None:
        self.views: list[QWidget] = []

    def toast(self, toast: Toast) -> None: ...

    def add_page(
        self, name: str, view: QWidget, actions: ActionList, panes: Sequence[QWidget], services: object
    ) -> None:
        self.views.append(view)
        view.resize(1366, 600)
        view.show()

    def this_pc(self) -> Mapping[str, Any]:
        return {}


def test_what_was_open_on_the_pages_goes_with_the_person(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("supervisor",))
        rules = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        jobs: list[asyncio.Future[None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            jobs.append(asyncio.ensure_future(work))
            return True

        program = Program()
        pages = Pages(
            gateway, look, TicketWords(rules.problem), rules, lambda: "ar", _nothing, _nothing, start, program,
            _nothing, _nothing, WithoutPrinter(),
        )  # fmt: skip
        pages.build(WORK)
        visit = await gateway.register("11", "Fatima Hassan")
        ticket = gateway.state.open_ticket(visit.id)
        assert ticket is not None
        reception, today, clinic = pages.reception, pages.today, pages.clinic
        assert reception is not None
        assert today is not None
        assert clinic is not None
        for page in (reception, today, clinic):
            page.presenter.refresh()
            page.presenter.select(ticket.id)
        await gateway.act(Hold, ticket=ticket.id)
        for page in (reception, today):
            page.presenter.act("details")
            assert page.view.details.isVisible()
        reception.presenter.act("transfer")
        clinic.presenter.change_clinic("pause_clinic")
        await until(reception.view._chooser.isVisible, "the question where to")
        await until(clinic.view._chooser.isVisible, "the question why")
        pages.forget_person()
        for page in (reception, today):
            assert not page.view.details.isVisible(), "name and number of a patient"
        for page in (reception, today, clinic):
            assert not page.view._chooser.isVisible(), "a question about a patient"
            assert page.presenter.state.selected is None, "the first key would mean whom somebody else had chosen"
        await asyncio.gather(*jobs)
        assert gateway.state.tickets[ticket.id].clinic == "lab", "nothing was decided by going"
        for view in program.views:
            view.close()
            view.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await gateway.close()

    qt_run(scene())


def test_who_comes_in_by_a_first_password_finds_nothing_of_the_one_before(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, keys, new = tmp_path / "profile", MemoryKeys(lasting=True), "quite another password"
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        add = ("users", "add", "saad", "--role", "reception", "--data", str(server.data), "--first-password")
        assert await run_once(*add, told="told by somebody\n") == (0, "")
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=keys)
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        assert console.sign_in is not None
        sign_in = console.sign_in.presenter
        sign_in.sign_in("admin", PASSWORD)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        assert console.reception is not None
        form = console.reception.presenter
        form.edit("number", "271234567")
        console.toast(Toast("صدرت التذكرة E-017."))
        console.wishes.switch_user()
        await until(lambda: console.gateway is not None and console.gateway.locked, "the lock")
        assert console.locking.screen is not None
        console.locking.screen.presenter.choose("")
        console.locking.screen.presenter.unlock("saad", "told by somebody")
        await until(lambda: sign_in.state.step == "new_password", "an own password is asked for")
        sign_in.change_password("", new, new)
        await until(lambda: not console.shell.presenter.state.cover, "they are in")
        assert console.gateway is not None
        assert console.gateway.user is not None
        assert console.gateway.user.username == "saad"
        assert form.state.form.blank, "a patient's number that somebody else has typed"
        assert console.shell.window.toasts.texts == []
        console.wishes.sign_out()
        await until(lambda: console.shell.presenter.state.cover == "sign_in", "they are out")
        sign_in.sign_in("admin", PASSWORD)
        await until(lambda: not console.shell.presenter.state.cover, "the first one is back")
        assert form.state.form.number == "271234567", "what they had half typed is offered back"
        answers: list[str | None] = []

        async def ask() -> None:
            assert console.reception is not None
            answers.append(await console.reception.view.choose("cancel", (Option("mistake"),), "E-017"))

        console.tasks.start("ask", ask())
        chooser = console.reception.view._chooser
        await until(lambda: not chooser.isHidden(), "a question")
        console.close()
        assert await running == 0
        assert answers == [None], "closing turns it away, and does not wait for it"
        console.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())


@pytest.mark.skipif(sys.platform == "win32", reason="a process is made to hang by a signal")
def test_signing_out_covers_the_patients_at_once_although_the_server_does_not_answer(
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
        assert console.gateway is not None
        assert server.pid is not None
        os.kill(server.pid, signal.SIGSTOP)
        try:
            console.wishes.sign_out()
            await until(lambda: console.gateway is not None and console.gateway.user is None, "nobody works here")
            assert console.shell.presenter.state.cover == "sign_in", "whoever leaves has gone by now"
        finally:
            os.kill(server.pid, signal.SIGCONT)
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())


def test_signing_out_on_a_slow_disk_covers_at_once_and_lets_the_next_one_in_once_the_first_is_out(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, disk = tmp_path / "profile", asyncio.Event()
        profile.mkdir()
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=MemoryKeys(lasting=True))
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway, "the store")
        gateway, sign_in = there(console.gateway), there(console.sign_in)
        page, view = sign_in.presenter, sign_in.view
        page.sign_in("admin", PASSWORD)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        pages = there(console.pages)
        leave = pages.leave

        async def slowly() -> None:
            await disk.wait()
            await leave()

        pages.leave = slowly  # type: ignore[method-assign]  # a row that waits for the disk
        console.wishes.sign_out()
        await until(lambda: page.state.busy, "it is on its way")
        assert console.shell.presenter.state.cover == "sign_in", "nobody reads on meanwhile"
        assert view.password.edit.isReadOnly()
        view.password.set_text(PASSWORD)
        page.sign_in("admin", view.password.text)
        assert there(gateway.user).username == "admin", "nothing has been asked or ended yet"
        disk.set()
        await until(lambda: not page.state.busy and gateway.user is None, "the disk has it")
        page.sign_in("admin", PASSWORD)
        await until(lambda: not console.shell.presenter.state.cover, "the next one is in")
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()
        await server.stop()

    qt_run(scene())
