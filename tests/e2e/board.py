"""A board station in the hands of a test: what it painted, what it said, and when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


SCREENS = (("desk", 1366, 768), ("hall", 1920, 1080))
"""A PC with two screens; a board fills the last one."""


def platform(place: Path) -> str:
    """Qt's platform without a display, with these screens."""
    file = place / "screens.json"
    told, left = [], 0
    for name, width, height in SCREENS:
        told.append({
            "name": name, "x": left, "y": 0, "width": width, "height": height, "logicalDpi": 96,
            "logicalBaseDpi": 96, "dpr": 1,
        })  # fmt: skip
        left += width
    file.write_text(json.dumps({"screens": told}))
    return f"offscreen:configfile={file}"


class Board:
    """A running board. `close` it."""

    def __init__(self, place: Path, name: str, server: str, code: str = "") -> None:
        self.profile = place / name
        self.complaints = place / f"{name}.stderr"
        with self.complaints.open("ab") as complaints:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.board_program", str(self.profile), server, *([code] if code else [])],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, cwd=TOP, text=True, encoding="utf-8",
                env=os.environ | {"QT_QPA_PLATFORM": platform(place)},
            )  # fmt: skip
        self.told: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, name=f"board {name}", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.told.append(json.loads(line))
                self._news.notify_all()

    def wait(
        self, wanted: Callable[[dict[str, Any]], bool], *, since: int = 0, within: float = PATIENCE
    ) -> dict[str, Any]:
        """The first thing told from *since* (monotonic nanoseconds) on that is as *wanted*."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found[:] = [t for t in self.told if t["at"] >= since and wanted(t)][:1]
            return bool(found)

        with self._news:
            if not self._news.wait_for(look, within):
                raise AssertionError(f"never told; last: {self.told[-3:]}; {self.complaints.read_text()[-2000:]}")
        return found[0]

    def shows(self, label: str, *, since: int = 0, within: float = PATIENCE) -> dict[str, Any]:
        """The first paint with *label* on it."""
        return self.wait(lambda t: "layout" in t and label in (t["hero"], *t["rows"]), since=since, within=within)

    def picture(self, file: Path, width: int, height: int) -> None:
        """What it shows, at this size."""
        now = time.monotonic_ns()
        assert self.process.stdin is not None
        order = {"do": "picture", "file": str(file), "width": width, "height": height}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        self.wait(lambda t: t.get("picture") == str(file), since=now)

    def close(self) -> str:
        """Leave; what it complained of."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.complaints.read_text()


def code_for(folder: Path, name: str, *more: str) -> str:
    """A one-time code for a board, from the command line."""
    done = subprocess.run(
        [sys.executable, "-m", "mmc_console", "boards", "code", name, "--data", str(folder), *more],
        text=True, check=True, capture_output=True, timeout=PATIENCE, cwd=TOP,
    )  # fmt: skip
    return done.stdout.split()[1]
