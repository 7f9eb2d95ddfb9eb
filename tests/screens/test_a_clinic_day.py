"""The whole program with a real server child: first run, registration, one clinic, and the way out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.first_run.contract import Person
from mmc_console.desktop.opening import Start
from tests.conftest import Run

PASSWORD = "correct horse battery"


async def until(true: Callable[[], object], what: str, patience: float = 60.0) -> None:
    """Wait for something the program does by itself; *what* names it when it never comes."""
    for _ in range(int(patience / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)  # house(sleeping): a real server and a real window work meanwhile, no event tells
    raise AssertionError(f"never: {what}")


def alive(pid: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_new_centre_registers_calls_and_closes_in_order(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        start = Start(
            profile, profile / "settings.json", language="ar", default_folder=tmp_path / "centre",
            sealed=tmp_path / "keys.json",
        )  # fmt: skip
        console = App(qapp, start, Failures())
        async with asyncio.TaskGroup() as group:
            running = group.create_task(console.run())
            await until(lambda: console.first_run, "the wizard")
            assert console.first_run is not None
            wizard = console.first_run.presenter
            wizard.go_on()
            wizard.choose_way("new")
            wizard.go_on()
            wizard.go_on(PASSWORD, PASSWORD)
            await until(lambda: wizard.state.step == "users", "the server")
            wizard.add_person("reception", Person("noora", "نورة"), PASSWORD)
            await until(lambda: wizard.state.added, "the first user")
            wizard.go_on()
            wizard.go_on()
            await until(lambda: console.shell.presenter.state.cover == "passphrase", "no keyring here: the passphrase")
            assert console.keys.screen is not None
            console.keys.screen.presenter.confirm(PASSWORD, PASSWORD)
            await until(lambda: console.sign_in and console.gateway, "the sign-in")
            assert console.shell.presenter.state.cover == "sign_in"
            assert console.gateway is not None
            assert console.gateway.durable
            assert console.sign_in is not None
            console.sign_in.presenter.sign_in("admin", PASSWORD)
            await until(lambda: console.reception and console.reception.presenter.state.ready, "the reception")
            assert console.reception is not None
            assert console.clinic is not None
            form = console.reception.presenter
            form.edit("number", "٢٨٤٦٣٥")
            form.edit("name", "محمد المري")
            form.issue()
            if form.state.form.asking:  # whatever hour this test runs at
                form.issue()
            await until(lambda: [r.label for r in form.state.rows] == ["L-001"], "the number")
            console.shell.presenter.go_to("clinic")
            room = console.clinic.presenter
            await until(lambda: room.state.place is not None and room.state.place.mine, "the room")
            room.act("call_next")
            await until(lambda: room.state.current and room.state.current.label == "L-001", "the call")
            room.act("start")
            await until(lambda: room.state.phase == "in_service", "the arrival")
            room.act("finish")
            await until(lambda: [r.label for r in form.state.rows] == ["X-001"], "the next stop")
            assert console.server is not None
            pid = console.server.pid
            assert pid is not None
            assert console.gateway is not None
            await until(lambda: console.gateway is not None and not console.gateway.pending.count, "everything is sent")
            console.close()
            assert await running == 0
            assert not alive(pid)

    qt_run(scene())
