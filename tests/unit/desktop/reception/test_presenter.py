"""What a receptionist does, and what becomes of it. Plain asyncio, no Qt."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.printing import NoPrinterSet, PrintingFailed, WithoutPrinter
from mmc_console.desktop.tickets.gates import off
from mmc_console.domain.actions import CloseClinic, RegisterVisit
from mmc_console.domain.ids import ClinicCode, PatientId
from mmc_console.domain.patients import Card
from tests.unit.desktop.desk_parts import keys, play, there
from tests.unit.desktop.reception.desk import PaperTray, Reception


def test_arabic_digits_become_plain_ones_and_the_number_stays_as_typed() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("number", "٢٨٤٦٣٥")
        assert desk.now().form.number == "284635"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(
    ("number", "name", "field", "code"),
    [
        ("", "محمد", "number", "id-missing"),
        ("1", "محمد", "number", "id-length"),
        ("1234567890123", "محمد", "number", "id-length"),
        ("12a4", "محمد", "number", "id-letters"),
        ("12345", "", "name", "name-missing"),
        ("12345", "\u200f \u2066", "name", "name-missing"),
        ("12345", "م" * 500, "name", "name-long"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    number: str, name: str, field: str, code: str
) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue(number, name)
        assert desk.now().form.errors[field].code == code  # type: ignore[index]  # a field's name from the table above
        assert (desk.now().form.number, desk.now().form.name) == (number, name)
        assert desk.view.focused[-1] == field
        assert not desk.now().rows
        await desk.close()

    play(scene)


def test_an_emoji_in_a_name_is_kept_as_it_is() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("12345", "Omar 🙂 Rashid")
        assert desk.now().rows[0].name == "Omar 🙂 Rashid"
        await desk.close()

    play(scene)


def test_the_form_is_free_at_once_and_the_number_comes_from_the_server() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("number", "12345")
        desk.page.edit("name", "محمد")
        desk.page.issue()
        desk.jobs.drop("find-person")
        await desk.jobs.run()  # durable; the server has not been asked yet
        assert desk.now().form.blank
        assert not there(desk.now().issued).numbered
        assert "…" in desk.now().rows[0].label
        assert desk.now().rows[0].badge == "waiting"
        await desk.settle()
        assert there(desk.now().issued).label == "L-001"
        assert list(keys(desk.now().rows)) == ["L-001"]
        assert desk.now().rows[0].badge == ""
        assert [m.code for m in desk.view.said] == ["issued"]
        await desk.close()

    play(scene)


def test_without_a_printer_the_number_stays_large_and_says_so() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("12345")
        assert there(desk.now().issued).printing == "no-printer"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(("fault", "state"), [(None, "printed"), (PrintingFailed("EPSON"), "failed"),
                                              (NoPrinterSet(), "no-printer")])  # fmt: skip
def test_the_paper_is_printed_when_the_number_is_there(fault: Exception | None, state: str) -> None:
    async def scene() -> None:
        tray = PaperTray(fault)
        desk = await Reception.open(tray)
        await desk.issue("12345")
        assert there(desk.now().issued).printing == state
        assert [p.label for p in tray.papers] == (["L-001"] if fault is None else [])
        await desk.close()

    play(scene)


def test_a_reprint_says_that_it_is_one() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        await desk.issue("12345")
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("reprint")
        await desk.settle()
        assert [p.again for p in tray.papers] == [False, True]
        await desk.close()

    play(scene)


def test_a_person_of_unknown_gender_leaves_what_reception_has_chosen() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        card = Card(id=PatientId("from-an-older-program"), number="1234567", gender="unknown", name="نورة")
        desk.gateway.server.cards_held[card.id] = card
        await desk.gateway.find_person("1234567")
        desk.page.edit("gender", "female")
        desk.page.edit("number", "1234567")
        await desk.settle()
        form = desk.now().form
        assert (form.name, form.gender, form.known) == ("نورة", "female", True)
        await desk.close()

    play(scene)


def test_a_known_person_fills_the_form_and_another_number_empties_it_again() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("555", "Fatima Hassan", gender="female")
        desk.page.edit("number", "55")
        desk.page.issue()
        assert "name" in desk.now().form.errors
        desk.page.edit("number", "555")
        form = desk.now().form
        assert form.errors == {}, "a name filled in is no missing name"
        assert (form.name, form.gender, form.known) == ("Fatima Hassan", "female", True)
        desk.page.edit("number", "5551")
        assert (desk.now().form.name, desk.now().form.known) == ("", False)
        await desk.close()

    play(scene)


def test_a_person_with_an_open_visit_is_shown_and_never_registered_twice() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("555", "Fatima")
        desk.page.edit("number", "555")
        assert there(desk.now().form.duplicate).label == "L-001"
        desk.page.issue()
        await desk.settle()
        assert len(desk.now().rows) == 1
        desk.page.open_duplicate()
        assert [d.label for d in desk.view.details] == ["L-001"]
        await desk.close()

    play(scene)


def test_outside_the_hours_one_more_press_goes_on_and_is_not_asked_again() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.gateway.clock.set(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))  # 17:00 there; registration ends at 13:00
        await desk.issue("111")
        assert desk.now().form.asking
        assert [w.code for w in desk.now().form.warnings] == ["registration-hours"]
        assert not desk.now().rows
        desk.page.issue()
        await desk.settle()
        assert len(desk.now().rows) == 1
        await desk.issue("222")
        assert len(desk.now().rows) == 2
        await desk.close()

    play(scene)


def test_an_exam_without_a_pathway_for_this_gender_is_refused_at_its_field() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("purpose", "clinic:women_eyes")
        await desk.issue("12345")
        assert desk.now().form.errors["purpose"].code == "exam-not-for-gender"
        await desk.close()

    play(scene)


def test_a_closed_clinic_is_passed_over_and_when_all_are_closed_it_is_said() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.act(CloseClinic, clinic=ClinicCode("eyes"), reason="maintenance")
        await desk.settle()
        desk.page.edit("purpose", "clinic:eyes")
        await desk.issue("12345")
        assert desk.now().form.errors["first"].code == "all-closed"
        await desk.close()

    play(scene)


def test_who_goes_first_needs_a_reason() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("priority", "priority")
        await desk.issue("12345")
        assert desk.now().form.errors["priority"].code == "priority-reason-missing"
        desk.page.edit_reason("elderly")
        desk.page.issue()
        await desk.settle()
        assert desk.now().rows[0].priority == "priority"
        await desk.close()

    play(scene)


def test_the_answer_counts_the_people_ahead() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("11", "22", "33", "44"):
            await desk.gateway.register(number)
        desk.page.refresh()
        answer = desk.now().answer
        assert answer is not None
        assert answer.ahead == 4
        assert answer.at_most >= answer.minutes > 0
        desk.page.edit("priority", "urgent")
        assert there(desk.now().answer).ahead == 0
        await desk.close()

    play(scene)


def test_offline_the_page_says_how_old_it_is_and_goes_on_registering(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path_factory.mktemp("profile"))
        desk = Reception(gateway, WithoutPrinter())
        await gateway.go_offline()
        await desk.issue("12345")
        assert desk.now().stale_since is not None
        assert there(desk.now().issued).numbered  # the desk's own series: K04
        assert desk.now().rows[0].badge in ("waiting", "sending")
        await desk.close()

    play(scene)


def test_a_full_disk_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    from mmc_console.client.errors import StoreFull

    async def scene() -> None:
        desk = await Reception.open()

        async def full(action: RegisterVisit) -> None:
            raise StoreFull("no room")

        monkeypatch.setattr(desk.gateway, "submit", full)
        await desk.issue("12345", "محمد")
        assert desk.now().form.errors["number"].code == "store-full"
        assert desk.now().form.name == "محمد"
        await desk.close()

    play(scene)


def test_nothing_is_painted_when_nothing_changed() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.refresh()
        before = len(desk.view.shown)
        desk.page.refresh()
        assert len(desk.view.shown) == before
        assert replace(desk.now()) == desk.view.shown[-1]
        await desk.close()

    play(scene)


def test_the_presenters_pull_in_no_qt() -> None:
    code = (
        "import sys, mmc_console.desktop.reception.presenter, mmc_console.desktop.clinic.presenter, "
        "mmc_console.desktop.sign_in.presenter, mmc_console.desktop.first_run.presenter; "
        "print([m for m in sys.modules if m.startswith(('PySide6', 'qasync', 'httpx'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_offline_without_a_keyring_registering_is_off_with_its_reason() -> None:
    async def scene() -> None:
        desk = await Reception.open()  # a store in memory only
        assert desk.now().issue.on
        await desk.gateway.go_offline()
        desk.page.refresh()
        assert desk.now().issue == off("no-keyring"), "before anybody types"
        await desk.issue("12345")
        assert "no-keyring" in desk.view.codes
        assert desk.now().form.number == "12345"
        assert desk.gateway.pending.count == 0
        await desk.close()

    play(scene)
