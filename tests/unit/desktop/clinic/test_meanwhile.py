"""What happens in a clinic while somebody is asked something. Plain asyncio, no Qt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from mmc_console.client.handclock import HandClock
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.tickets.facts import Option
from mmc_console.desktop.tickets.gates import Verb
from mmc_console.domain.actions import TakeRoom
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.clinic.room import Room, RoomView, fill
from tests.unit.desktop.desk_parts import SlowDisk, play

LAB = ClinicCode("lab")


class Thinking(RoomView):
    """Somebody who does not answer yet."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = asyncio.Event()

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        self.asked.append((question, options))
        await self.answered.wait()
        return None


def test_the_page_goes_on_being_true_while_it_is_asked_whose_room_this_is() -> None:
    async def scene() -> None:
        other = await LocalGateway.with_center(roles=("supervisor",))
        await other.act(TakeRoom, clinic=LAB, room=1)
        await other.settle()
        here = await LocalGateway.with_center(
            roles=("supervisor",), username="saad", server=other.server, clock=other.clock
        )
        room = Room(here, "lab")
        room.page.come_in()
        room.jobs.drop("enter")  # nothing was known of the centre yet; it comes now
        room.view = room.page._view = room.page._holding._view = Thinking()
        following = asyncio.ensure_future(room.page.follow())
        for _ in range(3):
            await asyncio.sleep(0)
        asking = asyncio.ensure_future(room.jobs.run())
        await asyncio.sleep(0)
        assert [question for question, _ in room.view.asked] == ["room_held"]
        await here.register("111")
        for _ in range(50):
            await asyncio.sleep(0.01)  # house(sleeping): the page takes a breath between two repaints
            if room.now().waiting:
                break
        assert room.now().waiting == 1, "who waits is seen, and no key means the page of before"
        room.view.answered.set()
        await asking
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await room.close()
        await other.close()

    play(scene)


@pytest.mark.parametrize("verb", ["call_next", "finish"])
def test_a_second_press_while_the_first_is_being_written_is_none(verb: Verb) -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 3, "eyes")
        if verb == "finish":
            await room.press("call_next")
            await room.press("start")
        before = len(room.view.faults)
        disk, works = SlowDisk(room.gateway), list[asyncio.Future[None]]()
        for _ in range(2):  # nothing is to be seen yet
            room.page.act(verb)
            works.append(asyncio.ensure_future(room.jobs.run()))
            await asyncio.sleep(0)
        assert disk.rows == 1
        disk.turns.set()
        await asyncio.gather(*works)
        await room.settle()
        assert room.gateway.pending.conflicts == room.gateway.pending.refused == 0
        assert len(room.view.faults) == before
        await room.press("finish" if room.now().phase == "in_service" else "recall")  # keys work as before
        await room.close()

    play(scene)


class Slowly(RoomView):
    """Somebody who thinks five minutes about each question."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        await self._clock.turn(300)
        return await super().choose(question, options, label)


def test_a_break_of_ten_minutes_begins_when_it_is_chosen() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        room.view = room.page._opening._view = Slowly(room.gateway.clock)
        room.view.answers = ["break", "10"]
        room.page.change_clinic("pause_clinic")
        await room.settle()
        stands = room.gateway.state.clinic(ClinicCode("eyes"), room.gateway.today())
        assert stands.until == room.gateway.now() + timedelta(minutes=10)
        await room.close()

    play(scene)
