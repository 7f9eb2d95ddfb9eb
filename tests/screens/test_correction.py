"""Mending what was typed of a person, in the real window: from its row, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.reception.correction import Correction
from mmc_console.desktop.reception.correction_dialog import CorrectionDialog
from mmc_console.desktop.tickets.words import TicketWords
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, press
from tests.screens.pages import Desk

Scene = Callable[[Desk], Awaitable[None]]
Act = Callable[[CorrectionDialog], None]
Play = Callable[[Scene], None]


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at a reception that has registered one man; his row is selected."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("reception", "supervisor"))
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            await desk.show("reception")
            desk.type_into("number", "28463512345")
            desk.type_into("name", "Ali Hasan")
            await desk.hit(Qt.Key.Key_F2)
            [row] = desk.reception.presenter.state.rows
            desk.reception.presenter.select(row.ticket)
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


async def corrected(desk: Desk, act: Act) -> None:
    """Choose it from the row and do *act* with the box that it opens, while other tasks go on."""
    gate = desk.reception.presenter.state.gates["correct_patient"]
    assert gate.on, gate
    desk.reception.presenter.act("correct_patient")

    def do() -> None:
        box = desk.window.findChild(CorrectionDialog)
        if box is None or not box.isVisible():
            QTimer.singleShot(0, do)
            return
        try:
            act(box)
        except AssertionError as fault:
            wrong.append(fault)
        finally:
            box.reject()

    wrong: list[AssertionError] = []
    QTimer.singleShot(0, do)
    await desk.work()
    desk.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for fault in wrong:
        raise fault
    await desk.gateway.clock.turn(1)
    await desk.work()


def test_a_name_is_mended(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        def mend(box: CorrectionDialog) -> None:
            assert nameless(box) == []
            assert (box.number.text, box.name.text, box.phone.text) == ("28463512345", "Ali Hasan", "")
            box.name.set_text("Ali Hassan")
            press(box, Qt.Key.Key_Return, ctrl=True)

        await corrected(desk, mend)
        assert desk.said[-1] == "صُحِّحت بيانات صاحب الرقم L-001"
        assert desk.rows()[0][1] == "Ali Hassan"

    play(scene)


def test_what_is_wrong_keeps_the_box_open_in_both_languages(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        def wrong(box: CorrectionDialog) -> None:
            marks = [bidi.strip(mark.text()) for mark in box.findChildren(QRadioButton)]
            assert (bidi.strip(box.confirm.text()), marks) == ("حفظ", ["رجل", "امرأة"])
            box.number.set_text("1")
            box.name.set_text("")
            box.accept()
            assert box.isVisible()
            assert box.number.error == "يجب أن يتكوّن الرقم من 2 إلى 12 خانة، والمُدخل 1. راجع الرقم."
            desk.languages.switch("en")
            marks = [bidi.strip(mark.text()) for mark in box.findChildren(QRadioButton)]
            assert marks == ["Man", "Woman"]
            assert bidi.strip(box.title.text()) == "Correct the details of L-001"
            assert box.name.error == "Enter the name of the examinee."

        await corrected(desk, wrong)
        assert desk.rows()[0][1] == "Ali Hasan"

    play(scene)


def test_whoever_an_older_program_has_brought_in_is_completed(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        unknown = Correction("28463512345", "", "", "unknown")
        box = CorrectionDialog(desk.look, desk.window, TicketWords(lambda code, _: code), unknown, "L-001")
        box.show()
        man, woman = box.findChildren(QRadioButton)
        assert (man.isChecked(), woman.isChecked()) == (False, False)
        box.name.set_text("Ali Hasan")
        man.click()
        assert box.typed == Correction("28463512345", "Ali Hasan", "", "male")
        box.close()
        box.deleteLater()

    play(scene)
