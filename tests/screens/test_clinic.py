"""Clinic in the real window: one key for each step, under every layout, in both languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.desktop.clinic.picture import PLACE
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.actions import IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, press, squeezed, write
from tests.screens.pages import ALT, NONE, Desk

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]
F8, F9, F12 = Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F12


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene in the eye clinic, where two people wait."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            plain = reference_center()
            center = replace(plain, rules=replace(plain.rules, exit_pin=True))
            gateway = await LocalGateway.with_center(center, roles=("supervisor",))
            for n in range(2):
                entry = PatientEntry(number=f"70{n}", name=f"Person {n}", gender="male")
                await gateway.act(IssueTicket, patient=entry, clinic=ClinicCode("eyes"))
            gateway.settings.set(PLACE, "eyes/1")
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("clinic")
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


@pytest.mark.parametrize("layout", ["function keys", "digits"])
def test_a_whole_visit_with_one_key_for_each_step(play: Play, layout: str) -> None:
    call, arrived = ((F8, NONE, 0), (F9, NONE, 0))
    if layout == "digits":  # an Arabic layout changes no digit's key
        call, arrived = ((Qt.Key.Key_1, ALT, 2), (Qt.Key.Key_3, ALT, 4))

    async def scene(desk: Desk) -> None:
        assert desk.number == ""
        assert [row[0] for row in desk.rows("next")] == ["E-001", "E-002"]
        await desk.hit(*call)
        assert desk.number == "E-001"
        assert not desk.can("call_next")
        await desk.hit(*arrived)
        assert desk.words_of("current_name") == "Person 0"
        assert desk.button("action_call_next").text() == "إنهاء واستدعاء التالي"
        await desk.hit(*call)
        assert desk.number == "E-002"
        assert desk.words_of("today_done") == "1"

    play(scene)


def test_the_exit_pin_stands_beside_whoever_is_in_the_room(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        assert not desk.shows("exit_pin")
        await desk.hit(F8)
        pin = desk.gateway.exit_pin(ClinicCode("eyes"))
        assert len(pin) == 2
        assert pin in desk.words_of("exit_pin")
        assert "رمز الخروج اليوم" in desk.words_of("exit_pin")

    play(scene)


def test_done_and_no_show_are_never_both_on(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.hit(F8)
        assert not desk.can("finish")
        await desk.hit(F9)
        assert desk.can("finish")
        assert not desk.can("no_show")
        await desk.hit(F12)
        assert desk.number == ""

    play(scene)


def test_the_big_number_speaks(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        await desk.hit(F8)
        spoken = desk.clinic.view.current._number.accessibleName()
        assert spoken == "Current ticket E 001, Called, Less than a minute"

    play(scene)


def test_where_the_person_goes_next_is_said(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        await desk.hit(F8)
        assert desk.words_of("current_next") == "This is the last clinic of the visit."
        assert desk.words_of("why_next") == "First: has waited here the longest"

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_and_room(play: Play, language: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch(language)
        await desk.work()
        assert nameless(desk.clinic.view) == []
        assert squeezed(desk.clinic.view) == []
        await desk.hit(F8)
        assert nameless(desk.clinic.view) == []
        assert squeezed(desk.clinic.view) == []

    play(scene)


def test_a_search_that_finds_nobody_says_the_next_step_and_esc_brings_the_queue_back(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        await desk.hit(Qt.Key.Key_F3)
        write(desk.window.top_bar.search, "person 1")
        await desk.work()
        assert [row[0] for row in desk.rows("next")] == ["E-002"]
        write(desk.window.top_bar.search, " nobody")
        await desk.work()
        assert desk.rows("next") == []
        assert desk.empty_of("next") == (
            "No one in this clinic today matches “person 1 nobody”. Check the spelling, or press Esc for the queue."
        )
        await desk.hit(Qt.Key.Key_Escape)
        assert [row[0] for row in desk.rows("next")] == ["E-001", "E-002"]

    play(scene)


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_one_key_leads_from_the_search_to_what_it_has_found(play: Play, key: Qt.Key) -> None:
    async def scene(desk: Desk) -> None:
        await desk.hit(Qt.Key.Key_F3)
        write(desk.window.top_bar.search, "person 1")
        await desk.work()
        press(desk.window.top_bar.search, key)
        await desk.work()
        assert desk.app.focusWidget() is desk.table("next")
        assert desk.clinic.presenter.state.row is not None
        assert desk.clinic.presenter.state.row.label == "E-002"

    play(scene)


def test_an_empty_queue_without_the_server_is_only_what_this_pc_knows(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        for key in (F8, F9, F12, F8, F9, F12):
            await desk.hit(key)
        assert desk.empty_of("next").startswith("No one is waiting. New tickets appear here by themselves")
        assert desk.clinic.view.words.hero_hint(desk.clinic.presenter.state) == "No one is waiting"
        await desk.gateway.go_offline()
        await desk.work()
        known = "No one this PC knows of is waiting"
        assert desk.empty_of("next").startswith(known)
        assert desk.clinic.view.words.hero_hint(desk.clinic.presenter.state) == known
        write(desk.window.top_bar.search, "K04")
        await desk.work()
        assert desk.empty_of("next").startswith("This PC knows of no one in this clinic who matches “K04”")
        assert squeezed(desk.window) == []

    play(scene)


def test_the_big_button_says_why_it_is_off_instead_of_who_would_be_next(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        words, page = desk.clinic.view.words, desk.clinic.presenter
        assert words.hero_hint(page.state).startswith("التالي: ")
        await desk.gateway.go_offline()
        await desk.work()
        assert page.state.gates["call_next"].code == "no-keyring"
        hero = desk.clinic.view.current.hero
        assert words.hero_hint(page.state) in hero.accessibleDescription(), "what the tooltip says, without pointing"
        assert squeezed(desk.window) == []

    play(scene)


def test_whoever_stands_here_and_is_shown_elsewhere_is_admitted_by_keyboard(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        entry = PatientEntry(number="909", name="Late Comer", gender="male")
        await desk.gateway.act(IssueTicket, patient=entry, clinic=ClinicCode("lab"))
        await desk.hit(Qt.Key.Key_F3)
        write(desk.window.top_bar.search, "late comer")
        await desk.work()
        assert desk.words_of("elsewhere") == "الرقم L-003 مخصص لـ: المختبر"
        admit = desk.button("admit_found")
        assert admit.isVisible()
        assert nameless(desk.window) == []
        chooser = desk.clinic.view._chooser

        def choose() -> None:
            if chooser.isHidden():
                QTimer.singleShot(0, choose)
                return
            press(chooser.list, Qt.Key.Key_Down)
            press(chooser.list, Qt.Key.Key_Return)

        QTimer.singleShot(0, choose)
        admit.click()
        await desk.work()
        assert [row[0] for row in desk.rows("next")] == ["E-001", "E-002", "E-003"]
        assert desk.said[-1] == "الرقم E-003 في الانتظار هنا الآن"
        assert desk.window.top_bar.search.text() == "", "the line is empty as the page shows it"

    play(scene)
