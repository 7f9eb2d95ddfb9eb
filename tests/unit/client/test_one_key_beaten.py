"""One key finishes and calls: where another desk was quicker with whoever was inside, the call goes on all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.shown import PendingRow
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, CallTicket, Cancel, Finish, NoShow, Requeue, TakeRoom
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, Deeds, at_eyes, meanwhile, two_desks
from tests.unit.client.stage import played


async def morning(
    folder: Path, theirs: Deeds | None = None, keys: MemoryKeys | None = None
) -> tuple[LocalGateway, LocalGateway, list[TicketId]]:
    """Five are examined with one key, one after the other, the line being down after the first was called.

    *theirs*: what the other desk does before that is sent; without it, it cancels the one who was inside.
    """
    one, two = await two_desks(folder, keys)
    tickets = [await at_eyes(one, f"10{i}0") for i in range(5)]
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()

    async def examines(desk: LocalGateway) -> None:
        for _ in tickets[1:]:
            await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)

    async def cancels(desk: LocalGateway) -> None:
        await desk.act(Cancel, ticket=tickets[0], reason="left")

    await meanwhile(one, two, examines, theirs or cancels)
    return one, two, tickets


def asked(desk: LocalGateway) -> list[PendingRow]:
    return [row for row in desk.pending.rows if row.state in ("refused", "conflict") and not row.decided]


def stands(desk: LocalGateway, tickets: list[TicketId]) -> list[str]:
    return [desk.server.state.tickets[each].state for each in tickets]


@pytest.mark.parametrize("theirs", ["cancelled", "no_show", "waiting", "done"])
@played
async def test_whoever_was_inside_stays_as_they_are_and_the_morning_is_kept(tmp_path: Path, theirs: str) -> None:
    async def deed(desk: LocalGateway) -> None:
        [inside] = [t for t in desk.state.tickets.values() if t.state == "called"]
        if theirs == "cancelled":
            await desk.act(Cancel, ticket=inside.id, reason="left")
        elif theirs == "done":
            await desk.act(Finish, ticket=inside.id)
        else:
            await desk.act(NoShow, ticket=inside.id)
            if theirs == "waiting":
                await desk.act(Requeue, ticket=inside.id)

    one, two, tickets = await morning(tmp_path, deed)
    [conflict] = asked(one)
    assert conflict.problem is not None
    assert (conflict.problem.code, conflict.problem.params["state"]) == ("ticket-closed", theirs)
    receipt = await one.decisions.keep(conflict.id)
    assert receipt is not None
    assert isinstance(receipt.action, CallNext)
    assert (receipt.action.ticket, receipt.action.replaces) == (tickets[1], conflict.id)
    await one.settle()
    assert one.pending.count == 0
    assert stands(one, tickets) == [theirs, "done", "done", "done", "called"]
    assert [one.state.tickets[each].state for each in tickets] == [theirs, "done", "done", "done", "called"]
    assert await one.decisions.keep(conflict.id) is None, "it is answered for"
    await one.close()
    await two.close()


@played
async def test_so_it_is_where_the_line_is_down_again_and_after_a_restart(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    one, two, tickets = await morning(tmp_path, keys=keys)
    [conflict] = asked(one)
    await one.go_offline()
    await one.decisions.keep(conflict.id)
    await one.close()
    again = await LocalGateway.with_center(profile=tmp_path / "one", keys=keys, server=one.server, clock=one.clock)
    assert [again.state.tickets[each].state for each in tickets] == ["cancelled", "done", "done", "done", "called"]
    await again.go_online()
    assert (stands(again, tickets), asked(again)) == (["cancelled", "done", "done", "done", "called"], [])
    await again.close()
    await two.close()


@played
async def test_where_the_one_called_is_elsewhere_by_now_that_is_kept_and_nothing_goes_on(tmp_path: Path) -> None:
    async def calls(desk: LocalGateway) -> None:
        tickets = sorted(desk.state.tickets.values(), key=lambda t: t.label)
        await desk.act(Finish, ticket=tickets[0].id)
        await desk.act(CallTicket, ticket=tickets[1].id, room=1, reason="by-hand")

    one, two, tickets = await morning(tmp_path, calls)
    [conflict] = asked(one)
    assert await one.decisions.keep(conflict.id) is None
    await one.settle()
    assert one.pending.count == 0
    assert stands(one, tickets) == ["done", "done", "done", "done", "called"]
    await one.close()
    await two.close()


@played
async def test_deleted_is_deleted_and_of_yesterday_nothing_goes_on_by_anybody_else(tmp_path: Path) -> None:
    one, two, _ = await morning(tmp_path)
    [conflict] = asked(one)
    assert one.decisions.what_goes_on(conflict.id) is not None
    row = one.parts.desk.outbox.get(conflict.id)
    assert row is not None
    named = row.action
    assert isinstance(named, CallNext)
    nobody = replace(row, action=replace(named, ticket=None))
    await one.parts.desk.outbox.settle([nobody])
    assert one.decisions.what_goes_on(conflict.id) is None, "whom it would call nobody was shown"
    await one.parts.desk.outbox.settle([row])
    assert await one.decisions.delete(conflict.id)
    assert [row.id for row in asked(one)] == []
    await one.parts.desk.outbox.settle([row])
    await one.clock.turn(24 * 3600)
    assert one.decisions.what_goes_on(conflict.id) is not None
    one.server.add_user("lama", ["supervisor"])
    await one.sign_in("lama", PASSWORD)  # who was not here then, as far as anybody knows
    assert one.decisions.what_goes_on(conflict.id) is None
    assert await one.decisions.keep(conflict.id) is None
    assert asked(one) == []
    await one.close()
    await two.close()
