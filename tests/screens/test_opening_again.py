"""A store that could not be opened is opened at the next press, once what stood in its way is gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.profile import STORE
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from tests.conftest import Run
from tests.screens.test_a_clinic_day import PASSWORD, until


def test_signing_in_opens_a_store_that_could_not_be_opened_at_the_start(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
        (profile / STORE).mkdir(parents=True)  # whatever it is: a store is none
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(profile, profile / "settings.json", server=url, language="ar", keys=keys)
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.sign_in and console.sign_in.presenter.state.problem, "it cannot be opened")
        assert console.sign_in is not None
        sign_in = console.sign_in.presenter
        sign_in.sign_in("admin", "not this one")
        await until(lambda: not sign_in.state.busy and sign_in.state.problem, "nor now")
        (profile / STORE).rmdir()
        sign_in.sign_in("admin", PASSWORD)
        await until(lambda: console.gateway and console.gateway.user, "it is open, and somebody is in")
        console.close()
        assert await running == 0
        await server.stop()
        console.shell.window.deleteLater()

    qt_run(scene())
