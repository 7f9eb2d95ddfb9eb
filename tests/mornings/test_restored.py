"""After a restore a console is missing: what others did builds on its work, and is given up by nobody meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from mmc_console.client.gateway import Gateway
from mmc_console.domain.actions import (
    Admit,
    CallNext,
    CallTicket,
    Finish,
    Hold,
    IssueTicket,
    LeaveRoom,
    NoShow,
    Requeue,
    SetPriority,
    Start,
    TakeRoom,
    Transfer,
)
from mmc_console.domain.ids import TicketId, ticket_of
from tests.mornings.restored import (
    EYES,
    LAB,
    LONGER_THAN_ANYTHING_IS_WAITED_FOR,
    Scene,
    asked,
    does,
    examines,
    is_done,
    lives,
    offers,
    person,
    registered,
    restores,
    sent_away_and_back,
)
from tests.mornings.world import World
from tests.simulation.time import passing


async def _is_kept_and_comes_back(world: World, desk: Gateway, eyes: Gateway) -> None:
    backup = world.server.backup()
    ticket = await registered(desk)
    await examines(eyes, ticket)
    assert eyes.pending.count == 0
    await restores(world, backup)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(eyes) == ["call_ticket"], "and what builds on it asks nobody"
    jobs: list[Awaitable[None]] = []
    drawer, (again, delete) = offers(eyes, jobs)
    assert (again.choice, again.recommended, delete.choice, delete.recommended) == ("again", True, "delete", False)
    assert again.off is not None
    assert (again.off.code, again.off.params["label"]) == ("others-not-back", "E-001")
    assert drawer.state.item is not None
    assert drawer.state.item.problem == again.off, "and so says the row: nobody is to search for them"

    world.desks["desk"].link.heal()
    await passing(60)
    drawer, (again, _) = offers(eyes, jobs)
    assert (again.choice, again.recommended, again.off) == ("again", True, None)
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    is_done(world, desk, eyes, ticket)


async def _examined_while_the_server_is_put_back(
    world: World, desk: Gateway, eyes: Gateway, *, bring_back: bool = True
) -> TicketId:  # fmt: skip
    backup = world.server.backup()
    ticket = await registered(desk)
    world.desks["eyes1"].link.cut()
    await examines(eyes, ticket)
    await restores(world, backup, bring_back=bring_back)
    world.desks["eyes1"].link.heal()
    return ticket


async def _new_work_waits_too(world: World, desk: Gateway, eyes: Gateway) -> None:
    """Done while the server was away, and sent before the desk is back: that is no question to anybody."""
    ticket = await _examined_while_the_server_is_put_back(world, desk, eyes)
    await passing(60)
    assert (asked(eyes), eyes.pending.count) == ([], 3)
    world.desks["desk"].link.heal()
    await passing(60)
    is_done(world, desk, eyes, ticket)


async def _new_work_is_asked_about_in_the_end(world: World, desk: Gateway, eyes: Gateway) -> None:
    await _examined_while_the_server_is_put_back(world, desk, eyes)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(eyes) == ["call_ticket"]


async def _what_is_rolled_back_on_purpose_is_waited_for_by_nobody(world: World, desk: Gateway, eyes: Gateway) -> None:
    await _examined_while_the_server_is_put_back(world, desk, eyes, bring_back=False)
    await passing(60)
    assert asked(eyes) == ["call_ticket"]


async def _who_was_called_in_vain_holds_no_room(world: World, desk: Gateway, eyes: Gateway) -> None:
    """What was done with them comes back too: it waits for a person, and whoever leaves the room does not."""
    await does(eyes, eyes.new(TakeRoom, clinic=EYES, room=1))
    backup = world.server.backup()
    ticket = await registered(desk)
    await does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await does(eyes, eyes.new(Hold, ticket=ticket))
    await restores(world, backup)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(eyes) == ["call_ticket"]
    left = await does(eyes, eyes.new(LeaveRoom, clinic=EYES, room=1))
    await passing(60)
    assert [row.action.type for row in eyes.pending.rows if row.state in ("waiting", "sending")] == ["hold"]
    assert left.id in world.server.writer._state.traces


async def _work_on_a_step_that_is_missing_waits(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Not there in the older copy, back in line since by a desk that is missing, called by a room that was cut off."""
    ticket = await registered(other)
    await does(eyes, eyes.new(TakeRoom, clinic=EYES, room=1))
    await does(eyes, eyes.new(CallNext, clinic=EYES, room=1))
    await does(eyes, eyes.new(NoShow, ticket=ticket))
    backup = world.server.backup()
    await does(desk, desk.new(Requeue, ticket=ticket))
    world.desks["eyes1"].link.cut()
    await passing(60)
    await does(eyes, eyes.new(CallNext, clinic=EYES, room=1))
    await does(eyes, eyes.new(Start, ticket=ticket))
    await does(eyes, eyes.new(Finish, ticket=ticket))
    await restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(60)
    assert (asked(eyes), eyes.pending.conflicts, eyes.pending.count) == ([], 0, 3)
    world.desks["desk"].link.heal()
    await passing(60)
    is_done(world, desk, eyes, ticket)


