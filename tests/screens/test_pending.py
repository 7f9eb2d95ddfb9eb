"""The drawer of pending actions in the real window: by keyboard, with its counts, and the two versions side by side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.pending.contract import Item
from mmc_console.desktop.pending.decision_dialog import DecisionDialog
from mmc_console.domain.actions import CloseClinic, Hold, Transfer
from tests.conftest import Run
from tests.desktop_parts import HandClock, click, nameless, press, squeezed
from tests.screens.pages import CTRL, NONE, Desk
from tests.two_desks import XRAY, at_eyes, beaten, meanwhile, two_desks
from tests.unit.desktop.desk_parts import there

Scene = Callable[[Desk, LocalGateway], Awaitable[None]]
Play = Callable[[Scene], None]
Key = Qt.Key


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock,
    tmp_path: Path,
) -> Play:  # fmt: skip
    """Run a scene at a reception with a conflict, what waits for it, a refusal, and one that waits; offline."""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            one, two = await two_desks(tmp_path)
            first, second, third = [await at_eyes(one, str(n)) for n in (1001, 1002, 1003)]
            await beaten(one, two, first)
            await meanwhile(
                one,
                two,
                lambda d: d.act(Transfer, ticket=second, clinic=XRAY),
                lambda d: d.act(CloseClinic, clinic=XRAY),
            )
            await one.go_offline()
            await one.act(Hold, ticket=third)
            desk = Desk(qapp, look, languages, hand_clock, one)
            await desk.show("reception")
            desk.key(Key.Key_F9, CTRL)
            try:
                await scene(desk, two)
            finally:
                await desk.shut()
                await two.close()

        qt_run(whole())

    return run


def rows(desk: Desk) -> list[tuple[str, str]]:
    """State and what, as they are read."""
    return [(cells[1], bidi.strip(cells[2])) for cells in desk.rows("pending_rows")]


def folds(desk: Desk) -> str:
    """The icon that is drawn beside what was sent, before it is turned for the language."""
    drawn: list[str] = []
    draws = desk.look.pixmap

    def watched(name: str, color: str = "text", size: int = 20) -> QPixmap:
        drawn.append(name)
        return draws(name, color, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.look, "pixmap", watched)
        desk.button("pending_fold").grab()
    return drawn[-1]


def test_the_drawer_counts_what_it_lists_and_the_worst_comes_first(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        assert desk.app.focusWidget() is desk.pending.view.table
        told = rows(desk)
        assert [state for state, _ in told] == ["تعارض", "لم يُرسل", "بانتظار الإرسال", "بانتظار الإرسال"]
        assert told[0][1].startswith("تعليق مؤقت E-001. ")
        assert "Saad" in told[0][1]
        assert "ينتظر القرار في: تعليق مؤقت E-001" in told[2][1]
        shown = [bidi.strip(desk.button(f"toggle_{key}").text()) for key in ("all", "conflict")]
        assert shown[-1].split() == ["التعارضات", "1"]
        all_of = desk.pending.view.filters.findChild(QWidget, "toggle_all")
        assert all_of is not None
        assert bidi.strip(all_of.accessibleName()).split() == ["الكل", str(desk.gateway.pending.count)]
        assert desk.words_of("pending_synced").startswith("آخر مزامنة ")
        assert "محفوظة بأمان" in desk.words_of("pending_kept")
        drawer = desk.window.findChild(QWidget, "drawer_pending")
        assert isinstance(drawer, QWidget)
        assert (squeezed(drawer), nameless(drawer)) == ([], [])

    play(scene)


def test_up_and_down_move_and_the_box_below_says_what_can_be_done(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        assert bidi.strip(desk.button("pending_keep").text()) == "الإبقاء على: تم النداء"
        assert not desk.button("pending_mine").isHidden()
        await desk.hit(Key.Key_Down)
        assert desk.words_of("pending_explained").startswith("هذه العيادة مغلقة الآن: الأشعة")
        assert desk.button("pending_clinic").text() == "اختيار عيادة أخرى…"
        await desk.hit(Key.Key_Down)
        assert "ينتظر القرار" in desk.words_of("pending_explained")
        await desk.hit(Key.Key_Up)
        await desk.hit(Key.Key_Up)
        desk.languages.switch("en")
        await desk.work()
        assert rows(desk)[0][1].startswith("Hold E-001. E-001 is Called on the server since")
        assert desk.button("pending_keep").text() == "Keep: Called"

    play(scene)


def test_ctrl_enter_takes_the_recommended_choice(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        await desk.hit(Key.Key_Return, CTRL)
        assert desk.gateway.pending.conflicts == 0
        assert rows(desk)[0][0] == "لم يُرسل"
        assert desk.app.focusWidget() is desk.pending.view.table

    play(scene)


@pytest.mark.parametrize("choice", ["keep", "mine"])
def test_ctrl_enter_does_it_on_the_button_too_that_names_it_and_beside(play: Play, choice: str) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        button = desk.button(f"pending_{choice}")
        button.setFocus()
        press(button, Key.Key_Return, ctrl=True)
        await desk.work()
        assert desk.gateway.pending.conflicts == 0
        assert rows(desk)[0][0] == "لم يُرسل"

    play(scene)


def test_tab_leads_from_a_row_to_what_can_be_done_about_it(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        await desk.hit(Key.Key_Down)
        desk.pending.view.table.setFocus()
        seen = []
        for _ in desk.pending.presenter.state.offers:
            press(there(desk.app.focusWidget()), Key.Key_Tab)
            seen.append(there(desk.app.focusWidget()).objectName())
        assert seen == [f"pending_{offer.choice}" for offer in desk.pending.presenter.state.offers if offer.off is None]

    play(scene)


async def answered(desk: Desk, key: int, name: str, act: Callable[[QDialog], None]) -> None:
    """Press *key* in the list and do *act* with the dialog that it opens, while other tasks go on."""

    def do() -> None:
        dialog = desk.window.findChild(QDialog, name)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(0, do)
        else:
            act(dialog)

    press(desk.pending.view.table, key)
    QTimer.singleShot(0, do)
    await desk.jobs.run()
    desk.pending.presenter.refresh()
    desk.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_delete_asks_first_and_esc_is_safe(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        asked = list[str]()

        def esc(box: QDialog) -> None:
            asked.extend(bidi.strip(label.text()) for label in box.findChildren(QLabel))
            press(box, Key.Key_Escape)

        await desk.hit(Key.Key_Down)
        await answered(desk, Key.Key_Delete, "ask", esc)
        assert "لن يصل إلى الخادم أبدًا: تحويل E-002" in asked[0]
        assert desk.gateway.pending.refused == 1
        await answered(desk, Key.Key_Delete, "ask", lambda box: click(child(box, "confirm")))
        assert desk.gateway.pending.refused == 0

    play(scene)


def child(box: QWidget, name: str) -> QWidget:
    """What is called *name* in *box*."""
    found = box.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def test_enter_lays_both_versions_side_by_side_with_the_safe_one_chosen(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        desk.languages.switch("en")
        seen = list[str]()

        def insist(dialog: QDialog) -> None:
            assert isinstance(dialog, DecisionDialog)
            seen.extend(bidi.strip(label.text()) for label in dialog.findChildren(QLabel))
            keep, mine = child(dialog, "decision_keep"), child(dialog, "decision_mine")
            assert isinstance(keep, QRadioButton)
            assert isinstance(mine, QRadioButton)
            assert (keep.isChecked(), dialog.focusWidget() is keep) == (True, True)
            assert "(recommended)" in keep.text()
            assert nameless(dialog) == []
            mine.setChecked(True)
            mine.setFocus()
            press(dialog, Key.Key_Return)

        await answered(desk, Key.Key_Return, "decision", insist)
        for text in ("Conflict: E-001", "State now: Called", "From desk A"):
            assert text in seen
        assert any(text.endswith(" · Saad") for text in seen)
        assert any(text.endswith(" · Noora") for text in seen)
        await desk.gateway.go_online()
        assert desk.gateway.pending.conflicts == 0
        sent = [action.type for action in desk.gateway.server.received]
        assert sent.index("override") < sent.index("resume"), "what waited for it goes behind it"

    play(scene)


def test_the_buttons_do_what_they_say_and_what_is_done_is_folded(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        click(desk.button("pending_keep"))
        await desk.work()
        assert desk.gateway.pending.conflicts == 0
        assert desk.said[-1] == "حُسم القرار: يبقى E-001 كما هو على الخادم"
        listed = len(rows(desk))
        assert (folds(desk), desk.look.rtl) == ("chevron-right", True), "turned by whoever draws it, once"
        click(desk.button("pending_fold"))
        await desk.work()
        assert len(rows(desk)) == listed + desk.gateway.pending.sent
        said = bidi.strip(desk.button("pending_fold").text())
        assert said == f"أُرسل أو حُسم في هذه الجلسة ({desk.gateway.pending.sent})", "one of them was never sent"
        assert rows(desk)[-1][0] in ("أُرسل", "حُسم")
        await desk.hit(Key.Key_Escape, NONE)
        assert not desk.shows("drawer_pending")

    play(scene)


def test_a_held_key_and_a_double_press_decide_about_one_action_only(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        table = desk.pending.view.table
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, CTRL, "", True)
        desk.app.sendEvent(table, held)
        await desk.work()
        assert desk.gateway.pending.conflicts == 1, "the key is still down from before"
        click(desk.button("pending_keep"))
        await desk.work()
        assert desk.gateway.pending.conflicts == 0
        assert not desk.button("pending_clinic").isHidden(), "the next action is selected, under the same finger"
        click(desk.button("pending_clinic"))
        desk.app.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, CTRL))
        assert desk.jobs.waiting == [], "it was meant for the one before"
        desk.clock.turn(1)
        click(desk.button("pending_clinic"))
        assert desk.jobs.waiting == ["pending.clinic"], "a moment later it is a wish"

    play(scene)


def test_rows_that_say_what_they_said_are_worded_once_for_each_language(play: Play, languages: Languages) -> None:
    async def scene(desk: Desk, other: LocalGateway) -> None:
        words, worded = desk.pending.view._words, list[str]()
        line = words.line

        def counted(item: Item) -> str:
            if item.problem is None and item.waits_for is None:
                worded.append(item.deed.kind)
            return line(item)

        words.line = counted  # type: ignore[method-assign]  # counts what is worded
        desk.key(Key.Key_Down)
        desk.pending.presenter.refresh()
        assert not worded, "of hundreds that wait each would be worded with every key"
        before = rows(desk)
        languages.switch("en" if languages.current.code == "ar" else "ar")
        desk.settle()
        assert "hold" in worded
        assert not set(before) & set(rows(desk))
        await other.settle()

    play(scene)
