"""Server and consoles in two networks joined by one cable, which is pulled at either end: silence, not a refusal."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from mmc_console.client.errors import OffWhileOffline
from mmc_console.domain.actions import CallNext, RegisterVisit, TakeRoom
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.e2e.centre import Centre
from tests.faults.conftest import Tell
from tests.faults.desks import Console, console, counted, equal, until
from tests.web.phone_parts import certificate

LAB = ClinicCode("lab")
SOON_ENOUGH = 5.0
"""R6."""


def ip(*words: str) -> None:
    """One command of iproute2."""
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=10)


@dataclass(frozen=True)
class Cable:
    """Two ends: ours, and the one in the server's network."""

    network: str
    near: str
    far: str
    server: str

    def plug(self, end: str, *, pulled: bool) -> None:
        """Pull or plug in its `near` or `far` end."""
        state = "down" if pulled else "up"
        if end == "near":
            ip("link", "set", self.near, state)
        else:
            ip("-n", self.network, "link", "set", self.far, state)


@pytest.fixture
def cable() -> Iterator[Cable]:
    """A network for a server alone. Needs the right to make one."""
    made = Cable(f"mmc{os.getpid()}", f"mn{os.getpid()}", f"mf{os.getpid()}", "10.213.71.2")
    try:
        ip("netns", "add", made.network)
    except (OSError, subprocess.SubprocessError) as fault:
        pytest.skip(f"this machine lets nobody make a network namespace: {fault}")
    try:
        ip("link", "add", made.near, "type", "veth", "peer", "name", made.far, "netns", made.network)
        ip("addr", "add", "10.213.71.1/30", "dev", made.near)
        ip("-n", made.network, "addr", "add", f"{made.server}/30", "dev", made.far)
        ip("-n", made.network, "link", "set", "lo", "up")
        for end in ("near", "far"):
            made.plug(end, pulled=False)
        yield made
    finally:
        ip("netns", "del", made.network)  # takes the cable with it


async def worked(desk: Console, first: int) -> None:
    """Five people come, and one after the other is called."""
    for n in range(5):
        patient = PatientEntry(number=str(first + n), gender="male")
        await desk.submit(desk.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
        try:
            await desk.submit(desk.new(CallNext, clinic=LAB, room=1, finish_current=True))
        except OffWhileOffline:
            continue


@pytest.mark.parametrize("end", ["near", "far"])
def test_the_cable_is_pulled_and_plugged_in_again(cable: Cable, end: str, tmp_path: Path, tell: Tell) -> None:
    cert, key, _ = certificate(tmp_path, cable.server)
    centre = Centre(
        tmp_path, options=("--host", cable.server, "--cert", str(cert), "--key", str(key)),
        through=("ip", "netns", "exec", cable.network),
    )  # fmt: skip
    url = f"https://{cable.server}:{centre.port}"
    centre.start()

    async def scene() -> None:
        async with AsyncExitStack() as stack:
            desks = [
                await stack.enter_async_context(console(tmp_path / f"desk{n}", url, trusted=cert)) for n in range(2)
            ]
            await desks[0].done(desks[0].new(TakeRoom, clinic=LAB, room=1))
            slowest, found = 0.0, await equal(desks, url, trusted=cert)
            for turn in range(3):
                cable.plug(end, pulled=True)
                for n, desk in enumerate(desks):
                    await worked(desk, 1000 * (n + 1) + 10 * turn)
                for desk in desks:
                    await until(desk, lambda desk=desk: desk.connection.kind == "offline")
                cable.plug(end, pulled=False)
                began = time.monotonic()
                found = await equal(desks, url, decide=True, trusted=cert)
                slowest = max(slowest, time.monotonic() - began)
            count = counted(desks, found)
            tell(f"{end} end pulled 3 times: equal after {slowest:.1f} s at the most; {count}")
            assert (count.lost, count.doubled) == (0, 0)
            assert count.acknowledged >= 30
            assert slowest <= SOON_ENOUGH

    try:
        asyncio.run(scene())
    finally:
        complaints = centre.stop()
    assert complaints == ""
