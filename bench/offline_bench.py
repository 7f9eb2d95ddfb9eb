"""S9: three desks record 2,000 actions while the server is away; then it is back.

Real servers, a process for each desk with its own Qt loop and encrypted store. The last desk is taken over by a real
console, started with the server still away: its window is at reception, and tells how long it stood still. Not part of
`make bench`: run it as `python -m bench.offline_bench`. The desk's side is
`python -m bench.offline_bench PROFILE URL HOW-MANY CLINIC`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qasync import QEventLoop

from bench.server_bench import PASSWORD, Server
from bench.table import Row, show
from mmc_console.client.clock import SystemClock
from mmc_console.client.gateway import Gateway, open_gateway
from mmc_console.desktop.garbage import Searching
from mmc_console.desktop.loop import application
from mmc_console.domain.actions import CallNext, IssueTicket, TakeRoom
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.e2e.console import Console
from tests.e2e.program import FolderKeys

SHARES = (667, 667, 666)
DESKS = ("eyes", "ent", "dental")
QUEUE = 60
"""How many stand at each clinic before anybody is called."""
PULSE = 0.002


class Pulse:
    """How long the event loop could do nothing else, at the most."""

    def __init__(self) -> None:
        self.longest = self.longest_work = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._again()

    def _again(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last - PULSE)
        self.longest_work = max(self.longest_work, worked - self._worked)
        self._last, self._worked = now, worked
        self._timer = asyncio.get_running_loop().call_later(PULSE, self._again)

    def stop(self) -> tuple[float, float]:
        """The longest by the clock, and the most work in one go, in ms."""
        self._timer.cancel()
        return self.longest * 1000, self.longest_work * 1000


async def _until_drained(desk: Gateway) -> None:
    async for _ in desk.changes():
        failed = [row for row in desk.pending.rows if row.state in ("refused", "conflict")]
        for row in failed:
            await desk.decisions.keep(row.id)  # a person keeps what stands
        if not failed and not desk.pending.waiting:
            return


async def _record(desk: Gateway, how_many: int, clinic: ClinicCode) -> None:
    """People at the door, and calls once some wait, as fast as it goes."""
    for n in range(how_many):
        if n % 2 and n > QUEUE:
            action: Any = desk.new(CallNext, clinic=clinic, room=1, finish_current=True)
        else:
            number = f"{abs(hash(clinic)) % 1000 + 1000}{n:05d}"
            action = desk.new(IssueTicket, patient=PatientEntry(number=number, gender="male"), clinic=clinic)
        await desk.submit(action)


async def _desk(profile: Path, url: str, how_many: int, clinic: ClinicCode) -> None:
    """Does what it is told, a word a line; answers each with a line."""
    kept: set[asyncio.Task[None]] = set()

    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        kept.add(asyncio.ensure_future(work))
        return True

    def told() -> Coroutine[Any, Any, str]:
        return asyncio.to_thread(sys.stdin.readline)

    desk = await open_gateway(profile, url, SystemClock(), FolderKeys(profile.with_name(f"{profile.name}.keys")), start)
    services = [asyncio.ensure_future(service()) for service in desk.services().values()]
    await desk.sign_in("admin", PASSWORD)
    receipt = await desk.submit(desk.new(TakeRoom, clinic=clinic, room=1))
    await receipt.outcome
    print("ready", flush=True)
    await told()
    async for _ in desk.changes():
        if desk.connection.kind == "offline":
            break
    await _record(desk, how_many, clinic)
    print(desk.pending.waiting, flush=True)
    if await told() == "go on\n":
        pulse = Pulse()
        await _until_drained(desk)
        print(sum(row.decided for row in desk._desk.outbox), flush=True)
        await told()
        await desk.refresh()  # what the other desks did is taken in as well
        print(*pulse.stop(), flush=True)
        await told()
    for task in [*services, *kept]:
        task.cancel()
    await asyncio.gather(*services, *kept, return_exceptions=True)
    await desk.close()


class Hand:
    """One of the desks: a word to it is a line, and so is each of its answers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def at(cls, profile: Path, url: str, share: int, clinic: str) -> Hand:
        """Start it."""
        return cls(await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.offline_bench", str(profile), url, str(share), clinic,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        ))  # fmt: skip

    def tell(self, word: str) -> None:
        """It goes on."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())

    async def answer(self) -> str:
        """What it says."""
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    async def ends(self) -> None:
        """It has closed."""
        await self._process.wait()

    def kill(self) -> None:
        """Where something has gone wrong, nothing is left running."""
        with suppress(ProcessLookupError):
            self._process.kill()


def is_calm(shown: dict[str, Any]) -> bool:
    """Whether nothing waits to be sent any more."""
    return shown["pending"] in (None, "", "0 pending")


async def measured() -> list[Row]:
    """Seconds until all three have been answered, and the longest standstill of a desk and of a window meanwhile."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as closing:
        place = Path(name)
        server = Server(place / "centre")
        closing.callback(server.stop)
        port, url = server.port, f"http://127.0.0.1:{server.port}"
        desks = [await Hand.at(place / clinic, url, share, clinic) for clinic, share in zip(DESKS, SHARES, strict=True)]
        for desk in desks:
            closing.callback(desk.kill)
            await desk.answer()
        server.stop()
        for desk in desks:
            desk.tell("record")
        recorded = sum([int(await desk.answer()) for desk in desks])
        *others, last = desks
        last.tell("close")
        await last.ends()
        window = Console(place, DESKS[-1], url)
        closing.callback(window.close)
        window.shows(lambda s: not is_calm(s), "pending")
        window.click("side_reception")
        window.shows(lambda s: s["queue"], "queue")
        window.stall()
        for desk in others:
            desk.tell("go on")
        server = Server(place / "centre", port=port)
        closing.callback(server.stop)
        began = time.perf_counter()
        failed = sum([int(await desk.answer()) for desk in others])
        window.shows(is_calm, "pending")
        took = time.perf_counter() - began
        for desk in others:
            desk.tell("go on")
        told = [(await desk.answer()).split() for desk in others]
        longest, work = (max(map(float, each)) for each in zip(*told, strict=True))
        window.listen(3.0)
        stood = window.stall()
        for desk in others:
            desk.tell("go on")
            await desk.ends()
    return [
        (f"S9 offline: {recorded:,} actions of three desks drained ({failed} refused)", f"{took:.1f} s", "≤ 10 s"),
        ("S9 offline: a desk's longest standstill meanwhile", f"{longest:.0f} ms", "≤ 50 ms"),
        ("   of its own CPU in one go (four processes share two cores)", f"{work:.0f} ms", ""),
        ("S9 offline: reception's window, its longest standstill", f"{stood:.0f} ms", "≤ 50 ms"),
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        app = application()
        searching = Searching()
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            runner.run(_desk(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), ClinicCode(sys.argv[4])))
        searching.stop()
    else:
        show(asyncio.run(measured()))
