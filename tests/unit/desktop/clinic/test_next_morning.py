"""A clinic's console that is never signed out: a room is held for the day, so it is taken anew the next morning."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.choices import shows_name
from mmc_console.domain.actions import TakeRoom
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there

EYES = ClinicCode("eyes")
DAY = 24 * 3600


def taken(room: Room) -> int:
    return sum(isinstance(row.action, TakeRoom) for row in room.gateway.pending.rows)


async def morning(room: Room) -> None:
    """The next day, and the page's clock has ticked."""
    await room.gateway.clock.turn(DAY)
    room.page.refresh()
    room.page.enter_if_due()
    await room.settle()


def test_the_room_is_taken_for_the_new_day_and_called_in_when_the_line_dies(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("eyes", profile=tmp_path)
        assert there(room.now().place).mine
        await morning(room)
        assert there(room.now().place).mine
        assert taken(room) == 2
        room.page.enter_if_due()
        await room.settle()
        assert taken(room) == 2, "once a day"
        await fill(room, 1, "eyes")
        await room.gateway.go_offline()
        room.page.refresh()
        await room.press("call_next")
        assert room.view.faults == []
        assert room.now().phase == "called"
        await room.close()

    play(scene)


def test_offline_the_room_is_taken_once_the_server_is_back(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("eyes", profile=tmp_path)
        await room.gateway.go_offline()
        await morning(room)
        assert (taken(room), there(room.now().place).mine) == (1, False)
        await room.gateway.go_online()
        room.page.enter_if_due()
        await room.settle()
        assert there(room.now().place).mine
        await room.close()

    play(scene)


def test_a_locked_console_takes_no_room_until_somebody_has_come() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await room.gateway.lock()
        await morning(room)
        assert not there(room.now().place).mine
        await room.close()

    play(scene)


@pytest.mark.parametrize("days", [0, 1])
def test_a_hold_of_yesterday_names_nobody_and_the_page_and_the_client_agree(tmp_path: Path, days: int) -> None:
    async def scene() -> None:
        room = await Room.open("eyes", profile=tmp_path)
        gateway = room.gateway
        await gateway.clock.turn(days * DAY)
        await fill(room, 1, "eyes")
        room.page.refresh()
        assert shows_name(gateway.state, EYES, 1, gateway.desk, gateway.today()) is (days == 0)
        room.page.act("call_next")
        await room.jobs.run()
        assert room.now().phase == ("called" if days == 0 else "calling")
        await room.settle()
        assert room.now().phase == "called"
        await room.close()

    play(scene)
