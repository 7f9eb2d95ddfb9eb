"""Nothing is taken back as if it had never been while later work stands on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    CallNext,
    CloseClinic,
    CorrectPatient,
    Finish,
    Hold,
    IssueTicket,
    OpenClinic,
    PauseClinic,
    Start,
    TakeRoom,
    Undo,
)
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, at_eyes, beaten, meanwhile, two_desks
from tests.unit.client.stage import played


async def holder(folder: Path) -> LocalGateway:
    desk = await LocalGateway.with_center(profile=folder)
    await desk.act(TakeRoom, clinic=EYES, room=1)
    await desk.settle()
    return desk


@played
async def test_a_call_stays_while_its_examination_waits_behind_it(tmp_path: Path) -> None:
    desk = await holder(tmp_path)
    ticket = await at_eyes(desk)
    await desk.go_offline()
    call = await desk.act(CallNext, clinic=EYES, room=1)
    start, finish = await desk.act(Start, ticket=ticket), await desk.act(Finish, ticket=ticket)
    can = desk.decisions.can_withdraw
    assert [can(each.id) for each in (call, start, finish)] == [False, False, True]
    assert [await desk.decisions.delete(each.id) for each in (call, start)] == [False, False]
    assert desk.state.tickets[ticket].state == "done"
    assert [await desk.decisions.delete(each.id) for each in (finish, start, call)] == [True, True, True]
    assert desk.state.tickets[ticket].state == "waiting"
    await desk.close()


@played
async def test_who_was_inside_first_is_not_put_back_under_whoever_came_after(tmp_path: Path) -> None:
    desk = await holder(tmp_path)
    first, second = await at_eyes(desk, "1001"), await at_eyes(desk, "1002")
    await desk.go_offline()
    await desk.act(CallNext, clinic=EYES, room=1)
    done = await desk.act(Finish, ticket=first)
    await desk.act(CallNext, clinic=EYES, room=1)
    await desk.act(Finish, ticket=second)
    assert not desk.decisions.can_withdraw(done.id)
    await desk.take_back(done.id)
    assert isinstance(list(desk.parts.desk.outbox)[-1].action, Undo), "it goes behind them instead"
    assert desk.state.tickets[first].state == "called"
    await desk.go_online()
    assert (desk.server.state.tickets[first].state, desk.server.state.tickets[second].state) == ("called", "done")
    assert desk.pending.count == 0
    await desk.close()


@played
async def test_what_is_only_said_anew_stands_on_nothing(tmp_path: Path) -> None:
    desk = await holder(tmp_path)
    visit = await desk.register("1001")
    await desk.go_offline()
    said = [
        await desk.act(PauseClinic, clinic=LAB, reason="prayer"),
        await desk.act(OpenClinic, clinic=LAB),
        await desk.act(CorrectPatient, patient_id=visit.patient, name="Fahad", reason="mistake"),
        await desk.act(CorrectPatient, patient_id=visit.patient, name="Fahd", reason="mistake"),
    ]
    assert all(desk.decisions.can_withdraw(each.id) for each in said)
    await desk.close()


@played
async def test_nor_while_that_later_work_is_on_its_way_to_the_disk(tmp_path: Path) -> None:
    desk = await holder(tmp_path)
    ticket = await at_eyes(desk)
    await desk.go_offline()
    call = await desk.act(CallNext, clinic=EYES, room=1)
    starting = asyncio.ensure_future(desk.act(Start, ticket=ticket))
    await asyncio.sleep(0)
    assert desk.state.tickets[ticket].state == "called", "it is not on the disk yet"
    assert not await desk.withdraw(call.id)
    await starting
    assert desk.state.tickets[ticket].state == "in_service"
    await desk.close()


@played
async def test_a_conflict_is_asked_about_again_once_it_is_not_insisted_on_any_more(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    one, two = await two_desks(tmp_path, keys)
    ticket = await at_eyes(one)
    conflict = await beaten(one, two, ticket)
    await one.go_offline()
    insisted = await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    assert insisted is not None
    assert await one.decisions.delete(insisted.id)
    await one.close()
    again = await LocalGateway.with_center(profile=tmp_path / "one", keys=keys, server=one.server, clock=one.clock)
    await again.go_online()
    [asked, waits] = [row for row in again.pending.rows if not row.decided]
    assert (asked.id, asked.state, waits.waits_for) == (conflict.id, "conflict", conflict.id)
    assert again.server.state.tickets[ticket].state == again.state.tickets[ticket].state == "called"
    await again.decisions.instead(conflict.id, again.decisions.insisting(conflict.id))
    await again.settle()
    assert again.pending.count == 0
    assert again.server.state.tickets[ticket].state == "waiting"
    await again.close()
    await two.close()


@played
async def test_what_was_refused_is_asked_about_again_once_it_is_not_tried_again(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)

    async def registers(desk: LocalGateway) -> None:
        walk_in = await desk.act(IssueTicket, patient=PatientEntry(number="1001", gender="male"), clinic=EYES)
        assert walk_in.performed is not None
        assert walk_in.performed.ticket is not None
        await desk.act(Hold, ticket=walk_in.performed.ticket)

    async def closes(desk: LocalGateway) -> None:
        await desk.act(CloseClinic, clinic=EYES)

    await meanwhile(one, two, registers, closes)
    [refused] = [row for row in one.pending.rows if row.state == "refused"]
    await one.go_offline()
    again = await one.decisions.instead(refused.id, one.decisions.again(refused.id, LAB))
    assert again is not None
    assert await one.decisions.delete(again.id)
    await one.go_online()
    assert [(row.action.type, row.state) for row in one.pending.rows if row.state != "sent"] == [
        ("issue_ticket", "refused"), ("hold", "waiting"),
    ]  # fmt: skip
    await one.close()
    await two.close()
