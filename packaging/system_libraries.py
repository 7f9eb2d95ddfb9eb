"""Names the system libraries that Qt needs and this machine lacks; as root on Debian or Ubuntu it installs them.

Runs before .venv exists: standard library only. Never asks, and never touches a system where it is not root.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

FOR_ANYTHING = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Without these Qt does not even load: file name -> Debian package."""

FOR_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Without these no window opens on X; tests run all the same."""

VENV = "python3-venv"


def main() -> int:
    """0 when tests can run here (a window may be impossible, which is said), 1 when something must be installed."""
    if sys.platform != "linux":
        return 0
    if _absent() and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(sorted(_absent().values()))
    needed = {name: package for name, package in _absent().items() if name not in FOR_A_WINDOW}
    for_a_window = {name: package for name, package in _absent().items() if name in FOR_A_WINDOW}
    if needed:
        print("Missing, and nothing runs without: " + _told(needed), file=sys.stderr)
    if for_a_window:
        print("Missing, and no window opens without (tests run): " + _told(for_a_window), file=sys.stderr)
    if needed or for_a_window:
        packages = sorted({*needed.values(), *for_a_window.values()})
        print("On Debian or Ubuntu: sudo apt-get install " + " ".join(packages), file=sys.stderr)
    return 1 if needed else 0


def _absent() -> dict[str, str]:
    """What is not here: file name -> Debian package."""
    absent = {name: package for name, package in {**FOR_ANYTHING, **FOR_A_WINDOW}.items() if not _loads(name)}
    if importlib.util.find_spec("ensurepip") is None:
        absent["Python's ensurepip"] = VENV
    return absent


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    """Ask apt for *packages*; what it could not install is named by the caller."""
    print("Installing system libraries: " + " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=False, stdout=subprocess.DEVNULL)


def _told(absent: dict[str, str]) -> str:
    return ", ".join(f"{name} ({package})" for name, package in absent.items())


if __name__ == "__main__":
    sys.exit(main())
