"""One key finishes and calls: where another desk was quicker with whoever was called, whoever was inside is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import Admit, CallNext, Cancel, Finish, NoShow, TakeRoom, Transfer
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.visits import Stop
from tests.two_desks import EYES, Deeds, at_eyes, done_elsewhere, meanwhile, two_desks
from tests.unit.client.stage import played
from tests.unit.client.test_in_vain import after, calls, three
from tests.unit.client.test_one_key_beaten import asked, morning, stands

DENTAL = ClinicCode("dental")
MINUTE = 60.0


async def second(desk: LocalGateway) -> TicketId:
    return sorted(desk.state.tickets.values(), key=lambda ticket: ticket.label)[1].id


async def moves(desk: LocalGateway) -> None:
    await desk.act(Transfer, ticket=await second(desk), clinic=DENTAL)


async def cancels(desk: LocalGateway) -> None:
    await desk.act(Cancel, ticket=await second(desk), reason="left")


async def is_done_elsewhere(desk: LocalGateway) -> None:
    await done_elsewhere(desk, await second(desk), DENTAL)


def stops(desk: LocalGateway, ticket: TicketId) -> list[Stop]:
    visit = desk.server.state.visits[desk.server.state.tickets[ticket].visit]
    return [stop for stage in visit.stages for stop in stage]


async def kept(desk: LocalGateway) -> list[str]:
    """What was asked until all is kept that stands."""
    codes = list[str]()
    while (rows := asked(desk)) and len(codes) < 9:
        assert rows[0].problem is not None
        codes.append(rows[0].problem.code)
        await desk.decisions.keep(rows[0].id)
        await desk.settle()
    return codes


@pytest.mark.parametrize(("theirs", "stays"), [(moves, "transferred"), (cancels, "cancelled")])
@played
async def test_whoever_was_inside_is_done_and_the_morning_is_kept(tmp_path: Path, theirs: Deeds, stays: str) -> None:
    one, two, tickets = await morning(tmp_path, theirs)
    [conflict] = asked(one)
    rest = one.decisions.what_goes_on(conflict.id)
    assert isinstance(rest, Finish)
    assert (rest.ticket, rest.replaces, rest.at) == (tickets[0], conflict.id, conflict.at)
    assert await kept(one) == ["already-moved", "ticket-closed"]
    assert one.pending.count == 0
    assert stands(one, tickets) == ["done", stays, "done", "done", "called"]
    assert [one.state.tickets[each].state for each in tickets] == stands(one, tickets)
    await one.close()
    await two.close()


@played
async def test_whoever_was_admitted_elsewhere_has_been_examined_all_the_same(tmp_path: Path) -> None:
    """They came back to be examined: called here after they had been admitted there."""
    one, two = await two_desks(tmp_path)
    tickets = [await at_eyes(one, f"10{i}0") for i in range(3)]
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()

    async def examines(desk: LocalGateway) -> None:
        desk.server.come_back()
        await two.act(Admit, visit=desk.state.tickets[tickets[1]].visit, clinic=DENTAL)
        await two.settle()
        desk.server.go_away()
        await desk.clock.turn(MINUTE)
        for _ in tickets[1:]:
            await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)

    await meanwhile(one, two, examines, lambda desk: desk.settle())
    assert await kept(one) == ["already-moved"]
    assert {stop.state for stop in stops(one, tickets[1]) if stop.clinic == EYES} == {"done"}
    assert stands(one, [tickets[0], tickets[2]]) == ["done", "called"]
    await one.close()
    await two.close()


@played
async def test_it_takes_the_place_of_what_failed_offline_and_after_a_restart(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    one, two, tickets = await morning(tmp_path, moves, keys)
    [conflict] = asked(one)
    await one.go_offline()
    assert await one.decisions.keep(conflict.id) is not None
    assert one.state.tickets[tickets[0]].state == "done"
    await one.close()
    again = await LocalGateway.with_center(profile=tmp_path / "one", keys=keys, server=one.server, clock=one.clock)
    await again.go_online()
    assert await kept(again) == ["ticket-closed"]
    assert stands(again, tickets) == ["done", "transferred", "done", "done", "called"]
    await again.close()
    await two.close()


@played
async def test_what_cannot_be_carried_out_after_all_finishes_whoever_was_inside(tmp_path: Path) -> None:
    one, two, tickets = await morning(tmp_path, is_done_elsewhere)
    [conflict] = asked(one)
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.settle()
    assert await kept(one) == ["later-stop-called", "ticket-closed"]
    assert stands(one, tickets) == ["done", "transferred", "done", "done", "called"]
    await one.close()
    await two.close()


@played
async def test_the_next_morning_it_is_still_of_the_day_it_was_done(tmp_path: Path) -> None:
    one, two, tickets = await morning(tmp_path, moves)
    day = one.today()
    await one.clock.turn(24 * 60 * MINUTE)
    await one.settle()
    await one.register("3001")
    await one.settle()
    assert await kept(one) == ["already-moved", "ticket-closed"]
    assert stands(one, tickets)[:4] == ["done", "transferred", "done", "done"]
    closed = one.server.state.tickets[tickets[0]].closed_at
    assert closed is not None
    assert one.state.calendar.day(closed) == day
    await one.close()
    await two.close()


@played
async def test_nothing_goes_on_where_whoever_was_inside_is_done_by_now(tmp_path: Path) -> None:
    one, two, tickets = await morning(tmp_path, moves)
    [conflict] = asked(one)
    await two.act(Finish, ticket=tickets[0])
    await two.settle()
    await one.settle()
    assert one.decisions.what_goes_on(conflict.id) is None
    await one.close()
    await two.close()


@played
async def test_whoever_is_in_the_room_is_finished_by_hand_whatever_waits_for_the_room(tmp_path: Path) -> None:
    """Else who was called in there is tried again without end."""
    one, two, tickets = await morning(tmp_path, moves)
    [conflict] = asked(one)
    assert await one.decisions.delete(conflict.id)
    await one.settle()
    [conflict] = asked(one)
    await one.decisions.keep(conflict.id)
    await one.settle()
    [refused] = asked(one)
    assert refused.problem is not None
    assert refused.problem.code == "room-busy"
    await one.act(Finish, ticket=tickets[0])
    await one.settle()
    assert stands(one, tickets)[0] == "done"
    await one.decisions.instead(refused.id, one.decisions.again(refused.id))
    await one.settle()
    assert (one.pending.count, stands(one, tickets)) == (0, ["done", "transferred", "done", "done", "called"])
    await one.close()
    await two.close()


@played
async def test_whoever_was_called_and_is_unknown_there_keeps_nobody_in_the_room(tmp_path: Path) -> None:
    """The registration of whoever was called was refused, and deleted."""
    one, two, tickets = await morning(tmp_path, moves)
    [conflict] = asked(one)
    row = one.parts.desk.outbox.get(conflict.id)
    assert row is not None
    assert row.problem is not None
    for code in ("unknown-ticket", "already-here", "called-elsewhere", "room-taken"):
        await one.parts.desk.outbox.amend(row, problem=structs.replace(row.problem, code=code))
        assert isinstance(one.decisions.what_goes_on(conflict.id), Finish)
    for code in ("next-not-possible", "rights-changed", "pin-wrong"):
        await one.parts.desk.outbox.amend(row, problem=structs.replace(row.problem, code=code))
        assert one.decisions.what_goes_on(conflict.id) is None
    assert stands(one, tickets)[0] == "called"
    await one.close()
    await two.close()


@played
async def test_of_a_call_in_vain_only_whom_it_finishes_is_asked_about(tmp_path: Path) -> None:
    one, two, tickets = await three(tmp_path)
    await calls(one)
    await one.settle()
    await meanwhile(one, two, after(tickets[1], NoShow), lambda d: d.act(Cancel, ticket=tickets[1], reason="left"))
    [conflict] = asked(one)
    assert one.pending.waiting == 3
    assert await one.decisions.keep(conflict.id) is not None
    await one.settle()
    assert (one.pending.count, stands(one, tickets)) == (0, ["done", "cancelled", "done"])
    await one.close()
    await two.close()
