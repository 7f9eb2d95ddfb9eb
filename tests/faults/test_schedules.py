"""Bad lines by a drawn schedule, a line for each of three consoles; healed, all three are soon where the log is."""

from __future__ import annotations

import asyncio
import os
import random
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import get_args

import pytest

from mmc_console.client.errors import OffWhileOffline
from mmc_console.domain.actions import CallNext, RegisterVisit, TakeRoom
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.e2e.centre import Centre
from tests.faults.conftest import Tell
from tests.faults.desks import Console, consoles, counted, equal
from tests.faults.proxy import Fault, Proxy

LAB, EYES = ClinicCode("lab"), ClinicCode("eyes")
PLACES = ((LAB, 1), (LAB, 2), (EYES, 1))
SPELLS = (0.3, 4.0)
FAULTS: list[Fault] = [fault for fault in get_args(Fault) if fault]
QUICK: list[Fault] = [fault for fault in FAULTS if fault != "half-open"]
"""A connection that is dead and silent is noticed by its silence, in real time."""


async def worked(
    desk: Console, place: tuple[ClinicCode, int], line: Proxy, dice: random.Random, first: int, faults: list[Fault]
) -> None:
    """Two spells of a bad line, people registered and called meanwhile, answers cut in between."""
    clinic, room = place
    for spell in range(2):
        bad = asyncio.ensure_future(line.bad(dice.choice(faults), dice.uniform(*SPELLS)))
        for n in range(5):
            patient = PatientEntry(number=f"{first + 10 * spell + n}", gender="male")
            await desk.submit(desk.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
            try:
                await desk.submit(desk.new(CallNext, clinic=clinic, room=room, finish_current=True))
            except OffWhileOffline:
                continue  # nobody's room, or nobody there to call: said, and not recorded
        await bad
        line.cut("/api/v1/actions", dice.randrange(2000))
    line.mend_cut()


async def schedule(place: Path, centre: Centre, seed: int, tell: Tell, faults: list[Fault]) -> None:
    """One of them; *seed* makes the same one again."""
    dice = random.Random(seed)
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(Proxy(centre.port)) for _ in PLACES]
        desks = await stack.enter_async_context(consoles(place, [line.url for line in lines]))
        for desk, (clinic, room) in zip(desks, PLACES, strict=True):
            await desk.done(desk.new(TakeRoom, clinic=clinic, room=room))
        await asyncio.gather(
            *(
                worked(desks[n], PLACES[n], lines[n], random.Random(dice.random()), 1000 * (n + 1), faults)
                for n in range(3)
            )
        )
        began = time.monotonic()
        found = await equal(desks, centre.url, decide=True)
        took = time.monotonic() - began
        count = counted(desks, found)
        tell(f"schedule {seed}: converged {took:.1f} s after healing; {count}")
        assert (count.lost, count.doubled) == (0, 0), seed
        assert count.acknowledged >= 3 * 11, seed


def test_one_schedule_of_bad_lines(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    asyncio.run(schedule(tmp_path, centre, int.from_bytes(os.urandom(3)), tell, QUICK))


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(20))
def test_twenty_schedules_of_bad_lines(centre: Centre, tmp_path: Path, tell: Tell, seed: int) -> None:
    asyncio.run(schedule(tmp_path, centre, seed, tell, FAULTS))
