"""Somebody typed at a desk that did not know them, and what is done about them there before the server has told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import Cancel, CloseClinic, CorrectPatient, OpenClinic, RegisterVisit
from mmc_console.domain.ids import ExamCode, PatientId, VisitId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import LAB, two_desks
from tests.unit.client.stage import played

EXAM = ExamCode("recruitment")


def entry(name: str) -> PatientEntry:
    return PatientEntry(number="7654321", name=name, gender="male")


async def known_to_the_server(one: LocalGateway, *, here: bool) -> None:
    """Somebody was registered elsewhere while *one* is offline: *here* today, or gone again."""
    await one.go_offline()
    visit = one.server.do(RegisterVisit, "saad", patient=entry("Ali"), exam_type=EXAM).visit
    if not here:
        one.server.do(Cancel, "saad", visit=visit, reason="left")


async def typed(one: LocalGateway, name: str) -> tuple[VisitId, PatientId]:
    """The same person registered at *one*: their visit, and by which id it knows them."""
    receipt = await one.act(RegisterVisit, patient=entry(name), exam_type=EXAM)
    assert receipt.performed is not None
    assert receipt.performed.visit is not None
    visit = receipt.performed.visit
    return visit, one.state.visits[visit].patient


@pytest.mark.parametrize("here", [False, True], ids=["of an earlier day", "at another desk just now"])
@played
async def test_who_was_typed_offline_is_corrected_by_the_name_they_have_there(here: bool, tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await known_to_the_server(one, here=here)
    _, named = await typed(one, "Aly")
    await one.act(CorrectPatient, patient_id=named, name="Ali Hassan", reason="mistake")
    await one.go_online()
    await one.settle()
    assert one.pending.count == 0
    assert [card.name for card in one.server.cards_held.values()] == ["Ali Hassan"]
    await one.close()
    await two.close()


@pytest.mark.parametrize("here", [False, True], ids=["of an earlier day", "at another desk just now"])
@played
async def test_a_number_mistyped_offline_and_corrected_is_taken_from_nobody_whose_it_is(
    here: bool, tmp_path: Path
) -> None:
    one, two = await two_desks(tmp_path)
    await known_to_the_server(one, here=here)
    visit, named = await typed(one, "Ahmed")
    await one.act(CorrectPatient, patient_id=named, number="7654399", reason="mistake")
    await one.go_online()
    await one.settle()
    [row] = [row for row in one.pending.rows if row.state == "refused"]
    assert (row.action.type, row.problem and row.problem.code) == ("correct_patient", "other-person")
    assert [(card.number, card.name) for card in one.server.cards_held.values()] == [("7654321", "Ali")]
    shown = one.state.visit(visit)
    assert shown is not None
    one.card(shown.patient)  # a screen asks for it
    await one.settle()
    assert one.card(shown.patient) == one.server.cards_held[shown.patient], "the desk sees whose it is"
    await one.decisions.delete(row.id)
    assert one.pending.count == 0
    await one.close()
    await two.close()


@played
async def test_who_is_tried_again_is_the_same_person_on_the_screen(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await one.go_offline()
    for clinic in one.state.center.clinics:
        one.server.do(CloseClinic, "saad", clinic=clinic.code, reason="break")
    visit, named = await typed(one, "Aly")
    await one.go_online()
    [failed] = one.pending.rows
    for clinic in one.state.center.clinics:
        one.server.do(OpenClinic, "saad", clinic=clinic.code)
    await one.settle()
    await one.go_offline()
    await one.decisions.instead(failed.id, one.decisions.again(failed.id, LAB))
    assert one.state.visits[visit].patient == named
    await one.act(CorrectPatient, patient_id=named, name="Ali Hassan", reason="mistake")
    await one.go_online()
    await one.settle()
    assert one.pending.count == 0
    assert [card.name for card in one.server.cards_held.values()] == ["Ali Hassan"]
    await one.close()
    await two.close()


async def in_conflict_and_printed(one: LocalGateway) -> None:
    """A registration whose conflict the server told to nobody: meanwhile it got a number of this desk's, on paper."""
    one.server.do(CloseClinic, "saad", clinic=LAB, reason="break")
    one.server.lose_answers = 1
    await one.act(RegisterVisit, patient=entry("Ali"), exam_type=EXAM, next=LAB)
    await one.parts.sync.step()
    await one.go_offline()
    await one.settle()
    assert [visit.number for visit in one.state.visits.values()] == [f"{one.desk}01"]
    await one.go_online()
    [row] = one.pending.rows
    assert (row.state, row.problem and row.problem.code) == ("conflict", "next-not-possible")
    one.server.do(OpenClinic, "saad", clinic=LAB)


@played
async def test_what_is_insisted_on_keeps_the_number_that_is_on_paper(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await in_conflict_and_printed(one)
    [row] = one.pending.rows
    await one.decisions.instead(row.id, one.decisions.insisting(row.id))
    await one.settle()
    assert one.pending.count == 0
    assert [visit.number for visit in one.server.state.visits.values()] == [f"{one.desk}01"]
    assert [visit.number for visit in one.state.visits.values()] == [f"{one.desk}01"]
    await one.close()
    await two.close()


@played
async def test_a_number_of_yesterday_is_not_given_today(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await in_conflict_and_printed(one)
    [row] = one.pending.rows
    one.clock.set(one.clock.now() + timedelta(days=1))
    await one.settle()
    assert one.decisions.insisting(row.id).number is None
    await one.close()
    await two.close()
