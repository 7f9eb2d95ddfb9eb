"""The server and the command line as real programs, for tests that need a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.auth_parts import GOOD

PATIENCE = 60


@contextmanager
def serving(place: Path, **environ: str) -> Iterator[str]:
    """A running server in *place*; its URL. `admin` signs in with GOOD. Stopped in order, with no complaint."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mmc_console", "serve", "--data", str(place), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"MMC_ADMIN_PASSWORD": GOOD} | environ,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line.startswith("ready "):
            raise AssertionError(f"the server did not start: {line}{process.communicate(timeout=PATIENCE)[1]}")
        yield line.split()[1]
    finally:
        process.terminate()
        complaints = process.communicate(timeout=PATIENCE)[1]
    assert (process.returncode, complaints) == (0, "")


def users_add(place: Path, *words: str, password: str = GOOD, **environ: str) -> subprocess.CompletedProcess[str]:
    """`mmc-console users add WORDS --data place`, with *password* on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "mmc_console", "users", "add", *words, "--data", str(place)],
        input=f"{password}\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | environ,
    )
