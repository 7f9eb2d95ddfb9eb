"""After a restore a console is missing: what others did builds on its work, and is given up by nobody meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.pending.presenter import Presenter as Drawer
from mmc_console.domain.actions import (
    AnyAction,
    CallNext,
    CallTicket,
    CloseClinic,
    CorrectPatient,
    Finish,
    Hold,
    IssueTicket,
    NoShow,
    Requeue,
    SetPriority,
    Start,
    TakeRoom,
    Transfer,
)
from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import ClinicCode, TicketId, mint_action_id, patient_of, ticket_of
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.wire.answers import ActionsRequest
from tests.mornings.worker import View
from tests.mornings.world import World
from tests.simulation.chance import one_chance
from tests.simulation.desk import Desk
from tests.simulation.disk import Disk
from tests.simulation.time import VirtualLoop, passing

EYES = ClinicCode("eyes")
LONGER_THAN_ANYTHING_IS_WAITED_FOR = 400.0
Scene = Callable[..., Awaitable[None]]
"""With the world, and each console's gateway."""


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
    return ticket_of((await _does(desk, desk.new(IssueTicket, patient=_person("1001"), clinic=EYES))).id, EYES)


def _person(number: str, gender: Gender = "male") -> PatientEntry:
    return PatientEntry(number=number, name=f"P {number}", gender=gender)


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
    return [row.action.type for row in eyes.pending.rows if row.state == "refused" and not row.decided]


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


async def _examined_while_the_server_is_put_back(
    world: World, desk: Gateway, eyes: Gateway, *, bring_back: bool = True
) -> TicketId:  # fmt: skip
    backup = world.server.backup()
    ticket = await _registered(desk)
    world.desks["eyes1"].link.cut()
    await _examines(eyes, ticket)
    await _restores(world, backup, bring_back=bring_back)
    world.desks["eyes1"].link.heal()
    return ticket


async def _new_work_waits_too(world: World, desk: Gateway, eyes: Gateway) -> None:
    """Done while the server was away, and sent before the desk is back: that is no question to anybody."""
    ticket = await _examined_while_the_server_is_put_back(world, desk, eyes)
    await passing(60)
    assert (_asked(eyes), eyes.pending.count) == ([], 3)
    world.desks["desk"].link.heal()
    await passing(60)
    _is_done(world, desk, eyes, ticket)


async def _new_work_is_asked_about_in_the_end(world: World, desk: Gateway, eyes: Gateway) -> None:
    await _examined_while_the_server_is_put_back(world, desk, eyes)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert _asked(eyes) == ["call_ticket"]


async def _what_is_rolled_back_on_purpose_is_waited_for_by_nobody(world: World, desk: Gateway, eyes: Gateway) -> None:
    await _examined_while_the_server_is_put_back(world, desk, eyes, bring_back=False)
    await passing(60)
    assert _asked(eyes) == ["call_ticket"]


