"""Whoever takes up yesterday's visit builds on all that was done with it, also on what waits or has failed."""

from __future__ import annotations

from pathlib import Path

from mmc_console.domain.actions import CallTicket, Finish, RegisterVisit, Transfer
from mmc_console.domain.ids import ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import XRAY, two_desks
from tests.unit.client.stage import played


@played
async def test_the_visit_of_yesterday_waits_for_what_nobody_has_decided_of_it(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    visit = await one.register("1001")
    ticket = one.state.open_ticket(visit.id)
    assert ticket is not None
    await one.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")
    await one.settle()
    await two.settle()
    await one.go_offline()
    done = await one.act(Finish, ticket=ticket.id)
    one.server.come_back()
    await two.act(Transfer, ticket=ticket.id, clinic=XRAY)
    await two.settle()
    await one.clock.turn(24 * 3600)
    patient = PatientEntry(number="1001", name="", gender="male")
    taken_up = await one.act(RegisterVisit, patient=patient, exam_type=ExamCode("recruitment"), continues=visit.id)
    assert taken_up.performed is not None, "on this screen the exam of yesterday is done"
    assert one.parts.connectivity.offline
    await one.go_online()
    state = {row.id: row.state for row in one.pending.rows}
    assert state[done.id] == "conflict"
    assert state[taken_up.id] == "waiting", "without that exam it would lead there once more"
    await one.close()
    await two.close()
