"""The drawer where what was to change has ended elsewhere: the button that would fail is off, and that is said once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.actions import Cancel, ChangeExam
from tests.conftest import Run
from tests.desktop_parts import HandClock
from tests.screens.pages import CTRL, Desk
from tests.two_desks import at_eyes, meanwhile, two_desks

SAID = {"en": "The visit 001 is closed. Register a new one.", "ar": "الزيارة 001 مغلقة. سجّل زيارة جديدة."}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_why_it_is_off_is_said_once(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock, tmp_path: Path,
    language: str,
) -> None:  # fmt: skip
    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        visit = one.state.tickets[await at_eyes(one)].visit
        await meanwhile(
            one, two, lambda d: d.act(ChangeExam, visit=visit, exam_type="promotion", reason="mistake"),
            lambda d: d.act(Cancel, visit=visit, reason="left"),
        )  # fmt: skip
        desk = Desk(qapp, look, languages, hand_clock, one)
        try:
            languages.switch(language)
            await desk.show("reception")
            desk.key(Qt.Key.Key_F9, CTRL)
            await desk.work()
            assert (desk.words_of("pending_explained"), desk.words_of("pending_off")) == (SAID[language], "")
            again = desk.button("pending_again")
            assert not again.isEnabled()
            assert bidi.strip(again.toolTip()).endswith(SAID[language])
        finally:
            await desk.shut()
            await two.close()

    qt_run(scene())
