"""The tour's walk to the kiosk: a real one at its server, in both languages, lying and upright, also dark."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kiosk.station import KioskStart, Station
from mmc_console.desktop.server_process import ServerProcess, run_once
from mmc_console.domain.ids import ExamCode

if TYPE_CHECKING:
    from mmc_console.desktop.kit.look import ThemeChoice

SIZES: Final[tuple[tuple[str, tuple[int, int]], ...]] = (("", (1366, 768)), ("_upright", (1080, 1920)))
PATIENCE: Final = 30.0
NAME, PASSWORD = "kiosk-1", "a door that greets"


class KioskTour:
    """One kiosk, walked through once."""

    def __init__(self, station: Station, out: Path) -> None:
        self._station, self._out = station, out
        self.pictures: list[Path] = []

    async def picture(self, name: str, *, everything: bool = True) -> None:
        """The kiosk now; *everything*: also dark, and upright."""
        view, languages, look = self._station.screen.view, self._station.languages, self._station.look
        looks: tuple[tuple[str, ThemeChoice], ...] = (("ar", "light"), ("en", "light"), ("ar", "dark"))
        for size_name, size in SIZES if everything else SIZES[:1]:
            view.resize(*size)
            for language, theme in looks if everything and not size_name else looks[: 1 if size_name else 2]:
                languages.switch(language)
                look.set_theme(theme)
                await asyncio.sleep(0.05)
                path = self._out / f"kiosk_{name}{size_name}_{language}_{theme}.png"
                view.grab().save(str(path))
                self.pictures.append(path)
        languages.switch("ar")
        look.set_theme("light")

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for something the program does by itself."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(what)
            await asyncio.sleep(0.05)

    async def walk(self, server: str, username: str, password: str) -> None:
        """From the first start to a ticket without paper, and to the staff's page."""
        kiosk = self._station.screen.presenter
        await self.until(lambda: kiosk.state.step == "staff", "it asks to be set up")
        await self.picture("setup", everything=False)
        kiosk.prove(server, username, password)
        await self.until(lambda: kiosk.state.step == "start", "it is a kiosk")
        await self.picture("start")
        kiosk.begin()
        kiosk.digit("7")
        kiosk.go_on()
        await self.picture("number_wrong", everything=False)
        for digit in "0012345":
            kiosk.digit(digit)
        await self.picture("number")
        kiosk.go_on()
        await self.picture("gender")
        kiosk.choose_gender("male")
        await self.picture("exam")
        kiosk.choose_exam(ExamCode(kiosk.state.exams[0].code))
        await self.until(lambda: kiosk.state.ticket is not None and kiosk.state.ticket.printing == "not", "a number")
        await self.picture("ticket_without_paper")
        kiosk.back()
        await self._again()
        kiosk.call_staff()
        await self.picture("staff", everything=False)
        kiosk.prove("", username, password)
        await self.until(lambda: kiosk.state.staff.proved, "staff is let in")
        await self.picture("staff_proved", everything=False)

    async def _again(self) -> None:
        """The same person once more: the ticket they have."""
        kiosk = self._station.screen.presenter
        kiosk.begin()
        for digit in "70012345":
            kiosk.digit(digit)
        kiosk.go_on()
        kiosk.choose_gender("male")
        kiosk.choose_exam(ExamCode(kiosk.state.exams[0].code))
        await self.until(lambda: kiosk.state.ticket is not None and kiosk.state.ticket.printing == "not", "the ticket")
        await self.picture("ticket_standing", everything=False)
        kiosk.back()


async def kiosk_pictures(app: QApplication, out: Path, folder: Path) -> list[Path]:
    """All pictures of a kiosk of the centre in *folder*; its server is started for it, and stopped."""
    server = ServerProcess(folder / "centre")
    url = await server.start()
    try:
        account = ("users", "add", NAME, "--role", "kiosk", "--data", str(server.data))
        code, complaint = await run_once(*account, told=f"{PASSWORD}\n")
        if code:
            raise RuntimeError(complaint)
        profile = folder / "kiosk"
        profile.mkdir()
        start = KioskStart(profile, language="ar", screen=False, keys=MemoryKeys(lasting=True))
        station = Station(app, start, Failures())
        tour = KioskTour(station, out)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(station.run(), name="kiosk")
            try:
                await tour.walk(url, NAME, PASSWORD)
            finally:
                station.closing.set()
                await running
        station.screen.view.deleteLater()
    finally:
        await server.stop()
    return tour.pictures
