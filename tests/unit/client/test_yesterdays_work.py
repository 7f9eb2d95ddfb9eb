"""What nobody has decided of yesterday touches no queue of today: its room is that of another day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, Finish, LeaveRoom, Recall, Start, TakeRoom, Transfer, Undo
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, XRAY, at_eyes, meanwhile, two_desks
from tests.unit.client.stage import played

DAY = 24 * 3600


async def undecided(one: LocalGateway, two: LocalGateway) -> TicketId:
    """Eyes has one room: *one* finishes somebody there while offline, whom *two* has sent on meanwhile."""
    ticket = await at_eyes(one)
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.act(CallNext, clinic=EYES, room=1)
    await one.act(Start, ticket=ticket)
    await one.settle()
    await meanwhile(
        one, two,
        lambda desk: desk.act(Finish, ticket=ticket),
        lambda desk: desk.act(Transfer, ticket=ticket, clinic=XRAY),
    )  # fmt: skip
    return ticket


async def next_morning(*desks: LocalGateway) -> None:
    await desks[0].clock.turn(DAY)
    for desk in desks:
        await desk.settle()


@played
async def test_a_conflict_of_yesterday_keeps_nothing_of_today_in_its_room(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    one.server.add_user("nurse", ["clinician"], ["eyes"])
    await undecided(one, two)
    await next_morning(one, two)
    await one.sign_in("nurse", PASSWORD)
    called = await at_eyes(two, "2001")
    await one.settle()
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()
    await two.settle()
    assert [(row.action.type, row.state) for row in one.pending.rows if row.state != "sent"] == [("finish", "conflict")]
    assert [desk.state.tickets[called].state for desk in (one, two)] == ["called", "called"]
    assert one.server.state.tickets[called].state == "called"
    await one.close()
    await two.close()


@played
async def test_what_had_waited_for_a_decision_is_of_the_day_it_was_done(tmp_path: Path) -> None:
    """It goes after the first work of today, and touches yesterday as if it had not waited."""
    one, two = await two_desks(tmp_path)
    first, second = await at_eyes(one), await at_eyes(one, "1002")
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()

    async def mine(desk: LocalGateway) -> None:
        await desk.act(Finish, ticket=first)
        await desk.act(CallNext, clinic=EYES, room=1)

    await meanwhile(one, two, mine, lambda desk: desk.act(Transfer, ticket=first, clinic=XRAY))
    assert [row.action.type for row in one.pending.rows if row.held_back] == ["call_next"]
    await next_morning(one, two)
    await one.register("3001")
    await one.settle()
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    await one.decisions.keep(conflict.id)
    await one.settle()
    assert one.pending.refused == one.pending.waiting == 0
    called = one.server.state.tickets[second]
    assert (called.state, called.day) == ("called", one.today() - timedelta(days=1))
    await one.close()
    await two.close()


@played
async def test_rows_written_before_a_room_had_its_day_keep_nothing_of_today_either(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    one, two = await two_desks(tmp_path, keys)
    await undecided(one, two)
    outbox = one.parts.desk.outbox
    for row in list(outbox):
        await outbox.amend(row, about=tuple(s[:-11] if s.startswith("room:") else s for s in row.about))
    assert {s for row in outbox for s in row.about if s.startswith("room:")} == {"room:eyes:1"}
    await one.close()
    again = await LocalGateway.with_center(profile=tmp_path / "one", keys=keys, server=one.server, clock=one.clock)
    await again.act(CallNext, clinic=EYES, room=1)
    assert again.pending.rows[-1].held_back, "of the same day it waits as before"
    await again.withdraw(again.pending.rows[-1].id)
    await next_morning(again, two)
    called = await at_eyes(two, "2001")
    await again.settle()
    await again.act(CallNext, clinic=EYES, room=1)
    await again.settle()
    assert again.server.state.tickets[called].state == "called"
    await again.close()
    await two.close()


@played
async def test_before_the_day_turns_the_night_is_of_the_same_day(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await undecided(one, two)
    night = one.state.calendar.ends(one.today()) - timedelta(minutes=1)
    await one.clock.turn((night - one.now()).total_seconds())
    await one.settle()
    await one.act(LeaveRoom, clinic=EYES, room=1)
    assert one.pending.rows[-1].held_back
    await one.clock.turn(60)
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.settle()
    assert [row.action.type for row in one.pending.rows if row.held_back] == ["leave_room"], "that of yesterday alone"
    assert one.pending.waiting == 1
    await one.close()
    await two.close()


@pytest.mark.parametrize("kind", [Recall, Finish])
@played
async def test_what_is_done_with_somebody_inside_is_of_their_day(kind: type[Recall | Finish]) -> None:
    desk = await LocalGateway.with_center()
    ticket = await at_eyes(desk)
    await desk.act(TakeRoom, clinic=EYES, room=1)
    taken = list(desk.parts.desk.outbox)[-1].id
    await desk.act(CallNext, clinic=EYES, room=1)
    await desk.settle()
    room = f"room:eyes:1:{desk.today()}"
    await desk.act(kind, ticket=ticket)
    assert room in list(desk.parts.desk.outbox)[-1].about
    desk.parts.desk.outbox._rows.clear()  # of another console: only the log knows what it did
    desk.parts.desk.outbox._by_id.clear()
    await desk.act(Undo, action=taken)
    assert list(desk.parts.desk.outbox)[-1].about == (room,)
    await desk.close()
