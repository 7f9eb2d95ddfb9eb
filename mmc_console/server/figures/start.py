"""When this process began, as the system knows it: the start's time counts from there, not from our first line."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from time import monotonic


def seconds_alive() -> float | None:
    """For how long this process has lived; None where the system does not tell."""
    if sys.platform == "win32":
        return _windows()
    try:
        after_name = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        began = int(after_name.split()[19]) / os.sysconf("SC_CLK_TCK")
        since_boot = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError, AttributeError):
        return None
    return max(0.0, since_boot - began)


def _windows() -> float | None:
    """From the process's own times, in tenths of a microsecond since 1601."""
    kernel = getattr(ctypes, "windll", None)
    if kernel is None:
        return None
    began, rest, now = (ctypes.c_ulonglong() for _ in range(3))
    handle = kernel.kernel32.GetCurrentProcess()
    others = (ctypes.byref(rest), ctypes.byref(rest), ctypes.byref(rest))
    if not kernel.kernel32.GetProcessTimes(handle, ctypes.byref(began), *others):
        return None
    kernel.kernel32.GetSystemTimeAsFileTime(ctypes.byref(now))
    return float(now.value - began.value) / 1e7


class Started:
    """How long the start took: noted once, when the server answers."""

    def __init__(self) -> None:
        self.took: float | None = None
        self._at = 0.0

    def answers(self) -> None:
        """The server answers now."""
        alive = seconds_alive()
        self.took, self._at = None if alive is None else round(alive, 3), monotonic()

    @property
    def since(self) -> float | None:
        """For how long it has answered."""
        return monotonic() - self._at if self._at else None
