"""The process that does the work (`work`), as the server holds it: given its order, listened to, ended in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from mmc_console.server.backups.proving import Proof
from mmc_console.server.backups.taking import Taken
from mmc_console.server.backups.work import Fault, Order, Said
from mmc_console.wire.backups import Run

_PATIENCE: Final = 15.0
_LINE: Final = 4 * 1024 * 1024


class Worker:
    """One process. `run()` once; `call_off()` ends it in order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._process: asyncio.subprocess.Process | None = None
        self._off = False

    async def run(self, hear: Callable[[Said], None]) -> Fault | None:
        """Have it done; *hear* is told what it says. None when it was done. Cancelled, it ends the process first."""
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "mmc_console.server.backups.work",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, limit=_LINE, env=_environment(),
            **_apart(gently=self._order.deed != "ship"),
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with contextlib.suppress(OSError):  # ended before it was told: what it said, or did not, tells why
                process.stdin.write(msgspec.json.encode(self._order) + b"\n")
                await process.stdin.drain()
            if self._off:
                process.stdin.close()
            while line := await process.stdout.readline():
                said = msgspec.json.decode(line, type=Said)
                if said.over:
                    return said.fault
                hear(said)
            return Fault("backup-process-ended")
        finally:
            await self._end(process)

    def call_off(self) -> None:
        """It stops where it is, and cleans up."""
        self._off = True
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        drained = asyncio.ensure_future(process.stdout.read())  # a full pipe would keep it from ending
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await asyncio.gather(drained, return_exceptions=True)


class Heard:
    """What a process has told of itself so far."""

    def __init__(self) -> None:
        self.taken: Taken | None = None
        self.proof: Proof | None = None

    def hear(self, said: Said) -> None:
        """One line more."""
        self.taken = said.taken or self.taken
        self.proof = said.proof or self.proof

    def run(self, run: Run, fault: Fault | None) -> Run:
        """How it went, with all that is known of it."""
        if fault is not None:
            return replace(run, detail=fault.code, place=fault.place)
        if self.taken is not None:
            note = self.taken.note
            place, detail = next(iter(self.taken.faults.items()), ("", ""))
            return replace(run, backup=note.header.id, size=note.size, seq=note.header.seq, detail=detail, place=place)
        if self.proof is not None:
            return replace(run, size=self.proof.size, seq=self.proof.seq)
        return run


def _environment() -> dict[str, str]:
    """Ours without what is only for us: the keys come with the order."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MMC_")}


def _apart(*, gently: bool) -> dict[str, Any]:
    """A Ctrl+C meant for the server ends this by way of the server, in order."""
    if sys.platform == "win32":
        slow = subprocess.BELOW_NORMAL_PRIORITY_CLASS if gently else 0
        return {"creationflags": subprocess.CREATE_NO_WINDOW | slow}
    return {"start_new_session": True}
