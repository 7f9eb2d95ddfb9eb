"""The backups page and the restore wizard in the real window: words, buttons, keys, in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_console.client.behaving import PASSWORD as ENTERED
from mmc_console.client.errors import ServerBusy, UnderMaintenance
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.backups.contract import RecoveryKey
from mmc_console.desktop.admin.backups.dialogs import KeyDialog
from mmc_console.desktop.admin.backups.key_paper import KeyPaper, lines_of
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.backups import PlaceRow, Run, ShippingRow
from tests.conftest import Run as QtRun
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.backups_parts import BackupsDesk
from tests.unit.client.stranded import Stranded
from tests.unit.desktop.admin.office import KEY, PASSWORD, Office

Scene = Callable[[BackupsDesk, Office], Awaitable[None]]
Play = Callable[[Scene], None]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: QtRun, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at the page of an administrator, in English."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=("admin",))
            office = Office(gateway)
            languages.switch("en")
            desk = BackupsDesk(qapp, look, languages, hand_clock, gateway)
            await desk.show()
            try:
                await scene(desk, office)
            finally:
                await desk.shut()

        qt_run(whole())

    return run


async def answering(desk: BackupsDesk, work: Coroutine[Any, Any, Any], answer: Callable[[], None]) -> Any:
    """Let *work* open its question, give the answer, and wait for what comes of it."""
    asked = asyncio.ensure_future(work)
    for _ in range(100):
        await asyncio.sleep(0)
        if desk.dialog() is not None:
            break
    answer()
    return await asked


def test_the_sentence_and_the_table_say_the_same_in_both_languages(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        assert desk.words_of("backups_sentence").startswith("The data is safe. Last good backup 2 hours ago (")
        assert desk.words_of("backups_proofs").startswith(
            "What happens after a backup is kept with the backups a second"
        )
        office.change("b2", verified_at=None)
        office.change("b1", refused="backup-cut", verified_at=None, places=("folder", "second"))
        await desk.work()
        assert [row[1:] for row in desk.rows("backups_rows")] == [
            ["by schedule", "46 MB", "✓ verified", "folder"], ["by hand", "46 MB", "! not checked", "folder"],
            ["by schedule", "46 MB", "✕ failed", "folder + second place"],
        ]  # fmt: skip
        desk.table("backups_rows").select("b1")
        desk.settle()
        assert desk.words_of("backups_row_problem").startswith("The end of this backup is missing.")
        desk.languages.switch("ar")
        await desk.work()
        assert desk.words_of("backups_sentence").startswith("البيانات محمية. آخر نسخة سليمة منذ ساعتين")
        assert desk.rows("backups_rows")[1][3] == "! لم تُفحص"

    play(scene)


def test_a_late_backup_says_why_when_asked(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        office.change("b3", verified_at=None)
        office.runs = (Run("take", "auto", "x", office.ago(1), 2.0, "failed", "backup-disk-full", "folder"),)
        office.places = [
            PlaceRow("folder", "backup-disk-full", office.now),
            PlaceRow("s3", "backup-store-unreachable", office.now),
        ]
        await desk.work()
        assert "Target: every 6 hours." in desk.words_of("backups_sentence")
        assert desk.words_of("backups_reasons") == ""
        await desk.click("backups_why")
        assert "failed. The disk for the backups is full." in desk.words_of("backups_reasons")
        assert "S3 store: The second place cannot be reached." in desk.words_of("backups_reasons")
        await desk.click("backups_why")
        assert desk.words_of("backups_reasons") == ""

    play(scene)


def test_without_any_backup_the_page_says_what_to_do(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        office.backups, office.test, office.shipping = [], None, ShippingRow("off")
        await desk.work()
        assert desk.words_of("backups_sentence") == "The data is not safe: there is no good backup. Make one now."
        assert say(desk.table("backups_rows")._empty) == "No backups yet. Make the first one now."
        assert (desk.can("backups_take"), desk.can("backups_restore"), desk.can("backups_verify")) == (
            True,
            False,
            False,
        )
        assert desk.button("action_backups_restore").accessibleDescription() == "There is no good backup to restore."

    play(scene)


def test_the_way_to_the_wizard_is_open_when_the_settings_do_not_come(play: Play) -> None:
    """As on the morning the database is destroyed: the backups are told of, the settings are not."""

    async def scene(desk: BackupsDesk, office: Office) -> None:
        desk.gateway.server.administration["GET", "/admin/settings"] = lambda question: ServerBusy(5)
        fresh = desk.screen_.presenter
        fresh._show(as_of=None, kept=())
        await desk.work()
        assert (fresh.state.phase, desk.can("backups_restore")) == ("ready", True)
        await desk.click("action_backups_restore")
        assert len(desk.screen_.restore.state.kept) == 3

    play(scene)


def test_who_came_by_pin_is_led_to_the_password_and_from_there_to_the_wizard(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        gateway = desk.gateway
        await gateway.set_pin("482917", ENTERED)
        Stranded(gateway, admin=True)
        await gateway.clock.turn(900)
        await gateway.lock()
        await gateway.unlock(gateway.people[0].id, "482917")

        async def turn() -> None:  # as `work`, where the console cannot keep up with the server
            await desk.jobs.run()
            await desk.screen_.presenter.look()
            desk.settle()

        await turn()
        says = "The centre's data on the server cannot be read. Sign in again with the password of an administrator"
        assert desk.words_of("backups_sentence").startswith(says)
        assert not desk.can("backups_take")
        assert desk.button("action_backups_take").accessibleDescription() == (
            "Not while the centre's data cannot be read."
        )
        assert desk.button("backups_sign_in").isVisible()
        desk.button("action_backups_restore").click()
        await turn()
        assert desk.words_of("restore_problem").startswith(says)
        assert desk.button("restore_sign_in").isVisible()

        def typed(password: str) -> Callable[[], None]:
            def answer() -> None:
                dialog = desk.dialog()
                assert dialog is not None
                line = dialog.findChild(QLineEdit, "again_password_edit")
                assert line is not None
                line.setText(password)
                dialog.accept()

            return answer

        asked = desk.screen_.wizard.ask_password
        assert await answering(desk, asked(None), typed("one two three")) == "one two three"
        desk.languages.switch("ar")
        assert await answering(desk, asked(Message("stranded")), typed("four")) == "four"
        desk.languages.switch("en")
        desk.button("restore_sign_in").click()
        await answering(desk, turn(), typed(ENTERED))
        assert len(desk.screen_.restore.state.kept) == 3
        assert not desk.button("restore_sign_in").isVisible()
        assert desk.words_of("restore_problem") == ""

    play(scene)


def test_a_backup_is_taken_with_its_progress_and_can_be_called_off(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        await desk.click("action_backups_take")
        assert desk.words_of("backups_work") == "Backing up; work goes on… 11 MB of 46 MB"
        assert not desk.can("backups_take")
        assert desk.can("backups_cancel")
        await desk.click("action_backups_cancel")
        assert desk.said == ["The backup was called off. Nothing of it is left."]
        assert desk.words_of("backups_work") == ""
        await desk.click("action_backups_take")
        office.taken()
        await desk.work()
        assert desk.said[-1] == "Backup finished and verified: 46 MB"

    play(scene)


def test_delete_asks_by_two_verbs_with_the_safe_one_in_focus(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        assert not desk.can("backups_delete"), "the last good one"
        desk.table("backups_rows").select("b2")
        desk.settle()
        assert desk.can("backups_delete")

        def look() -> None:
            dialog = desk.dialog()
            assert dialog is not None
            words = [b.text() for b in dialog.findChildren(QAbstractButton) if b.isVisible()]
            assert words == ["Delete the backup", "Keep it"]
            desk.button("cancel").click()

        await answering(desk, desk.screen_.presenter._delete(desk.screen_.presenter.state.kept[1]), look)
        assert len(office.backups) == 3
        desk.table("backups_rows").setFocus()
        desk.key(Key.Key_Delete)
        await answering(desk, desk.jobs.run(), lambda: desk.button("confirm").click())
        assert [row.id for row in office.backups] == ["b3", "b1"]

    play(scene)


def test_the_recovery_key_is_shown_once_and_esc_does_not_lose_it(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        assert "is not printed yet" in desk.words_of("backups_key")
        key = RecoveryKey("0a1b2c3d4e5f6071", KEY, {"en": "Centre"}, desk.gateway.now())

        def look() -> None:
            dialog = desk.dialog()
            assert isinstance(dialog, KeyDialog)
            assert dialog.groups.text().splitlines() == lines_of(KEY)
            desk.send(Key.Key_Escape)
            assert desk.dialog() is dialog
            dialog.confirm.click()

        await answering(desk, desk.screen_.page.show_key(key), look)
        page = QImage(1240, 1754, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        painter = QPainter(page)
        KeyPaper(key, "en", rtl=False).draw(painter, page)
        painter.end()
        dark = sum(page.pixelColor(x, y).value() < 100 for x in range(0, 1240, 4) for y in range(0, 1754, 4))
        assert dark > 500, "something stands on the sheet"

    play(scene)


def test_the_schedule_tells_what_is_wrong_beside_the_line(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        assert not desk.button("backups_keep").isEnabled()
        desk.type("every_hours", "٤٨")
        desk.type("folder", "backups")
        await desk.click("backups_keep")
        assert desk.words_of("every_hours_error") == "A whole number from 1 to 24."
        assert desk.words_of("folder_error") == "Type the whole path of a folder on the server."
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.objectName() == "every_hours_edit"
        desk.type("every_hours", "4")
        desk.type("folder", "/mnt/backup")
        await desk.click("backups_keep")
        assert (office.settings["every_hours"], office.settings["folder"], desk.said) == (4, "/mnt/backup", ["Saved"])

    play(scene)


def test_offline_and_in_maintenance_every_button_is_off_with_its_reason(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        await desk.gateway.go_offline()
        desk.screen_.presenter.pass_second()
        desk.settle()
        assert "No connection to the server" in desk.words_of("backups_trouble")
        for name in ("take", "restore", "verify", "copy", "save", "delete", "print_key"):
            assert not desk.button(f"action_backups_{name}").isEnabled(), name
        assert len(desk.rows("backups_rows")) == 3, "the last answer stays"
        await desk.gateway.go_online()
        desk.gateway.parts.connectivity.failed(UnderMaintenance(1))
        desk.screen_.presenter.pass_second()
        desk.settle()
        assert "in maintenance" in desk.words_of("backups_trouble")

    play(scene)


def test_a_server_that_never_answered_can_be_asked_again(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        desk.screen_.presenter._state = type(desk.screen_.presenter.state)()
        desk.gateway.server.administration["GET", "/admin/backups"] = lambda question: ServerBusy(1)
        await desk.work()
        assert desk.words_of("backups_sentence").startswith("The server is busy.")
        office.install()
        await desk.click("backups_again")
        assert desk.words_of("backups_sentence").startswith("The data is safe.")

    play(scene)


def test_the_wizard_goes_by_keys_alone_from_first_to_last(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        await desk.click("action_backups_restore")
        assert desk.words_of("restore_title") == "To which moment shall the centre go back?"
        await desk.hit(Key.Key_Down)
        await desk.hit(Key.Key_Return, CTRL)
        assert desk.words_of("restore_title").startswith("Is the backup good")
        assert desk.words_of("restore_source").endswith("verified, 46 MB")
        await desk.hit(Key.Key_Return, CTRL)
        assert [row[0] for row in desk.rows("restore_changes")][:2] == ["Tickets", "Visits"]
        assert desk.rows("restore_changes")[0][1:] == ["402", "311", "91 fewer !"]
        await desk.hit(Key.Key_PageUp, CTRL)
        assert desk.words_of("restore_title").startswith("Is the backup good")
        await desk.hit(Key.Key_Return, CTRL)
        await desk.click("leave_behind")
        assert "put into a list and not taken again" in desk.words_of("restore_later")
        await desk.hit(Key.Key_Return, CTRL)
        assert not desk.can("restore_do")
        desk.type("restore_center", "mmc")
        desk.type("restore_reason", "the disk broke")
        desk.type("restore_password", "wrong")
        assert desk.can("restore_do")
        await desk.hit(Key.Key_Return, CTRL)
        assert desk.words_of("restore_password_error") == "This is not your password. Type it once more."
        desk.type("restore_password", PASSWORD)
        await desk.hit(Key.Key_Return, CTRL)
        assert desk.words_of("restore_verdict").startswith("The centre is restored and whole.")
        assert desk.screen_.wizard.confirm.password.text == ""
        text = desk.screen_.wizard.report_text(desk.screen_.restore.state)
        assert "the disk broke" in text
        assert "Tickets: 402 → 311" in text
        await desk.hit(Key.Key_Escape)
        assert desk.screen_.view.currentWidget() is desk.screen_.page

    play(scene)


def test_esc_leaves_the_wizard_and_never_while_it_restores(play: Play) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        await desk.click("action_backups_restore")
        desk.screen_.restore._show(step="restore", running=True, stage="carrying")
        await desk.hit(Key.Key_Escape)
        assert desk.screen_.view.currentWidget() is desk.screen_.wizard
        assert "any fault leaves everything as it was" in desk.words_of("restore_stopping")
        desk.screen_.restore._show(stage="starting")
        assert "cannot be stopped any more" in desk.words_of("restore_stopping")
        desk.screen_.restore._show(step="choose", running=False, stage="")
        await desk.hit(Key.Key_Escape)
        assert desk.screen_.view.currentWidget() is desk.screen_.page

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_squeezed_and_everything_has_a_name(play: Play, language: str) -> None:
    async def scene(desk: BackupsDesk, office: Office) -> None:
        desk.languages.switch(language)
        await desk.work()
        wizard = desk.screen_.restore
        found: list[str] = []

        def look(step: str) -> None:
            desk.window.resize(1176, 688)  # beside the list of pages
            desk.settle()
            by_intent = ("LineEdit", "QProgressBar")  # short numbers, and a bar without words
            tight = [each for each in squeezed(desk.screen_.view) if not each.startswith(by_intent)]
            found.extend(f"{step}: {each}" for each in [*tight, *nameless(desk.screen_.view)])

        look("page")
        await desk.click("action_backups_restore")
        look("choose")
        for step in ("check", "changes", "confirm"):
            wizard.go_on()
            await desk.work()
            assert wizard.state.step == step
            look(step)
        wizard._show(step="restore", running=True, stage="carrying")
        look("restore")
        wizard._show(step="confirm", running=False, stage="", center="mmc", reason="broke", has_password=True)
        wizard.go_on(PASSWORD)
        await desk.work()
        assert wizard.state.step == "verify"
        look("verify")
        assert not found

    play(scene)
