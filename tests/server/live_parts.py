"""A real server process that may be killed at any moment, and a console's view of it over a real socket."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mmc_console.domain.ids import mint_action_id
from tests.server.auth_parts import GOOD

PATIENCE = 60.0


class Program:
    """`mmc-console serve` on one folder; started again as often as a test likes."""

    module = "mmc_console"

    def __init__(self, place: Path, **environ: str) -> None:
        self.place = place
        self.environ = environ
        self.url = ""
        self.ready_seconds = 0.0
        self._process: subprocess.Popen[str] | None = None

    def start(self, *more: str) -> str:
        """Start it; its URL once it answers."""
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module, "serve", "--data", str(self.place), "--port", "0", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"MMC_ADMIN_PASSWORD": GOOD} | self.environ,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.ready_seconds = time.perf_counter() - began
        if not line.startswith("ready "):
            raise AssertionError(f"the server did not start: {line}{self._process.communicate(timeout=PATIENCE)[1]}")
        self.url = line.split()[1]
        return self.url

    def kill(self) -> None:
        """kill -9; nothing for one that has ended already."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            self._process.communicate(timeout=PATIENCE)

    def wait(self) -> int:
        """Until it has ended by itself; how."""
        assert self._process is not None
        self._process.communicate(timeout=PATIENCE)
        return self._process.returncode

    def stop(self) -> tuple[int, str]:
        """SIGTERM; the exit code and what it had to complain of."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        complaints = self._process.communicate(timeout=PATIENCE)[1]
        return self._process.returncode, complaints

    @property
    def process_id(self) -> int:
        """Of the running server."""
        assert self._process is not None
        return self._process.pid

    @property
    def memory(self) -> int:
        """Resident bytes."""
        assert self._process is not None
        import psutil

        found: int = psutil.Process(self._process.pid).memory_info().rss
        return found


def until(seen: Callable[[], bool]) -> float:
    """Wait for it; seconds."""
    began = time.monotonic()
    while not seen():
        assert time.monotonic() - began < PATIENCE, "it never came"
    return time.monotonic() - began


def action(type: str, **fields: Any) -> dict[str, Any]:
    """An action made now."""
    now = datetime.now(UTC)
    return {"id": mint_action_id(now, secrets.token_bytes(10)), "type": type, "at": now.isoformat(), **fields}


def registration(number: str) -> dict[str, Any]:
    """The registration of the man with this number."""
    return action("register_visit", patient={"number": number, "gender": "male"}, exam_type="recruitment")


def sign_in(device: str = "console-live-1") -> dict[str, Any]:
    """The body of a sign-in as `admin`."""
    return {"username": "admin", "password": GOOD, "device": {"id": device, "name": "Reception"}}
