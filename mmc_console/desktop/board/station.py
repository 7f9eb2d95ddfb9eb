"""`mmc-console --board`: a screen that is nothing but a board. Nobody signs in at it, nobody has to stand beside it.

Its composition root: paired once, it comes back by itself after a power cut, a server that was away, a screen that was
unplugged. It keeps nothing but its credential.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mmc_console import __version__, assets
from mmc_console.client.api import open_api
from mmc_console.client.board import BoardLine, BoardServer, Pairing, Standing, pair
from mmc_console.client.clock import SystemClock
from mmc_console.client.errors import ProblemAnswer, ServerBusy, StoreFault, StoreLost, WireFault
from mmc_console.client.files import Settings
from mmc_console.client.keys import KeyStore, open_keys
from mmc_console.client.profile import SETTINGS
from mmc_console.desktop.board.awake import Awake
from mmc_console.desktop.board.pairing_view import PairingWindow
from mmc_console.desktop.board.removal import Removal
from mmc_console.desktop.board.screen import BoardScreen
from mmc_console.desktop.board.voice.player import Player
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.running import run_to_its_end
from mmc_console.desktop.runtime import Services, Tasks
from mmc_console.wire.health import DeviceStatus

log = logging.getLogger(__name__)

NAME: Final = "mmc-board"
REPORT_EVERY: Final = 60.0
GOODBYE: Final = 0.5
KEYRING_AGAIN, KEYRING_AT_MOST = 3.0, 180.0
"""Seconds between looks into a keyring that is not open, and until the board asks to be paired anew."""
HELD: Final = 3.0
"""Seconds Ctrl+Shift+F11 is held to leave: nobody does that by accident."""
GRACE: Final = 2.0


@dataclass(frozen=True, slots=True)
class BoardStart:
    """With what a board was started."""

    profile: Path
    server: str = ""
    screen: str = ""
    language: str = ""
    recordings: Path | None = None
    still: bool = False
    keys: KeyStore | None = None
    player: Player | None = None
    """Instead of this PC's loudspeaker."""


