"""The checks of the machine a server runs on: room on the disks, the clock, memory, the certificate.

None needs a right, a tool or a package more than the server itself.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.health.checks import check_clock
from mmc_console.server.health.health import LIMIT_SECONDS, Verdict
from mmc_console.server.store.engine import Database

FULL: Final = 64 * 1024 * 1024
LOW: Final = 1024 * 1024 * 1024
FEW_FILES: Final = 10_000
NO_FILES: Final = 500
JUMP: Final = 5.0
"""Seconds the clock and the time that passed may differ by between two looks; a clock that is steered stays below."""
JUMP_TOLD: Final = 600.0
AHEAD: Final = timedelta(minutes=2)
SKEW: Final = 60.0
"""Seconds; a console says so too, and asks for its clock to be set."""
MEMORY_LOW: Final = 0.05
MEMORY_GROWN: Final = 1_500_000_000
CERTIFICATE_SOON: Final = timedelta(days=21)


class Machine:
    """What the clock is compared with: time that only passes, and the times of files."""

    patience = LIMIT_SECONDS
    """Seconds a check may take on it."""

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def newest(self, files: Iterable[Path]) -> float | None:
        """When the last of *files* was changed, as the file system says; None where there is none."""
        found = []
        for file in files:
            with suppress(FileNotFoundError):  # a log that was turned over meanwhile
                found.append(file.stat().st_mtime)
        return max(found, default=None)


def check_disk(folders: Iterable[Path]) -> Verdict:
    """Whether there is room for more on the disks of *folders*; those that do not exist are passed over."""
    there = [folder for folder in folders if folder.exists()]
    free = min(shutil.disk_usage(folder).free for folder in there)
    figures = {"free_bytes": float(free)}
    files = _free_files(there)
    if files is not None:
        figures["free_files"] = float(files)
    if free < FULL:
        return Verdict("unhealthy", "disk-full", figures)
    if files is not None and files < NO_FILES:
        return Verdict("unhealthy", "disk-no-files", figures)
    if free < LOW:
        return Verdict("degraded", "disk-low", figures)
    if files is not None and files < FEW_FILES:
        return Verdict("degraded", "disk-few-files", figures)
    return Verdict("healthy", "ok", figures)


def _free_files(folders: list[Path]) -> int | None:
    """How many more files fit; None where the file system does not count them."""
    if not hasattr(os, "statvfs"):
        return None
    found = [told.f_favail for folder in folders if (told := os.statvfs(folder)).f_files > 0]
    return min(found, default=None)


class ClockCheck:
    """Whether the clock can be believed: it never jumped, is not behind what it wrote, and agrees with the consoles.

    *skews*: what each console that is here says its clock is behind ours, in seconds, by name. *behind*: whether desks'
    work waits for it to be set.
    """

    def __init__(
        self, database: Database, clock: Clock, folder: Path, skews: Callable[[], dict[str, float]],
        machine: Machine, behind: Callable[[datetime], bool],
    ) -> None:  # fmt: skip
        self._database, self._clock, self._folder, self._skews = database, clock, folder, skews
        self._machine, self._behind = machine, behind
        self._before = (clock.now(), machine.monotonic())
        self._jumped: tuple[float, float] | None = None

    def __call__(self) -> Verdict:
        """Look."""
        now, passed = self._clock.now(), self._machine.monotonic()
        jump = (now - self._before[0]).total_seconds() - (passed - self._before[1])
        self._before = (now, passed)
        if abs(jump) > JUMP:
            self._jumped = (jump, passed)
        skews = self._skews()
        figures = {"skew_s": round(max(map(abs, skews.values()), default=0.0), 1), "consoles": float(len(skews))}
        if self._behind(now):
            return Verdict("unhealthy", "clock-behind", figures)
        back = check_clock(self._database, self._clock)
        if back.status != "healthy":
            return Verdict(back.status, back.detail, figures)
        if self._ahead(now):
            return Verdict("degraded", "files-from-future", figures)
        if len(skews) >= 3 and abs(median(skews.values())) > SKEW:
            return Verdict("degraded", "server-clock-off", {**figures, "skew_s": round(median(skews.values()), 1)})
        off = tuple(sorted(name for name, skew in skews.items() if abs(skew) > SKEW))
        if off:
            return Verdict("degraded", "console-clock-off", figures, off)
        if self._jumped is not None and passed - self._jumped[1] < JUMP_TOLD:
            return Verdict("degraded", "clock-jumped", {**figures, "jump_s": round(self._jumped[0], 1)})
        return Verdict("healthy", "ok", figures)

    def _ahead(self, now: datetime) -> bool:
        """Whether a file of ours says it was changed later than now."""
        newest = self._machine.newest([*self._folder.glob("center.db*"), *self._folder.glob("logs/*")])
        return newest is not None and newest > (now + AHEAD).timestamp()


def check_memory() -> Verdict:
    """Whether the machine has memory left, and this server has not grown out of shape."""
    left, own = _memory_left(), _own_memory()
    figures = {}
    if own is not None:
        figures["own_bytes"] = float(own)
    if left is not None:
        figures["left_share"] = round(left, 3)
    if left is not None and left < MEMORY_LOW:
        return Verdict("degraded", "memory-low", figures)
    if own is not None and own > MEMORY_GROWN:
        return Verdict("degraded", "memory-grown", figures)
    return Verdict("healthy", "ok", figures)


def _memory_left() -> float | None:
    if sys.platform == "win32":
        return _windows_memory_left()
    found = _fields(Path("/proc/meminfo"))
    total, free = found.get("MemTotal"), found.get("MemAvailable")
    return free / total if total and free is not None else None


def _own_memory() -> int | None:
    kilobytes = _fields(Path("/proc/self/status")).get("VmRSS")
    return None if kilobytes is None else kilobytes * 1024


def _fields(path: Path) -> dict[str, int]:
    """`Name:   123 kB` lines; empty where there is no such file."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    parts = (line.replace(":", " ").split() for line in lines)
    return {part[0]: int(part[1]) for part in parts if len(part) > 1 and part[1].isdigit()}


