"""What asks nobody for a decision: whoever did it has at the server what they wanted, or wanted it no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    AddStop,
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    LeaveRoom,
    OpenClinic,
    PauseClinic,
    SetPriority,
    TakeRoom,
    Transfer,
    Undo,
)
from mmc_console.domain.ids import ActionId, ClinicCode
from tests.two_desks import EYES, XRAY, Deeds, at_eyes, meanwhile, stands, two_desks
from tests.unit.client.stage import played

ECG = ClinicCode("ecg")


def code_of(desk: LocalGateway, id: ActionId) -> tuple[str, bool]:
    """Why it was not taken, and whether that is answered for."""
    row = desk.parts.desk.outbox.get(id)
    assert row is not None
    assert row.problem is not None
    return row.problem.code, row.decided


@played
async def test_a_priority_both_have_given_keeps_no_call_waiting(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    first, second = await at_eyes(one, "1001"), await at_eyes(one, "1002")
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.settle()
    said = list[ActionId]()

    async def doctor(desk: LocalGateway) -> None:
        said.append((await desk.act(SetPriority, ticket=second, priority="urgent", reason="emergency")).id)
        for _ in range(2):
            await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)

    async def reception(desk: LocalGateway) -> None:
        await desk.act(SetPriority, ticket=second, priority="urgent", reason="emergency")

    await meanwhile(one, two, doctor, reception)
    assert code_of(one, said[0]) == ("no-change", True)
    assert one.pending.count == 0
    assert [one.server.state.tickets[each].state for each in (first, second)] == ["called", "done"]
    await one.close()
    await two.close()


@played
async def test_a_stop_both_have_added_keeps_nobody_waiting(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    visit = await one.register("1001", exam="cooks")
    ticket = one.state.open_ticket(visit.id)
    assert ticket is not None
    said = list[ActionId]()

    async def adds(desk: LocalGateway) -> None:
        said.append((await desk.act(AddStop, visit=visit.id, clinic=ECG, reason="doctor-asked")).id)

    async def adds_and_examines(desk: LocalGateway) -> None:
        await adds(desk)
        await desk.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")
        await desk.act(Finish, ticket=ticket.id)

    await meanwhile(one, two, adds_and_examines, adds)
    assert code_of(one, said[0]) == ("no-change", True)
    assert one.pending.count == 0
    assert one.server.state.tickets[ticket.id].state == "done"
    await one.close()
    await two.close()


@pytest.mark.parametrize("examined", [False, True], ids=["they wait there", "and are called there at one"])
@played
async def test_whom_both_have_sent_to_the_same_clinic_stands_there(tmp_path: Path, examined: bool) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    visit = one.state.tickets[ticket].visit

    async def sends(desk: LocalGateway) -> None:
        await desk.act(Transfer, ticket=ticket, clinic=XRAY)

    async def sends_and_examines(desk: LocalGateway) -> None:
        await sends(desk)
        if examined:
            await desk.act(CallTicket, ticket=stands(desk, visit).id, room=1, reason="by-hand")
            await desk.act(Finish, ticket=stands(desk, visit).id)

    await meanwhile(one, two, sends_and_examines, sends)
    assert one.pending.count == 0
    tickets = [one.server.state.tickets[id] for id in one.server.state.visit_tickets[visit]]
    there = [(XRAY, "done"), (EYES, "waiting")] if examined else [(XRAY, "waiting")]
    assert [(t.clinic, t.state) for t in tickets] == [(EYES, "transferred"), *there]
    await one.close()
    await two.close()


async def opens(desk: LocalGateway) -> None:
    await desk.act(OpenClinic, clinic=XRAY)


async def leaves(desk: LocalGateway) -> None:
    await desk.act(LeaveRoom, clinic=EYES, room=1)


async def takes(desk: LocalGateway) -> None:
    await desk.act(TakeRoom, clinic=EYES, room=1)


@pytest.mark.parametrize(
    ("mine", "theirs"), [(opens, opens), (leaves, takes)], ids=["opened by both", "left, and taken over"]
)
@played
async def test_a_clinic_or_room_that_is_so_already_asks_nobody(tmp_path: Path, mine: Deeds, theirs: Deeds) -> None:
    one, two = await two_desks(tmp_path)
    await takes(one)
    await one.act(PauseClinic, clinic=XRAY, reason="break")
    await one.settle()
    await meanwhile(one, two, mine, theirs)
    [row] = [row for row in one.pending.rows if row.state != "sent"]
    assert code_of(one, row.id) == ("no-change", True)
    assert one.pending.count == 0
    await one.close()
    await two.close()


async def dying(tmp_path: Path) -> tuple[LocalGateway, LocalGateway, ActionId]:
    """The line dies under a call, which is then undone; meanwhile the other desk cancels whoever it called."""
    one, two = await two_desks(tmp_path)
    first, _ = await at_eyes(one, "1001"), await at_eyes(one, "1002")
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.settle()
    await two.settle()
    one.server.lose_requests = 1
    call = await one.act(CallNext, clinic=EYES, room=1)
    await one.parts.sync.step()
    await one.go_offline()
    assert await one.undo() is not None
    one.server.come_back()
    await two.act(Cancel, ticket=first, reason="left")
    await two.settle()
    return one, two, call.id


@played
async def test_what_was_undone_before_its_answer_asks_nobody_when_another_desk_was_first(tmp_path: Path) -> None:
    one, two, call = await dying(tmp_path)
    await one.go_online()
    back = one.server.received[-1]
    assert isinstance(back, Undo)
    assert (code_of(one, call), code_of(one, back.id)) == (("already-moved", True), ("nothing-to-undo", True))
    again = await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()
    assert (await again.outcome).outcome == "applied", "the next call does not wait either"
    assert one.pending.count == 0
    await one.close()
    await two.close()


@played
async def test_an_undo_of_what_a_person_has_kept_is_asked_about_no_second_time(tmp_path: Path) -> None:
    one, two, call = await dying(tmp_path)
    row = one.parts.desk.outbox.get(call)
    assert row is not None
    await one.parts.desk.outbox.settle([replace(row, state="conflict", decided=True)])  # as an older version left it
    await one.go_online()
    assert one.pending.count == 0
    await one.close()
    await two.close()


@played
async def test_what_is_undone_and_was_done_all_the_same_is_taken_back(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    await one.act(TakeRoom, clinic=EYES, room=1)
    await one.settle()
    one.server.lose_answers = 1
    await one.act(CallNext, clinic=EYES, room=1)
    await one.parts.sync.step()
    assert one.server.state.tickets[ticket].state == "called"
    await one.go_offline()
    assert await one.undo() is not None
    await one.go_online()
    assert (one.server.state.tickets[ticket].state, one.pending.count) == ("waiting", 0)
    await one.close()
    await two.close()
