"""After a restore: who was led on anew, registered twice, called off or given up is asked about so that it ends."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    Cancel,
    CloseClinic,
    CorrectPatient,
    Hold,
    IssueTicket,
    Start,
)
from mmc_console.domain.ids import mint_action_id, patient_of, ticket_of
from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.wire.answers import ActionsRequest
from tests.mornings.restored import (
    EYES,
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


async def _corrected_while_the_server_is_put_back(world: World, desk: Gateway, other: Gateway) -> None:
    """Somebody whom the older copy does not know, by a desk that was cut off and is back before theirs."""
    backup = world.server.backup()
    entered = await does(desk, desk.new(IssueTicket, patient=person("1001"), clinic=EYES))
    world.desks["other"].link.cut()
    await does(other, other.new(CorrectPatient, patient_id=patient_of(entered.id), name="Better", reason="mistake"))
    await restores(world, backup)
    world.desks["other"].link.heal()


async def _is_tried_again(other: Gateway) -> None:
    jobs: list[Awaitable[None]] = []
    drawer, (again, _) = offers(other, jobs)
    assert (again.choice, again.off) == ("again", None)
    drawer.take_recommended()
    for job in jobs:
        await job
    await passing(60)
    assert other.pending.count == 0


async def _a_correction_is_kept_too(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    await _corrected_while_the_server_is_put_back(world, desk, other)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    _, (again, delete) = offers(other, [])
    assert (again.choice, again.recommended, again.off is not None) == ("again", True, True)
    assert (delete.choice, delete.recommended) == ("delete", False)
    world.desks["desk"].link.heal()
    await passing(60)
    await _is_tried_again(other)


async def _whoever_was_registered_twice_is_back(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """Registered anew meanwhile: what comes back is another name of that, and the card is under the other id."""
    await _corrected_while_the_server_is_put_back(world, desk, other)
    await does(eyes, eyes.new(IssueTicket, patient=person("1001"), clinic=EYES))
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(other) == ["correct_patient"]
    world.desks["desk"].link.heal()
    await passing(60)
    await _is_tried_again(other)


async def _who_came_in_is_known_by_their_label(world: World, desk: Gateway, eyes: Gateway, other: Gateway) -> None:
    """What waits behind the call that was tried again names the ticket that is lost; they are here all the same."""
    first = await registered(other)
    backup = world.server.backup()
    await examines(eyes, await sent_away_and_back(desk, first))
    await restores(world, backup)
    await passing(30)
    await does(other, other.new(Hold, ticket=first))
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    for choice, code in (("again", "issued-anew"), ("mine", "already-moved")):
        jobs: list[Awaitable[None]] = []
        drawer, (likely, _) = offers(eyes, jobs)
        item = drawer.state.item
        assert item is not None
        assert item.problem is not None
        assert (item.deed.label, item.problem.code) == ("E-001", code)
        assert (likely.choice, likely.recommended, likely.off) == (choice, True, None)
        drawer.take_recommended()
        for job in jobs:
            await job
        await passing(30)
    assert world.server.writer._state.tickets[first].state == "called"


async def _the_label_finds_whom_others_have_led_on_anew(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """Sent away and back again in the history that is lost: the ticket they had then is never issued again."""
    first = await registered(other)
    backup = world.server.backup()
    await examines(eyes, await sent_away_and_back(desk, first))
    await restores(world, backup)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    for _ in range(3):
        jobs: list[Awaitable[None]] = []
        drawer, (again, _) = offers(eyes, jobs)
        assert (again.choice, again.recommended, again.off) == ("again", True, None)
        assert drawer.state.item is not None
        assert drawer.state.item.problem is not None
        assert drawer.state.item.problem.code == "issued-anew", "nobody is to search for them"
        drawer.take_recommended()
        for job in jobs:
            await job
        await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    is_done(world, eyes, eyes, first)


async def _who_was_called_off_since_is_waited_for_by_nobody(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    first = await registered(other)
    backup = world.server.backup()
    second = await sent_away_and_back(desk, first)
    await does(eyes, eyes.new(CallTicket, ticket=second, room=1, reason="by-hand"))
    await restores(world, backup)
    await passing(30)
    await does(other, other.new(Cancel, visit=other.state.tickets[first].visit, reason="mistake"))
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(eyes) == ["call_ticket"]
    drawer, (delete, again) = offers(eyes, [])
    assert (delete.choice, delete.recommended, again.recommended) == ("delete", True, False)
    assert drawer.state.item is not None
    assert drawer.state.item.problem is not None
    assert drawer.state.item.problem.code == "unknown-ticket", "and so they are not said to be on their way"


async def _one_key_is_about_whom_it_finishes_too(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway, before: Gateway
) -> None:  # fmt: skip
    """Its label is of whoever is called. Who was inside is not back yet, and is finished when they are."""
    called = ticket_of((await does(other, other.new(IssueTicket, patient=person("1002"), clinic=EYES))).id, EYES)
    backup = world.server.backup()
    inside = await registered(desk)
    await does(before, before.new(CallTicket, ticket=inside, room=1, reason="by-hand"))
    await does(before, before.new(Start, ticket=inside))
    await does(eyes, eyes.new(CallNext, clinic=EYES, room=1, finish_current=True, current=inside, ticket=called))
    world.desks["eyes2"].link.cut()
    await restores(world, backup)
    await passing(30)
    await does(other, other.new(Cancel, visit=other.state.tickets[called].visit, reason="mistake"))
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    _, (again, _) = offers(eyes, [])
    assert (again.choice, again.recommended) == ("again", True)
    assert again.off == Message("inside-not-back"), "whoever is called is not said to be"
    for name in ("desk", "eyes2"):
        world.desks[name].link.heal()
    await passing(60)
    for _ in range(2):  # and in the end whom it calls is gone
        jobs: list[Awaitable[None]] = []
        drawer, _ = offers(eyes, jobs)
        drawer.take_recommended()
        for job in jobs:
            await job
        await passing(30)
    assert (world.server.writer._state.tickets[inside].state, eyes.pending.count) == ("done", 0)


async def _of_whom_this_desk_has_given_up_nobody_waits_for(
    world: World, desk: Gateway, eyes: Gateway, other: Gateway
) -> None:  # fmt: skip
    """Its own registration was refused, and deleted: what it did with that ticket can go as well."""
    backup = world.server.backup()
    await registered(other)  # so that the copy is older
    for name in ("desk", "other"):
        world.desks[name].link.cut()
    entered = await does(desk, desk.new(IssueTicket, patient=person("1002", "female"), clinic=EYES))
    await does(desk, desk.new(Hold, ticket=ticket_of(entered.id, EYES)))
    await restores(world, backup)
    now = world.server.clock.now()
    closed = CloseClinic(id=mint_action_id(now, bytes(10)), at=now, clinic=EYES, reason="other", note="x")
    await world.server._turned(world.server.writer.submit([SYSTEM_ACTOR], "", ActionsRequest(actions=(closed,))))
    world.desks["desk"].link.heal()
    await passing(60)
    assert asked(desk) == ["issue_ticket"]
    await desk.decisions.delete(entered.id)
    await passing(LONGER_THAN_ANYTHING_IS_WAITED_FOR)
    assert asked(desk) == ["hold"]
    drawer, (again, delete) = offers(desk, [])
    assert (again.off, again.recommended, delete.choice) == (None, False, "delete")
    assert drawer.state.item is not None
    assert drawer.state.item.problem is not None
    assert drawer.state.item.problem.code == "unknown-ticket"


@pytest.mark.parametrize(
    "scene",
    [
        _a_correction_is_kept_too, _whoever_was_registered_twice_is_back, _who_came_in_is_known_by_their_label,
        _the_label_finds_whom_others_have_led_on_anew, _who_was_called_off_since_is_waited_for_by_nobody,
        _of_whom_this_desk_has_given_up_nobody_waits_for,
    ],
)  # fmt: skip
def test_it_ends(scene: Scene) -> None:
    lives(scene, "desk", "eyes1", "other")


def test_it_ends_for_two_in_one_room() -> None:
    lives(_one_key_is_about_whom_it_finishes_too, "desk", "eyes1", "other", "eyes2")