class Station(QObject):
    """One board, from its first paint to its last."""

    def __init__(self, app: QApplication, start: BoardStart, failures: Failures) -> None:
        super().__init__()
        self._app, self._start, self._failures = app, start, failures
        self._settings = Settings(start.profile / SETTINGS)
        self.closing = asyncio.Event()
        self._tasks = Tasks(failures.report)
        self._services: Services | None = None
        self._look = Look(app)
        self._languages = Languages(app, self._look, assets.path("translations"))
        language = start.language or self._settings.get("language", "ar")
        self._languages.switch(language if language in {each.code for each in self._languages.available} else "ar")
        self._remember()
        recordings = start.recordings or (Path(kept) if (kept := self._settings.get("recordings", "")) else None)
        self.screen = BoardScreen(
            self._look.tokens,
            rtl=self._languages.current.rtl,
            recordings=recordings,
            player=start.player,
            still=start.still or self._settings.get("still", False),
        )
        self._pairing_window: PairingWindow | None = None
        self._pairing: Pairing | None = None
        self._server: BoardServer | None = None
        self._line: BoardLine | None = None
        self._removal = Removal(time.monotonic)
        self._told = ""
        self._held_since: float | None = None
        app.installEventFilter(self)

    async def run(self) -> int:
        """Show the board until it is closed."""
        self._listen_to_signals()
        async with asyncio.TaskGroup() as group:
            self._services = Services(group, self._failures.report)
            self._services.start(self.screen.services())
            self._services.start({"board.awake": self._stay_awake})
            self._tasks.start("open", self._open())
            await self.closing.wait()
            await self._tasks.close(GRACE)
            await self._services.stop()
        if self._server is not None:
            await self._say_goodbye()
            await self._close_server()
        if self._pairing_window is not None:
            self._pairing_window.deleteLater()
        self._app.removeEventFilter(self)
        self.screen.close()
        self._languages.leave()
        return 0

    # ------------------------------------------------------------------ pairing and following
    async def _open(self) -> None:
        self.screen.window.fill(self._start.screen or self._settings.get("screen", ""))
        known = await self._load()
        if known is not None:
            try:
                await self._follow(self._start.server or known[0], known[1])
                return
            except ValueError:
                log.warning("not an address of a server: it is asked for")
        self._ask(self._start.server)

    async def _load(self) -> tuple[str, str] | None:
        """Address and credential; a keyring may open a little later than a board starts."""
        began = time.monotonic()
        while True:
            try:
                self._pairing = Pairing(self._start.profile, self._start.keys or await open_keys())
                return await self._pairing.load()
            except StoreLost:
                if time.monotonic() - began > KEYRING_AT_MOST:
                    return None
                await asyncio.sleep(KEYRING_AGAIN)

    def _ask(self, server: str, *, removed: bool = False) -> None:
        """For a code. A board that was removed goes on trying behind the question: it may be put back."""
        if self._pairing_window is not None:
            self._pairing_window.deleteLater()
        if not removed:
            self.screen.window.hide()
        wish, left = self._wish_to_pair, self._pairing_left
        self._pairing_window = PairingWindow(self._look, server, wish, left, removed=removed)
        self._pairing_window.show()

    def _wish_to_pair(self, server: str, code: str) -> None:
        self._tasks.start("pair", self.pair(server, code))

    def _pairing_left(self) -> None:
        if self._line is None:
            self.closing.set()
        else:
            self._removal.put_off()

    async def pair(self, server: str, code: str) -> None:
        """Use a code; what is wrong is said beside its line."""
        window = self._pairing_window
        if window is None:
            return
        window.waiting(True)
        try:
            fault, paired = await self._paired(server, code)
        finally:
            window.waiting(False)
        if paired is None:
            window.fault(fault)
            return
        await self._follow(*paired)
        if fault:
            window.not_kept(fault)
        else:
            window.close()

    async def _paired(self, server: str, code: str) -> tuple[str, tuple[str, str] | None]:
        """What is wrong, and address and credential; both where it is paired, and this PC cannot remember it."""
        assert self._pairing is not None
        try:
            api = await open_api(server)
            try:
                paired = await pair(api, code, socket.gethostname()[:80] or "board")
            finally:
                await api.close()
        except ValueError as refused:
            return str(refused), None
        except ProblemAnswer as refused:
            return refused.code, None
        except ServerBusy:
            return "busy", None
        except WireFault as refused:
            return "certificate-changed" if type(refused).__name__ == "CertificateChanged" else "unreachable", None
        try:
            await self._pairing.keep(api.address, paired.credential)
        except StoreFault as fault:
            log.warning("this board is paired, and could not remember it: %s", fault.code)
            return fault.code, (api.address, paired.credential)
        return "", (api.address, paired.credential)

    async def _follow(self, address: str, credential: str) -> None:
        assert self._services is not None
        await self._services.stop(("board.line", "board.status"))
        await self._close_server()
        self._server, self._removal, self._told = await open_api(address), Removal(time.monotonic), ""
        presenter = self.screen.presenter
        self._line = BoardLine(
            self._server, credential, SystemClock(), on_news=presenter.take, on_heard=presenter.heard,
            on_standing=self._stands,
        )  # fmt: skip
        self.screen.window.show()
        self._services.start({"board.line": self._line.run, "board.status": self._report})

    def _stands(self, standing: Standing) -> None:
        removed, window = self._removal.told(standing), self._pairing_window
        self.screen.presenter.stand("removed" if removed else standing)
        asked = window is not None and window.isVisible()
        if self._removal.asks and not asked and self._server is not None:
            self._ask(self._server.address, removed=True)
        elif standing == "live" and window is not None and window.asks:
            window.close()

    async def _close_server(self) -> None:
        from mmc_console.client.api import Api

        if isinstance(self._server, Api):
            await self._server.close()
        self._server = None

    async def _report(self) -> None:
        """Tell the centre how this board is heard: at once when it changes, else now and then."""
        last = 0.0
        while True:
            await asyncio.sleep(1.0)
            status = self.screen.speaker.status
            due = time.monotonic() - last >= REPORT_EVERY or status.sound != self._told
            if due and self._line is not None and self.screen.presenter.state.connected:
                last, self._told = time.monotonic(), status.sound
                await self._line.tell(self._status())

    def _status(self, *, closing: bool = False) -> DeviceStatus:
        """How this board is: whether it can be heard, and how far its clock is behind."""
        behind = (self.screen.presenter.now - SystemClock().now()).total_seconds()
        sound = self.screen.speaker.status.sound
        return DeviceStatus(app=__version__, sound=sound, clock=round(behind, 1), closing=closing)

    async def _say_goodbye(self) -> None:
        """It ends in order: nobody is to look for it. No server is waited for."""
        if self._line is not None and self.screen.presenter.state.connected:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE):
                    await self._line.tell(self._status(closing=True))

    async def _stay_awake(self) -> None:
        awake = Awake()
        while True:
            awake.hold()
            await asyncio.sleep(50)

    # ------------------------------------------------------------------ this PC
    def _remember(self) -> None:
        """What was said at this start is so at the next, which nobody starts by hand."""
        for key, value in (
            ("language", self._start.language), ("screen", self._start.screen),
            ("recordings", str(self._start.recordings or "")), ("still", self._start.still),
        ):  # fmt: skip
            if value:
                self._settings.set(key, value)

    def _listen_to_signals(self) -> None:
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for each in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(each, self.closing.set)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Shift+F11, held for three seconds, ends the board; nothing else does."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            held = event.key() == Qt.Key.Key_F11 and event.modifiers() & wanted == wanted
            if kind == QEvent.Type.KeyRelease and event.isAutoRepeat():
                return False
            if not held or kind == QEvent.Type.KeyRelease:
                self._held_since = None
            elif self._held_since is None:
                self._held_since = time.monotonic()
            elif time.monotonic() - self._held_since >= HELD:
                self.closing.set()
        return False


def open_board(start: BoardStart, opened: Callable[[Station], None] = lambda station: None) -> int:
    """Be a board until it is closed."""
    return run_to_its_end(NAME, lambda app, failures: _run(app, start, failures, opened))


async def _run(app: QApplication, start: BoardStart, failures: Failures, opened: Callable[[Station], None]) -> int:
    station = Station(app, start, failures)
    opened(station)
    return await station.run()
