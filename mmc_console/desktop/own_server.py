"""The centre's server on this PC, as its console keeps it: started, started again, and why it does not run."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_console.desktop.kit.bidi import ltr
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.server_process import NAMED, ServerFailed, ServerProcess
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.desktop.app import App

log = logging.getLogger(__name__)


class OwnServer:
    """One console's server, where it has one."""

    def __init__(self, console: App) -> None:
        self._console = console

    def begin(self, folder: Path) -> str:
        """Start the centre in *folder*; the address it will answer on."""
        server = self._console.server = self.make(folder)
        address = server.claim()
        self._console.settings.set("centre_port", server.port)
        self._console.tasks.start("server", self._first(server))
        return address

    def make(self, folder: Path) -> ServerProcess:
        """A server of this PC, not started."""
        return ServerProcess(folder, port=self._console.settings.get("centre_port", 0))

    def keep(self, server: ServerProcess) -> None:
        """Start *server* again whenever it does not run, until the console ends."""
        server.on_change(partial(self.tell, server))
        self._console.keep_running({"server": lambda: server.watch(self._failed)})

    def hurry(self) -> None:
        """Somebody asks for it: what waits to be tried again is tried now."""
        if self._console.server is not None:
            self._console.server.hurry()

    def tell(self, server: ServerProcess) -> None:
        """Say on the sign-in page why it does not run."""
        if self._console.sign_in is not None:
            why = server.why
            code = why.code if isinstance(why, ServerFailed) else "server-failed"
            detail = why.detail if isinstance(why, ServerFailed) else str(why)
            self._console.sign_in.presenter.server_down(Message(code, {"what": detail}) if why is not None else None)

    async def _first(self, server: ServerProcess) -> None:
        self.keep(server)
        try:
            await server.start()
        except (ServerFailed, OSError) as failure:
            self._failed("server", failure)

    def _failed(self, name: str, failure: BaseException) -> None:
        if isinstance(failure, ServerFailed) and failure.code == "server-ended":
            self._console.failures.report(name, failure)
            return
        log.warning("%s: %s", name, failure)
        said = self._console.said
        self._console.toast(Toast(lambda: f"{said.server_did_not_start()} {self._why(failure)}", kind="error"))

    def _why(self, failure: BaseException) -> str:
        """In the person's language where the reason has a name, else the program's own line for whoever helps."""
        if isinstance(failure, ServerFailed):
            return self._console.words.problem(failure.code, {}) if failure.code in NAMED else ltr(failure.detail)
        return ltr(str(failure))
