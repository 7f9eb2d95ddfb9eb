"""After a restore a console is missing: what others did builds on its work, and is given up by nobody meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.pending.presenter import Presenter as Drawer
from mmc_console.domain.actions import AnyAction, CallTicket, Finish, IssueTicket, Start
from mmc_console.domain.ids import ClinicCode, ticket_of
from mmc_console.domain.patients import PatientEntry
from tests.mornings.worker import View
from tests.mornings.world import World
from tests.simulation.chance import one_chance
from tests.simulation.desk import Desk
from tests.simulation.time import VirtualLoop, passing

EYES = ClinicCode("eyes")
LONGER_THAN_ANYTHING_IS_WAITED_FOR = 400.0


async def _signed_in(desk: Desk) -> Gateway:
    assert desk.gateway is not None
    await desk.gateway.sign_in(desk.name, "password")
    return desk.gateway


async def _does(gateway: Gateway, action: AnyAction) -> AnyAction:
    await gateway.submit(action)
    await passing(5)
    return action


async def _offers(gateway: Gateway, jobs: list[Awaitable[None]]) -> tuple[Drawer, tuple[Offer, ...]]:
    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        jobs.append(work)
        return True

    drawer = Drawer(gateway, View(lambda _: None), start)
    drawer.come_in()
    drawer.refresh()
    return drawer, drawer.state.offers


async def _morning(world: World) -> None:
    await world.open()
    desk, eyes = [await _signed_in(world.desks[name]) for name in ("desk", "eyes1")]
    backup = world.server.backup()
    entry = PatientEntry(number="1001", name="P 1001", gender="male")
    ticket = ticket_of((await _does(desk, desk.new(IssueTicket, patient=entry, clinic=EYES))).id, EYES)
    await _does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await _does(eyes, eyes.new(Start, ticket=ticket))
    await _does(eyes, eyes.new(Finish, ticket=ticket))
    assert eyes.pending.count == 0

    world.desks["desk"].link.cut()
    world.server.restore(backup, same_machine=False)
    await world.server.start()
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    asked = [row.action.type for row in eyes.pending.rows if row.state == "refused"]
    assert asked == ["call_ticket"], "and what builds on it asks nobody"
    jobs: list[Awaitable[None]] = []
    drawer, (again, delete) = await _offers(eyes, jobs)
    assert (again.choice, again.recommended, delete.choice, delete.recommended) == ("again", True, "delete", False)
    assert again.off is not None
    assert (again.off.code, again.off.params["label"]) == ("others-not-back", "E-001")

    world.desks["desk"].link.heal()
    await passing(60)
    drawer, (again, _) = await _offers(eyes, jobs)
    assert (again.choice, again.recommended, again.off) == ("again", True, None)
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    assert (eyes.pending.count, desk.pending.count) == (0, 0)
    done = world.server.writer._state.tickets[ticket]
    assert (done.state, done.started_at is not None) == ("done", True)
    await world.close()


def test_it_is_kept_and_comes_back_after_them() -> None:
    loop = VirtualLoop()
    asyncio.set_event_loop(None)
    world = World(1, loop, {"desk": (), "eyes1": ("eyes",)}, 1)
    try:
        with one_chance(world.chance):
            loop.run_until_complete(_morning(world))
    finally:
        loop.close()
    assert world.diary.broken == []
