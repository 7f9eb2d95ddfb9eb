"""This console's own log: lines like the server's in a file of the profile, and what went wrong handed to the server.

The file is written by a thread of its own: the window waits for no disk. What is to be handed in is kept in memory,
bounded, until the server is there; what had no room is counted. No line holds a person's name or number (`wire.logs`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
from collections import deque
from pathlib import Path
from typing import Final, Protocol

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, ServerBusy, WireFault
from mmc_console.wire.logs import (
    LINES_AT_MOST,
    TEXT_AT_MOST,
    DeviceLine,
    DeviceLogs,
    LogLine,
    encode_line,
    line_of,
)

FILE, BEFORE = "console.log", "console-before.log"
FILE_BYTES: Final = 1_000_000
WAITING_AT_MOST: Final = 500
QUEUED_AT_MOST: Final = 2_000
EVERY: Final = 10.0
AT_ONCE: Final = 50
_AN_HOUR: Final = 3600.0


class ConsoleLog(logging.Handler):
    """The handler of a running console. `start()`, and `stop()` in the end."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        self._folder = folder
        self._queue: queue.Queue[bytes | None] = queue.Queue(QUEUED_AT_MOST)
        self._waiting: deque[DeviceLine] = deque()
        self._guard = threading.Lock()
        self.lost = 0
        self._thread = threading.Thread(target=self._write, name="console-log", daemon=True)

    def start(self) -> None:
        """Listen to everything from INFO up."""
        root = logging.getLogger()
        root.addHandler(self)
        root.setLevel(logging.INFO)
        for loud in ("httpx", "httpcore", "qasync", "asyncio", "keyring", "PIL"):
            logging.getLogger(loud).setLevel(logging.WARNING)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end."""
        logging.getLogger().removeHandler(self)
        self._queue.put(None)
        self._thread.join(5.0)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record; never raises, never waits."""
        try:
            line = line_of(record)
        except Exception:  # noqa: BLE001 - a record that cannot be told must not end what was logging it
            return
        try:
            self._queue.put_nowait(encode_line(line) + b"\n")
        except queue.Full:
            with self._guard:
                self.lost += 1
        if record.levelno >= logging.WARNING:
            self._keep(line)

    def waiting(self, most: int) -> tuple[tuple[DeviceLine, ...], int]:
        """The oldest lines that are to be handed in, and how many were lost before or between."""
        with self._guard:
            return tuple(list(self._waiting)[:most]), self.lost

    def handed_in(self, count: int, lost: int) -> None:
        """The server has these."""
        with self._guard:
            for _ in range(min(count, len(self._waiting))):
                self._waiting.popleft()
            self.lost = max(0, self.lost - lost)

    def _keep(self, line: LogLine) -> None:
        told = DeviceLine(
            at=line.at, level=line.level, source=line.source[:120], text=line.text[:TEXT_AT_MOST],  # type: ignore[arg-type]  # logging's own levels
            code=line.code, request=line.request, actions=line.actions, trace=line.trace,
        )  # fmt: skip
        with self._guard:
            if len(self._waiting) == WAITING_AT_MOST:
                self._waiting.popleft()
                self.lost += 1
            self._waiting.append(told)

    def _write(self) -> None:
        """The thread: a full disk loses lines of a log, and nothing else."""
        size, handle = 0, -1
        try:
            while (raw := self._queue.get()) is not None:
                try:
                    if handle < 0 or size >= FILE_BYTES:
                        if handle >= 0:
                            os.close(handle)
                            handle = -1
                        handle, size = self._open()
                    size += os.write(handle, raw)
                except OSError:
                    with self._guard:
                        self.lost += 1
        finally:
            if handle >= 0:
                os.close(handle)

    def _open(self) -> tuple[int, int]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / FILE
        if path.exists() and path.stat().st_size >= FILE_BYTES:
            path.replace(self._folder / BEFORE)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return handle, os.fstat(handle).st_size


class Door(Protocol):
    """How the lines get to the server."""

    @property
    def offline(self) -> bool: ...
    async def tell(self, method: str, path: str, body: DeviceLogs, /) -> None: ...


class HandingIn:
    """Hands in what a console's log keeps, as long as the program runs."""

    def __init__(self, kept: ConsoleLog, door: Door, every: float = EVERY) -> None:
        self._kept, self._door, self._every = kept, door, every
        self._pause = every

    async def run(self) -> None:
        """Every few seconds, if there is something; ever more seldom while the server will not have it."""
        while True:
            await asyncio.sleep(self._pause)
            await self.look()

    async def look(self) -> None:
        """Hand in what there is, once."""
        lines, lost = self._kept.waiting(min(AT_ONCE, LINES_AT_MOST))
        if not (lines or lost) or self._door.offline:
            return
        try:
            await self._door.tell("POST", "/devices/me/logs", DeviceLogs(lines=lines, lost=lost))
        except ProblemAnswer as fault:
            if fault.problem.status == 401:
                self._wait_longer()
                return
        except ServerBusy as busy:
            if busy.limited:
                self._wait_longer(busy.retry_after)
            return
        except (WireFault, NotSignedIn):
            return
        self._pause = self._every
        self._kept.handed_in(len(lines), lost)

    def _wait_longer(self, told: float = 0.0) -> None:
        self._pause = min(_AN_HOUR, max(2 * self._pause, told))


def console_log() -> ConsoleLog | None:
    """The running console's log, if this program keeps one."""
    return next((each for each in logging.getLogger().handlers if isinstance(each, ConsoleLog)), None)
