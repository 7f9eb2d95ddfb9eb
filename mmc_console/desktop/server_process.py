"""The centre's server as a child of this console: started on a free port, watched, restarted, never left behind.

The child stops by itself when its standard input closes, so it ends with the console however the console ends.
This module speaks to it only as a process; everything else goes over HTTP like with any other server.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

Report = Callable[[str, BaseException], None]
Phase = Literal["stopped", "starting", "ready", "failed"]
LOG = "server.log"
LOG_AT_MOST = 4 << 20
READY_WITHIN = 30.0
STOP_WITHIN = 8.0
NAMED = frozenset({
    "database-wrong-key", "database-newer", "database-busy", "disk-full", "disk-failed", "engine-too-old",
    "keys-missing", "keys-damaged", "keys-unsafe", "centre-in-use",
})  # fmt: skip
"""Reasons not to start that have a sentence of their own; the server's last line begins with them."""
_ALREADY = "a server works in"
FIRST_DELAY, MAX_DELAY, HEALTHY_AFTER = 0.5, 30.0, 60.0


class ServerFailed(Exception):
    """The server did not come up, or ended by itself; `detail` is its own last line, for whoever is called to help."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class ServerProcess:
    """One server child at a time."""

    def __init__(
        self, data: Path, *, port: int = 0, center: Path | None = None,
        command: tuple[str, ...] = (sys.executable, "-m", "mmc_console"),
    ) -> None:  # fmt: skip
        """*data* is the server's folder; *port* the one wanted, another is taken when it is not free."""
        self.data = data
        self.phase: Phase = "stopped"
        self.url = ""
        self.restarts = 0
        self._wanted = port
        self._center = center
        self._command = command
        self._watcher: Callable[[], None] | None = None
        self._process: Process | None = None
        self._log: IO[bytes] | None = None
        self._stopping = False

    @property
    def port(self) -> int:
        """The port it answers on, or was asked to."""
        return self._wanted

    @property
    def pid(self) -> int | None:
        """The child's process id while it lives."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def on_change(self, watcher: Callable[[], None]) -> None:
        """Call *watcher* whenever `phase` changes."""
        self._watcher = watcher

    def claim(self) -> str:
        """The address it will answer on, before it does: a free port is chosen now."""
        self._wanted = _free_port(self._wanted)
        self.url = f"http://127.0.0.1:{self._wanted}"
        return self.url

    async def start(self, environment: Mapping[str, str] | None = None) -> str:
        """Its address, once it answers. *environment* is added for this start only (the first password).

        ServerFailed when it ends or says nothing in time.
        """
        self._stopping = False
        self.claim()
        self._be("starting")
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._log = _open_log(self.data / LOG)
        arguments = ["serve", "--data", str(self.data), "--port", str(self._wanted), "--stop-with-stdin"]
        if self._center is not None:
            arguments += ["--center", str(self._center)]
        self._process = await asyncio.create_subprocess_exec(
            *self._command, *arguments, stdin=PIPE, stdout=PIPE, stderr=self._log,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
        )  # fmt: skip
        try:
            async with asyncio.timeout(READY_WITHIN):
                self.url = await self._ready(self._process)
        except TimeoutError:
            await self.stop()
            self._be("failed")
            raise ServerFailed("server-slow", self._last_line()) from None
        except ServerFailed:
            await self.stop()
            self._be("failed")
            raise
        self._be("ready")
        return self.url

    async def watch(self, report: Report) -> None:
        """Start it again whenever it ends by itself, waiting longer each time. Runs until cancelled."""
        delay = FIRST_DELAY
        loop = asyncio.get_running_loop()
        while True:
            process, began = self._process, loop.time()
            if process is None or self._is_stopping():
                await asyncio.sleep(FIRST_DELAY)
                continue
            await _drain(process)
            code = await process.wait()
            if self._is_stopping():
                continue
            self._let_go()
            report("server", ServerFailed("server-ended", f"exit {code}: {self._last_line()}"))
            self._be("starting")
            if loop.time() - began > HEALTHY_AFTER:
                delay = FIRST_DELAY
            await asyncio.sleep(delay)
            delay = min(delay * 2, MAX_DELAY)
            self.restarts += 1
            try:
                await self.start()
            except (ServerFailed, OSError) as failure:
                report("server", failure)

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """End it in order: ask, wait, then kill. Nothing happens when there is none."""
        self._stopping = True
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            if sys.platform == "win32":  # there, terminate() would not let it close its files
                _close_stdin(process)
            else:
                with suppress(ProcessLookupError):
                    process.terminate()
            try:
                async with asyncio.timeout(within):
                    await process.wait()
            except TimeoutError:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        self._let_go()
        self._process = None
        self._be("stopped")

    async def _ready(self, process: Process) -> str:
        assert process.stdout is not None
        async for line in process.stdout:
            word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "ready":
                return rest.strip()
        await process.wait()
        detail = self._last_line()
        raise ServerFailed(_code_in(detail), detail)

    def _last_line(self) -> str:
        try:
            lines = (self.data / LOG).read_text("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1][:300] if lines else ""

    def _let_go(self) -> None:
        if self._process is not None:
            _close_stdin(self._process)
        if self._log is not None:
            self._log.close()
            self._log = None

    def _is_stopping(self) -> bool:
        return self._stopping

    def _be(self, phase: Phase) -> None:
        self.phase = phase
        if self._watcher is not None:
            self._watcher()


async def run_once(*arguments: str, told: str = "", environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run one `mmc_console` command to its end with *told* on its standard input: exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mmc_console", *arguments, stdin=PIPE, stdout=DEVNULL, stderr=PIPE,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    _, complaint = await process.communicate(told.encode())
    return process.returncode or 0, complaint.decode("utf-8", "replace").strip()


async def _drain(process: Process) -> None:
    """Read what it still prints, so that it never waits for us."""
    if process.stdout is not None:
        while await process.stdout.read(4096):
            pass


def _code_in(line: str) -> str:
    """The reason's name in the server's last line, or that there is none."""
    said = line.removeprefix("mmc-console serve: ")
    if said.startswith(_ALREADY):
        return "centre-in-use"
    code = said.partition(":")[0]
    return code if code in NAMED else "server-failed"


def _close_stdin(process: Process) -> None:
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.close()


def _open_log(path: Path) -> IO[bytes]:
    """The child's own messages, begun anew when they have grown large."""
    large = path.exists() and path.stat().st_size > LOG_AT_MOST
    return path.open("wb" if large else "ab")


def _free_port(wanted: int) -> int:
    """*wanted* if nobody listens there, else any free port of this PC."""
    for port in (wanted, 0) if wanted else (0,):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            bound: int = probe.getsockname()[1]
            return bound
    return 0
