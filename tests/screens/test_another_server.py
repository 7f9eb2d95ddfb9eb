"""Naming another server at the sign-in: the program opens anew with it, and keeps nothing of the first for it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from tests.conftest import Run
from tests.screens.test_a_clinic_day import PASSWORD, until

AWAY = "http://127.0.0.1:9"


def test_another_server_opens_the_program_anew(qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        kept = profile / "settings.json"
        kept.write_text(json.dumps({"server": AWAY, "language": "en"}), encoding="utf-8")
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        try:
            first = App(qapp, Start(profile, kept, keys=MemoryKeys()), Failures())
            running = asyncio.get_running_loop().create_task(first.run())
            await until(lambda: first.gateway, "the sign-in of a server that is away")
            first.choose_server()
            assert first.first_run is not None
            wizard = first.first_run.presenter
            wizard.go_on()
            wizard.choose_way("join")
            wizard.go_on()
            wizard.edit_address(url)
            wizard.go_on()
            await until(lambda: wizard.state.step == "done", "the other server's answer")
            wizard.go_on()
            assert await running == 0
            assert first.following is not None
            first.shell.window.deleteLater()

            second = App(qapp, first.following, Failures())
            running = asyncio.get_running_loop().create_task(second.run())
            await until(lambda: second.gateway and second.sign_in, "the sign-in of the other server")
            assert second.gateway is not None
            assert second.sign_in is not None
            assert second.gateway.connection.server == url
            second.sign_in.presenter.sign_in("admin", PASSWORD)
            await until(lambda: second.reception and second.reception.presenter.state.ready, "the other queue")
            second.close()
            assert await running == 0
            assert second.following is None
            second.shell.window.deleteLater()
        finally:
            await server.stop()
        told = json.loads(kept.read_text(encoding="utf-8"))
        assert told["server"] == url  # also after the next start
        assert [p.name for p in (profile / "servers").iterdir()] == [told["store"]]

    qt_run(scene())
