"""The server is away for everybody, and people walk from desk to desk: every exam counts, whoever comes back first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    AddStop,
    Admit,
    CallNext,
    CallTicket,
    Finish,
    Hold,
    IssueTicket,
    NoShow,
    Requeue,
    TakeRoom,
)
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, XRAY, stands, two_desks
from tests.unit.client.stage import played

VITALS = ClinicCode("vitals")
MINUTE = 60.0


async def _three_desks(folder: Path) -> dict[str, LocalGateway]:
    lab, xray = await two_desks(folder)
    vitals = await LocalGateway.with_center(
        profile=folder / "three", keys=MemoryKeys(lasting=True), server=lab.server, clock=lab.clock, username="mona",
        roles=("reception", "supervisor"),
    )  # fmt: skip
    return {"lab": lab, "xray": xray, "vitals": vitals}


async def _away_for(desks: Sequence[LocalGateway]) -> None:
    for desk in desks:
        await desk.settle()
    for desk in desks:
        await desk.go_offline()


async def _back(desks: Sequence[LocalGateway]) -> None:
    for desk in desks:
        await desk.go_online()
    for desk in desks:
        await desk.settle()


async def _examined(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await desk.clock.turn(2 * MINUTE)
    await desk.act(Finish, ticket=ticket)
    await desk.clock.turn(MINUTE)


async def _admitted_and_examined(desk: LocalGateway, visit: VisitId, clinic: ClinicCode) -> None:
    await desk.act(Admit, visit=visit, clinic=clinic)
    await desk.clock.turn(MINUTE)
    ticket = stands(desk, visit)
    assert ticket.clinic == clinic
    await _examined(desk, ticket.id)


def _stops(desk: LocalGateway, visit: VisitId) -> dict[str, str]:
    return {stop.clinic: stop.state for stage in desk.server.state.visits[visit].stages for stop in stage}


def _asked(*desks: LocalGateway) -> list[tuple[str, str]]:
    """What people have to decide about, or what waits for it."""
    rows = [row for desk in desks for row in desk.pending.rows if row.state != "sent" and not row.decided]
    return [(row.action.type, row.state) for row in rows]


@pytest.mark.parametrize("order", list(permutations(("lab", "xray", "vitals"))), ids=" ".join)
@pytest.mark.parametrize("called", ["before", "meanwhile"])
@played
async def test_three_exams_count_whoever_comes_back_first(tmp_path: Path, called: str, order: tuple[str, ...]) -> None:
    desks = await _three_desks(tmp_path)
    every = list(desks.values())
    lab, server = desks["lab"], desks["lab"].server
    visit = (await lab.register("1001", "سرّ مكتوم")).id
    ticket = stands(lab, visit)
    if called == "before":
        await lab.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")
        await _away_for(every)
        await lab.act(Finish, ticket=ticket.id)
    else:
        await _away_for(every)
        await _examined(lab, ticket.id)
    await lab.clock.turn(MINUTE)
    await _admitted_and_examined(desks["xray"], visit, XRAY)
    await _admitted_and_examined(desks["vitals"], visit, VITALS)
    await _back([desks[name] for name in order])
    assert _asked(*every) == []
    assert {clinic: _stops(lab, visit)[clinic] for clinic in (LAB, XRAY, VITALS)} == dict.fromkeys(
        (LAB, XRAY, VITALS), "done"
    )
    here = server.state.open_ticket(visit)
    for desk in every:
        assert stands(desk, visit) == here
        assert (stands(desk, visit).clinic, stands(desk, visit).state) == (EYES, "waiting")
        await desk.close()


@played
async def test_a_morning_at_the_lab_counts_though_others_admitted_everybody_first(tmp_path: Path) -> None:
    lab, xray = await two_desks(tmp_path)
    visits = [(await lab.register(f"100{n}")).id for n in range(3)]
    tickets = [stands(lab, visit).id for visit in visits]
    await _away_for([lab, xray])
    for ticket in tickets:
        await _examined(lab, ticket)
    for visit in visits:
        await xray.act(Admit, visit=visit, clinic=XRAY)
    await _back([xray, lab])
    assert _asked(lab, xray) == []
    assert [_stops(lab, visit)[LAB] for visit in visits] == ["done"] * 3
    assert [stands(lab, visit).clinic for visit in visits] == [XRAY] * 3
    await lab.close()
    await xray.close()


@played
async def test_a_morning_of_one_key_at_the_eyes_counts_as_well(tmp_path: Path) -> None:
    """One room, which this PC holds: each key finishes one and calls the next, by name."""
    eyes, other = await two_desks(tmp_path)
    await eyes.act(TakeRoom, clinic=EYES, room=1)
    visits = []
    for n in range(3):
        person = PatientEntry(number=f"100{n}", gender="male")
        receipt = await eyes.act(IssueTicket, patient=person, clinic=EYES)
        await eyes.settle()
        assert receipt.performed is not None
        assert receipt.performed.visit is not None
        visits.append(receipt.performed.visit)
    await _away_for([eyes, other])
    for _ in visits:
        await eyes.act(CallNext, clinic=EYES, room=1, finish_current=True)
        await eyes.clock.turn(MINUTE)
    for visit in visits[:2]:
        await other.act(Admit, visit=visit, clinic=XRAY)
    await _back([other, eyes])
    assert _asked(eyes, other) == []
    assert [_stops(eyes, visit) for visit in visits] == [{EYES: "done", XRAY: "here"}] * 2 + [{EYES: "here"}]
    await eyes.close()
    await other.close()


async def _elsewhere(desk: LocalGateway, visit: VisitId) -> None:
    """Whatever the rules send them to, until they send them nowhere."""
    while (ticket := desk.state.open_ticket(visit)) is not None and ticket.clinic != LAB:
        await _examined(desk, ticket.id)
        await desk.settle()


@pytest.mark.parametrize("back", ["at once", "when all else is done", "never"])
@played
async def test_whoever_did_not_come_at_the_lab_gets_there_in_the_end(tmp_path: Path, back: str) -> None:
    """Called there with the line, marked as absent without it, and admitted elsewhere a little later."""
    lab, xray = await two_desks(tmp_path)
    visit = (await lab.register("1001")).id
    ticket = stands(lab, visit).id
    await lab.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await _away_for([lab])
    lab.server.come_back()
    await xray.settle()
    await lab.act(NoShow, ticket=ticket)
    await lab.clock.turn(2 * MINUTE)
    await xray.act(Admit, visit=visit, clinic=XRAY)
    await xray.settle()
    if back == "at once":
        await _back([lab])
    await _elsewhere(xray, visit)
    if back == "when all else is done":
        await _back([lab])
    elif back == "never":
        assert xray.server.state.open_ticket(visit) is None
        added = await xray.act(AddStop, visit=visit, clinic=LAB, reason="mistake")
        assert added.performed is not None
        await xray.settle()
        assert stands(xray, visit).clinic == LAB
        await _back([lab])
    await lab.settle()
    assert _asked(lab, xray) == []
    assert (stands(lab, visit).clinic, stands(lab, visit).state) == (LAB, "waiting")
    await _examined(lab, stands(lab, visit).id)
    await lab.settle()
    assert lab.server.state.visits[visit].state == "complete"
    await lab.close()
    await xray.close()


@pytest.mark.parametrize("aside", [NoShow, Hold])
@pytest.mark.parametrize("admitted", ["after", "before"])
@played
async def test_whoever_is_admitted_by_a_pc_alone_does_not_stay_aside(
    tmp_path: Path, admitted: str, aside: type[NoShow | Hold]
) -> None:
    """The X-ray's other PC has called them and put them aside: half an hour ago, or after they came here."""
    alone, other = await two_desks(tmp_path)
    visit = (await alone.register("1001")).id
    await _away_for([alone])
    alone.server.come_back()
    await other.settle()
    await _examined(other, stands(other, visit).id)
    await other.settle()
    here = stands(other, visit).id
    if admitted == "before":
        await alone.act(Admit, visit=visit, clinic=stands(other, visit).clinic)
        await alone.clock.turn(MINUTE)
    await other.act(CallTicket, ticket=here, room=1, reason="by-hand")
    await other.act(aside, ticket=here)
    await other.settle()
    await alone.clock.turn(30 * MINUTE)
    if admitted == "after":
        await alone.act(Admit, visit=visit, clinic=stands(other, visit).clinic)
    await _back([alone])
    await other.settle()
    if admitted == "before":
        assert _asked(alone) == [("admit", "conflict")]
        [row] = [row for row in alone.pending.rows if row.state == "conflict"]
        await alone.decisions.instead(row.id, alone.decisions.insisting(row.id))
        await alone.settle()
        await other.settle()
    assert _asked(alone, other) == []
    assert [(stands(desk, visit).id, stands(desk, visit).state) for desk in (alone, other)] == [(here, "waiting")] * 2
    await alone.close()
    await other.close()


