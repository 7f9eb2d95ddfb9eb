"""What changes on the work pages between choosing and pressing, and when somebody else sits down. Real window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.tickets.details_view import DetailsDrawer
from mmc_console.domain.actions import CallNext, Hold
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.conftest import Run
from tests.desktop_parts import HandClock, click
from tests.screens.pages import Desk

LAB = ClinicCode("lab")

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at a desk whose window is open at the reception."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("reception", "supervisor"))
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("reception", ("reception", "today", "clinic", "my_day"))
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


async def _opened(desk: Desk) -> TicketId:
    """Two people wait, the first one's visit is open at the side; their ticket."""
    await desk.gateway.register("11", "Fatima Hassan")
    await desk.gateway.register("22", "Saad Ali")
    await desk.work()
    first = desk.reception.presenter.state.rows[0].ticket
    desk.table("queue").select(first)
    desk.reception.presenter.act("details")
    await desk.work()
    assert desk.reception.view.details.isVisible()
    return first


def _facts(drawer: QWidget) -> str:
    return bidi.strip(" ".join(label.text() for label in drawer.findChildren(QLabel)))


def test_the_keys_below_an_open_visit_mean_that_visit_although_its_row_has_gone(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        first = await _opened(desk)
        drawer = desk.reception.view.details
        await desk.gateway.act(CallNext, clinic=LAB, room=1)  # somebody else: the row leaves the waiting ones
        await desk.work()
        assert [row[1] for row in desk.rows()] == ["Saad Ali"]
        assert "Fatima Hassan" in _facts(drawer)
        assert desk.reception.presenter.state.selected == first
        desk.reception.actions.press("requeue")
        await desk.work()
        assert desk.gateway.state.tickets[first].postponed == 1, "it was done to the one who is seen"
        desk.table("queue").select(desk.reception.presenter.state.rows[0].ticket)
        await desk.work()
        assert not drawer.isVisible(), "another row was chosen"

    play(scene)


def test_an_own_action_below_an_open_visit_does_not_move_its_keys_to_the_next_person(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        first = await _opened(desk)
        desk.reception.actions.press("hold")
        await desk.work()
        drawer = desk.reception.view.details
        assert drawer.isVisible()
        assert desk.reception.presenter.state.selected == first
        assert "معلّق" in " ".join(pill.text for pill in _pills(drawer)), "it tells how they stand now"
        desk.window.close_layer()
        await desk.work()
        assert desk.reception.presenter.state.selected is None, "closed, no key means anybody until a row is chosen"

    play(scene)


def _pills(drawer: DetailsDrawer) -> list[Pill]:
    return list(drawer.findChildren(Pill))


def test_the_visit_somebody_has_already_stays_in_reach_of_the_keys_below_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        visit = await desk.gateway.register("11", "Fatima Hassan")
        await desk.gateway.act(CallNext, clinic=LAB, room=1)
        await desk.work()
        desk.type_into("number", "11")
        await desk.work()
        desk.reception.presenter.open_duplicate()
        await desk.work()
        ticket = desk.gateway.state.open_ticket(visit.id)
        assert ticket is not None
        assert desk.reception.presenter.state.selected == ticket.id, "also a moment later"
        assert desk.can("cancel")

    play(scene)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, on a machine without a screen
def test_a_menu_goes_with_its_row(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.gateway.register("11", "Fatima Hassan")
        await desk.work()
        table = desk.table("queue")
        table.select(desk.reception.presenter.state.rows[0].ticket)
        table.menu_wanted.emit(table.selected, table.menu_place())
        menu = next(iter(desk.window.findChildren(QMenu)))
        desk.reception.presenter.refresh()
        desk.settle()
        assert menu.isVisible()
        await desk.gateway.act(CallNext, clinic=LAB, room=1)
        await desk.work()
        assert not desk.window.findChildren(QMenu), "Reprint in it would have meant the last paper of this desk"

    play(scene)


def test_a_double_click_writes_one_number_by_hand_not_the_next_one_as_well(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        for number in ("11", "22"):
            await desk.gateway.register(number)
        await desk.work()
        assert "L-001، L-002" in desk.words_of("missing")
        click(desk.button("by_hand"))
        await desk.work()
        click(desk.button("by_hand"))  # the second half of a double click
        await desk.work()
        assert [m.label for m in desk.reception.presenter.state.missing] == ["L-002"], (
            "nobody has written that one down"
        )
        desk.clock.turn(1)
        click(desk.button("by_hand"))
        await desk.work()
        assert desk.reception.presenter.state.missing == ()

    play(scene)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, on a machine without a screen
def test_hold_in_an_open_menu_does_not_become_resume(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        visit = await desk.gateway.register("11", "Fatima Hassan")
        await desk.work()
        desk.toggle("queue_filters", "all")
        await desk.work()
        table = desk.table("queue")
        table.select(desk.reception.presenter.state.rows[0].ticket)
        await desk.work()
        table.menu_wanted.emit(table.selected, table.menu_place())
        menu = next(iter(desk.window.findChildren(QMenu)))
        hold = next(item for item in menu.actions() if "تعليق" in item.text())
        ticket = desk.gateway.state.open_ticket(visit.id)
        assert ticket is not None
        await desk.gateway.act(Hold, ticket=ticket.id)  # another desk was quicker
        await desk.work()
        hold.trigger()
        await desk.work()
        assert desk.gateway.state.tickets[ticket.id].state == "held", "the opposite of what was chosen"
        assert desk.said, "and it is said why nothing has happened"
        menu.close()

    play(scene)
