"""Whom the server has called is known from its answer: what takes that call back is about them, and about no other."""

from __future__ import annotations

from pathlib import Path

from mmc_console.domain.actions import CallNext, Hold, IssueTicket, Recall, TakeRoom, Undo
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
