"""Clinics, rooms and persons in the drawer: what another desk said since, whose it was, and both ways on."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import (
    ChangeExam,
    CloseClinic,
    CorrectPatient,
    IssueTicket,
    OpenClinic,
    PauseClinic,
    TakeRoom,
)
from mmc_console.domain.ids import ExamCode, TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import LAB, meanwhile
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told


def test_a_clinic_that_somebody_opened_since_is_not_closed_over_them(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(PauseClinic, clinic=LAB, reason="prayer")
            await desk.act(OpenClinic, clinic=LAB)

        await meanwhile(one, two, lambda d: d.act(CloseClinic, clinic=LAB), theirs)
        drawer = Drawer(one)
        server = drawer.state.server
        assert (drawer.states, drawer.offered) == (["conflict"], ["keep!", "mine"])
        assert (server.did, server.who, there(server.clinic)["en"]) == ("open_clinic", "Saad", "Laboratory")
        await drawer.do(drawer.presenter.take, "mine")
        assert one.server.state.clinic(LAB, one.today()).state == "closed"

    told(tmp_path, scene)


def test_an_exam_that_somebody_changed_since_stays_unless_somebody_insists(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        visit = (await one.register("1010", "Ali")).id

        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(ChangeExam, visit=visit, exam_type=ExamCode("contract"), reason="doctor-asked")

        mine = ExamCode("promotion")
        await meanwhile(
            one, two, lambda d: d.act(ChangeExam, visit=visit, exam_type=mine, reason="doctor-asked"), theirs
        )
        drawer = Drawer(one)
        problem = there(there(drawer.state.item).problem)
        assert (drawer.states, problem.code, drawer.offered) == (["conflict"], "exam-changed", ["keep!", "mine"])
        assert (problem.params["exam"], problem.params["by_name"]) == ("contract", "Saad")
        await drawer.do(drawer.presenter.take, "mine")
        assert (one.pending.count, one.server.state.visits[visit].exam_type) == (0, "promotion")

    told(tmp_path, scene)


def test_a_room_that_somebody_took_since_is_theirs(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(TakeRoom, clinic=LAB, room=2)

        await meanwhile(one, two, lambda d: d.act(TakeRoom, clinic=LAB, room=2), theirs)
        drawer = Drawer(one)
        server = drawer.state.server
        assert (drawer.states, server.did, server.room, server.who) == (["conflict"], "take_room", "2", "Saad")
        await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        assert one.server.state.rooms[LAB, 2].desk == two.desk

    told(tmp_path, scene)


def test_a_name_that_somebody_corrected_since_is_looked_at_before_it_is_corrected_again(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        patient = (await one.register("1010", "Ali")).patient

        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(CorrectPatient, patient_id=patient, name="Alia", reason="mistake")

        await meanwhile(
            one, two, lambda d: d.act(CorrectPatient, patient_id=patient, name="Aly", reason="mistake"), theirs
        )
        drawer = Drawer(one)
        assert (drawer.states, there(there(drawer.state.item).problem).code) == (["failed"], "patient-corrected")
        item = there(drawer.state.item)
        assert (item.deed.label, item.typed) == ("L-002", ("Aly",)), "whose it is, and what was typed"
        assert drawer.offered == ["delete!", "again"], "what stands is kept, unless somebody has looked"
        assert one.server.cards_held[patient].name == "Alia"
        await drawer.do(drawer.presenter.take, "again")
        assert one.pending.count == 0
        assert one.server.cards_held[patient].name == "Aly"

    told(tmp_path, scene)


def test_a_number_corrected_of_somebody_else_is_only_deleted(tmp_path: Path, languages: Languages) -> None:
    """Tried again it would be of the same other person. What to do is in the sentence."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await one.go_offline()
        typed = await one.register("1010", "Ahmed")
        await one.act(CorrectPatient, patient_id=typed.patient, number="1011", reason="mistake")
        person = PatientEntry(number="1010", gender="male", name="Salem")
        one.server.do(IssueTicket, "saad", patient=person, clinic=LAB)
        await one.go_online()
        drawer = Drawer(one)
        problem = there(there(drawer.state.item).problem)
        assert (drawer.states, problem.code, drawer.offered) == (["failed"], "other-person", ["delete!"])
        assert there(drawer.state.item).typed == ("1011",)
        await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        languages.switch("en")
        told = RuleWords(lambda: None, lambda: "en").problem(problem.code, problem.params)
        assert "Register this examinee anew" in told

    told(tmp_path, scene)


def test_what_was_typed_of_somebody_is_shown_only_while_it_is_to_be_decided(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        patient = (await one.register("1010", "Ali")).patient
        await one.act(CorrectPatient, patient_id=patient, name="Aly", reason="mistake")
        await one.settle()
        drawer = Drawer(one)
        drawer.presenter.fold()
        [done] = [item for item in drawer.state.done if item.deed.kind == "correct_patient"]
        assert done.typed == ()

    told(tmp_path, scene)


def test_a_number_of_another_person_has_a_sentence_of_its_own(languages: Languages) -> None:
    languages.switch("en")
    words = RuleWords(lambda: None, lambda: "en")
    assert words.problem("bad-number", {"reason": "taken"}) == "Another person has this number. Check it."
    assert "2 to 12 digits" in words.problem("bad-number", {})
