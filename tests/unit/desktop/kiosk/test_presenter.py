"""What people do at a kiosk, and what it forgets of them. Plain asyncio, no Qt."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.testing import reference_center
from mmc_console.desktop.kiosk.presenter import COUNTED, PATIENCE, WITHOUT_PAPER
from mmc_console.desktop.printing import NoPrinterSet, PrintingFailed
from mmc_console.domain.actions import Cancel, CloseClinic, RegisterVisit
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import later, play, there
from tests.unit.desktop.kiosk.place import Kiosk

EXAM = ExamCode("recruitment")


def test_from_the_first_touch_to_the_paper() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        assert kiosk.now().step == "start"
        shown = await kiosk.register()
        assert shown.step == "ticket"
        ticket = there(shown.ticket)
        assert ticket.label == "L-001"
        assert ticket.printing == "printed"
        assert not ticket.standing
        assert ticket.ahead == 0
        assert ticket.minutes[0] <= ticket.minutes[1]
        assert [(p.number, p.again) for p in kiosk.tray.papers] == [("001", False)]
        assert shown.number == "", "the number is of no use any more"
        sent = [a for a in kiosk.gateway.server.received if isinstance(a, RegisterVisit)]
        assert [(a.priority, there(a.patient).name) for a in sent] == [("normal", "")]
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize(("typed", "code"), [("", "id-missing"), ("7", "id-length"), ("1234567890123", "id-length")])
def test_a_number_that_cannot_be_one(typed: str, code: str) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.begin()
        kiosk.type(typed)
        if len(typed) < 12:
            kiosk.page.go_on()
        assert there(kiosk.now().problem).code == code
        assert kiosk.now().step == "number"
        assert kiosk.now().number == typed[:12], "what was typed is kept"
        await kiosk.close()

    play(scene)


def test_a_card_scanned_at_the_start_page_is_typed_in() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.type("٢٨٤٦٣٥١٢٣٤٥")
        assert (kiosk.now().step, kiosk.now().number) == ("number", "28463512345")
        kiosk.page.go_on()
        assert kiosk.now().step == "gender"
        await kiosk.close()

    play(scene)


def test_a_ticket_that_is_scanned_registers_nobody() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        for character in "MMC1-1123-017-K":
            if character.isdigit():
                kiosk.page.digit(character)
            else:
                kiosk.page.foreign()
        kiosk.page.go_on()
        assert kiosk.now().step == "number"
        assert kiosk.now().number == ""
        assert there(kiosk.now().problem).code == "scan-again"
        kiosk.page.clear()
        kiosk.type("70012345")
        kiosk.page.go_on()
        assert kiosk.now().step == "gender"
        await kiosk.close()

    play(scene)


def test_only_exams_for_this_person_are_offered() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.begin()
        kiosk.type("70012345")
        kiosk.page.go_on()
        center = kiosk.gateway.state.center
        for gender in ("male", "female"):
            kiosk.page.choose_gender(gender)
            offered = [exam.code for exam in kiosk.now().exams]
            assert offered == [e.code for e in center.exam_types if e.pathways.of(gender)]
            kiosk.page.back()
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize("step", ["number", "gender", "exam", "ticket"])
def test_nothing_of_a_person_stays_when_they_walk_away(step: str) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        fresh = kiosk.now()
        kiosk.page.begin()
        kiosk.type("70012345")
        kiosk.page.switch_language()
        if step != "number":
            kiosk.page.go_on()
        if step in ("exam", "ticket"):
            kiosk.page.choose_gender("male")
        if step == "ticket":
            kiosk.page.choose_exam(EXAM)
            await kiosk.settle()
        assert kiosk.now().step == step
        kiosk.clock.turn(PATIENCE[step] - COUNTED + 0.5)
        kiosk.page.count()
        assert kiosk.now().seconds_left == COUNTED
        kiosk.clock.turn(COUNTED)
        kiosk.page.count()
        assert kiosk.now() == fresh
        assert kiosk.program.language == "ar"
        assert kiosk.view.forgotten > 1
        await kiosk.settle()
        assert kiosk.now() == dataclasses.replace(fresh, staff=kiosk.now().staff), (
            "news of the visit bring nothing back"
        )
        await kiosk.close()

    play(scene)


def test_a_touch_keeps_a_slow_person_there() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.begin()
        for digit in "70012345":
            kiosk.clock.turn(PATIENCE["number"] - 1)
            kiosk.page.count()
            assert kiosk.now().seconds_left == 1
            kiosk.page.digit(digit)
            assert kiosk.now().seconds_left is None
        assert kiosk.now().number == "70012345"
        await kiosk.close()

    play(scene)


def test_who_is_registered_today_gets_their_ticket_again_and_no_second_one() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        server = kiosk.gateway.server
        server.add_user("noora", ("reception",))
        patient = PatientEntry(number="70012345", gender="male", name="محمد")
        server.do(RegisterVisit, "noora", patient=patient, exam_type=EXAM)
        await kiosk.settle()
        shown = await kiosk.register()
        ticket = there(shown.ticket)
        assert ticket.standing
        assert ticket.label == "L-001"
        assert [(p.number, p.again) for p in kiosk.tray.papers] == [("001", True)]
        assert len(list(server.state.visits.of(kiosk.gateway.today()))) == 1
        assert "محمد" not in repr(kiosk.view.shown)
        await kiosk.close()

    play(scene)


def test_offline_it_gives_numbers_of_its_own_and_knows_whom_it_registered(tmp_path: Path) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open(tmp_path / "profile")
        await kiosk.gateway.go_offline()
        first = there((await kiosk.register()).ticket)
        desk = there(kiosk.gateway.desk)
        assert kiosk.now().offline
        assert first.label == f"L-{desk}01"
        kiosk.page.back()
        again = there((await kiosk.register()).ticket)
        assert (again.label, again.standing) == (first.label, True)
        kiosk.page.back()
        other = there((await kiosk.register("80012345")).ticket)
        assert other.label == f"L-{desk}02"
        assert [p.again for p in kiosk.tray.papers] == [False, True, False]
        await kiosk.gateway.go_online()
        await kiosk.settle()
        assert len(kiosk.gateway.server.received) == 2, "asking again recorded nothing"
        assert len(list(kiosk.gateway.server.state.visits.of(kiosk.gateway.today()))) == 2
        assert kiosk.gateway.pending.count == 0
        await kiosk.close()

    play(scene)


def test_a_kiosk_that_can_keep_nothing_closes_while_the_server_is_away() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        await kiosk.gateway.go_offline()
        kiosk.page.refresh()
        assert kiosk.now().step == "closed"
        assert there(kiosk.now().problem).code == "no-keyring"
        kiosk.page.begin()
        kiosk.type("12")
        assert kiosk.now().step == "closed"
        await kiosk.gateway.go_online()
        kiosk.page.refresh()
        assert kiosk.now().step == "start"
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize(
    ("fault", "trouble"), [(NoPrinterSet(), "no-printer"), (PrintingFailed("kiosk printer"), "printer")]
)
def test_without_paper_the_number_stays_and_longer(fault: Exception, trouble: str) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.tray.fault = fault
        shown = await kiosk.register()
        ticket = there(shown.ticket)
        assert ticket.printing == "not"
        assert ticket.square.startswith("MMC1-")
        assert "-001-" in ticket.square
        kiosk.clock.turn(PATIENCE["ticket"] + 1)
        kiosk.page.count()
        assert kiosk.now().step == "ticket"
        assert kiosk.now().staff.printer == trouble
        kiosk.clock.turn(WITHOUT_PAPER)
        kiosk.page.count()
        assert kiosk.now().step == "start"
        await kiosk.close()

    play(scene)


def test_one_kiosk_cannot_flood_the_queues(tmp_path: Path) -> None:
    async def scene() -> None:
        center = reference_center()
        center = replace(center, rules=replace(center.rules, kiosk_per_minute=3))
        kiosk = await Kiosk.open(tmp_path / "profile", center=center)
        for n in range(3):
            assert (await kiosk.register(f"1000{n}")).step == "ticket"
            kiosk.page.back()
        full = await kiosk.register("10009")
        assert (full.step, there(full.problem).code, there(full.problem).params) == ("sorry", "kiosk-busy", {"n": 3})
        assert kiosk.gateway.pending.count == 0, "nothing of it was recorded"
        kiosk.page.back()
        await later(kiosk.gateway, 61)
        assert (await kiosk.register("10009")).step == "ticket"
        await kiosk.close()

    play(scene)


def test_what_the_server_refuses_sends_people_to_reception() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        server = kiosk.gateway.server
        server.add_user("boss", ("supervisor",))
        server.do(CloseClinic, "boss", clinic=ClinicCode("lab"), reason="emergency")
        shown = await kiosk.register()  # the news have not come here yet
        assert shown.step == "sorry"
        assert there(shown.problem).code in ("clinic-closed", "next-not-possible")
        assert shown.ticket is None
        assert kiosk.tray.papers == []
        await kiosk.close()

    play(scene)


def test_a_number_that_does_not_come_is_not_waited_for_for_ever() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.gateway.server.lose_requests = 1_000
        shown = await kiosk.register()
        assert shown.step == "working"
        kiosk.clock.turn(PATIENCE["working"] + 1)
        kiosk.page.count()
        assert (kiosk.now().step, there(kiosk.now().problem).code) == ("sorry", "no-number")
        await kiosk.close()

    play(scene)


def test_a_cancelled_visit_is_no_standing_one() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        await kiosk.register()
        kiosk.page.back()
        server = kiosk.gateway.server
        server.add_user("noora", ("reception",))
        (visit,) = server.state.visits.of(kiosk.gateway.today())
        server.do(Cancel, "noora", visit=visit.id, reason="left")
        await kiosk.settle()
        ticket = there((await kiosk.register()).ticket)
        assert (ticket.label, ticket.standing) == ("L-002", False)
        await kiosk.close()

    play(scene)


def test_outside_the_hours_it_says_so_and_goes_on() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.begin()
        assert kiosk.now().note is None
        kiosk.page.back()
        await later(kiosk.gateway, 10 * 3_600)
        kiosk.page.begin()
        assert there(kiosk.now().note).code == "registration-hours"
        assert (await kiosk.register()).step == "ticket"
        await kiosk.close()

    play(scene)
