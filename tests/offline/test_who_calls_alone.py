"""Two consoles without a server never call the same person: only who took the room while connected calls next."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import OffWhileOffline
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, CallTicket, LeaveRoom, TakeRoom
from tests.two_desks import EYES, at_eyes, two_desks
from tests.unit.client.stage import played

AT_EYES = {"clinic": EYES, "room": 1}
DAY = 24 * 3600


async def pull_the_cable(*desks: LocalGateway) -> None:
    for desk in desks:
        await desk.settle()
    for desk in desks:
        await desk.go_offline()


def off(desk: LocalGateway) -> str:
    return desk.obstacle(desk.new(CallNext, **AT_EYES))


@played
async def test_a_room_taken_over_offline_gives_no_right_to_call_next(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    first, second = await at_eyes(one, "1001"), await at_eyes(one, "1002")
    await one.act(TakeRoom, **AT_EYES)
    await pull_the_cable(one, two)
    await two.act(TakeRoom, **AT_EYES)
    assert (off(one), off(two)) == ("", "not-holder")
    assert (one.calls_alone(EYES, 1), two.calls_alone(EYES, 1)) == (True, False)
    with pytest.raises(OffWhileOffline, match="not-holder"):
        await two.act(CallNext, **AT_EYES)
    await one.act(CallNext, **AT_EYES)
    await two.act(CallTicket, ticket=second, room=1, reason="by-hand")  # is there all the same, and never in doubt
    assert one.state.tickets[first].state == two.state.tickets[second].state == "called"
    await one.close()
    await two.close()


@played
async def test_once_the_server_has_taken_it_the_room_is_held(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await one.act(TakeRoom, **AT_EYES)
    await pull_the_cable(one, two)
    await two.act(TakeRoom, **AT_EYES)
    two.server.come_back()
    for desk in (two, one):
        await desk.go_online()
    await pull_the_cable(one, two)
    assert (off(one), off(two)) == ("not-holder", "")
    await one.close()
    await two.close()


@played
async def test_the_next_person_at_the_same_console_goes_on_calling(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    desk.server.add_user("huda", ["clinician"], ["eyes"])
    await desk.sign_in("huda", PASSWORD)
    await desk.sign_in("noora", PASSWORD)
    await desk.act(TakeRoom, **AT_EYES)
    await pull_the_cable(desk)
    await desk.act(LeaveRoom, **AT_EYES)
    assert off(desk) == "not-holder", "it has been left"
    await desk.sign_in("huda", PASSWORD)
    await desk.act(TakeRoom, **AT_EYES)
    assert off(desk) == "", "no other console can have taken it without a server"
    await desk.close()
    again = await LocalGateway.with_center(
        profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock, username="huda", signed_in=False
    )
    await again.go_offline()
    assert again.calls_alone(EYES, 1), "nor while this PC was started anew"
    await again.close()


@played
async def test_who_held_it_yesterday_does_not_know_who_took_it_this_morning(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await one.act(TakeRoom, **AT_EYES)
    await one.settle()
    await one.go_offline()
    one.server.come_back()
    await one.clock.turn(DAY)
    ticket = await at_eyes(two, "2001")
    await two.act(TakeRoom, **AT_EYES)
    await pull_the_cable(two)
    await one.act(TakeRoom, **AT_EYES)
    assert (off(one), off(two)) == ("not-holder", "")
    assert ticket in two.state.tickets
    await one.close()
    await two.close()