@pytest.mark.parametrize("mistake", ["called", "did not come"])
@played
async def test_a_mistake_taken_back_at_once_holds_back_nothing_when_they_were_admitted_elsewhere(
    tmp_path: Path, mistake: str
) -> None:
    """The laboratory is alone: the wrong person, Ctrl+Z, and on with the next; X-ray admits the first one meanwhile."""
    lab, xray = await two_desks(tmp_path)
    wrong, other = (await lab.register("1001")).id, (await lab.register("1002")).id
    first, second = stands(lab, wrong).id, stands(lab, other).id
    if mistake == "did not come":
        await lab.act(CallTicket, ticket=first, room=1, reason="by-hand")
    await _away_for([lab])
    lab.server.come_back()
    if mistake == "called":
        receipt = await lab.act(CallTicket, ticket=first, room=1, reason="by-hand")
    else:
        receipt = await lab.act(NoShow, ticket=first)
    await lab.mark_shown(receipt.id)
    assert await lab.undo() is not None
    if mistake == "did not come":
        await lab.act(Requeue, ticket=first)
    await _examined(lab, second)
    await xray.settle()
    await xray.act(Admit, visit=wrong, clinic=XRAY)
    await _back([lab, xray])
    assert _asked(lab, xray) == []
    assert [lab.server.state.tickets[id].state for id in (first, second)] == ["transferred", "done"]
    for desk in (lab, xray):
        await desk.close()
