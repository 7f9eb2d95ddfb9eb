"""What lies open over a page speaks the new language at once: no screen is half one language and half another."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.settings_dialog import Settings, SettingsDialog
from mmc_console.desktop.tickets.facts import Option
from tests.conftest import Run
from tests.desktop_parts import HandClock
from tests.screens.pages import Desk

Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
KEY_NAMES = re.compile(r"Ctrl|Shift|Alt|Enter|Esc|Down|Up|Backspace|English|EN\b|MMC")


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at a reception that speaks English, where one person with an Arabic name waits."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("supervisor",))
            await gateway.register("11", "فاطمة حسن")
            desk = Desk(qapp, look, languages, hand_clock, gateway)
            languages.switch("en")
            await desk.show("reception")
            try:
                await scene(desk)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


def english(root: QWidget) -> list[str]:
    """Every label under *root* with an English word that is no key's name."""
    texts = [bidi.strip(label.text()) for label in root.findChildren(QLabel) if label.isVisible()]
    return [text for text in texts if LATIN_WORD.search(KEY_NAMES.sub("", text))]


def test_an_open_toast_says_it_in_the_new_language_and_has_room_for_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        words = {"ar": "لا يمكن الوصول إلى طابعة التذاكر في هذا المكتب الآن، والرقم باقٍ على الشاشة", "en": "No printer"}
        toasts = desk.window.toasts
        desk.window.toast(Toast(lambda: words[desk.languages.current.code]))
        desk.settle()
        narrow = toasts.width()
        desk.languages.switch("ar")
        desk.settle()
        assert toasts.texts == [words["ar"]]
        assert toasts.width() > narrow
        label = toasts.boxes[0].findChild(QLabel, "toast_text")
        assert label is not None
        assert label.height() >= label.heightForWidth(label.width()), "all of it, on as many lines as it takes"
        toasts.close_top()

    play(scene)


@pytest.mark.parametrize("question", ["transfer", "clinic_reason", "place", "priority_reason"])
def test_an_open_question_is_asked_again_in_the_new_language(play: Play, question: str) -> None:
    async def scene(desk: Desk) -> None:
        view = desk.reception.view
        words = {"ar": "العيون", "en": "Eyes"}
        options = (Option("mistake", note="closed"), Option("eyes", words, n=3, note="waiting"))
        asked = asyncio.get_running_loop().create_task(view.choose(question, options, "L-001"))
        await asyncio.sleep(0)
        desk.settle()
        view._chooser.list.select("eyes")
        assert desk.rows("chooser_list")[0] == ["Mistake", "closed"]
        desk.languages.switch("ar")
        desk.settle()
        assert desk.rows("chooser_list")[0] == ["خطأ", "مغلقة"]
        assert desk.rows("chooser_list")[1][0] == "العيون"
        assert english(view._chooser) == []
        assert not LATIN_WORD.search(view._chooser.accessibleName().replace("L-001", ""))
        assert view._chooser.list.selected == "eyes"  # the hand stays where it was
        desk.window.close_layer()
        assert await asked is None

    play(scene)


def test_the_open_details_are_said_again(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.table("queue").select(desk.reception.presenter.state.rows[0].ticket)
        desk.reception.presenter.act("details")
        await desk.work()
        details = desk.reception.view.details
        assert any(label.text() == "Examinee" for label in details.findChildren(QLabel))
        desk.languages.switch("ar")
        desk.settle()
        assert details.isVisible()
        assert english(details) == []

    play(scene)


def test_the_open_palette_and_key_sheet_are_said_again(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        palette, sheet = desk.window.palette_sheet, desk.window.shortcuts
        palette.start()
        palette.found.setCurrentRow(2)
        desk.languages.switch("ar")
        desk.settle()
        lines = [bidi.strip(palette.found.item(row).text()) for row in range(palette.found.count())]
        assert [line for line in lines if LATIN_WORD.search(KEY_NAMES.sub("", line))] == []
        assert palette.found.currentRow() == 2
        assert english(palette) == []
        palette.shut()
        desk.languages.switch("en")
        desk.settle()
        sheet.start()
        desk.languages.switch("ar")
        desk.settle()
        assert english(sheet) == []
        sheet.shut()

    play(scene)


def test_the_open_settings_keep_their_choice_in_the_new_language(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        dialog = SettingsDialog(desk.look, desk.window, Settings("dark", 10), (2, 5, 10, 15), has_pin=False)
        desk.languages.switch("ar")
        desk.settle()
        assert dialog.chosen == Settings("dark", 10)
        assert dialog.windowTitle() == "إعداداتي"
        dialog.deleteLater()

    play(scene)
