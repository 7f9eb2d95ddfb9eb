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
        self.why: ServerFailed | OSError | None = None
        """Why it does not run, though it is to: it did not come up, or has ended by itself."""
        self._wanted = port
        self._center = center
        self._command = command
        self._watcher: Callable[[], None] | None = None
        self._process: Process | None = None
        self._log: IO[bytes] | None = None
        self._wished = False
        """Whether it is to run: from the first start until somebody stops it, however it fares between."""
        self._now, self._settled = asyncio.Event(), asyncio.Event()

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
        self._wished = True
        self.claim()
        self._be("starting")
        try:
            self.url = await self._start(environment or {})
        except (ServerFailed, OSError) as failure:
            self.why = failure if self._wished else None  # else it was stopped meanwhile, which is no failure
            await self._end(STOP_WITHIN)
            self._be("failed" if self._wished else "stopped")
            raise
        self.why = None
        self._be("ready")
        return self.url

    async def _start(self, environment: Mapping[str, str]) -> str:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._log = _open_log(self.data / LOG)
        arguments = ["serve", "--data", str(self.data), "--port", str(self._wanted), "--stop-with-stdin"]
        if self._center is not None:
            arguments += ["--center", str(self._center)]
        self._process = await asyncio.create_subprocess_exec(
            *self._command, *arguments, stdin=PIPE, stdout=PIPE, stderr=self._log,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )  # fmt: skip
        if not self._wished:
            raise ServerFailed("server-ended", "stopped before it had started")
        try:
            async with asyncio.timeout(READY_WITHIN):
                return await self._ready(self._process)
        except TimeoutError:
            raise ServerFailed("server-slow", self._last_line()) from None

    async def up(self) -> str:
        """Its address, once it runs: started if it does not. ServerFailed, OSError."""
        if self.phase != "starting":
            return self.url if self.phase == "ready" else await self.start()
        await self._settled.wait()
        if self._phase_now() != "ready":
            raise self.why or ServerFailed("server-ended", "it was stopped")
        return self.url

    async def watch(self, report: Report) -> None:
        """Start it again whenever it has ended by itself or did not come up, waiting longer each time. Runs until
        cancelled. *report* hears of each end, and of each other reason not to come up once."""
        delay = FIRST_DELAY
        loop = asyncio.get_running_loop()
        while True:
            process, began = self._process, loop.time()
            if not self._wished or self.phase == "starting":
                await asyncio.sleep(FIRST_DELAY)
                continue
            if process is not None:
                await _drain(process)
                code = await process.wait()
                if not self._is_wished():
                    continue
                self._let_go()
                self._process = None
                self.why = ServerFailed("server-ended", f"exit {code}: {self._last_line()}")
                report("server", self.why)
                self._be("failed")
                if loop.time() - began > HEALTHY_AFTER:
                    delay = FIRST_DELAY
            await self._rest(delay)
            delay = min(delay * 2, MAX_DELAY)
            if not self._is_wished() or self._phase_now() in ("starting", "ready"):
                continue  # somebody has stopped it meanwhile, or started it
            self.restarts += 1
            told = _kind(self.why)
            try:
                await self.start()
            except (ServerFailed, OSError) as failure:
                if _kind(failure) != told:
                    report("server", failure)

    def hurry(self) -> None:
        """Try again now, if it waits to be started again."""
        self._now.set()

    async def _rest(self, delay: float) -> None:
        self._now.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._now.wait()

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """End it in order: ask, wait, then kill. Nothing happens when there is none."""
        self._wished = False
        if self._process is not None:
            await self._end(within)
            self._be("stopped")

    async def _end(self, within: float) -> None:
        process = self._process
        if process is None:
            self._let_go()
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

    def _is_wished(self) -> bool:
        return self._wished

    def _phase_now(self) -> Phase:
        return self.phase

    def _be(self, phase: Phase) -> None:
        self.phase = phase
        if phase == "starting":
            self._settled.clear()
        else:
            self._settled.set()
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


def _kind(why: BaseException | None) -> str:
    """What tells one reason from another: its own last line may name a time."""
    return why.code if isinstance(why, ServerFailed) else str(why)


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
