"""The room a console works in: taken once it is nobody's, never unasked, never over a dead line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.errors import StoreFull
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.shown import Receipt
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.tickets.facts import Option
from mmc_console.desktop.tickets.gates import Verb
from mmc_console.domain.actions import AnyAction, IssueTicket, LeaveRoom, PublishCenter, TakeRoom
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, two_desks
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import later, play, there
from tests.unit.desktop.pending.test_renumbered import goes_back

VERBS: tuple[Verb, ...] = ("start", "no_show", "recall")


async def looked(room: Room) -> None:
    """What the page does at every change and every second."""
    await room.settle()
    room.page.enter_if_due()
    await room.settle()


def test_a_room_that_was_shared_is_taken_once_whoever_held_it_has_left(tmp_path: Path) -> None:
    """It was never taken again that day, and F8 was off as soon as the line died."""

    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        await two.act(TakeRoom, clinic=EYES, room=1)
        await two.settle()
        room = Room(one, "eyes")
        room.view.answers = ["share"]
        await room.settle()
        room.page.come_in()
        await room.settle()
        assert [asked for asked, _ in room.view.asked] == ["room_held"]
        await looked(room)
        assert there(room.now().place).held_by_other, "while it is held nothing is asked twice, nothing taken"
        await two.act(LeaveRoom, clinic=EYES, room=1)
        await two.settle()
        await looked(room)
        assert there(room.now().place).mine
        await one.act(
            IssueTicket, patient=PatientEntry(number="7001", name="Somebody", gender="male"), clinic=ClinicCode("eyes")
        )
        await one.go_offline()
        room.page.refresh()
        await room.press("call_next")
        assert (room.now().phase, room.view.faults) == ("called", [])
        await room.close()
        await two.close()

    play(scene)


def test_a_room_that_a_restore_took_away_is_taken_again_once_somebody_has_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        room = await Room.open("eyes", profile=tmp_path)
        gateway = room.gateway
        goes_back(gateway.server, gateway.today(), monkeypatch)
        await gateway.parts.follow.catch_up()
        for _ in range(3):
            await looked(room)
        (refused,) = [row.id for row in gateway.pending.rows if row.state == "refused"]
        assert not there(room.now().place).mine, "what it recorded now would wait behind that"
        await gateway.decisions.delete(refused)
        await gateway.go_offline()
        await looked(room)
        assert not there(room.now().place).mine, "over a dead line nobody hears of it"
        await gateway.go_online()
        await looked(room)
        assert there(room.now().place).mine
        await room.close()

    play(scene)


def test_of_a_clinic_that_is_gone_no_other_one_is_taken_unasked() -> None:
    """The page moved to the first clinic there is and took its room; F8 called its patients."""

    async def scene() -> None:
        room = await Room.open("derma")
        gateway = room.gateway
        centre = gateway.state.center
        left = tuple(clinic for clinic in centre.clinics if clinic.code != "derma")
        gateway.server.add_user("amal", ["admin"])
        published = gateway.server.do(PublishCenter, "amal", center=replace(centre, clinics=left))  # type: ignore[arg-type]  # not on the wire: the administration sends it
        assert published.problem is None
        room.view.answers = [None]
        await looked(room)
        assert [asked for asked, _ in room.view.asked] == ["place"]
        assert not there(room.now().place).mine
        await looked(room)
        assert len(room.view.asked) == 1, "once"
        room.view.answers = ["eyes/1"]
        room.page.choose_place()
        await room.settle()
        assert (there(room.now().place).key, there(room.now().place).mine) == ("eyes/1", True)
        await room.close()

    play(scene)


def test_whoever_may_call_elsewhere_only_is_asked_where(tmp_path: Path) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(
            profile=tmp_path, keys=MemoryKeys(lasting=True), roles=("clinician",), clinics=("eyes",)
        )
        room = Room(gateway, "eyes")
        await room.settle()
        room.page.come_in()
        await room.settle()
        assert there(room.now().place).mine
        gateway.server.add_user("saad", ["clinician"], ["ent"])
        await gateway.leave()
        await gateway.sign_in("saad", "correct horse")
        room.view.answers = ["ent/1"]
        await looked(room)
        assert [asked for asked, _ in room.view.asked] == ["place"]
        assert there(room.now().place).mine
        await room.close()

    play(scene)


def test_a_room_is_not_taken_over_by_an_answer_that_came_after_the_line_died(tmp_path: Path) -> None:
    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        await two.act(TakeRoom, clinic=EYES, room=1)
        await two.settle()
        room = Room(one, "eyes")
        await room.settle()
        asked = room.view.choose

        async def late(question: str, options: tuple[Option, ...], label: str) -> str | None:
            await one.go_offline()
            return await asked(question, options, label)

        room.view.choose = late  # type: ignore[method-assign]  # a person who takes their time
        room.view.answers = ["take_over"]
        room.page.come_in()
        await room.settle()
        assert [fault.code for fault in room.view.faults] == ["take-over-offline"]
        assert not one.pending.count
        await room.close()
        await two.close()

    play(scene)


def test_a_key_of_whoever_is_inside_does_not_ask_for_a_row() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        room.page.select(room.now().rows[0].ticket)
        room.page.refresh()
        told = {verb: room.now().gates[verb].code for verb in VERBS}
        assert set(told.values()) == {"nobody-called"}
        await room.close()

    play(scene)


@pytest.mark.parametrize("why", ["turned away", "on another page", "locked"])
def test_a_room_is_not_taken_where_nobody_works_in_it(tmp_path: Path, why: str) -> None:
    """A supervisor who had looked in and gone on had it as soon as the doctor left."""

    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        await two.act(TakeRoom, clinic=EYES, room=1)
        await two.settle()
        room = Room(one, "eyes")
        room.view.answers = [None if why == "turned away" else "share"]
        await room.settle()
        room.page.come_in()
        await room.settle()
        if why == "on another page":
            room.page.go_away()
        elif why == "locked":
            await one.lock()
        await two.act(LeaveRoom, clinic=EYES, room=1)
        await two.settle()
        await looked(room)
        assert not there(room.now().place).mine
        if why == "on another page":
            room.page.come_back()
            await looked(room)
            assert there(room.now().place).mine, "it works there, by its answer"
        await room.close()
        await two.close()

    play(scene)


@pytest.mark.parametrize("disk", ["full", "slow"])
def test_one_room_is_taken_once_however_the_disk_fares(tmp_path: Path, disk: str) -> None:
    """A full one was told of every second; a slow one wrote it down every second."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True), roles=("supervisor",))
        room = Room(gateway, "eyes")
        await room.settle()
        submit, written, asked = gateway.submit, asyncio.Event(), list[AnyAction]()

        async def troubled(action: AnyAction) -> Receipt:
            asked.append(action)
            if disk == "full":
                raise StoreFull("no space left")
            await written.wait()
            return await submit(action)

        gateway.submit = troubled  # type: ignore[method-assign]  # a disk in trouble
        room.page.come_in()
        working = [asyncio.ensure_future(room.jobs.step())]
        for _ in range(5):
            await asyncio.sleep(0)
            room.page.refresh()
            room.page.enter_if_due()
            working.append(asyncio.ensure_future(room.jobs.run()))
        await asyncio.sleep(0)
        assert len(asked) == 1
        written.set()
        await asyncio.gather(*working)
        if disk == "full":
            assert [fault.code for fault in room.view.faults] == ["store-full"]
            gateway.submit = submit  # type: ignore[method-assign]  # there is room again
            await later(gateway, 6 * 60)
            await looked(room)
        await room.settle()
        assert there(room.now().place).mine
        await room.close()

    play(scene)
