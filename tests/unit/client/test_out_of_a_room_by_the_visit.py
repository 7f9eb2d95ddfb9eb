"""Who leaves a room by what is done with their whole visit: whoever is called there next builds on that."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, Cancel, IssueTicket, Start, TakeRoom
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, two_desks
from tests.unit.client.stage import played


async def two_people(desk: LocalGateway, clinic: ClinicCode) -> tuple[TicketId, TicketId]:
    """Both wait at *clinic*; the first is called to room 1, which *desk* has."""
    await desk.act(TakeRoom, clinic=clinic, room=1)
    found = list[TicketId]()
    for number in ("1001", "1002"):
        patient = PatientEntry(number=number, name="سرّ مكتوم", gender="male")
        receipt = await desk.act(IssueTicket, patient=patient, clinic=clinic)
        assert receipt.performed is not None
        assert receipt.performed.ticket is not None
        found.append(receipt.performed.ticket)
    await desk.settle()
    await desk.act(CallNext, clinic=clinic, room=1)
    await desk.settle()
    assert desk.state.tickets[found[0]].state == "called"
    return found[0], found[1]


@played
async def test_nobodys_exam_is_ended_by_the_next_call_where_their_cancelling_waits_for_a_decision(
    tmp_path: Path,
) -> None:
    one, two = await two_desks(tmp_path)
    first, _ = await two_people(one, LAB)
    await two.settle()
    await two.act(Start, ticket=first)  # they are there after all
    await two.parts.sync.step()
    await one.act(Cancel, visit=one.state.tickets[first].visit, reason="left")
    await one.act(CallNext, clinic=LAB, room=1, finish_current=True)  # on this screen nobody is inside
    await one.settle()
    assert [row.action.type for row in one.pending.rows if row.state == "conflict"] == ["cancel"]
    assert one.server.state.tickets[first].state == "in_service", "nobody has said that it is over"
    await one.close()
    await two.close()


@played
async def test_whoever_is_called_in_after_them_waits_for_the_same_decision(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    first, second = await two_people(one, EYES)
    await two.settle()
    await one.go_offline()
    await one.act(Cancel, visit=one.state.tickets[first].visit, reason="left")
    await one.act(CallNext, clinic=EYES, room=1)
    assert one.state.tickets[second].state == "called"
    one.server.come_back()
    await two.act(Start, ticket=first)
    await two.settle()
    await one.go_online()
    assert [(row.action.type, row.state) for row in one.pending.rows if row.state != "sent"] == [
        ("cancel", "conflict"),
        ("call_next", "waiting"),
    ]
    [cancelled] = [row for row in one.pending.rows if row.state == "conflict"]
    await one.decisions.instead(cancelled.id, one.decisions.insisting(cancelled.id))
    await one.settle()
    assert one.pending.count == 0, "one decision is enough"
    assert one.server.state.tickets[second].state == "called"
    await one.close()
    await two.close()
