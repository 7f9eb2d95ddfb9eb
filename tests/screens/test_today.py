"""Today in the real window: the list by keyboard, late-comers, and yesterday's visits that lead to the form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.actions import CallNext, Finish, NoShow
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed, write
from tests.screens.pages import CTRL, SHIFT, Desk

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]
LAB = ClinicCode("lab")
Key = Qt.Key


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at today's page of a receptionist; yesterday one visit stopped after the laboratory."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("reception", "supervisor"))
            visit = await gateway.register("900", "Yesterday Person")
            await gateway.act(CallNext, clinic=LAB, room=1)
            await gateway.settle()
            inside = gateway.state.inside(gateway.today(), LAB, 1)
            assert inside is not None
            await gateway.act(Finish, ticket=inside.id)
            await gateway.settle()
            assert gateway.state.open_ticket(visit.id) is not None
            await gateway.clock.turn(24 * 3600)
            await gateway.settle()
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("today", ("reception", "today"))
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


async def people(desk: Desk, how_many: int) -> None:
    for n in range(how_many):
        await desk.gateway.register(f"70{n:03d}", f"Person {n}")
    await desk.work()


async def no_show(desk: Desk) -> None:
    await desk.gateway.act(CallNext, clinic=LAB, room=1)
    await desk.gateway.settle()
    await desk.gateway.clock.turn(60)
    inside = desk.gateway.state.inside(desk.gateway.today(), LAB, 1)
    assert inside is not None
    await desk.gateway.act(NoShow, ticket=inside.id)
    await desk.work()


def test_an_empty_day_says_what_to_do(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        assert desk.empty_of("today_tickets") == "لم تصدر تذاكر اليوم بعد. أصدر التذكرة الأولى (F2)."
        desk.languages.switch("en")
        await desk.work()
        assert desk.empty_of("today_tickets") == "No tickets yet today. Issue the first one (F2)."

    play(scene)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, on a machine without a screen
def test_rows_by_keyboard_alone_with_details_and_menu(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await people(desk, 30)
        desk.table("today_tickets").setFocus()
        await desk.hit(Key.Key_Home)
        assert desk.day.presenter.state.row is not None
        assert desk.day.presenter.state.row.label == "L-030"
        await desk.hit(Key.Key_Down)
        await desk.hit(Key.Key_End)
        assert desk.day.presenter.state.row.label == "L-001"
        await desk.hit(Key.Key_PageUp)
        assert desk.day.presenter.state.row.label not in ("L-001", "L-030")
        await desk.hit(Key.Key_Return)
        assert desk.day.view.details.isVisible()
        assert [desk.day.view.details.title.text().strip("\u2066\u2069")] == [desk.day.presenter.state.row.label]
        await desk.hit(Key.Key_Escape)
        assert not desk.day.view.details.isVisible()
        await desk.hit(Key.Key_F10, SHIFT)
        menu = desk.app.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert "إعادة الطباعة\tCtrl+P" in [action.text() for action in menu.actions()]
        menu.close()

    play(scene)


def test_news_move_neither_selection_nor_scroll_nor_the_keyboard(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await people(desk, 40)
        table = desk.table("today_tickets")
        table.setFocus()
        await desk.hit(Key.Key_End)
        chosen, scrolled = table.selected, table.rowViewportPosition(table.currentIndex().row())
        await people(desk, 41)
        assert desk.day.presenter.state.changes == 1  # the hand is still at the list
        await desk.gateway.clock.turn(4)
        await desk.work()
        assert len(desk.rows("today_tickets")) == 41
        assert table.selected == chosen
        assert table.rowViewportPosition(table.currentIndex().row()) == scrolled
        assert table.hasFocus()

    play(scene)


def test_a_late_comer_returns_to_the_queue_with_the_one_filled_button(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await people(desk, 2)
        await no_show(desk)
        desk.toggle("today_filters", "no_show")
        await desk.work()
        assert [row[0] for row in desk.rows("today_tickets")] == ["L-001"]
        assert desk.table("today_tickets").verticalScrollBar().value() == 0
        desk.table("today_tickets").setFocus()
        await desk.hit(Key.Key_Down)
        [filled] = [b for b in desk.day.view._primaries.values() if b.isVisible()]
        assert filled.text() == "إعادة إلى قائمة الانتظار"
        filled.click()
        await desk.work()
        assert [row[3] for row in desk.rows("today_tickets")] == ["في الانتظار"]  # stays while the list is in use
        await desk.gateway.clock.turn(4)
        await desk.work()
        assert "الكل" in desk.empty_of("today_tickets")
        assert len(desk.said) == 1
        assert "L-001" in desk.said[0]

    play(scene)


def test_yesterdays_visit_is_taken_up_with_f2_twice(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        desk.toggle("today_filters", "unfinished")
        await desk.work()
        assert [row[1] for row in desk.rows("today_tickets")] == ["Yesterday Person"]
        assert [row[3] for row in desk.rows("today_tickets")] == ["Not finished"]
        desk.table("today_tickets").setFocus()
        await desk.hit(Key.Key_Down)
        await desk.hit(Key.Key_F2)
        assert desk.presenter.state.page == "reception"
        form = desk.reception.view.form
        assert (form.number.text, form.name.text) == ("900", "Yesterday Person")
        assert desk.words_of("unfinished").endswith("is not finished. 9 clinics left.")
        assert desk.button("goes_on_on").isChecked()
        await desk.hit(Key.Key_F2)
        if desk.reception.presenter.state.form.asking:
            await desk.hit(Key.Key_F2)
        visit = desk.gateway.state.visits[desk.reception.presenter.state.rows[0].visit]
        assert [s.state for stage in visit.stages for s in stage if s.clinic == LAB] == ["done"]

    play(scene)


def test_the_two_pages_are_tabs_with_keys(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        assert desk.shows("tab_today")
        assert not desk.shows("side_list")
        await desk.hit(Key.Key_1, CTRL, 2)
        assert desk.presenter.state.page == "reception"
        await desk.hit(Key.Key_2, CTRL, 3)
        assert desk.presenter.state.page == "today"
        assert desk.day.view.isVisible()

    play(scene)


def test_f3_finds_people_of_today_and_of_yesterday(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await people(desk, 3)
        await desk.hit(Key.Key_F3)
        assert desk.window.top_bar.search.hasFocus()
        write(desk.window.top_bar.search, "yesterday")
        await desk.work()
        assert [row[1] for row in desk.rows("today_tickets")] == ["Yesterday Person"]
        await desk.hit(Key.Key_Escape)
        assert len(desk.rows("today_tickets")) == 3

    play(scene)


@pytest.mark.parametrize("size", [(1366, 688), (1024, 600)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_and_room(play: Play, language: str, size: tuple[int, int]) -> None:
    async def scene(desk: Desk) -> None:
        await people(desk, 20)
        desk.languages.switch(language)
        desk.window.resize(*size)
        await desk.work()
        assert nameless(desk.day.view) == []
        assert squeezed(desk.day.view) == []

    play(scene)


def test_the_form_has_room_for_the_question_beside_its_scroll_bar(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.languages.switch("en")
        desk.presenter.go_to("reception")
        desk.reception.presenter.take_up(next(iter(desk.gateway.state.visits)))
        await desk.work()
        form = desk.reception.view.form
        assert desk.shows("unfinished")
        inside, room = form._scroll.widget(), form._scroll.viewport()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= room.width()

    play(scene)