async def _priority_goes_with_whoever_is_back_first(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    ticket = await registered(other)
    backup = world.server.backup()
    await does(desk, desk.new(SetPriority, ticket=ticket, priority="urgent", reason="emergency"))
    await does(other, other.new(Transfer, ticket=ticket, clinic=LAB))
    await restores(world, backup)
    await passing(60)
    world.desks["desk"].link.heal()
    await passing(60)
    state = world.server.writer._state
    here = state.open_ticket(state.tickets[ticket].visit)
    assert here is not None
    assert (here.clinic, here.priority, desk.pending.count) == ("lab", "urgent", 0)


async def _an_exam_keeps_its_times(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Whatever the room does while it waits."""
    third = ticket_of((await does(other, other.new(IssueTicket, patient=person("1002"), clinic=EYES))).id, EYES)
    backup = world.server.backup()
    ticket = await registered(desk)
    world.desks["eyes1"].link.cut()
    await does(eyes, eyes.new(CallTicket, ticket=ticket, room=1, reason="by-hand"))
    await does(eyes, eyes.new(Start, ticket=ticket))
    await passing(300)
    await does(eyes, eyes.new(Finish, ticket=ticket))
    await restores(world, backup)
    world.desks["eyes1"].link.heal()
    await passing(30)
    await does(eyes, eyes.new(Hold, ticket=third))
    world.desks["desk"].link.heal()
    await passing(60)
    is_done(world, desk, eyes, ticket)
    done = world.server.writer._state.tickets[ticket]
    assert done.started_at is not None
    assert done.closed_at is not None
    assert 300 <= (done.closed_at - done.started_at).total_seconds() <= 310


async def _an_ordinary_conflict_waits_for_nobody(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """The copy has all that its desk had seen: nothing of that is to come back."""
    ticket = await registered(other)
    await passing(30)
    world.desks["desk"].link.cut()
    await does(desk, desk.new(SetPriority, ticket=ticket, priority="urgent", reason="emergency"))
    await passing(30)
    await does(other, other.new(SetPriority, ticket=ticket, priority="priority", reason="mistake"))
    await passing(90)
    assert other.pending.count == 0
    await restores(world, world.server.backup())
    world.desks["desk"].link.heal()
    await passing(60)
    assert (desk.pending.conflicts, desk.pending.count) == (1, 1)


async def _an_admission_waits_for_what_was_done_before_it(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """It could be done at once, and would take them from where the calls that wait are to find them."""
    first = await registered(other)
    visit = other.state.tickets[first].visit
    backup = world.server.backup()
    second = await sent_away_and_back(desk, first)
    await does(eyes, eyes.new(CallTicket, ticket=second, room=1, reason="by-hand"))
    await does(eyes, eyes.new(NoShow, ticket=second))
    await does(other, other.new(Admit, visit=visit, clinic=LAB))
    last = other.state.open_ticket(visit)
    await restores(world, backup)
    await passing(60)
    assert (world.server.writer._state.tickets[first].state, other.pending.count) == ("waiting", 1)
    world.desks["desk"].link.heal()
    await passing(60)
    assert [gateway.pending.count for gateway in (desk, eyes, other)] == [0, 0, 0]
    assert last is not None
    here = world.server.writer._state.open_ticket(visit)
    assert here is not None
    assert (here.id, here.label) == (last.id, last.label)


@pytest.mark.parametrize(
    "scene",
    [
        _is_kept_and_comes_back, _new_work_waits_too, _new_work_is_asked_about_in_the_end,
        _what_is_rolled_back_on_purpose_is_waited_for_by_nobody, _who_was_called_in_vain_holds_no_room,
    ],
)  # fmt: skip
def test_while_a_console_is_missing(scene: Scene) -> None:
    lives(scene, "desk", "eyes1")


@pytest.mark.parametrize(
    "scene",
    [
        _work_on_a_step_that_is_missing_waits, _priority_goes_with_whoever_is_back_first, _an_exam_keeps_its_times,
        _an_ordinary_conflict_waits_for_nobody,
        _an_admission_waits_for_what_was_done_before_it,
    ],
)  # fmt: skip
def test_while_one_of_two_is_missing(scene: Scene) -> None:
    lives(scene, "desk", "eyes1", "other")
