"""Called off and registered again while the line is down: the new paper waits for what becomes of the old visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, CallTicket, Cancel, Finish, IssueTicket, RegisterVisit, TakeRoom
from mmc_console.domain.ids import ExamCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.refusals import Refused
from tests.offline.pairs.world import Led, decide
from tests.two_desks import EYES, at_eyes, meanwhile, stands, two_desks
from tests.unit.client.stage import played


@pytest.mark.parametrize("insists", [False, True])
@pytest.mark.parametrize("went_on", [False, True])
@played
async def test_the_paper_leads_where_the_answer_about_the_cancelling_leads(
    went_on: bool, insists: bool, tmp_path: Path
) -> None:
    one, two = await two_desks(tmp_path)
    visit = await one.register("1001", exam="aviation")
    ticket = one.state.open_ticket(visit.id)
    assert ticket is not None
    paper = ""

    async def anew(desk: LocalGateway) -> None:
        nonlocal paper
        await desk.act(Cancel, visit=visit.id, reason="mistake")
        again = await desk.act(
            RegisterVisit, patient=PatientEntry(number="1001", gender="male"), exam_type=ExamCode("cooks")
        )
        paper = again.performed.number or "" if again.performed is not None else ""

    async def calls(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")
        if went_on:
            await desk.act(Finish, ticket=ticket.id)

    await meanwhile(one, two, anew, calls)
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    [waits] = [row for row in one.pending.rows if row.waits_for == conflict.id]
    assert isinstance(waits.action, RegisterVisit)
    if insists:
        await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    else:
        await one.decisions.keep(conflict.id)
    await one.settle()
    assert one.pending.count == 0
    state = one.server.state
    leads = state.visits[state.numbers[one.today(), paper]]
    assert (leads.state, leads.exam_type) == ("open", "cooks" if insists else "aviation")
    assert (leads.id == visit.id) is not insists
    assert state.visits[visit.id].state == ("cancelled" if insists else "open")
    await one.close()
    await two.close()


@played
async def test_nobody_else_waits_for_it(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    visit = await one.register("1001")
    ticket = one.state.open_ticket(visit.id)
    assert ticket is not None

    async def others(desk: LocalGateway) -> None:
        await desk.act(Cancel, visit=visit.id, reason="left")
        await desk.act(IssueTicket, patient=PatientEntry(number="1002", gender="male"), clinic=EYES)

    await meanwhile(one, two, others, lambda d: d.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand"))
    assert [row.state for row in one.pending.rows if row.state != "sent"] == ["conflict"]
    await one.close()
    await two.close()


@pytest.mark.parametrize("called", [False, True], ids=["called alone", "called before"])
@pytest.mark.parametrize("one_key", [False, True], ids=["finish", "finish and call"])
@played
async def test_an_exam_of_whoever_is_registered_anew_meanwhile_counts_on_the_new_paper(
    called: bool, one_key: bool, tmp_path: Path
) -> None:
    one, two = await two_desks(tmp_path)
    first, second = await at_eyes(one, "1001"), await at_eyes(one, "1002")
    await one.act(TakeRoom, clinic=EYES, room=1)
    if called:
        await one.act(CallNext, clinic=EYES, room=1)
    await one.settle()

    async def examines(desk: LocalGateway) -> None:
        if not called:
            await desk.act(CallNext, clinic=EYES, room=1)
        if one_key:
            await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)
        else:
            await desk.act(Finish, ticket=first)

    async def anew(desk: LocalGateway) -> None:
        await desk.act(Cancel, visit=desk.state.tickets[first].visit, reason="mistake")
        await desk.clock.turn(30)
        await at_eyes(desk, "1001")

    await meanwhile(one, two, examines, anew)
    await decide([Led(one)])
    assert one.pending.count == 0
    state = one.server.state
    shown = {ticket.label: ticket.state for ticket in state.tickets.values()}
    assert shown == {"E-001": "cancelled", "E-002": "called" if one_key else "waiting", "E-003": "done"}
    assert one.state.tickets[second].state == shown["E-002"]
    await one.close()
    await two.close()


@played
async def test_who_has_to_begin_elsewhere_on_the_new_paper_is_said_to_stand_there(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    visit = (await one.register("1001", exam="cooks")).id
    lab = stands(one, visit).id
    await one.act(CallTicket, ticket=lab, room=1, reason="by-hand")
    await one.act(Finish, ticket=lab)
    await one.settle()

    async def calls(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=stands(desk, visit).id, room=1, reason="by-hand")

    async def anew(desk: LocalGateway) -> None:
        await desk.act(Cancel, visit=visit, reason="mistake")
        await desk.register("1001", exam="cooks")

    await meanwhile(one, two, calls, anew)
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    told = one.decisions.foreseen(conflict.id, one.decisions.insisting(conflict.id))
    assert isinstance(told, Refused)
    assert (told.code, told.params["label"], told.params["clinic"]) == ("already-here", "L-002", "lab")
    await one.close()
    await two.close()
