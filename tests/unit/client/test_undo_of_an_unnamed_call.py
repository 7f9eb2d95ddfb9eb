"""Whom the server has called is known from its answer: what takes that call back is about them, and about no other."""

from __future__ import annotations

from pathlib import Path

from mmc_console.domain.actions import CallNext, Hold, IssueTicket, Recall, SetPriority, TakeRoom, Undo
from mmc_console.domain.ids import TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import LAB, two_desks
from tests.unit.client.stage import played


@played
async def test_what_is_done_with_them_after_that_waits_for_a_decision_about_it(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    found = list[TicketId]()
    for number in ("1001", "1002"):
        patient = PatientEntry(number=number, name="سرّ مكتوم", gender="male")
        receipt = await two.act(IssueTicket, patient=patient, clinic=LAB)
        assert receipt.performed is not None
        assert receipt.performed.ticket is not None
        found.append(receipt.performed.ticket)
    await two.settle()
    await one.act(TakeRoom, clinic=LAB, room=1)
    await one.settle()
    await two.act(CallNext, clinic=LAB, room=2)
    await two.parts.sync.step()  # the other console does not know yet
    call = await one.act(CallNext, clinic=LAB, room=1)
    await one.settle()
    second = one.state.tickets[found[1]]
    assert (second.state, second.room) == ("called", 1), "the first was the other room's"
    await two.settle()
    await one.go_offline()
    back = await one.act(Undo, action=call.id)
    held = await one.act(Hold, ticket=second.id)
    one.server.come_back()
    await two.act(Recall, ticket=second.id)  # so it cannot be taken back any more
    await two.settle()
    await one.go_online()
    state = {row.id: row.state for row in one.pending.rows}
    assert state[back.id] == "refused"
    assert state[held.id] == "waiting", "it goes over nothing that a person has to decide about first"
    assert one.server.state.tickets[second.id].state == "called"
    await one.close()
    await two.close()


@played
async def test_whoever_the_screen_foresaw_waits_for_no_decision_about_a_call_of_another(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    found = list[TicketId]()
    for number in ("1001", "1002", "1003"):
        receipt = await two.act(IssueTicket, patient=PatientEntry(number=number, gender="male"), clinic=LAB)
        assert receipt.performed is not None
        assert receipt.performed.ticket is not None
        found.append(receipt.performed.ticket)
    await two.settle()
    await one.settle()
    for room in (2, 1):
        await two.act(CallNext, clinic=LAB, room=room)
    await two.parts.sync.step()  # the other console does not know yet
    first = found[0]
    call = await one.act(CallNext, clinic=LAB, room=1)
    urgent = await one.act(SetPriority, ticket=first, priority="urgent", reason="emergency")
    outbox = one.parts.desk.outbox
    before, behind = outbox.get(call.id), outbox.get(urgent.id)
    assert before is not None
    assert behind is not None
    assert not before.subjects.isdisjoint(behind.subjects), "while it waits it may be of them"
    await one.settle()
    after = outbox.get(call.id)
    assert after is not None
    assert after.problem is not None
    assert after.problem.code == "room-busy"
    assert urgent.outcome.done(), "else it waits for a decision that is none about them"
    recalled = await one.act(Recall, ticket=first)
    await one.settle()
    assert recalled.outcome.done()
    assert one.pending_of(first) == ""
    inside = await one.act(Recall, ticket=found[1])
    await one.settle()
    assert not inside.outcome.done(), "the room is what it was about"
    await one.close()
    await two.close()
