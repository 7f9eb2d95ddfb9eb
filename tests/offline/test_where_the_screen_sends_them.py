"""Where an offline screen has sent somebody they go: what is done with them there counts when the server is back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallTicket, ChangeExam, Finish, IssueTicket, SkipStop
from mmc_console.domain.ids import ExamCode, TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, stands, two_desks
from tests.unit.client.stage import played


async def _examined(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await desk.act(Finish, ticket=ticket)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (SkipStop, {"clinic": EYES, "reason": "mistake"}),
        (ChangeExam, {"exam_type": ExamCode("cooks"), "reason": "mistake"}),
    ],
)
@played
async def test_where_the_screen_has_sent_them_they_go_however_long_the_queue_is(
    tmp_path: Path, kind: Any, fields: dict[str, Any]
) -> None:
    one, two = await two_desks(tmp_path)
    visit = (await one.register("1001", exam="aviation")).id
    await _examined(one, stands(one, visit).id)
    await one.settle()
    await two.settle()
    await one.go_offline()
    await one.act(kind, visit=visit, **fields)
    shown = stands(one, visit)
    assert shown.clinic != EYES
    await _examined(one, shown.id)
    two.server.come_back()
    for n in range(8):
        await two.act(IssueTicket, patient=PatientEntry(number=f"90{n}0", gender="male"), clinic=shown.clinic)
    await two.settle()
    await one.go_online()
    assert [row.problem for row in one.pending.rows if row.state != "sent"] == []
    stops = {stop.clinic: stop.state for stage in one.server.state.visits[visit].stages for stop in stage}
    assert stops[shown.clinic] == "done"
    await one.close()
    await two.close()


@played
async def test_a_clinic_chosen_that_has_done_them_meanwhile_is_not_what_the_action_says(tmp_path: Path) -> None:
    """The screen shows where they go instead; the server, hours later, would choose another by its queues."""
    one, two = await two_desks(tmp_path)
    visit = (await one.register("1001", exam="aviation")).id
    await _examined(one, stands(one, visit).id)
    await one.settle()
    await one.go_offline()
    ticket = stands(one, visit).id
    await one.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    done = await one.act(Finish, ticket=ticket, next=LAB)
    assert isinstance(done.action, Finish)
    assert done.action.next == stands(one, visit).clinic != LAB
    await one.close()
    await two.close()
