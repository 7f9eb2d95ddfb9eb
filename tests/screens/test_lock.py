"""The whole program locked: the server dies behind it, and whoever locked it comes back in all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.lock.screen import LockScreen
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.desktop.settings_dialog import Settings, SettingsDialog
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import CallNext, TakeRoom
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import nameless, squeezed, write
from tests.screens.test_a_clinic_day import PASSWORD, until


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


def test_frames_of_the_lock_are_the_same_whoever_waits_behind_it(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages
) -> None:
    """Two consoles with the same work on different people, locked at the same moment, look the same to the last dot."""

    async def frames(names: list[tuple[str, str]]) -> list[bytes]:
        gateway = await LocalGateway.with_center(roles=("supervisor",))
        rules = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        lab, number = ClinicCode("lab"), [""]

        class Program:
            def unlocked(self, user: object, password: str) -> None: ...
            def switch_language(self) -> None: ...

        screen = LockScreen(
            gateway, look, rules.problem, lambda: "ar", lambda: "EN", lambda _, work: bool(work.close()), Program(),
            place=lambda: "المختبر", number=lambda: number[0],
        )  # fmt: skip
        screen.view.resize(1366, 688)
        await gateway.act(TakeRoom, clinic=lab, room=1)
        taken: list[bytes] = []
        for no, (person, name) in enumerate(names):
            await gateway.register(person, name)
            if no % 3 == 2:
                await gateway.act(CallNext, clinic=lab, room=1, finish_current=True)
                await gateway.settle()
                inside = gateway.state.inside(gateway.today(), lab, 1)
                number[0] = inside.label if inside is not None else ""
            await gateway.lock()
            screen.presenter.begin(switching=bool(no % 2))
            image = screen.view.grab().toImage()
            taken.append(bytes(image.constBits()))
        screen.view.deleteLater()
        await gateway.close()
        return taken

    async def scene() -> None:
        ours = await frames([(f"2712345{no:02d}", f"فهد الدوسري {no}") for no in range(12)])
        theirs = await frames([(f"9988776{no:02d}", f"Abdulrahman Al-Kuwari {no}") for no in range(12)])
        assert ours == theirs
        assert len(set(ours)) > 1, "the number did change"

    qt_run(scene())