if sys.platform == "win32":

    class _MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX."""

        _fields_ = (
            ("length", ctypes.c_ulong), ("load", ctypes.c_ulong), ("total", ctypes.c_ulonglong),
            ("available", ctypes.c_ulonglong), ("total_page", ctypes.c_ulonglong),
            ("available_page", ctypes.c_ulonglong), ("total_virtual", ctypes.c_ulonglong),
            ("available_virtual", ctypes.c_ulonglong), ("extended", ctypes.c_ulonglong),
        )  # fmt: skip

    def _windows_memory_left() -> float | None:
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) or not status.total:
            return None
        return float(status.available) / float(status.total)


class CertificateCheck:
    """How long the certificate still holds, and whether the one in the file is the one in use."""

    def __init__(self, certificate: Path, clock: Clock) -> None:
        self._path, self._clock = certificate, clock
        self._used = certificate.read_bytes()

    def __call__(self) -> Verdict:
        """Look."""
        ends = certificate_ends(self._used)
        left = ends - self._clock.now()
        figures = {"days_left": round(left / timedelta(days=1), 1)}
        if left <= timedelta(0):
            return Verdict("unhealthy", "certificate-ended", figures)
        try:
            changed = self._path.read_bytes() != self._used
        except OSError:
            return Verdict("degraded", "certificate-missing", figures)
        if changed:
            return Verdict("degraded", "certificate-changed", figures)
        if left < CERTIFICATE_SOON:
            return Verdict("degraded", "certificate-ends-soon", figures)
        return Verdict("healthy", "ok", figures)


def certificate_ends(pem: bytes) -> datetime:
    """When the first of a chain to end does; ValueError for what is no certificate."""
    from cryptography import x509

    return min(found.not_valid_after_utc for found in x509.load_pem_x509_certificates(pem))