async def _work_on_a_step_that_is_missing_waits(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Not there in the older copy, back in line since by a desk that is missing, called by a room that was cut off."""
    ticket = await _registered(other)
    await _does(eyes, eyes.new(TakeRoom, clinic=EYES, room=1))
    await _does(eyes, eyes.new(CallNext, clinic=EYES, room=1))
    await _does(eyes, eyes.new(NoShow, ticket=ticket))
    backup = world.server.backup()
    await _does(desk, desk.new(Requeue, ticket=ticket))
    world.desks["eyes1"].link.cut()
    await passing(60)
    await _does(eyes, eyes.new(CallNext, clinic=EYES, room=1))
    await _does(eyes, eyes.new(Start, ticket=ticket))
    await _does(eyes, eyes.new(Finish, ticket=ticket))
    await _restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(60)
    assert (_asked(eyes), eyes.pending.conflicts, eyes.pending.count) == ([], 0, 3)
    world.desks["desk"].link.heal()
    await passing(60)
    _is_done(world, desk, eyes, ticket)


async def _priority_goes_with_whoever_is_back_first(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    ticket = await _registered(other)
    backup = world.server.backup()
    await _does(desk, desk.new(SetPriority, ticket=ticket, priority="urgent", reason="emergency"))
    await _does(other, other.new(Transfer, ticket=ticket, clinic=ClinicCode("lab")))
    await _restores(world, backup)
    await passing(60)
    world.desks["desk"].link.heal()
    await passing(60)
    state = world.server.writer._state
    here = state.open_ticket(state.tickets[ticket].visit)
    assert here is not None
    assert (here.clinic, here.priority, desk.pending.count) == ("lab", "urgent", 0)


async def _an_exam_keeps_its_times(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Whatever the room does while it waits."""
    third = ticket_of((await _does(other, other.new(IssueTicket, patient=_person("1002"), clinic=EYES))).id, EYES)
    backup = world.server.backup()
    ticket = await _registered(desk)
    world.desks["eyes1"].link.cut()
    await _does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await _does(eyes, eyes.new(Start, ticket=ticket))
    await passing(300)
    await _does(eyes, eyes.new(Finish, ticket=ticket))
    await _restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(30)
    await _does(eyes, eyes.new(Hold, ticket=third))
    world.desks["desk"].link.heal()
    await passing(60)
    _is_done(world, desk, eyes, ticket)
    done = world.server.writer._state.tickets[ticket]
    assert done.started_at is not None
    assert done.closed_at is not None
    assert 300 <= (done.closed_at - done.started_at).total_seconds() <= 310


async def _a_correction_is_kept_too(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    backup = world.server.backup()
    entered = await _does(desk, desk.new(IssueTicket, patient=_person("1001"), clinic=EYES))
    world.desks["other"].link.cut()
    corrected = other.new(CorrectPatient, patient_id=patient_of(entered.id), name="Better", reason="mistake")
    await _does(other, corrected)
    await _restores(world, backup)
    world.desks["other"].link.heal()
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    drawer, (again, delete) = _offers(other, [])
    assert (again.choice, again.recommended, again.off is not None) == ("again", True, True)
    assert (delete.choice, delete.recommended) == ("delete", False)
    world.desks["desk"].link.heal()
    await passing(60)
    jobs: list[Awaitable[None]] = []
    drawer, (again, _) = _offers(other, jobs)
    assert again.off is None
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    assert other.pending.count == 0


async def _an_ordinary_conflict_waits_for_nobody(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """The copy has all that its desk had seen: nothing of that is to come back."""
    ticket = await _registered(other)
    await passing(30)
    world.desks["desk"].link.cut()
    await _does(desk, desk.new(SetPriority, ticket=ticket, priority="urgent", reason="emergency"))
    await passing(30)
    await _does(other, other.new(SetPriority, ticket=ticket, priority="priority", reason="mistake"))
    await passing(90)
    assert other.pending.count == 0
    await _restores(world, world.server.backup())
    world.desks["desk"].link.heal()
    await passing(60)
    assert (desk.pending.conflicts, desk.pending.count) == (1, 1)


async def _whoever_was_registered_twice_is_back(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Registered anew meanwhile: what comes back is another name of that, and the card is under the other id."""
    backup = world.server.backup()
    entered = await _does(desk, desk.new(IssueTicket, patient=_person("1001"), clinic=EYES))
    world.desks["other"].link.cut()
    corrected = other.new(CorrectPatient, patient_id=patient_of(entered.id), name="Better", reason="mistake")
    await _does(other, corrected)
    await _restores(world, backup)
    world.desks["other"].link.heal()
    await _does(eyes, eyes.new(IssueTicket, patient=_person("1001"), clinic=EYES))
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert _asked(other) == ["correct_patient"]
    world.desks["desk"].link.heal()
    await passing(60)
    jobs: list[Awaitable[None]] = []
    drawer, (again, _) = _offers(other, jobs)
    assert (again.choice, again.off) == ("again", None)
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    assert other.pending.count == 0


async def _the_label_finds_whom_others_have_led_on_anew(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """Sent away and back again in the history that is lost: the ticket they had then is never issued again."""
    first = await _registered(other)
    backup = world.server.backup()
    await _does(desk, desk.new(Transfer, ticket=first, clinic=ClinicCode("lab")))
    there = desk.state.open_ticket(desk.state.tickets[first].visit)
    assert there is not None
    back = await _does(desk, desk.new(Transfer, ticket=there.id, clinic=EYES))
    second = ticket_of(back.id, EYES)
    assert desk.state.tickets[second].label == desk.state.tickets[first].label
    await _examines(eyes, second)
    await _restores(world, backup)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    for _ in range(3):
        jobs: list[Awaitable[None]] = []
        drawer, (again, _) = _offers(eyes, jobs)
        assert (again.choice, again.recommended, again.off) == ("again", True, None)
        assert drawer.state.item is not None
        assert drawer.state.item.problem is not None
        assert drawer.state.item.problem.code == "issued-anew", "nobody is to search for them"
        drawer.take_recommended()
        for job in jobs:
            await job
        await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    _is_done(world, eyes, eyes, first)


async def _of_whom_this_desk_has_given_up_nobody_waits_for(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """Its own registration was refused, and deleted: what it did with that ticket can go as well."""
    backup = world.server.backup()
    await _registered(other)  # so that the copy is older
    for name in ("desk", "other"):
        world.desks[name].link.cut()
    entered = await _does(desk, desk.new(IssueTicket, patient=_person("1002", "female"), clinic=EYES))
    await _does(desk, desk.new(Hold, ticket=ticket_of(entered.id, EYES)))
    await _restores(world, backup)
    now = world.server.clock.now()
    closed = CloseClinic(id=mint_action_id(now, bytes(10)), at=now, clinic=EYES, reason="other", note="x")
    await world.server._turned(world.server.writer.submit([SYSTEM_ACTOR], "", ActionsRequest(actions=(closed,))))
    world.desks["desk"].link.heal()
    await passing(60)
    assert _asked(desk) == ["issue_ticket"]
    await desk.decisions.delete(entered.id)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert _asked(desk) == ["hold"]
    drawer, (again, delete) = _offers(desk, [])
    assert (again.off, again.recommended, delete.choice) == (None, False, "delete")
    assert drawer.state.item is not None
    assert drawer.state.item.problem is not None
    assert drawer.state.item.problem.code == "unknown-ticket"


@pytest.mark.parametrize(
    "scene",
    [
        _is_kept_and_comes_back, _new_work_waits_too, _new_work_is_asked_about_in_the_end,
        _what_is_rolled_back_on_purpose_is_waited_for_by_nobody,
    ],
)  # fmt: skip
def test_while_a_console_is_missing(scene: Scene) -> None:
    _lives(scene, "desk", "eyes1")


@pytest.mark.parametrize(
    "scene",
    [
        _work_on_a_step_that_is_missing_waits, _priority_goes_with_whoever_is_back_first, _an_exam_keeps_its_times,
        _a_correction_is_kept_too, _the_label_finds_whom_others_have_led_on_anew,
        _of_whom_this_desk_has_given_up_nobody_waits_for, _an_ordinary_conflict_waits_for_nobody,
        _whoever_was_registered_twice_is_back,
    ],
)  # fmt: skip
def test_while_one_of_two_is_missing(scene: Scene) -> None:
    _lives(scene, "desk", "eyes1", "other")


def _lives(scene: Scene, *names: str) -> None:
    async def whole() -> None:
        await world.open()
        await scene(world, *[await _signed_in(world.desks[name]) for name in names])
        await world.close()

    loop = VirtualLoop()
    world = World(1, loop, {name: ("eyes",) if name == "eyes1" else () for name in names}, 1)
    try:
        with one_chance(world.chance):
            loop.run_until_complete(whole())
    finally:
        loop.close()
    assert world.diary.broken == []
