"""The process of one plugin, as the server holds it: started with nothing of ours, spoken to, ended when it hangs.

A process and not a thread, because a thread that hangs cannot be ended, one that computes holds every other thread up,
and one that fills the memory takes the server with it. Blocks, so it belongs to a thread of its own; a
watchdog ends the process when its time is over, and what reads from it then finds the end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import msgspec

from mmc_console.server.plugins.watchdog import Watchdog
from mmc_console.wire import plugins as wire
from mmc_console.wire.json import encode

BEGIN_SECONDS: Final = 30.0
CALL_SECONDS: Final = 10.0
ASKS_AT_MOST: Final = 100
"""Questions during one call; more are a plugin gone wild."""
_KEPT: Final = (
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
"""Of our environment; passwords and where the keys are is nothing for a plugin."""

Answerer = Callable[[wire.Ask], wire.Answer]


class ProcessFault(Exception):
    """It is of no use any more and was ended: `hung`, `ended`, `garbled`, `asks-too-much`, or what it said itself."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(code)
        self.code, self.place = code, place


class PluginProcess:
    """One running plugin. `open()`, `begin()`, then `tell` as often as needed; `close()` in the end."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, answer: Answerer, *,
        begin_seconds: float = BEGIN_SECONDS, call_seconds: float = CALL_SECONDS, shown: bool = False,
    ) -> None:  # fmt: skip
        self._arguments, self._folder, self._answer = arguments, folder, answer
        self._begin_seconds, self._call_seconds, self._shown = begin_seconds, call_seconds, shown
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Watchdog | None = None
        self._killed = False

    def open(self) -> wire.Hello:
        """Start it; what it says of itself. ProcessFault."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mmc_console.plugins.host", *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None if self._shown else subprocess.DEVNULL,
            cwd=self._folder, env=_environment(), start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )  # fmt: skip
        self._watch = Watchdog(f"watch-{self._process.pid}", self.kill)
        if self._killed:  # while it was being started
            self.kill()
        with self._watch.limit(self._begin_seconds):
            found = self._read()
        if isinstance(found, wire.Broken):
            raise self._ended(wire.code_of(found.code), found.place)
        if not isinstance(found, wire.Hello):
            raise self._ended("garbled")
        return found

    def begin(self, settings: dict[str, str]) -> None:
        """Hand it its settings. ProcessFault."""
        with self._limit(self._begin_seconds):
            self._write(wire.Begin(settings=settings))
            found = self._until_answered()
        if isinstance(found, wire.Broken):
            raise self._ended(wire.code_of(found.code), found.place)
        if not isinstance(found, wire.Ready):
            raise self._ended("garbled")

    def tell(self, what: wire.TellEvent | wire.TellNotice | wire.TellAlert) -> wire.Did:
        """Tell it one thing and wait for what became of it. ProcessFault."""
        with self._limit(self._call_seconds):
            self._write(what)
            found = self._until_answered()
        if not isinstance(found, wire.Did):
            raise self._ended("garbled")
        return found

    def close(self) -> None:
        """End it and wait for that; for the thread that speaks to it."""
        process = self._process
        if process is None:
            return
        _kill(process)
        process.wait()
        if self._watch is not None:
            self._watch.close()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe.close)

    def _until_answered(self) -> wire.FromPlugin:
        for _ in range(ASKS_AT_MOST):
            found = self._read()
            if not isinstance(found, wire.Ask):
                return found
            self._write(self._answer(found))
        raise self._ended("asks-too-much")

    def _read(self) -> wire.FromPlugin:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline(wire.LINE_AT_MOST)
        if not line:
            raise self._ended(self._how_ended)
        try:
            found: wire.FromPlugin = wire.read_from_plugin(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._ended("garbled") from None
        return found

    def _write(self, message: wire.ToPlugin) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(encode(message) + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise self._ended(self._how_ended) from None

    def _limit(self, seconds: float) -> AbstractContextManager[None]:
        if self._watch is None:
            raise ProcessFault("ended")
        return self._watch.limit(seconds)

    @property
    def _how_ended(self) -> str:
        return "hung" if self._watch is not None and self._watch.bitten else "ended"

    def kill(self) -> None:
        """End it, with all it has started; whoever waits for it learns that it has ended."""
        self._killed = True
        if self._process is not None:
            _kill(self._process)

    def _ended(self, code: str, place: str = "") -> ProcessFault:
        """End it; what to raise."""
        self.close()
        return ProcessFault(code, place)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    try:
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        process.kill()


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:
        return  # what could not be written any more is lost with its reader


def _environment() -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    return found | {"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1", "PYTHONSAFEPATH": "1"}
