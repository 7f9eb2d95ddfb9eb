"""What a kiosk keeps: opened for its own server alone, and opened later where it could not be at the start."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mmc_console.client.errors import KeyringLocked
from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kiosk.contract import Step
from mmc_console.desktop.kiosk.station import KioskStart, Station
from mmc_console.desktop.server_process import ServerProcess, run_once
from mmc_console.domain.ids import ExamCode
from tests.conftest import Run
from tests.guards import ExpectedLogs
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import there

AWAY = "http://127.0.0.1:9"


class LateKeys(MemoryKeys):
    """A keyring that does not answer at first."""

    open = True
    fault: Exception = KeyringLocked("no answer in time")

    async def get(self, name: str) -> bytes | None:
        if not self.open:
            raise self.fault
        return await super().get(name)


@asynccontextmanager
async def started(qapp: QApplication, start: KioskStart) -> AsyncIterator[Station]:
    """A kiosk, until the block ends."""
    station = Station(qapp, start, Failures())
    running = asyncio.get_running_loop().create_task(station.run())
    try:
        yield station
    finally:
        station.close()
        assert await running == 0
        station.screen.view.deleteLater()


async def shows(kiosk: Station, step: Step) -> None:
    """It has come to this step."""
    await until(lambda: kiosk.screen.presenter.state.step == step, step)


async def kiosk_s_server(folder: Path) -> tuple[ServerProcess, str]:
    """A server that knows the account of a kiosk, and its address."""
    server = ServerProcess(folder)
    url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
    account = ("users", "add", "kiosk-1", "--role", "kiosk", "--data", str(folder))
    assert await run_once(*account, told=f"{PASSWORD}\n") == (0, "")
    return server, url


def test_another_server_gets_nothing_of_what_is_kept_for_the_one_before(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        start = KioskStart(profile, language="en", screen=False, keys=MemoryKeys(lasting=True))
        server, url = await kiosk_s_server(tmp_path / "centre")
        async with started(qapp, start) as kiosk:
            page = kiosk.screen.presenter
            await until(lambda: page.state.step == "staff", "it asks to be set up")
            page.prove(f"{url}/", "kiosk-1", PASSWORD)
            await until(lambda: page.state.step == "start", "it is a kiosk")
            await server.stop()
            await until(lambda: page.state.offline, "it has noticed")
            page.begin()
            for digit in "70012345":
                page.digit(digit)
            page.go_on()
            page.choose_gender("male")
            page.choose_exam(ExamCode("recruitment"))
            await until(lambda: page.state.ticket, "a number of its own")
        async with started(qapp, KioskStart(profile, AWAY, "en", screen=False, keys=start.keys)) as kiosk:
            page = kiosk.screen.presenter
            await until(lambda: page.state.step == "staff", "it asks to be set up for that one")
            gateway = there(kiosk.gateway)
            assert gateway.connection.server == AWAY
            assert gateway.user is None
            assert gateway.pending.count == 0
            assert not gateway.ready
        assert json.loads((profile / "settings.json").read_text(encoding="utf-8"))["server"] == url
        back = ServerProcess(tmp_path / "centre", port=server.port)
        assert await back.start({}) == url
        async with started(qapp, KioskStart(profile, url, "en", screen=False, keys=start.keys)) as kiosk:
            await shows(kiosk, "start")
            gateway = there(kiosk.gateway)
            assert [visit.number for visit in gateway.state.visits.values()] != [], (
                "what was kept for it is found again"
            )
            await until(lambda: not gateway.pending.count, "and is sent there")
        async with started(qapp, start) as kiosk:
            await shows(kiosk, "start")
        await back.stop()

    qt_run(scene())


def test_a_kiosk_that_starts_before_its_keyring_comes_back_by_itself(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, keys = tmp_path / "profile", LateKeys(lasting=True)
        profile.mkdir()
        start = KioskStart(profile, language="en", screen=False, keys=keys, again=0.05)
        server, url = await kiosk_s_server(tmp_path / "centre")
        async with started(qapp, start) as kiosk:
            await shows(kiosk, "staff")
            kiosk.screen.presenter.prove(url, "kiosk-1", PASSWORD)
            await shows(kiosk, "start")

        keys.open = False
        async with started(qapp, start) as kiosk:
            page, staff = kiosk.screen.presenter, kiosk.screen.view.staff
            await shows(kiosk, "closed")
            assert there(page.state.problem).code == "keyring-locked"
            page.call_staff()
            assert not staff.server.isVisible()
            page.prove(staff.server.text, "kiosk-1", PASSWORD)
            await until(lambda: not page.state.staff.busy, "the answer")
            assert there(page.state.staff.problem).code == "keyring-locked"
            page.back()
            await shows(kiosk, "closed")
            keys.open = True
            await shows(kiosk, "start")

        absent = MemoryKeys()  # no keyring has come yet: nobody is to be asked for an account, and what is kept stays
        async with started(qapp, replace(start, keys=absent)) as kiosk:
            await shows(kiosk, "closed")
        async with started(qapp, replace(start, keys=absent, keyring_at_most=0.0)) as kiosk:
            await shows(kiosk, "staff")
            assert kiosk.screen.presenter.state.staff.alone
        async with started(qapp, start) as kiosk:
            await shows(kiosk, "start")
        await server.stop()

    qt_run(scene())


def test_a_fault_that_nobody_expected_is_told_by_its_code_and_it_comes_back_all_the_same(
    qapp: QApplication, qt_run: Run, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"mmc_console.desktop.failures: failure [0-9A-F]{6} in kiosk\.")

    async def scene() -> None:
        keys = LateKeys(lasting=True)
        keys.open, keys.fault = False, LookupError("a library that fails")
        async with started(qapp, KioskStart(tmp_path, AWAY, "en", screen=False, keys=keys, again=0.05)) as kiosk:
            await shows(kiosk, "closed")
            shown = there(kiosk.screen.presenter.state.problem).code
            assert re.fullmatch("[0-9A-F]{6}", shown), "whoever is asked for help can look it up"
            keys.open = True
            await shows(kiosk, "staff")
            assert kiosk.screen.presenter.state.staff.problem is None

    qt_run(scene())


def test_an_address_that_is_none_can_be_typed_anew(qapp: QApplication, qt_run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        start = KioskStart(tmp_path, "http://far.away", "en", screen=False, keys=MemoryKeys(lasting=True))
        async with started(qapp, start) as kiosk:
            await shows(kiosk, "staff")
            assert there(kiosk.screen.presenter.state.staff.problem).code == "wrong-server"
            assert kiosk.screen.view.staff.server.text == "http://far.away"
            assert kiosk.screen.view.staff.server.isVisible()

    qt_run(scene())
