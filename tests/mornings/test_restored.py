"""After a restore a console is missing: what others did builds on its work, and is given up by nobody meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.pending.presenter import Presenter as Drawer
from mmc_console.domain.actions import AnyAction, CallTicket, Finish, IssueTicket, Start
from mmc_console.domain.ids import ClinicCode, TicketId, ticket_of
from mmc_console.domain.patients import PatientEntry
from tests.mornings.worker import View
from tests.mornings.world import World
from tests.simulation.chance import one_chance
from tests.simulation.desk import Desk
from tests.simulation.disk import Disk
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


def _offers(gateway: Gateway, jobs: list[Awaitable[None]]) -> tuple[Drawer, tuple[Offer, ...]]:
    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        jobs.append(work)
        return True

    drawer = Drawer(gateway, View(lambda _: None), start)
    drawer.come_in()
    drawer.refresh()
    return drawer, drawer.state.offers


async def _registered(desk: Gateway) -> TicketId:
    """Somebody at the eyes, whom only the desk's own store knows after the restore."""
    entry = PatientEntry(number="1001", name="P 1001", gender="male")
    return ticket_of((await _does(desk, desk.new(IssueTicket, patient=entry, clinic=EYES))).id, EYES)


async def _examines(eyes: Gateway, ticket: TicketId) -> None:
    await _does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await _does(eyes, eyes.new(Start, ticket=ticket))
    await _does(eyes, eyes.new(Finish, ticket=ticket))


async def _restores(world: World, copy: Disk, *, bring_back: bool = True) -> None:
    """From a copy made before all that, on another machine; the desk is cut off."""
    world.desks["desk"].link.cut()
    world.server.restore(copy, same_machine=False, bring_back=bring_back)
    await world.server.start()


def _asked(eyes: Gateway) -> list[str]:
    return [row.action.type for row in eyes.pending.rows if row.state == "refused"]


async def _is_kept_and_comes_back(world: World, desk: Gateway, eyes: Gateway) -> None:
    backup = world.server.backup()
    ticket = await _registered(desk)
    await _examines(eyes, ticket)
    assert eyes.pending.count == 0
    await _restores(world, backup)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert _asked(eyes) == ["call_ticket"], "and what builds on it asks nobody"
    jobs: list[Awaitable[None]] = []
    drawer, (again, delete) = _offers(eyes, jobs)
    assert (again.choice, again.recommended, delete.choice, delete.recommended) == ("again", True, "delete", False)
    assert again.off is not None
    assert (again.off.code, again.off.params["label"]) == ("others-not-back", "E-001")
    assert drawer.state.item is not None
    assert drawer.state.item.problem == again.off, "and so says the row: nobody is to search for them"

    world.desks["desk"].link.heal()
    await passing(60)
    drawer, (again, _) = _offers(eyes, jobs)
    assert (again.choice, again.recommended, again.off) == ("again", True, None)
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    _is_done(world, desk, eyes, ticket)


def _is_done(world: World, desk: Gateway, eyes: Gateway, ticket: TicketId) -> None:
    assert (eyes.pending.count, desk.pending.count) == (0, 0)
    done = world.server.writer._state.tickets[ticket]
    assert (done.state, done.started_at is not None) == ("done", True)


async def _new_work_waits_too(world: World, desk: Gateway, eyes: Gateway) -> None:
    """Done while the server was away, and sent before the desk is back: that is no question to anybody."""
    backup = world.server.backup()
    ticket = await _registered(desk)
    world.desks["eyes1"].link.cut()
    await _examines(eyes, ticket)
    await _restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(60)
    assert (_asked(eyes), eyes.pending.count) == ([], 3)
    world.desks["desk"].link.heal()
    await passing(60)
    _is_done(world, desk, eyes, ticket)


async def _new_work_is_asked_about_in_the_end(world: World, desk: Gateway, eyes: Gateway) -> None:
    backup = world.server.backup()
    ticket = await _registered(desk)
    world.desks["eyes1"].link.cut()
    await _examines(eyes, ticket)
    await _restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert _asked(eyes) == ["call_ticket"]


async def _what_is_rolled_back_on_purpose_is_waited_for_by_nobody(world: World, desk: Gateway, eyes: Gateway) -> None:
    backup = world.server.backup()
    ticket = await _registered(desk)
    world.desks["eyes1"].link.cut()
    await _examines(eyes, ticket)
    await _restores(world, backup, bring_back=False)
    world.desks["eyes1"].link.heal()
    await passing(60)
    assert _asked(eyes) == ["call_ticket"]


@pytest.mark.parametrize(
    "scene",
    [
        _is_kept_and_comes_back, _new_work_waits_too, _new_work_is_asked_about_in_the_end,
        _what_is_rolled_back_on_purpose_is_waited_for_by_nobody,
    ],
)  # fmt: skip
def test_while_a_console_is_missing(scene: Callable[[World, Gateway, Gateway], Awaitable[None]]) -> None:
    async def whole() -> None:
        await world.open()
        desk, eyes = [await _signed_in(world.desks[name]) for name in ("desk", "eyes1")]
        await scene(world, desk, eyes)
        await world.close()

    loop = VirtualLoop()
    world = World(1, loop, {"desk": (), "eyes1": ("eyes",)}, 1)
    try:
        with one_chance(world.chance):
            loop.run_until_complete(whole())
    finally:
        loop.close()
    assert world.diary.broken == []
