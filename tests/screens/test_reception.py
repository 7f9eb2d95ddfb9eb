"""Reception in the real window: keys, words, tables, both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.printing import PrintingFailed
from mmc_console.desktop.tickets.facts import Option
from mmc_console.domain.actions import CallNext
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.pages import ALT, CTRL, Desk
from tests.unit.desktop.reception.desk import PaperTray

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at a reception desk whose window is open."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("reception", "supervisor"))
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("reception")
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


def test_a_ticket_from_the_keyboard_alone(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.type_into("number", "٢٨٤٦٣٥١٢٣٤٥")
        desk.type_into("name", "محمد المري")
        await desk.hit(Qt.Key.Key_F2)
        assert desk.rows() == [["L-001", "محمد المري", "المختبر", "في الانتظار", "0 د", ""]]
        assert desk.words_of("issued_number") == "L-001"
        assert "يدويًا" in desk.words_of("issued_state")
        assert desk.said == ["صدرت التذكرة L-001."]
        assert desk.reception.view.form.number.edit.hasFocus()

    play(scene)


def test_an_error_stands_under_its_field_and_the_typed_values_stay(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.type_into("number", "1")
        desk.type_into("name", "محمد")
        await desk.hit(Qt.Key.Key_F2)
        form = desk.reception.view.form
        assert "2 إلى 12" in form.number.error
        assert (form.number.text, form.name.text) == ("1", "محمد")

    play(scene)


async def _called(desk: Desk) -> None:
    await desk.gateway.register("11", "Fatima Hassan")
    await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
    desk.toggle("queue_filters", "all")
    await desk.work()
    desk.table("queue").select(desk.reception.presenter.state.rows[0].ticket)
    await desk.work()


@pytest.mark.parametrize(
    ("key", "modifiers", "scan"),
    [(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, 0), (Qt.Key.Key_3, ALT, 4)],
)
def test_the_arrival_key_works_under_every_layout(
    play: Play, key: Qt.Key, modifiers: Qt.KeyboardModifier, scan: int
) -> None:
    async def scene(desk: Desk) -> None:
        await _called(desk)
        await desk.hit(key, modifiers, scan)
        assert desk.rows()[0][3] == "داخل العيادة"

    play(scene)


def test_reprint_is_ctrl_and_the_place_of_p_also_where_that_key_writes_arabic(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await _called(desk)
        await desk.hit(0x062D, CTRL, 25)  # ح stands where P is
        assert any("يدويًا" in said for said in desk.said)

    play(scene)


def test_a_digit_of_the_keypad_with_alt_is_a_scanner_and_no_key(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await _called(desk)
        await desk.hit(Qt.Key.Key_3, ALT | Qt.KeyboardModifier.KeypadModifier, 81)
        assert desk.rows()[0][3] == "تم النداء"

    play(scene)


def test_off_keys_stay_in_place_with_their_reason(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.gateway.register("11", "Fatima")
        await desk.work()
        desk.table("queue").select(desk.reception.presenter.state.rows[0].ticket)
        await desk.work()
        recall = desk.reception.actions.find("recall")
        assert recall is not None
        assert not recall.enabled
        reason = recall.reason
        assert callable(reason)
        assert "L-001" in bidi.strip(reason())

    play(scene)


def test_the_language_changes_live_and_keeps_what_was_typed(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.gateway.register("11", "Fatima Hassan")
        desk.type_into("number", "284")
        await desk.work()
        desk.languages.switch("en")
        desk.settle()
        assert desk.rows() == [["L-001", "Fatima Hassan", "Laboratory", "Waiting", "0 min", ""]]
        assert desk.reception.view.form.number.text == "284"
        assert desk.app.layoutDirection() == Qt.LayoutDirection.LeftToRight

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_and_room(play: Play, language: str) -> None:
    async def scene(desk: Desk) -> None:
        for n in range(20):
            await desk.gateway.register(f"70{n:02d}", f"Person {n}")
        desk.languages.switch(language)
        await desk.work()
        assert nameless(desk.reception.view) == []
        assert squeezed(desk.reception.view) == []

    play(scene)


def test_a_question_is_a_panel_over_the_page_and_esc_turns_away(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        view = desk.reception.view
        reasons = (Option("left"), Option("mistake"))
        asked = asyncio.get_running_loop().create_task(view.choose("cancel", reasons, "L-001"))
        for _ in range(5):
            await asyncio.sleep(0)
        try:
            assert desk.rows("chooser_list") == [["غادر المراجع", ""], ["خطأ", ""]]
            desk.send(Qt.Key.Key_Escape)
            for _ in range(5):
                await asyncio.sleep(0)
            assert asked.done()
            assert asked.result() is None
        finally:
            asked.cancel()

    play(scene)


def test_in_a_small_window_the_clinics_stand_in_a_drawer(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        view = desk.reception.view
        assert view.clinics.isVisible()
        desk.window.resize(1024, 600)
        await desk.work()
        assert not view.clinics.isVisible()
        desk.button("action_overview").click()
        await desk.work()
        assert view.clinics.isVisible()
        await desk.hit(Qt.Key.Key_Escape)
        assert not view.clinics.isVisible()
        desk.window.resize(1366, 688)
        await desk.work()
        assert view.clinics.isVisible()

    play(scene)


def test_news_leave_the_clinic_that_the_arrows_have_chosen_and_enter_filters_by_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        clinics = desk.table("clinics")
        clinics.setFocus()
        for _ in range(4):
            desk.key(Qt.Key.Key_Down)
        chosen = clinics.selected
        assert chosen
        await desk.gateway.register("11", "Fatima Hassan")
        await desk.work()
        await desk.gateway.clock.turn(61)
        await desk.work()
        assert clinics.selected == chosen
        await desk.hit(Qt.Key.Key_Return)
        assert desk.reception.presenter.state.clinic == chosen
        await desk.hit(Qt.Key.Key_Return)
        assert clinics.selected == "", "the mark goes with the filter"

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_ticket_that_did_not_come_out_offers_itself_again_and_the_number_large(play: Play, language: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch(language)
        tray = PaperTray(PrintingFailed("EPSON", "no-paper"))
        desk.reception.presenter._issuing._printer = tray
        desk.type_into("number", "28463512345")
        desk.type_into("name", "محمد المري")
        await desk.hit(Qt.Key.Key_F2)
        assert desk.words_of("issued_state") == ("لم تُطبع: لا ورق." if language == "ar" else "Not printed: No paper.")
        assert "L-001" in desk.said[-1]
        assert nameless(desk.reception.view) == []
        assert squeezed(desk.reception.view) == []
        large = desk.window.findChild(QAbstractButton, "show_large")
        assert large is not None
        large.click()
        desk.settle()
        assert desk.shows("large_number")
        where = {"ar": "المختبر", "en": "Laboratory"}
        other = "en" if language == "ar" else "ar"
        assert desk.words_of("large_where") == where[language]
        desk.languages.switch(other)
        desk.settle()
        assert desk.words_of("large_where") == where[other]
        desk.languages.switch(language)
        desk.settle()
        await desk.hit(Qt.Key.Key_Escape)
        assert not desk.shows("large_number")
        tray.fault = None
        await desk.hit(Qt.Key.Key_P, CTRL)
        assert [(p.label, p.again) for p in tray.papers] == [("L-001", False)]
        assert desk.words_of("issued_state") == ("طُبعت" if language == "ar" else "Printed")

    play(scene)
