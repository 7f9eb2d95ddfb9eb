"""What is changed of a visit from its row: the person, the exam, the clinics; each asked, each with its reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace as changed_card

from mmc_console.desktop.reception.correction import Correction, changed, errors, standing
from mmc_console.desktop.reception.visit_acts import addable
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import Admit, CallTicket, CorrectPatient, Finish, IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import Card, PatientEntry
from mmc_console.domain.tickets import Ticket
from tests.unit.desktop.desk_parts import play, there
from tests.unit.desktop.reception.desk import Reception

Scene = Callable[[Reception, Ticket], Awaitable[None]]
ALI = Card(id="p-1", number="1234567", gender="male", name="Ali Hasan", phone="+97455501234")  # type: ignore[arg-type]  # any id will do


def told(scene: Scene) -> None:
    """*scene* at a reception that has registered one man, whose row is selected."""

    async def whole() -> None:
        desk = await Reception.open()
        try:
            await desk.issue("1234567", "Ali Hasan")
            [row] = desk.now().rows
            desk.page.select(row.ticket)
            await scene(desk, there(desk.gateway.state.ticket(row.ticket)))
        finally:
            await desk.close()

    play(whole)


def said(desk: Reception) -> str:
    return desk.view.said[-1].code


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        (("", "Ali", ""), "number", "id-missing"), (("12a", "Ali", ""), "number", "id-letters"),
        (("1", "Ali", ""), "number", "id-length"), (("12", " ", ""), "name", "name-missing"),
        (("12", "A" * 121, ""), "name", "name-long"), (("12", "Ali", "call me"), "phone", "bad-phone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(typed: tuple[str, str, str], field: str, code: str) -> None:
    found = errors(Correction(*typed, "male"))
    assert {part: message.code for part, message in found.items()} == {field: code}


def test_only_what_is_another_now_is_sent_cleaned() -> None:
    before = standing(ALI)
    assert changed(before, Correction("١٢٣٤٥٦٧", "  Ali   Hassan ", "+974 5550-1234", "male")) == {"name": "Ali Hassan"}
    assert changed(before, before) == {}
    assert changed(before, Correction("1234568", "Ali Hasan", "", "female")) == {
        "number": "1234568", "phone": "", "gender": "female",
    }  # fmt: skip


def test_a_name_is_corrected_and_shown_on_every_console() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        card = there(desk.gateway.card(desk.gateway.state.visits[ticket.visit].patient))
        desk.view.corrections = [standing(changed_card(card, name="Ali Hassan"))]
        desk.page.act("correct_patient")
        await desk.settle()
        assert said(desk) == "did-correct_patient"
        await desk.gateway.clock.turn(1)
        await desk.settle()
        assert [row.name for row in desk.now().rows] == ["Ali Hassan"]

    told(scene)


def test_nothing_changed_sends_nothing_and_neither_does_turning_away() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        before = desk.gateway.pending.sent
        card = there(desk.gateway.card(desk.gateway.state.visits[ticket.visit].patient))
        desk.view.corrections = [standing(card), None]
        for code in ("no-change", "no-change"):
            desk.page.act("correct_patient")
            await desk.settle()
            assert said(desk) == code
        assert desk.gateway.pending.sent == before

    told(scene)


def test_offline_the_correction_is_kept_and_it_is_said_that_the_old_name_stays_for_now() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        await desk.gateway.go_offline()
        card = there(desk.gateway.card(desk.gateway.state.visits[ticket.visit].patient))
        desk.view.corrections = [standing(changed_card(card, name="Ali Hassan"))]
        desk.page.act("correct_patient")
        await desk.jobs.run()
        assert said(desk) == "will-correct_patient"
        [row] = [row for row in desk.gateway.pending.rows if row.state == "waiting"]
        assert isinstance(row.action, CorrectPatient)

    told(scene)


def test_another_gender_leads_along_another_pathway() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        card = there(desk.gateway.card(desk.gateway.state.visits[ticket.visit].patient))
        desk.view.corrections = [standing(changed_card(card, gender="female"))]
        desk.page.act("correct_patient")
        await desk.settle()
        visit = desk.gateway.state.visits[ticket.visit]
        assert visit.gender == "female"
        assert desk.view.said[-1] == Message("did-correct_patient", {"ticket": ticket.label})

    told(scene)


def test_the_exam_is_changed_and_that_of_now_cannot_be_chosen() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        before = there(desk.gateway.state.visits[ticket.visit].exam_type)
        desk.view.answers = [None]
        desk.page.act("change_exam")
        await desk.settle()
        [(question, options)] = desk.view.asked
        assert question == "change_exam"
        assert [o.on for o in options if o.key == before] == [False]
        other = next(o.key for o in options if o.on)
        desk.view.answers = [other, "mistake"]
        desk.page.act("change_exam")
        await desk.settle()
        assert desk.gateway.state.visits[ticket.visit].exam_type == other
        assert said(desk) == "did-change_exam"
        assert desk.view.offered[-1] == "did-change_exam", "it can be taken back"

    told(scene)


def test_a_clinic_more_and_one_less() -> None:
    async def scene(desk: Reception, ticket: Ticket) -> None:
        def clinics(*states: str) -> list[str]:
            visit = desk.gateway.state.visits[ticket.visit]
            return [stop.clinic for stage in visit.stages for stop in stage if stop.state in states]

        desk.view.answers = ["ecg", "doctor-asked"]
        desk.page.act("add_stop")
        await desk.settle()
        asked = {option.key for option in desk.view.asked[0][1]}
        assert "ecg" in asked
        assert asked.isdisjoint(set(clinics("todo", "here")) - {"ecg"})
        assert "ecg" in clinics("todo", "here")
        less = ClinicCode(clinics("todo")[-1])
        desk.view.answers = [less, "results-in-hand"]
        desk.page.act("skip_stop")
        await desk.settle()
        assert less in clinics("skipped")
        assert [m.code for m in desk.view.said[-2:]] == ["did-add_stop", "did-skip_stop"]

    told(scene)


def test_a_walk_in_has_one_clinic_left_out_only_where_there_is_another() -> None:
    async def whole() -> None:
        desk = await Reception.open()
        try:
            entry = PatientEntry(number="1234567", name="Ali Hasan", gender="male")
            await desk.gateway.act(IssueTicket, patient=entry, clinic=ClinicCode("eyes"))
            await desk.settle()
            [row] = desk.now().rows
            desk.page.select(row.ticket)
            assert desk.now().gates["skip_stop"].code == "one-clinic"
            desk.view.answers = ["ecg", "doctor-asked"]
            desk.page.act("add_stop")
            await desk.settle()
            assert desk.now().gates["skip_stop"].on
        finally:
            await desk.close()

    play(whole)


def test_where_whoever_stands_nowhere_was_taken_on_from_is_offered() -> None:
    async def whole() -> None:
        desk = await Reception.open()
        gateway, eyes, ecg = desk.gateway, ClinicCode("eyes"), ClinicCode("ecg")
        try:
            entry = PatientEntry(number="1234567", name="Ali Hasan", gender="male")
            first = there((await gateway.act(IssueTicket, patient=entry, clinic=eyes)).performed).ticket
            visit = there(gateway.state.ticket(there(first))).visit

            def offered() -> bool:
                return eyes in {option.key for option in addable(gateway, gateway.state.visits[visit])}

            await gateway.act(CallTicket, ticket=first, room=1, reason="by-hand")
            await gateway.act(Admit, visit=visit, clinic=ecg)
            assert not offered()
            here = there(gateway.state.open_ticket(visit)).id
            await gateway.act(CallTicket, ticket=here, room=1, reason="by-hand")
            await gateway.act(Finish, ticket=here)
            assert gateway.state.open_ticket(visit) is None
            assert offered()
        finally:
            await desk.close()

    play(whole)
