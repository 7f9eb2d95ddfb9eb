"""`mmc-console --kiosk`: a screen at which people register themselves. Its composition root.

A desk like any other underneath: the same gateway, store, outbox and numbers of its own, so it works on while the
server is away. Once its account has signed in it comes back by itself after a power cut. Nobody gets to the desktop
without a password.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from mmc_console import assets
from mmc_console.client.address import checked_address
from mmc_console.client.errors import KeyringLocked
from mmc_console.client.files import Settings
from mmc_console.client.profile import SETTINGS, STORE
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kiosk.screen import KioskScreen
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.late_client import import_client, opened
from mmc_console.desktop.paper.choice import PrinterChoice, keep, kept
from mmc_console.desktop.paper.tray import Tray
from mmc_console.desktop.printing import Printer
from mmc_console.desktop.running import run_to_its_end
from mmc_console.desktop.runtime import Services, Tasks
from mmc_console.desktop.stores import forget_left, join_server, own_store
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.centre import Center

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.keys import KeyStore

NAME: Final = "mmc-kiosk"
GRACE: Final = 5.0
AGAIN, AGAIN_AT_MOST = 3.0, 30.0
"""Seconds until what is kept here is tried again where it does not open: twice as long each time, and at the most."""
KEYRING_AT_MOST: Final = 180.0
"""Seconds a keyring that was there before may take to come; then this PC has none any more."""


@dataclass(frozen=True, slots=True)
class KioskStart:
    """With what a kiosk was started."""

    profile: Path
    server: str = ""
    language: str = ""
    theme: str = ""
    screen: bool = True
    """Fill the screen; a window otherwise, for pictures and tests."""
    keys: KeyStore | None = None
    """Instead of this PC's keyring."""
    printer: Printer | None = None
    """Instead of the one this PC remembers."""
    choice: PrinterChoice | None = None
    """The printer from now on; None: as before."""
    again: float = AGAIN
    """Seconds until what does not open is tried again, at first."""
    keyring_at_most: float = KEYRING_AT_MOST
    """Seconds until a keyring that does not come is taken for none."""


