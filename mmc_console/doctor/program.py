"""The program itself: its version, the database engine, its files, and whether its windows can be opened here."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from mmc_console import __version__, assets
from mmc_console.doctor.findings import Finding
from mmc_console.server.store.engine import OLDEST_ENGINE

NEEDED: Final = (
    ("resources", "center.json"), ("resources", "fonts"), ("resources", "icons"), ("resources", "page"),
    ("resources", "board"), ("translations", "mmc_console_ar.qm"), ("translations", "health_ar.json"),
    ("translations", "health_en.json"), ("translations", "notices_ar.json"),
)  # fmt: skip
OPENS: Final = """
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])
faults = [path for path in sys.argv[1:] if QFontDatabase.addApplicationFont(path) < 0]
print("fonts " + str(len(faults)))
"""
"""In a process of its own: a library that is missing would end this one."""
OPENS_SECONDS: Final = 60


def program() -> Finding:
    """Which program this is, on what."""
    facts = {"version": f"mmc-console {__version__}", "python": f"Python {platform.python_version()}"}
    return Finding(check="program", facts={**facts, "system": platform.platform(terse=True)})


def engine() -> Finding:
    """Whether the database engine is one that loses nothing."""
    from sqlcipher3 import dbapi2

    facts = {"engine": f"SQLite {dbapi2.sqlite_version}"}
    if dbapi2.sqlite_version_info < OLDEST_ENGINE:
        return Finding(check="engine", status="unhealthy", detail="engine-too-old", facts=facts)
    return Finding(check="engine", facts=facts)


def files() -> Finding:
    """Whether what the program brings with it is there, and can be read."""
    missing = [parts[-1] for parts in NEEDED if not _there(parts)]
    if missing:
        return Finding(check="files", status="unhealthy", detail="files-missing", facts={"missing": " ".join(missing)})
    return Finding(check="files")


def _there(parts: tuple[str, ...]) -> bool:
    try:
        path = assets.path(*parts)
        if path.is_dir():
            return any(path.iterdir())
        raw = path.read_bytes()
        if path.suffix == ".json":
            json.loads(raw)
    except (OSError, ValueError):
        return False
    return bool(raw)


def windows() -> Finding:
    """Whether Qt and the fonts can be loaded; tried without a display."""
    fonts = sorted(str(path) for path in assets.path("resources", "fonts").glob("*.ttf"))
    told = subprocess.run(
        [sys.executable, "-c", OPENS, *fonts], capture_output=True, text=True, check=False, timeout=OPENS_SECONDS
    )
    facts = {"qt": f"Qt {_version('PySide6-Essentials')}"}
    if told.returncode != 0:
        last = told.stderr.strip().splitlines()[-1:] or [f"exit {told.returncode}"]
        return Finding(
            check="windows", status="unhealthy", detail="qt-missing", facts={**facts, "fault": last[0][:200]}
        )
    if not told.stdout.startswith("fonts 0"):
        return Finding(check="windows", status="unhealthy", detail="files-missing", facts=facts)
    return Finding(check="windows", facts=facts)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
