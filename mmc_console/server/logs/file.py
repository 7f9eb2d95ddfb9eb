"""Writes the log. A full disk takes nothing down: what could not be written waits, bounded, until there is room.

A file has its name for good, the moment of its first line, so that a place in it stays the same place.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from mmc_console.server.logs.context import about
from mmc_console.wire.logs import LogLine, encode_line, line_of, stamp

FILE_BYTES: Final = 4_000_000
WAITING_AT_MOST: Final = 1_000
RETRY_SECONDS: Final = 1.0
PATTERN: Final = "server-*.log"


def name_at(at: datetime) -> str:
    """The file whose first line is of this moment."""
    return f"server-{at.astimezone(UTC):%Y%m%dT%H%M%S%f}.log"


def files(folder: Path) -> list[Path]:
    """The log's files, oldest first."""
    return sorted(folder.glob(PATTERN))


class LogFile(logging.Handler):
    """The handler of a running server."""

    def __init__(self, folder: Path, *, file_bytes: int = FILE_BYTES) -> None:
        super().__init__(logging.INFO)
        self._folder, self._file_bytes = folder, file_bytes
        self._handle = -1
        self._size = 0
        self._broken = False
        self._torn = False
        self._retry_at = 0.0
        self._waiting: deque[bytes] = deque(maxlen=WAITING_AT_MOST)
        self._missed = 0

    @property
    def stuck(self) -> bool:
        """Whether lines cannot be written now."""
        return self._broken

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; never raises, never writes anywhere else."""
        try:
            now = about.get()
            line = line_of(record, request=now.request, device=now.device, session=now.session)
            raw = encode_line(line) + b"\n"
        except Exception:  # noqa: BLE001 - a record that cannot be told (wrong arguments) is told as that
            raw = encode_line(_untellable(record)) + b"\n"
        self._put(raw, record.created)

    def close(self) -> None:
        """Close the file."""
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _put(self, raw: bytes, now: float) -> None:
        if self._broken and now < self._retry_at:
            self._miss(raw)
            return
        try:
            if self._broken:
                self._catch_up(now)
            self._write(raw, now)
        except OSError:
            self._broken = True
            self._retry_at = now + RETRY_SECONDS
            self._let_go()  # the next try opens anew: the folder may have been moved or mounted again
            self._miss(raw)

    def _miss(self, raw: bytes) -> None:
        self._missed += len(self._waiting) == WAITING_AT_MOST
        self._waiting.append(raw)

    def _catch_up(self, now: float) -> None:
        while self._waiting:
            self._write(self._waiting[0], now)
            self._waiting.popleft()
        at = stamp(datetime.fromtimestamp(now, UTC))
        text = f"the log can be written again; {self._missed} lines were lost"
        line = LogLine(at=at, level="warning", source=__name__, text=text, code="log-written-again")
        self._write(encode_line(line) + b"\n", now)
        self._broken, self._missed = False, 0

    def _write(self, raw: bytes, now: float) -> None:
        """Append; OSError. A line that was cut off by a full disk is ended, so that it spoils no other."""
        if self._handle < 0 or self._size >= self._file_bytes:
            self._open(now)
        if self._torn:
            raw = b"\n" + raw
        written = os.write(self._handle, raw)
        self._size += written
        self._torn = written < len(raw)
        if self._torn:
            raise OSError("the disk took a part of the line")

    def _open(self, now: float) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = files(self._folder)
        path = self._folder / name_at(datetime.fromtimestamp(now, UTC))
        if there and there[-1].stat().st_size < self._file_bytes:
            path = there[-1]
        elif there and path.name <= there[-1].name:  # the clock was set back: names must go on in order
            path = self._folder / f"{there[-1].stem}1.log"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._let_go()
        self._handle, self._size = handle, os.fstat(handle).st_size
        self._torn = self._torn or (self._size > 0 and _ends_torn(path))


def _ends_torn(path: Path) -> bool:
    """Whether the last line was cut off by a power cut."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _untellable(record: logging.LogRecord) -> LogLine:
    at = stamp(datetime.fromtimestamp(record.created, UTC))
    return LogLine(at=at, level="error", source=record.name, text="a line could not be told", code="log-line-fault")


def start_logs(folder: Path) -> LogFile:
    """Write all log records from INFO up into *folder*; `stop_logs` ends it."""
    handler = LogFile(folder)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for loud in ("uvicorn", "alembic", "asyncio"):
        logging.getLogger(loud).setLevel(logging.WARNING)
    return handler


def stop_logs(handler: LogFile) -> None:
    """Close the file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def forget(folder: Path, days: int, most_bytes: int, now: datetime) -> int:
    """Delete what is older than *days*, and the oldest beyond *most_bytes*; how many files. The newest always stays."""
    there = files(folder)[:-1]
    sizes = {path: path.stat().st_size for path in there}
    total = sum(sizes.values())
    limit = (now - timedelta(days=days)).timestamp()
    gone = 0
    for path in there:
        if path.stat().st_mtime >= limit and total <= most_bytes:
            break
        path.unlink(missing_ok=True)
        total -= sizes[path]
        gone += 1
    return gone
