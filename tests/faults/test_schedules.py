"""Bad lines by a drawn schedule, a line for each of three consoles; healed, all three are soon where the log is."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Sequence
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
from tests.faults.desks import Console, consoles, counted, equal, until
from tests.faults.proxy import Fault, Proxy

LAB, EYES = ClinicCode("lab"), ClinicCode("eyes")
PLACES = ((LAB, 1), (LAB, 2), (EYES, 1))
SPELLS = (0.3, 4.0)
FAULTS: list[Fault] = [fault for fault in get_args(Fault) if fault]
SOON_ENOUGH = 5.0
"""R6."""


async def worked(
    desk: Console, place: tuple[ClinicCode, int], line: Proxy, dice: random.Random, first: int, faults: Sequence[Fault]
) -> None:
    """These spells of a bad line, people registered and called meanwhile, answers cut in between."""
    clinic, room = place
    for spell, fault in enumerate(faults):
        bad = asyncio.ensure_future(line.bad(fault, dice.uniform(*SPELLS)))
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


async def schedule(place: Path, centre: Centre, seed: int, tell: Tell) -> float:
    """One of them, with each fault there is; *seed* makes the same one again. Seconds until all three were equal."""
    dice = random.Random(seed)
    spells = [*FAULTS, dice.choice(FAULTS)]
    dice.shuffle(spells)
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(Proxy(centre.port)) for _ in PLACES]
        desks = await stack.enter_async_context(consoles(place, [line.url for line in lines]))
        for desk, (clinic, room) in zip(desks, PLACES, strict=True):
            await desk.done(desk.new(TakeRoom, clinic=clinic, room=room))
        await asyncio.gather(
            *(
                worked(desks[n], PLACES[n], lines[n], random.Random(dice.random()), 1000 * (n + 1), spells[2 * n :][:2])
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
    return took


def test_six_schedules_of_bad_lines(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    for turn in range(6):
        asyncio.run(schedule(tmp_path / str(turn), centre, int.from_bytes(os.urandom(3)), tell))


def schedules(place: Path, seeds: range, tell: Tell) -> None:
    """Each on a server of its own: a day that is as long as all of them would only measure such a day."""
    took = []
    for seed in seeds:
        centre = Centre(place / str(seed))
        centre.start()
        try:
            took.append(asyncio.run(schedule(place / str(seed), centre, seed, tell)))
        finally:
            centre.stop()
    middle = sorted(took)[len(took) // 2]
    tell(f"{len(took)} schedules: converged after {middle:.1f} s (median), {max(took):.1f} s at the most")
    assert max(took) <= SOON_ENOUGH


@pytest.mark.faults
def test_twenty_schedules_of_bad_lines(tmp_path: Path, tell: Tell) -> None:
    schedules(tmp_path, range(20), tell)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(20, 500, 20))
def test_five_hundred_schedules_of_bad_lines(tmp_path: Path, tell: Tell, first: int) -> None:
    """With the twenty of `make faults`."""
    schedules(tmp_path, range(first, first + 20), tell)


STREAM = "/api/v1/events/stream"


@pytest.mark.parametrize("after", [0, 600])
def test_behind_a_proxy_that_swallows_streams_news_are_asked_for(centre: Centre, tmp_path: Path, after: int) -> None:
    """With the head of the answer, or without: what another console does is here soon, and nobody is called away."""

    async def scene() -> None:
        async with Proxy(centre.port) as line:
            line.swallow(STREAM, after)
            async with consoles(tmp_path, [line.url, centre.url]) as (behind, free):
                for n in range(3):
                    patient = PatientEntry(number=f"{70_001 + n}", gender="male")
                    done = await free.done(free.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
                    await until(behind, lambda v=done.visit: v in behind.state.visits, 2 * SOON_ENOUGH)
                    assert behind.connection.kind == "online"
                assert not behind.parts.live.flowing
                await equal([behind, free], centre.url)

    asyncio.run(scene())