class Station:
    """One kiosk, from its first paint to its last."""

    def __init__(self, app: QApplication, start: KioskStart, failures: Failures) -> None:
        self._app, self._start, self._failures = app, start, failures
        self._settings = Settings(start.profile / SETTINGS)
        self.closing = asyncio.Event()
        self.tasks = Tasks(failures.report)
        self._services: Services | None = None
        self.gateway: Gateway | None = None
        self._joining = asyncio.Lock()
        self._serving = False
        self._began = time.monotonic()
        self.look = Look(app)
        theme = start.theme or self._settings.get("theme", "light")
        self.look.set_theme("dark" if theme == "dark" else "light")
        self.languages = Languages(app, self.look, assets.path("translations"))
        self._own = self._first_language()
        self.languages.switch(self._own)
        self._words = RuleWords(self._center, lambda: self.languages.current.code)
        server = start.server or self._settings.get("server", "")
        if start.choice is not None:
            keep(self._settings, start.choice)
        self._tray = Tray(
            kept(self._settings), assets.path("translations"), self._spoken, lambda found: keep(self._settings, found)
        )
        self.screen = KioskScreen(
            self.look, self._words.problem, lambda: self.languages.current.code, lambda: self.languages.next.name,
            start.printer or self._tray, self.tasks.start, self, server=server,
        )  # fmt: skip
        self._server = server

    async def run(self) -> int:
        """Be a kiosk until staff closes it."""
        self._listen_to_signals()
        view = self.screen.view
        async with asyncio.TaskGroup() as group:
            self._services = Services(group, self._failures.report)
            if self._start.screen:
                view.fill_screen()
            view.show()
            self._services.start({**self.screen.services(), "printer": self._tray.watch})
            self.tasks.start("kiosk.open", self._open())
            await self.closing.wait()
            await self.tasks.close(GRACE)
            await self._tray.close()
            await self._services.stop()
        if self.gateway is not None:
            await self.gateway.close()
            self.gateway = None
        view.may_close = True
        view.close()
        self.languages.leave()
        return 0

    async def _open(self) -> None:
        """What is kept here; where it does not open, as before the keyring answers, again until it does."""
        presenter, delay = self.screen.presenter, self._start.again
        try:
            checked_address(self._server)
        except ValueError:
            presenter.not_set_up(Message("wrong-server") if self._server else None)
            return
        while not self._serving and not self.closing.is_set():
            if self.gateway is None:  # else somebody of the staff has opened it, and is signing in
                served = asyncio.get_running_loop().create_future()
                if self.tasks.start("kiosk.try", self._try_to_open(served)) and await served:
                    break
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self.closing.wait()
            delay = min(delay * 2, AGAIN_AT_MOST)
        self.tasks.start("kiosk.forget-left", forget_left(self._start, self._settings))

    async def _try_to_open(self, served: asyncio.Future[bool]) -> None:
        """Once; *served* hears whether it opened. A fault that nobody expected is reported, and ends this try alone."""
        try:
            gateway = await opened(self.join(""), self.screen.presenter.shut)
            if gateway is not None:
                self._serve(gateway)
                self.screen.presenter.opened(gateway)
        finally:
            if not served.done():  # else nobody waits: it is closing
                served.set_result(self._serving)

    def _serve(self, gateway: Gateway) -> None:
        assert self._services is not None
        self._serving = True
        self._services.start(gateway.services())

    # ------------------------------------------------------------------ what the presenter asks
    async def join(self, server: str) -> Gateway:
        """The gateway of *server*, with what is kept for that one alone; it does nothing by itself yet.

        Empty: of the one it was started for, or that is kept. StoreFault, ValueError.
        """
        from mmc_console.client.clock import SystemClock

        address = checked_address(server or self._server)
        client = await asyncio.to_thread(import_client)  # half a second that the first paint does not wait for
        async with self._joining:
            if self.gateway is None:
                folder = own_store(replace(self._start, server=server or self._start.server), self._settings)
                keys = await self._keys(folder)
                self.gateway = await client.open_gateway(folder, address, SystemClock(), keys, self.tasks.start)
            assert self.gateway is not None
            return self.gateway

    async def _keys(self, folder: Path) -> KeyStore:
        """What has the key of the store in *folder*. KeyringLocked: that was a keyring, and it is not open yet."""
        from mmc_console.client.keys import MemoryKeys, open_keys

        keys = self._start.keys or await open_keys()
        locked = isinstance(keys, MemoryKeys) and keys.why == "locked"
        early = time.monotonic() - self._began < self._start.keyring_at_most
        if not keys.lasting and (locked or early) and (folder / STORE).exists():
            raise KeyringLocked("not open yet")
        return keys

    async def drop(self, gateway: Gateway) -> None:
        """That server was not the one: nothing of it stays open."""
        async with self._joining:
            self.gateway = None
            await gateway.close()

    def joined(self, gateway: Gateway) -> None:
        """From now on this PC is a kiosk of that server."""
        self._server = gateway.connection.server
        join_server(self._settings, self._server)
        self._serve(gateway)

    def other_language(self) -> None:
        """Show the other language."""
        self.languages.switch(self.languages.next.code)

    def own_language(self) -> None:
        """Show the kiosk's own language again."""
        if self.languages.current.code != self._own:
            self.languages.switch(self._own)

    def close(self) -> None:
        """The one way out."""
        self.closing.set()

    # ------------------------------------------------------------------ small things
    def _first_language(self) -> str:
        wanted = self._start.language or self._settings.get("language", "ar")
        known = [each.code for each in self.languages.available]
        return wanted if wanted in known else known[0]

    def _spoken(self) -> tuple[str, ...]:
        center = self._center()
        return center.center.languages if center is not None else ()

    def _center(self) -> Center | None:
        gateway = self.gateway
        return gateway.state.center if gateway is not None and gateway.ready else None

    def _listen_to_signals(self) -> None:
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for each in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(each, self.closing.set)


def open_kiosk(start: KioskStart, opened: Callable[[Station], None] = lambda station: None) -> int:
    """Be a kiosk until it is closed."""
    return run_to_its_end(NAME, lambda app, failures: _run(app, start, failures, opened))


async def _run(app: QApplication, start: KioskStart, failures: Failures, opened: Callable[[Station], None]) -> int:
    station = Station(app, start, failures)
    opened(station)
    code = await station.run()
    station.screen.view.deleteLater()
    return code
