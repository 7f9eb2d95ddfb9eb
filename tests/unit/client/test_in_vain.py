"""Called in vain, where reception knows why: nobody is asked, and the room's morning goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    Admit,
    AnyAction,
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    Hold,
    NoShow,
    OpenClinic,
    PauseClinic,
    Recall,
    Requeue,
    TakeRoom,
    Transfer,
    Undo,
)
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.two_desks import EYES, Deeds, at_eyes, meanwhile, two_desks
from tests.unit.client.stage import played
from tests.unit.client.test_one_key_beaten import asked, stands

DENTAL = ClinicCode("dental")


async def three(folder: Path) -> tuple[LocalGateway, LocalGateway, list[TicketId]]:
    one, two = await two_desks(folder)
    tickets = [await at_eyes(one, f"10{i}0") for i in range(3)]
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.settle()
    return one, two, tickets


async def calls(desk: LocalGateway) -> None:
    await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)


def after(first: TicketId, *deeds: type[AnyAction]) -> Deeds:
    """The first is called, these are done about them, and the others are called one after the other."""

    async def mine(desk: LocalGateway) -> None:
        await calls(desk)
        for kind in deeds:
            await desk.act(kind, ticket=first, **({"clinic": DENTAL} if kind is Transfer else {}))
        await calls(desk)
        await calls(desk)

    return mine


@pytest.mark.parametrize("recalls", [0, 2])
@pytest.mark.parametrize("theirs", ["cancelled", "transferred", "admitted"])
@played
async def test_nobody_decides_about_whom_reception_had_elsewhere(tmp_path: Path, theirs: str, recalls: int) -> None:
    one, two, tickets = await three(tmp_path)
    first = tickets[0]

    async def reception(desk: LocalGateway) -> None:
        if theirs == "cancelled":
            await desk.act(Cancel, ticket=first, reason="left")
        elif theirs == "transferred":
            await desk.act(Transfer, ticket=first, clinic=DENTAL)
        else:
            await desk.act(Admit, visit=desk.state.tickets[first].visit, clinic=DENTAL)

    await meanwhile(one, two, after(first, *[Recall] * recalls, NoShow), reception)
    assert one.pending.count == 0
    state = "transferred" if theirs == "admitted" else theirs
    assert stands(one, tickets) == [state, "done", "called"]
    assert [one.state.tickets[each].state for each in tickets] == [state, "done", "called"]
    await one.close()
    await two.close()


@pytest.mark.parametrize("sent", [Requeue, Hold, Transfer])
@played
async def test_what_was_decided_about_them_is_asked_and_keeps_nobody_else_waiting(
    tmp_path: Path, sent: type[AnyAction]
) -> None:
    one, two, tickets = await three(tmp_path)
    await meanwhile(one, two, after(tickets[0], sent), lambda d: d.act(Cancel, ticket=tickets[0], reason="left"))
    assert stands(one, tickets) == ["cancelled", "done", "called"]
    codes = list[str]()
    while rows := asked(one):
        codes.append(rows[0].action.type)
        await one.decisions.keep(rows[0].id)
        await one.settle()
    assert codes == ["call_next", "no_show" if sent is NoShow else sent.__struct_config__.tag]
    assert one.pending.count == 0
    await one.close()
    await two.close()


@played
async def test_who_came_after_all_is_asked_about(tmp_path: Path) -> None:
    one, two, tickets = await three(tmp_path)

    async def mine(desk: LocalGateway) -> None:
        await calls(desk)
        absent = await desk.act(NoShow, ticket=tickets[0])
        await desk.parts.desk.outbox.show(absent.id)  # announced: it is undone, and not withdrawn
        await desk.undo()
        await desk.act(Finish, ticket=tickets[0])

    await meanwhile(one, two, mine, lambda desk: desk.act(Cancel, ticket=tickets[0], reason="left"))
    assert [row.action.type for row in asked(one)] == ["call_next"]
    assert any(isinstance(row.action, Undo) for row in one.pending.rows if row.state == "waiting")
    await one.close()
    await two.close()


@played
async def test_whom_another_has_called_into_this_very_room_is_asked_about(tmp_path: Path) -> None:
    """The room that was cut off saw nobody inside: its one key finishes nobody, and meets them there."""
    one, two, tickets = await three(tmp_path)

    async def theirs(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=tickets[0], room=1, reason="by-hand")

    await meanwhile(one, two, after(tickets[0], NoShow), theirs)
    told = [(row.action.type, row.problem.code if row.problem else "") for row in asked(one)]
    assert told == [("call_next", "called-elsewhere"), ("call_next", "room-busy")]
    assert (one.pending.waiting, stands(one, tickets)[0]) == (2, "called")
    await one.close()
    await two.close()


@played
async def test_a_call_carried_out_after_all_has_its_no_show(tmp_path: Path) -> None:
    one, two, tickets = await three(tmp_path)
    await calls(one)
    await one.settle()
    await meanwhile(one, two, after(tickets[1], NoShow), lambda d: d.act(Cancel, ticket=tickets[1], reason="left"))
    [conflict] = asked(one)
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.settle()
    assert stands(one, tickets) == ["done", "no_show", "done"]
    await one.close()
    await two.close()


@pytest.mark.parametrize("opened", [True, False], ids=["opened again", "still paused"])
@played
async def test_a_pause_that_is_over_asks_nobody(tmp_path: Path, opened: bool) -> None:
    one, two = await two_desks(tmp_path)

    async def mine(desk: LocalGateway) -> None:
        await desk.act(PauseClinic, clinic=EYES, reason="prayer")
        await desk.clock.turn(120)
        one.server.come_back()
        await two.act(PauseClinic, clinic=EYES, reason="break")
        await two.settle()
        one.server.go_away()
        await desk.clock.turn(120)
        if opened:
            await desk.act(OpenClinic, clinic=EYES)

    async def nothing(desk: LocalGateway) -> None:
        await desk.settle()

    await meanwhile(one, two, mine, nothing)
    assert [row.action.type for row in asked(one)] == ([] if opened else ["pause_clinic"])
    assert one.server.state.clinic(EYES, one.today()).state == ("open" if opened else "paused")
    await one.close()
    await two.close()
