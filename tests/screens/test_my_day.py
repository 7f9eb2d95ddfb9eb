"""My day in the real window: figures, times, the way back, both languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.clinic.picture import PLACE
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.tickets.details_view import DetailsDrawer
from mmc_console.domain.actions import CallNext, Finish, IssueTicket, Start
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.pages import CTRL, Desk

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]
EYES = ClinicCode("eyes")


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at the end of a short morning in the eye clinic; the window stands on the clinic's page."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("supervisor",))
            for n in range(2):
                entry = PatientEntry(number=f"70{n}", name=f"Person {n}", gender="male")
                await gateway.act(IssueTicket, patient=entry, clinic=EYES)
            gateway.settings.set(PLACE, "eyes/1")
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("clinic", ("clinic", "my_day"))
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


async def examine(desk: Desk) -> None:
    gateway = desk.gateway
    await gateway.clock.turn(300)
    await gateway.act(CallNext, clinic=EYES, room=1)
    await gateway.settle()
    inside = gateway.state.inside(gateway.today(), EYES, 1)
    assert inside is not None
    await gateway.clock.turn(60)
    await gateway.act(Start, ticket=inside.id)
    await gateway.clock.turn(120)
    await gateway.act(Finish, ticket=inside.id)
    await desk.work()


def test_the_day_is_one_key_away_and_tells_times_and_figures(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await examine(desk)
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        desk.languages.switch("en")
        await desk.work()
        [row] = desk.rows("my_day_rows")
        assert row[:4] == ["E-001", "Person 0", "Ophthalmology", "Done"]
        assert row[7:9] == ["5 min", "02:00"]
        called, arrived, closed = row[4:7]
        assert called < arrived < closed
        assert (desk.words_of("day_done"), desk.words_of("day_exam")) == ("1", "02:00")
        assert desk.words_of("day_clinic") == "Ophthalmology"

    play(scene)


def test_nobody_called_yet_says_what_to_do(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        assert desk.empty_of("my_day_rows") == "لم يُستدعَ أحد منك اليوم بعد. استدعِ الأول من صفحة العيادة (F8)."
        desk.toggle("day_whose", "clinic")
        await desk.work()
        assert "هذه العيادة" in desk.empty_of("my_day_rows")

    play(scene)


def test_ctrl_z_takes_the_last_back_and_the_button_names_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await examine(desk)
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        desk.languages.switch("en")
        await desk.work()
        undo = desk.mine.actions.find("undo")
        assert undo is not None
        assert undo.enabled
        assert callable(undo.text)
        assert bidi.strip(undo.text()) == "Undo: Finish E-001"
        await desk.hit(0x0626, CTRL, 44)  # ئ stands where Z is
        assert desk.rows("my_day_rows")[0][3] == "In room"

    play(scene)


def test_details_open_with_enter_and_esc_gives_the_keyboard_back(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await examine(desk)
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        table = desk.table("my_day_rows")
        table.setFocus()
        await desk.hit(Qt.Key.Key_Down)
        await desk.hit(Qt.Key.Key_Return)
        assert desk.mine.view.details.isVisible()
        await desk.hit(Qt.Key.Key_Escape)
        assert not desk.mine.view.details.isVisible()
        assert table.hasFocus()

    play(scene)


@pytest.mark.parametrize("size", [(1366, 688), (1024, 600)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_and_room(play: Play, language: str, size: tuple[int, int]) -> None:
    async def scene(desk: Desk) -> None:
        await examine(desk)
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        desk.languages.switch(language)
        desk.window.resize(*size)
        await desk.work()
        assert nameless(desk.mine.view) == []
        assert squeezed(desk.mine.view) == []

    play(scene)


def test_an_open_visit_follows_what_happens_to_it_and_goes_with_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await examine(desk)
        await desk.hit(Qt.Key.Key_2, CTRL, 3)
        ticket = desk.mine.presenter.state.rows[0].ticket
        desk.mine.presenter.select(ticket)
        desk.mine.presenter.open_details()
        await desk.work()
        drawer = desk.mine.view.details
        assert drawer.isVisible()
        assert "مكتمل" in pills_of(drawer)
        await desk.gateway.undo()
        await desk.work()
        assert drawer.isVisible()
        assert "مكتمل" not in pills_of(drawer), "they are in the room again"
        desk.mine.presenter.filter("no_show")
        await desk.work()
        assert drawer.isVisible(), "another list below it leaves it open"
        desk.mine.presenter.filter("all")
        desk.mine.presenter.look_at("clinic")
        await desk.gateway.act(Finish, ticket=ticket)
        await examine(desk)
        other = next(row.ticket for row in desk.mine.presenter.state.rows if row.ticket != ticket)
        assert drawer.isVisible()
        assert "مكتمل" in pills_of(drawer)
        desk.table("my_day_rows").select(other)
        await desk.work()
        assert not drawer.isVisible(), "another row was chosen"

    play(scene)


def pills_of(drawer: DetailsDrawer) -> str:
    return " ".join(pill.text for pill in drawer.findChildren(Pill))
