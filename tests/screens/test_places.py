"""Clinics and settings as an administrator meets them: typed, marked, kept, published, set and set back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from mmc_console.desktop.kit import bidi
from mmc_console.wire.office import SettingsStep
from tests.desktop_parts import nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.places_page import ADMIN, PlacesDesk

play = playing(PlacesDesk)
Play = Callable[[Callable[[PlacesDesk], Awaitable[None]]], None]


def test_a_fault_stands_below_its_line_and_publishing_waits_for_it(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        desk.languages.switch("en")
        await desk.show("clinics")
        view = desk.clinics.view
        assert view.table.cells()[0][:3] == ["L", "Laboratory", "1, 2"]
        desk.type_into("edit_clinics.lab.letter", "O")
        await desk.work()
        wrong = "wrong_clinics.lab.letter"
        assert desk.words_of(wrong) == "O looks like a digit or another letter. Choose another one."
        assert view.table.cells()[0] == ["O", "Laboratory", "1, 2", "!"]
        assert not view.publish.isEnabled()
        desk.languages.switch("ar")
        await desk.work()
        assert desk.words_of(wrong) == "O يشبه رقماً أو حرفاً آخر. اختر غيره."
        desk.type_into("edit_clinics.lab.letter", "G")
        await desk.work()
        assert desk.words_of(wrong) == ""
        assert view.publish.isEnabled()

    play(scene)


def test_a_change_is_reviewed_and_published(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        desk.languages.switch("en")
        await desk.show("clinics")
        desk.type_into("edit_clinics.lab.name.en", "Blood")
        await desk.hit(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, 31)
        await desk.work()
        assert desk.draft is not None
        assert desk.said == ["The draft is kept. Nothing has changed for anybody yet."]
        dialog = await desk.publish()
        table = dialog.findChild(type(desk.clinics.view.table), "publish_differences")
        assert table is not None
        assert table.cells() == [["Laboratory · Name", "Laboratory", "Blood"]]
        dialog.accept()
        await desk.publishing
        await desk.work()
        assert [(asked.when, asked.revision, asked.seq) for asked in desk.published] == [("now", 7, 1)]

    play(scene)


def test_every_tab_has_names_for_everything_and_room_for_its_words(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        for language in ("en", "ar"):
            desk.languages.switch(language)
            await desk.show("clinics")
            for tab in ("clinics", "exams", "centre", "history"):
                desk.press(f"toggle_{tab}")
                await desk.work()
                assert nameless(desk.clinics.view) == [], tab
                assert squeezed(desk.clinics.view) == [], tab

    play(scene)


def test_a_setting_is_typed_marked_set_and_set_back(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        desk.languages.switch("en")
        await desk.show("settings")
        desk.press("section_patients")
        await desk.work()
        desk.type_into("set_keep_months_edit", "999")
        await desk.work()
        assert desk.words_of("set_keep_months_error") == "Type a number from 1 to 120."
        assert desk.months == 12
        desk.type_into("set_keep_months_edit", "24")
        await desk.work()
        assert (desk.months, desk.words_of("set_keep_months_error")) == (24, "")
        history = desk.settings.view.table
        assert history.cells()[0][2:] == ["Months a patient is known after the last visit", "12", "24"]
        history.select(history.rows[0].key)
        desk.press("set_back")
        await desk.work()
        assert desk.months == 12
        for language in ("en", "ar"):
            desk.languages.switch(language)
            await desk.work()
            assert nameless(desk.settings.view) == []
            assert squeezed(desk.settings.view) == []

    play(scene)


def test_the_change_that_was_chosen_is_set_back_also_after_a_newer_one_has_come(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        await desk.show("settings")
        desk.press("section_patients")
        await desk.work()
        desk.type_into("set_keep_months_edit", "24")
        await desk.work()
        history = desk.settings.view.table
        history.select(history.rows[0].key)
        desk.clock.turn(60)
        desk.months = 36
        desk.steps.insert(0, SettingsStep(
            at=desk.gateway.now() + timedelta(minutes=1), by=ADMIN, before={"keep_months": 24},
            after={"keep_months": 36},
        ))  # fmt: skip
        desk.settings.presenter.refresh()
        await desk.work()
        assert len(history.rows) == 2
        desk.press("set_back")
        await desk.work()
        assert desk.months == 12, "not what a colleague has set since"

    play(scene)


def test_this_pcs_settings_open_where_they_are(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        await desk.show("settings")
        for name in ("language", "mine", "devices", "board"):
            desk.press(f"open_{name}")
        assert desk.opened == ["language", "mine", "devices", "board"]

    play(scene)


def test_a_page_that_is_not_shown_says_its_words_when_it_is_shown_again(play: Play) -> None:
    async def scene(desk: PlacesDesk) -> None:
        desk.languages.switch("en")
        await desk.show("clinics")
        desk.presenter.go_to("settings")
        await desk.work()
        standing, said, sheet = desk.found(QLabel, "clinics_standing"), list[str](), desk.app.styleSheet()
        desk.languages.switch("ar")
        await desk.work()
        assert bidi.strip(desk.settings.view.back.text()) == "إعادته إلى ما قبل"
        assert sheet == desk.app.styleSheet(), "to style every widget anew would be felt"
        said.append(standing.text())
        assert desk.clinics.view.layoutDirection() == Qt.LayoutDirection.LeftToRight
        desk.presenter.go_to("clinics")
        await desk.work()
        said.append(standing.text())
        assert [text[:13] for text in said] == ["This is what ", "هذا هو الساري"]
        assert standing.layoutDirection() == Qt.LayoutDirection.RightToLeft

    play(scene)
