"""Scenes of a centre whose server is put back to an older copy while a console is away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.pending.presenter import Presenter as Drawer
from mmc_console.domain.actions import (
    AnyAction,
    CallTicket,
    Finish,
    IssueTicket,
    Start,
    Transfer,
)
from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import ClinicCode, TicketId, ticket_of
from mmc_console.domain.patients import PatientEntry
from tests.mornings.worker import View
from tests.mornings.world import World
from tests.simulation.chance import one_chance
from tests.simulation.desk import Desk
from tests.simulation.disk import Disk
from tests.simulation.time import VirtualLoop, passing

EYES, LAB = ClinicCode("eyes"), ClinicCode("lab")
LONGER_THAN_ANYTHING_IS_WAITED_FOR = 400.0
Scene = Callable[..., Awaitable[None]]
"""With the world, and each console's gateway."""


async def signed_in(desk: Desk) -> Gateway:
    assert desk.gateway is not None
    await desk.gateway.sign_in(desk.name, "password")
    return desk.gateway


async def does(gateway: Gateway, action: AnyAction) -> AnyAction:
    await gateway.submit(action)
    await passing(5)
    return action


def offers(gateway: Gateway, jobs: list[Awaitable[None]]) -> tuple[Drawer, tuple[Offer, ...]]:
    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        jobs.append(work)
        return True

    drawer = Drawer(gateway, View(lambda _: None), start)
    drawer.come_in()
    drawer.refresh()
    return drawer, drawer.state.offers


async def registered(desk: Gateway) -> TicketId:
    """Somebody at the eyes, whom only the desk's own store knows after the restore."""
    return ticket_of((await does(desk, desk.new(IssueTicket, patient=person("1001"), clinic=EYES))).id, EYES)


def person(number: str, gender: Gender = "male") -> PatientEntry:
    return PatientEntry(number=number, name=f"P {number}", gender=gender)


async def examines(eyes: Gateway, ticket: TicketId) -> None:
    await does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await does(eyes, eyes.new(Start, ticket=ticket))
    await does(eyes, eyes.new(Finish, ticket=ticket))


async def restores(world: World, copy: Disk, *, bring_back: bool = True) -> None:
    """From a copy made before all that, on another machine; the desk is cut off."""
    world.desks["desk"].link.cut()
    world.server.restore(copy, same_machine=False, bring_back=bring_back)
    await world.server.start()


def asked(eyes: Gateway) -> list[str]:
    return [row.action.type for row in eyes.pending.rows if row.state == "refused" and not row.decided]


def is_done(world: World, desk: Gateway, eyes: Gateway, ticket: TicketId) -> None:
    assert (eyes.pending.count, desk.pending.count) == (0, 0)
    done = world.server.writer._state.tickets[ticket]
    assert (done.state, done.started_at is not None) == ("done", True)


async def sent_away_and_back(desk: Gateway, first: TicketId) -> TicketId:
    """The ticket they have then, under the same label: only the desk's own store knows of it after the restore."""
    await does(desk, desk.new(Transfer, ticket=first, clinic=LAB))
    there = desk.state.open_ticket(desk.state.tickets[first].visit)
    assert there is not None
    back = await does(desk, desk.new(Transfer, ticket=there.id, clinic=EYES))
    second = ticket_of(back.id, EYES)
    assert desk.state.tickets[second].label == desk.state.tickets[first].label
    return second


def lives(scene: Scene, *names: str) -> None:
    async def whole() -> None:
        await world.open()
        await scene(world, *[await signed_in(world.desks[name]) for name in names])
        await world.close()

    loop = VirtualLoop()
    world = World(1, loop, {name: ("eyes",) if name.startswith("eyes") else () for name in names}, 1)
    try:
        with one_chance(world.chance):
            loop.run_until_complete(whole())
    finally:
        loop.close()
    assert world.diary.broken == []
