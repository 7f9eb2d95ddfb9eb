"""A board of its own at a real server: how it gets its code, and what it does where it has none any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mmc_console.client.board import Pairing, Standing
from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.board.pairing_view import PairingWindow
from mmc_console.desktop.board.removal import Removal
from mmc_console.desktop.board.station import BoardStart, Station
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.wire.boards import CREDENTIAL
from tests.conftest import Run
from tests.desktop_parts import squeezed, write
from tests.e2e.board import code_for
from tests.guards import ExpectedLogs
from tests.screens.test_a_clinic_day import PASSWORD, until
from tests.unit.desktop.desk_parts import there


@pytest.fixture(autouse=True)
def _english(languages: Languages) -> None:
    languages.switch("en")


class Hall:
    """A board, and whoever stands before it."""

    def __init__(self, station: Station) -> None:
        self.station = station

    @property
    def live(self) -> bool:
        """Whether it shows what its centre says."""
        return self.station.screen.window.isVisible() and self.station.screen.presenter.state.connected

    @property
    def asking(self) -> PairingWindow | None:
        """The window that asks for a code."""
        window = self.station._pairing_window
        return window if window is not None and window.isVisible() else None

    def type(self, code: str, server: str = "") -> None:
        """Type a code, and where to, and press *Pair*."""
        window = there(self.asking)
        if server:
            write(window.server.edit, server)
        window.code.set_text("")
        write(window.code.edit, code)
        window.button.click()


@asynccontextmanager
async def board(
    qapp: QApplication, profile: Path, server: str = "", keys: MemoryKeys | None = None
) -> AsyncIterator[Hall]:
    """A board, until the block ends."""
    start = BoardStart(profile, server=server, language="en", keys=keys or MemoryKeys(lasting=True), still=True)
    station = Station(qapp, start, Failures())
    running = asyncio.get_running_loop().create_task(station.run())
    try:
        yield Hall(station)
    finally:
        station.closing.set()
        assert await running == 0


@asynccontextmanager
async def centre(folder: Path) -> AsyncIterator[str]:
    """A server, and its address."""
    server = ServerProcess(folder / "centre")
    try:
        yield await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
    finally:
        await server.stop()


async def code(folder: Path, name: str = "hall") -> str:
    """A one-time code of that server."""
    return await asyncio.to_thread(code_for, folder / "centre", name)


def test_a_board_that_was_removed_asks_for_a_new_code_and_shows_what_that_one_is_for(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile = tmp_path / "board"
        profile.mkdir()
        keys = MemoryKeys(lasting=True)
        async with centre(tmp_path) as url:
            await Pairing(profile, keys).keep(url, CREDENTIAL + "A" * 43)  # of one that was removed
            async with board(qapp, profile, keys=keys) as hall:
                await until(lambda: hall.asking, "it asks for a code")
                window = there(hall.asking)
                assert "does not know this screen" in bidi.strip(window.advice.text())
                assert window.server.text == url
                assert squeezed(window) == []
                assert hall.station.screen.presenter.state.layout == "removed"
                assert hall.station.screen.window.isVisible(), "no desktop is to be seen"
                window.close()
                assert not hall.station.closing.is_set(), "it goes on trying"
            async with board(qapp, profile, url, keys=keys) as hall:
                await until(lambda: hall.asking, "it asks also where it is told its server")
                hall.type(await code(tmp_path))
                await until(lambda: hall.live and not hall.asking, "it shows what its centre says")
            async with board(qapp, profile, keys=keys) as hall:
                await until(lambda: hall.live, "it remembers")

    qt_run(scene())


def test_a_board_that_is_put_back_asks_no_more(qapp: QApplication, qt_run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        profile = tmp_path / "board"
        profile.mkdir()
        async with centre(tmp_path) as url, board(qapp, profile, url) as hall:
            await until(lambda: hall.asking, "it asks for a code")
            hall.type(await code(tmp_path))
            await until(lambda: hall.live, "it shows what its centre says")
            hall.station._removal = Removal(lambda: 0.0)
            asked: list[bool] = []
            standings: tuple[Standing, ...] = ("refused", "live")
            for standing in standings:
                hall.station._stands(standing)
                asked.append(hall.asking is not None)
            assert asked == [True, False]
            assert hall.station.screen.window.isVisible()

    qt_run(scene())


def test_a_board_that_cannot_remember_its_pairing_says_so_and_shows_its_numbers(
    qapp: QApplication, qt_run: Run, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """The code is used up by then: nobody gets it back by being told to try again."""
    expected_logs.expect("mmc_console.desktop.board.station: this board is paired, and could not remember it")

    async def scene() -> None:
        profile = tmp_path / "board"
        profile.mkdir()
        async with centre(tmp_path) as url, board(qapp, profile, url) as hall:
            await until(lambda: hall.asking, "it asks for a code")
            (profile / "board.json.new").mkdir()  # nothing can be written there
            window = there(hall.asking)
            hall.type("00000000")
            await until(lambda: window.code.error, "it is wrong")
            assert window.button.isEnabled()
            hall.type(await code(tmp_path))
            await until(lambda: hall.live, "it shows what its centre says")
            assert window.isVisible()
            assert "could not remember" in bidi.strip(window.advice.text())
            assert squeezed(window) == []
            window.done.click()
            assert hall.asking is None
            assert not hall.station.closing.is_set()

    qt_run(scene())
