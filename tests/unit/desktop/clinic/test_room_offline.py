"""Whose room it is while the server cannot be asked. Plain asyncio, no Qt."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallTicket
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there


def test_a_room_another_console_holds_is_not_taken_over_unheard(tmp_path: Path) -> None:
    async def scene() -> None:
        first = await Room.open("eyes", profile=tmp_path / "one", keys=MemoryKeys(lasting=True))
        await fill(first, 1, "eyes")
        second = await LocalGateway.with_center(
            roles=("supervisor",), username="saad", server=first.gateway.server, clock=first.gateway.clock,
            profile=tmp_path / "two",
        )  # fmt: skip
        room = Room(second, "eyes")
        await second.go_offline()
        room.page.refresh()
        room.page.come_in()
        await room.jobs.run()
        [(question, options)] = room.view.asked
        assert (question, [(o.key, o.on, o.note) for o in options]) == (
            "room_held", [("share", True, ""), ("take_over", False, "connected")]
        )  # fmt: skip
        assert not second.pending.rows
        await second.go_online()
        room.view.answers = ["take_over"]
        room.page.move_to(there(room.now().place).key)
        await room.settle()
        assert [o.on for o in room.view.asked[-1][1]] == [True, True]
        assert there(room.now().place).mine
        await room.close()
        await first.close()

    play(scene)


def test_a_day_that_begins_without_the_server_is_called_by_hand(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("eyes", profile=tmp_path)
        await room.page.leave()
        await fill(room, 2, "eyes")
        await room.gateway.go_offline()
        room.page.come_in()
        await room.jobs.run()
        room.page.refresh()
        assert there(room.now().place).mine, "it works here, and says so to all as soon as they hear"
        assert (room.now().gates["call_next"].on, room.now().gates["call_next"].code) == (False, "not-holder-offline")
        room.page.select(room.now().rows[0].ticket)
        await room.press("call_ticket")
        assert room.now().phase == "called"
        call = room.gateway.pending.rows[-1].action
        assert isinstance(call, CallTicket)
        assert (room.view.asked, call.reason) == ([], "by-hand"), "whose turn it is anyhow: there is nothing to explain"
        await room.close()

    play(scene)


def test_whoever_is_called_before_the_first_in_line_is_called_for_a_reason_also_offline(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        await room.gateway.go_offline()
        room.page.refresh()
        room.view.answers = ["doctor-asked"]
        room.page.select(room.now().rows[1].ticket)
        await room.press("call_ticket")
        assert [question for question, _ in room.view.asked] == ["call_ticket"]
        call = room.gateway.pending.rows[-1].action
        assert isinstance(call, CallTicket)
        assert call.reason == "doctor-asked"
        await room.close()

    play(scene)
