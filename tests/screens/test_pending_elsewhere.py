"""The drawer where what is recommended has to wait: whoever was examined here is called to another room now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QRadioButton

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.pending.decision_dialog import DecisionDialog
from mmc_console.domain.actions import Admit, CallTicket, Finish, Start, Transfer
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless
from tests.screens.pages import CTRL, Desk
from tests.screens.test_pending import answered, rows
from tests.two_desks import LAB, at_eyes, meanwhile, stands, two_desks
from tests.unit.desktop.pending.test_stands_elsewhere import for_an_exam, for_the_eyes

Key = Qt.Key
SAID = {
    "en": "T-001 is called to another room, or in it, now. Apply this when they come out: it is kept here.",
    "ar": "الرقم T-001 في غرفة أخرى الآن، أو تم نداؤه إليها. طبّق الإجراء بعد خروجه منها، فهو محفوظ هنا.",
}
MISSING = {
    "en": "E-001 is not back on the server yet, nor is the console that gave it out. "
    "Try again when it is: this is kept here.",
    "ar": "الرقم E-001 لم يعد إلى الخادم بعد، ولا الجهاز الذي أصدره. أعد المحاولة عند عودته، فالإجراء محفوظ هنا.",
}

NOT_BACK = {
    "en": "The server was restored from an older copy, and E-001 is not back there yet.",
    "ar": "استُعيد الخادم من نسخة أقدم، والرقم E-001 لم يعد إليه بعد.",
}


async def _waits(
    desk: Desk, languages: Languages, language: str, said: dict[str, str], buttons: tuple[str, str]
) -> None:
    """The drawer says why the recommended one of these *buttons* is off, and its key does nothing."""
    languages.switch(language)
    await desk.show("reception")
    desk.key(Key.Key_F9, CTRL)
    await desk.work()
    assert desk.words_of("pending_off") == said[language]
    assert [desk.button(name).isEnabled() for name in buttons] == [False, True]
    await desk.hit(Key.Key_Return, CTRL)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_says_until_when_and_chooses_nothing_else_for_anybody(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock, tmp_path: Path,
    language: str,
) -> None:  # fmt: skip
    def looked(dialog: QDialog) -> None:
        assert isinstance(dialog, DecisionDialog)
        wanted, keep = dialog.findChild(QRadioButton, "decision_mine"), dialog.findChild(QRadioButton, "decision_keep")
        assert wanted is not None
        assert keep is not None
        assert (wanted.isEnabled(), wanted.isChecked(), keep.isChecked()) == (False, False, False)
        assert not dialog.confirm.isEnabled()
        assert nameless(dialog) == []
        keep.setChecked(True)
        assert dialog.confirm.isEnabled(), "whoever wants that may have it"
        dialog.reject()

    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        ticket = await at_eyes(one)
        visit = one.state.tickets[ticket].visit

        async def mine(desk: LocalGateway) -> None:
            await desk.act(Admit, visit=visit, clinic=LAB)
            here = stands(desk, visit).id
            await desk.act(CallTicket, ticket=here, room=1, reason="by-hand")
            await desk.act(Start, ticket=here)
            await desk.act(Finish, ticket=here)

        async def theirs(desk: LocalGateway) -> None:
            await desk.clock.turn(300)
            await desk.act(Transfer, ticket=ticket, clinic=ClinicCode("ent"))
            await desk.act(CallTicket, ticket=stands(desk, visit).id, room=1, reason="by-hand")

        await meanwhile(one, two, mine, theirs)
        desk = Desk(qapp, look, languages, hand_clock, one)
        try:
            await _waits(desk, languages, language, SAID, ("pending_mine", "pending_keep"))
            assert one.pending.conflicts == 1, "nothing is decided by that key"
            await answered(desk, Key.Key_Return, "decision", looked)
        finally:
            await desk.shut()
            await two.close()

    qt_run(scene())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_not_back_after_a_restore_is_waited_for(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock, tmp_path: Path,
    language: str,
) -> None:  # fmt: skip
    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        ticket = await at_eyes(two)
        await one.settle()
        await one.go_offline()
        await one.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
        one.server.come_back()
        del one.server.state.tickets[ticket]  # an older copy: whoever has issued it tells it again, later
        one.server.restart_history()
        await one.go_online()
        desk = Desk(qapp, look, languages, hand_clock, one)
        try:
            await _waits(desk, languages, language, MISSING, ("pending_again", "pending_delete"))
            assert desk.words_of("pending_explained") == NOT_BACK[language]
            assert [row.state for row in one.pending.rows if not row.decided] == ["refused"], "nothing is given up"
        finally:
            await desk.shut()
            await two.close()

    qt_run(scene())


THERE_TOO = {
    "en": (
        "Another desk has given them E-002, in Ophthalmology.",
        "They were here too",
        "The exam here counts once it is finished, and they keep their place there.",
    ),
    "ar": (
        "أعطى مكتب آخر المراجع الرقم E-002 في عيادة العيون.",
        "حضر هنا أيضًا",
        "يُحتسب الفحص هنا عند إنهائه، ويبقى المراجع في مكانه هناك.",
    ),
}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_whoever_was_examined_where_another_desk_has_not_registered_them(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock, tmp_path: Path,
    language: str,
) -> None:  # fmt: skip
    """The call is known by the number it was made with, and what is recommended says what it means."""

    def looked(dialog: QDialog) -> None:
        said = [bidi.strip(label.text()) for label in dialog.findChildren(QLabel)]
        assert THERE_TOO[language][2] in said
        assert nameless(dialog) == []
        dialog.reject()

    async def scene() -> None:
        one, two = await two_desks(tmp_path)
        await at_eyes(one)

        async def mine(desk: LocalGateway) -> None:
            ticket = await for_an_exam(desk)
            await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
            await desk.act(Finish, ticket=ticket)

        await meanwhile(one, two, mine, for_the_eyes)
        desk = Desk(qapp, look, languages, hand_clock, one)
        try:
            languages.switch(language)
            await desk.show("reception")
            desk.key(Key.Key_F9, CTRL)
            await desk.work()
            assert desk.words_of("pending_explained") == THERE_TOO[language][0]
            assert desk.button("pending_mine").text() == THERE_TOO[language][1]
            await answered(desk, Key.Key_Return, "decision", looked)
            desk.window.activateWindow()  # as a window manager does when a dialog closes
            await desk.work()
            assert all("L-A01" in deed and "E-A01" not in deed for _, deed in rows(desk))
            await desk.hit(Key.Key_Return, CTRL)
            await one.settle()
            assert one.pending.count == 0
        finally:
            await desk.shut()
            await two.close()

    qt_run(scene())
