"""The console is killed right after a person saw something: it is in the outbox, with its number, exactly once."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mmc_console.client.keys import fresh_key
from mmc_console.client.outbox import load
from mmc_console.client.profile import STORE
from mmc_console.client.store import Store

PROGRAM = Path(__file__).with_name("registering.py")
TOP = PROGRAM.parents[2]


def kill_after(lines: int, profile: Path, key: bytes) -> list[str]:
    """Run the console, kill it -9 after so many printed actions; everything it had printed by then."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(profile), key.hex()], stdout=subprocess.PIPE, text=True, cwd=TOP,
        env={"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        shown = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        shown += process.stdout.readlines()
    assert process.wait(timeout=30) == -signal.SIGKILL
    return [line.strip() for line in shown if line.endswith("\n")]


def recorded(profile: Path, key: bytes) -> list[str]:
    """What the outbox holds."""

    async def read() -> list[str]:
        store = await Store.open(profile / STORE, key)
        rows = (await store.run(load)).rows
        await store.close()
        return [f"{row.id} {getattr(row.action, 'number', '')}" for row in rows]

    return asyncio.run(read())


def killed(cycles: int, profile: Path) -> None:
    """So many kills at different moments; what was shown is there, and no number twice."""
    for cycle in range(cycles):
        folder, key = profile / str(cycle), fresh_key()
        shown = kill_after(1 + 7 * cycle % 31, folder, key)
        kept = recorded(folder, key)
        assert kept[: len(shown)] == shown, f"cycle {cycle}: shown, and not on the disk"
        assert len(kept) <= len(shown) + 1, "at most the one that was on its way to the screen"
        numbers = [line.split()[1] for line in kept]
        assert len(set(numbers)) == len(numbers)


def test_ten_kills_lose_nothing_that_was_shown(tmp_path: Path) -> None:
    killed(10, tmp_path)


@pytest.mark.faults
def test_fifty_kills_lose_nothing_that_was_shown(tmp_path: Path) -> None:
    killed(50, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(60))
def test_three_thousand_kills_lose_nothing_that_was_shown(tmp_path: Path, part: int) -> None:
    killed(50, tmp_path)
