"""Two rooms of one clinic, one of them cut off: both work through the same line, and whoever came in was examined."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, CallTicket, Finish, Hold, IssueTicket, NoShow, Resume, TakeRoom
from mmc_console.domain.ids import TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, two_desks
from tests.unit.client.stage import played

MINUTE = 60.0


async def _waiting(desk: LocalGateway, count: int, clinic: str) -> list[TicketId]:
    found = []
    for i in range(count):
        receipt = await desk.act(IssueTicket, patient=PatientEntry(number=f"100{i}", gender="male"), clinic=clinic)
        await desk.settle()
        assert receipt.performed is not None
        assert receipt.performed.ticket is not None
        found.append(receipt.performed.ticket)
        await desk.clock.turn(MINUTE)
    return found


async def _alone(desk: LocalGateway) -> None:
    """The next is done while the server cannot be reached from here."""
    desk.server.go_away()
    await desk.parts.connectivity.probe()


async def _examined(desk: LocalGateway, ticket: TicketId, room: int) -> None:
    await desk.act(CallTicket, ticket=ticket, room=room, reason="by-hand")
    await desk.clock.turn(MINUTE)
    await desk.act(Finish, ticket=ticket)
    await desk.clock.turn(MINUTE)


@played
async def test_the_room_with_the_line_called_in_vain_whom_the_other_was_examining(tmp_path: Path) -> None:
    cut, online = await two_desks(tmp_path)
    tickets = await _waiting(cut, 4, LAB)
    await online.settle()
    for i in (0, 2):
        await _alone(cut)
        await cut.act(CallTicket, ticket=tickets[i], room=2, reason="by-hand")
        await cut.clock.turn(MINUTE)
        cut.server.come_back()
        for each in tickets[i : i + 2]:
            await online.act(CallNext, clinic=LAB, room=1, finish_current=True)
            await online.settle()
            assert online.server.state.tickets[each].state == "called"
            await online.clock.turn(MINUTE)
            if each == tickets[i]:  # nobody comes
                await online.act(NoShow, ticket=each)
                await online.settle()
        await _alone(cut)
        await cut.act(Finish, ticket=tickets[i])
        await cut.clock.turn(MINUTE)
    await cut.go_online()
    await online.settle()
    assert cut.pending.count == 0
    assert [cut.server.state.tickets[each].state for each in tickets] == ["done", "done", "done", "called"]
    assert [online.state.tickets[each].state for each in tickets] == ["done", "done", "done", "called"]
    await cut.close()
    await online.close()


@pytest.mark.parametrize("resumed", [False, True])
@pytest.mark.parametrize("by_hand", [False, True])
@played
async def test_whoever_reception_had_put_aside_came_in_all_the_same(
    by_hand: bool, resumed: bool, tmp_path: Path
) -> None:
    doctor, reception = await two_desks(tmp_path)
    await doctor.act(TakeRoom, clinic=EYES, room=1)
    tickets = await _waiting(doctor, 3, EYES)
    await reception.settle()
    await _alone(doctor)
    doctor.server.come_back()
    await reception.act(Hold, ticket=tickets[1])
    if resumed:
        await reception.act(Resume, ticket=tickets[1])
    await reception.settle()
    await _alone(doctor)
    await doctor.clock.turn(MINUTE)
    if by_hand:
        for each in tickets:
            await _examined(doctor, each, 1)
    else:
        for _ in tickets:
            await doctor.act(CallNext, clinic=EYES, room=1, finish_current=True)
            await doctor.clock.turn(MINUTE)
        await doctor.act(Finish, ticket=tickets[2])
    await doctor.go_online()
    assert doctor.pending.count == 0
    assert [doctor.server.state.tickets[each].state for each in tickets] == ["done", "done", "done"]
    await doctor.close()
    await reception.close()


@played
async def test_one_key_says_what_it_knew_of_whom_it_calls(tmp_path: Path) -> None:
    """Else nobody could tell whether it had seen what was done with them since."""
    doctor, reception = await two_desks(tmp_path)
    await doctor.act(TakeRoom, clinic=EYES, room=1)
    tickets = await _waiting(doctor, 2, EYES)
    await reception.settle()
    await _alone(doctor)
    named = [(await doctor.act(CallNext, clinic=EYES, room=1, finish_current=True)).action for _ in tickets]
    assert [(each.ticket, each.rev) for each in named if isinstance(each, CallNext)] == [(t, 1) for t in tickets]
    doctor.server.come_back()
    await reception.clock.turn(MINUTE)
    await reception.act(Hold, ticket=tickets[1])
    await reception.act(Resume, ticket=tickets[1])  # they stood there when that was said
    await reception.settle()
    await doctor.go_online()
    [conflict] = [row for row in doctor.pending.rows if row.state == "conflict"]
    assert (conflict.id, conflict.problem.code if conflict.problem else "") == (named[1].id, "already-moved")
    await doctor.close()
    await reception.close()
