"""The server put back to an older state while three consoles hold newer work: all of it comes back, numbers and all."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from mmc_console.client.errors import OffWhileOffline
from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.server import restoring
from mmc_console.server.clock import SystemClock
from mmc_console.server.keys import keys_folder, open_keys
from mmc_console.server.restoring import Known
from mmc_console.server.store.engine import Database
from mmc_console.wire.answers import Result
from tests.e2e.centre import Centre
from tests.faults.conftest import Tell
from tests.faults.desks import Console, consoles, counted, equal

LAB, EYES, ENT = (ClinicCode(code) for code in ("lab", "eyes", "ent"))
PLACES = ((LAB, 1), (EYES, 1), (ENT, 1))


async def work(desks: Sequence[Console], rounds: int, dice: random.Random, first: int) -> None:
    """Each console registers people, calls and finishes; *first*: their numbers."""

    async def done(desk: Console, action: a.AnyAction) -> Result:
        result = await desk.done(action)
        if result.outcome not in ("applied", "repeated"):
            # nobody was waiting, say: what is refused holds the room back no longer
            await desk.decisions.keep(action.id)
        return result

    async def one(desk: Console, place: tuple[ClinicCode, int], start: int) -> None:
        clinic, room = place
        for n in range(rounds):
            patient = PatientEntry(number=f"{start + n}", gender="male", name="سالم")
            if dice.random() < 0.5:
                await done(desk, desk.new(a.RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
            else:
                await done(desk, desk.new(a.IssueTicket, patient=patient, clinic=clinic))
            try:
                called = await done(desk, desk.new(a.CallNext, clinic=clinic, room=room, finish_current=True))
            except OffWhileOffline:
                continue  # nobody was ever called into this room, so it is not this desk's: the button is off
            if called.ticket is not None and dice.random() < 0.5:
                await done(desk, desk.new(a.Finish, ticket=called.ticket))

    await asyncio.gather(
        *(one(desk, place, first + 1000 * n) for n, (desk, place) in enumerate(zip(desks, PLACES, strict=True)))
    )


def numbers(desks: Sequence[Console]) -> dict[str, str]:
    """What is on paper: the number of each visit registered at these consoles."""
    return {
        str(row.result.visit): row.result.number
        for desk in desks for row in desk.parts.desk.outbox
        if isinstance(row.action, (a.RegisterVisit, a.IssueTicket)) and row.result is not None and row.result.number
    }  # fmt: skip


def put_back(centre: Centre, copy: Path, *, same_machine: bool, bring_back: bool = True) -> None:
    """As a restore does it. On another machine nothing is known of what is replaced."""
    folder, now = centre.folder, SystemClock().now()
    key = open_keys(keys_folder(folder, {}), database_exists=True).database

    def opened() -> Database:
        database = Database(folder / "center.db", key)
        database.open()
        return database

    replaced: list[Known] = []
    if same_machine:
        database = opened()
        replaced.append(database.transact(lambda conn: restoring.known(conn, now)))
        database.close()
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    database = opened()
    database.transact(lambda conn: restoring.begin_again(conn, now, replaced, bring_back=bring_back))
    database.close()


async def restored(place: Path, centre: Centre, rounds: int, tell: Tell, *, same_machine: bool) -> None:
    """One story: work, a copy, more work, the copy put back, all equal again."""
    dice, copy = random.Random(os.urandom(4)), place / "copy"
    async with consoles(place, [centre.url] * 3) as desks:
        await work(desks, rounds // 3 + 1, dice, 10_000)
        await asyncio.to_thread(centre.stop)
        shutil.copytree(centre.folder, copy)
        await asyncio.to_thread(centre.start)
        await work(desks, rounds, dice, 50_000)
        before, paper = await equal(desks, centre.url), numbers(desks)
        await asyncio.to_thread(centre.stop)
        await asyncio.to_thread(put_back, centre, copy, same_machine=same_machine)
        await asyncio.to_thread(centre.start)
        began = time.monotonic()
        after = await equal(desks, centre.url)
        took = time.monotonic() - began
        count = counted(desks, after)
        was = {event.action for event in before.events}
        missing = was - {event.action for event in after.events}
        given = Counter(event.number for event in after.events if isinstance(event, e.VisitRegistered))
        there = {event.visit: event.number for event in after.events if isinstance(event, e.VisitRegistered)}
        tell(
            f"restored ({'same' if same_machine else 'another'} machine): equal after {took:.1f} s; {count}; "
            f"{len(was)} actions, {len(missing)} missing, {len(given)} numbers"
        )
        assert after.snapshot.epoch != before.snapshot.epoch
        assert missing == set()
        assert [number for number, times in given.items() if times > 1] == []
        assert there == paper
        assert numbers(desks) == paper
        assert (count.lost, count.doubled) == (0, 0)


@pytest.mark.parametrize("same_machine", [True, False])
def test_all_later_work_comes_back_from_three_consoles(
    centre: Centre, tmp_path: Path, tell: Tell, same_machine: bool
) -> None:
    asyncio.run(restored(tmp_path, centre, 6, tell, same_machine=same_machine))


def test_a_server_put_back_on_purpose_takes_nothing_again_and_each_console_lists_it(
    centre: Centre, tmp_path: Path, tell: Tell
) -> None:
    """`bring_back: false`: what was done since the copy stands with those who did it, and new work goes on above it."""

    async def scene() -> None:
        dice, copy = random.Random(os.urandom(4)), tmp_path / "copy"
        async with consoles(tmp_path, [centre.url] * 3) as desks:
            await work(desks, 3, dice, 10_000)
            await asyncio.to_thread(centre.stop)
            shutil.copytree(centre.folder, copy)
            await asyncio.to_thread(centre.start)
            kept = {row.id for desk in desks for row in desk.parts.desk.outbox if row.state == "sent"}
            await work(desks, 6, dice, 50_000)
            later = {row.id for desk in desks for row in desk.parts.desk.outbox if row.state == "sent"} - kept
            paper = set(numbers(desks).values())
            await asyncio.to_thread(centre.stop)
            await asyncio.to_thread(put_back, centre, copy, same_machine=True, bring_back=False)
            await asyncio.to_thread(centre.start)
            after = await equal(desks, centre.url)
            listed = {
                row.id for desk in desks for row in desk.pending.rows
                if row.state == "refused" and row.problem is not None and row.problem.code == "rolled-back"
            }  # fmt: skip
            assert later
            assert listed == later
            assert not {event.action for event in after.events} & later
            patient = PatientEntry(number="90001", gender="male", name="سالم")
            new = await desks[0].done(desks[0].new(a.IssueTicket, patient=patient, clinic=LAB))
            assert new.outcome == "applied"
            assert new.number not in paper
            tell(f"put back on purpose: {len(later)} later actions, {len(listed)} listed, none taken again")

    asyncio.run(scene())


@pytest.mark.faults
@pytest.mark.parametrize("turn", range(10))
def test_two_hours_of_work_come_back(centre: Centre, tmp_path: Path, tell: Tell, turn: int) -> None:
    asyncio.run(restored(tmp_path, centre, 30, tell, same_machine=turn % 2 == 0))
