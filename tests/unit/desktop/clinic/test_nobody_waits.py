"""The one key where the list has run empty: it finishes, and calls nobody whom the screen has not shown. No Qt."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.taking_back import take_back
from mmc_console.domain.actions import CallNext, Finish
from mmc_console.domain.ids import ClinicCode
from tests.two_desks import EYES, at_eyes, stands
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there


@asynccontextmanager
async def _alone(folder: Path, *, simple_flow: bool = False) -> AsyncGenerator[tuple[Room, LocalGateway]]:
    """The eyes' one room without the line, its only patient inside; and the reception, which has the line."""
    centre = reference_center()
    centre = replace(centre, rules=replace(centre.rules, simple_flow=simple_flow))
    room = await Room.open("eyes", profile=folder / "one", keys=MemoryKeys(lasting=True), center=centre)
    reception = await LocalGateway.with_center(
        roles=("reception", "supervisor"), username="saad", server=room.gateway.server, clock=room.gateway.clock,
        profile=folder / "two", keys=MemoryKeys(lasting=True),
    )  # fmt: skip
    try:
        await fill(room, 1, "eyes")
        await room.press("call_next")
        if not simple_flow:
            await room.press("start")
        await room.gateway.go_offline()
        room.gateway.server.come_back()
        await reception.settle()
        room.page.refresh()
        yield room, reception
    finally:
        await room.close()
        await reception.close()


@pytest.mark.parametrize("simple_flow", [False, True])
def test_whoever_is_registered_after_it_is_not_called_by_it(tmp_path: Path, simple_flow: bool) -> None:
    async def scene() -> None:
        async with _alone(tmp_path, simple_flow=simple_flow) as (room, reception):
            gateway = room.gateway
            assert (room.now().hero, room.now().gates["call_next"].on) == ("finish", True)
            done = there(room.now().current).label
            await room.press("call_next")
            assert room.view.said[-1] == Message("did-finish", {"ticket": done})
            assert room.view.offered[-1] == "did-finish"
            assert isinstance(gateway.pending.rows[-1].action, Finish)
            await gateway.clock.turn(600)
            unseen = await at_eyes(reception, "1002")
            walker = (await reception.register("1003")).id
            await gateway.go_online()
            await reception.settle()
            assert {row.state for row in gateway.pending.rows} == {"sent"}
            state = gateway.server.state
            assert [t.state for t in state.tickets.values()] == ["done", "waiting", "waiting"]
            assert state.inside(gateway.today(), EYES, 1) is None, "nobody stands in the way of the next one"
            await room.settle()
            await room.press("call_next")
            assert there(room.now().current).ticket == unseen, "now that the screen has shown them"
            assert stands(gateway, walker).state == "waiting"

    play(scene)


def test_what_it_finished_can_be_taken_back(tmp_path: Path) -> None:
    async def scene() -> None:
        async with _alone(tmp_path) as (room, _):
            await room.press("call_next")
            assert room.now().phase == "empty"
            assert await take_back(room.gateway, room.gateway.pending.rows[-1].action) is None
            await room.settle()
            assert room.now().phase == "in_service"

    play(scene)


def test_on_a_slow_line_whoever_comes_meanwhile_waits_until_the_screen_has_shown_them() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        await room.press("call_next")
        await room.press("start")
        room.page.act("call_next")
        await room.jobs.run()
        assert isinstance(room.gateway.pending.rows[-1].action, Finish)
        await fill(room, 2, "eyes")
        assert (room.now().phase, room.now().waiting) == ("empty", 2)
        await room.close()

    play(scene)


def test_with_several_rooms_the_server_still_says_whether_somebody_waits() -> None:
    async def scene() -> None:
        room = await Room.open("lab")
        await fill(room, 1)
        await room.press("call_next")
        await room.press("start")
        assert room.now().hero == "finish_call_next"
        room.page.act("call_next")
        await room.jobs.run()
        action = room.gateway.pending.rows[-1].action
        assert isinstance(action, CallNext)
        assert action.finish_current
        await room.settle()
        assert room.now().phase == "empty"
        await room.close()

    play(scene)


def test_where_the_room_next_door_was_quicker_with_the_last_one_nobody_is_asked_anything(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path / "one", keys=MemoryKeys(lasting=True))
        await fill(room, 1)
        room.page.act("call_next")
        await room.jobs.run()
        assert room.now().phase == "calling"
        next_door = await LocalGateway.with_center(
            roles=("reception", "supervisor"), username="saad", server=room.gateway.server, clock=room.gateway.clock,
            profile=tmp_path / "two", keys=MemoryKeys(lasting=True),
        )  # fmt: skip
        await next_door.act(CallNext, clinic=ClinicCode("lab"), room=2)
        await next_door.settle()
        await room.settle()
        assert (room.now().phase, [fault.code for fault in room.view.faults]) == ("empty", ["queue-empty"])
        assert room.gateway.pending.count == 0
        await fill(room, 2)
        await room.press("call_next")
        assert room.now().phase == "called", "and nothing holds the next one back"
        await room.close()
        await next_door.close()

    play(scene)
