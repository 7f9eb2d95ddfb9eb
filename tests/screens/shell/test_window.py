"""The real window through a page object: what stands where, which key does what, what a switch of language keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.palette import Palette
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.shell.contract import Condition
from tests.desktop_parts import click, nameless, squeezed, write
from tests.screens.shell.console import MORNING, Console

SINCE = datetime(2026, 11, 23, 10, 31, tzinfo=UTC)
CTRL, NONE, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
ADMIN = ("health", "metrics", "users", "clinics", "backups", "alerts", "audit", "settings")


def test_all_that_is_always_there_is_there(console: Console) -> None:
    console.open(alerts=2)
    assert bidi.strip(console.window.windowTitle()) == "الاستقبال الرئيسي – منصة العيادات MMC"
    assert console.pill("connection").text == "متصل"
    assert console.pill("pending").text == "لا إجراءات معلّقة"
    assert (console.text("alerts_count"), console.text("clock")) == ("2", "10:42")
    assert console.button("language").accessibleName() == "English"
    assert console.button("user").accessibleName() == "نورة السالم · الاستقبال"
    assert not console.shows("banner")


def test_offline_is_told_in_banner_pills_and_age(console: Console) -> None:
    console.open(connection="offline", since=SINCE, data_from=SINCE, pending=7, worst="conflict")
    console.presenter.show_condition(Condition("offline", SINCE))
    console.settle()
    assert console.shows("banner")
    assert "10:31" in console.text("banner_text")
    assert (console.pill("connection").form, console.pill("pending").form) == ("offline", "conflict")
    assert console.pill("connection").accessibleName() == "غير متصل منذ 10:31"
    assert console.pill("pending").accessibleName() == "7 إجراءات معلّقة, تعارض"
    assert console.text("data_age") == "البيانات كما في 10:31"


def test_an_outage_since_another_day_is_told_with_its_day(console: Console) -> None:
    since = SINCE - timedelta(days=3)
    console.open(connection="offline", since=since, data_from=since)
    console.presenter.show_condition(Condition("offline", since))
    console.settle()
    assert "منذ 11-20 10:31" in console.text("banner_text")
    assert console.pill("connection").accessibleName() == "غير متصل منذ 11-20 10:31"
    assert console.text("data_age") == "البيانات كما في 11-20 10:31"


def test_a_wrong_clock_is_marked(console: Console) -> None:
    console.open(clock_off=True)
    assert console.text("clock") == "10:42 !"


def test_the_key_bar_keeps_what_is_off_in_place(console: Console) -> None:
    console.offer(("ticket", "F2", True), ("transfer", "F4", True), ("recall", "F7", False))
    console.open()
    assert console.window.key_bar.names[:3] == ["ticket", "transfer", "recall"]
    places = [console.button(f"action_{name}").x() for name in ("ticket", "transfer", "recall")]
    assert places == sorted(places, reverse=True), "F2 at the right in Arabic"
    console.offer(("ticket", "F2", False), ("transfer", "F4", True), ("recall", "F7", True))
    assert [console.button(f"action_{name}").x() for name in ("ticket", "transfer", "recall")] == places


def test_no_key_makes_room_for_the_age_of_the_data(console: Console) -> None:
    console.open(connection="offline", since=MORNING, data_from=MORNING, undo="تراجع: نداء L-001")
    noted = []
    for n in range(2, 12):
        console.offer(*((f"deed {i}", f"F{i}", True) for i in range(2, n)))
        noted.append((console.shows("data_age"), "undo" in console.window.key_bar.names))
    assert noted[0] == (True, True)
    assert (False, True) in noted, "where there is room for one of them it is the key's"
    assert (True, False) not in noted


def test_a_page_s_key_shadows_the_shell_s(console: Console) -> None:
    console.offer(("undo_here", "Ctrl+Z", True))
    console.open(undo="Undo: call")
    assert "undo_here" in console.window.key_bar.names
    assert "undo" not in console.window.key_bar.names
    console.key(Qt.Key.Key_Z, CTRL)
    assert (console.pressed, console.program.asked) == (["undo_here"], [])


def test_keys_reach_the_page_and_the_program_once(console: Console) -> None:
    console.offer(("ticket", "F2", True), ("no_show", "F11", False))
    console.open(undo="تراجع عن: استدعاء E-017")
    console.field.setFocus()
    console.key(Qt.Key.Key_F2)
    console.key(Qt.Key.Key_F5)
    console.key(ord("م"), CTRL, "م", scan=38)  # Ctrl+L under an Arabic layout, as Windows numbers it
    console.key(Qt.Key.Key_Z, CTRL)
    console.key(Qt.Key.Key_F12, CTRL | SHIFT)
    assert console.pressed == ["ticket"]
    assert console.program.asked == ["refresh", "lock", "undo", "switch_user"]
    console.key(Qt.Key.Key_F11)
    assert console.window.toasts.texts == ["no no_show"]
    console.key(Qt.Key.Key_Escape)


def test_search_is_passed_on_and_esc_clears_it(console: Console) -> None:
    console.open()
    console.key(Qt.Key.Key_F3)
    focus = console.app.focusWidget()
    assert focus is not None
    assert focus.objectName() == "search"
    write(focus, "e1")
    console.key(Qt.Key.Key_Escape)
    assert console.program.asked == ["search reception e", "search reception e1", "search reception "]


def test_esc_closes_one_layer_at_a_time(console: Console) -> None:
    console.open()
    console.window.toast(Toast("saved"))
    console.key(Qt.Key.Key_F9, CTRL)
    console.key(Qt.Key.Key_K, CTRL)
    assert (console.shows("drawer_pending"), console.shows("palette")) == (True, True)
    seen = []
    for _ in range(3):
        console.key(Qt.Key.Key_Escape)
        seen.append((console.shows("palette"), console.shows("drawer_pending"), console.window.toasts.texts))
    assert seen == [(False, True, ["saved"]), (False, False, ["saved"]), (False, False, [])]


def test_the_drawer_opens_at_the_reading_end_and_gives_the_keyboard_back(console: Console) -> None:
    console.open(pending=2)
    console.field.setFocus()
    console.key(Qt.Key.Key_F9, CTRL)
    drawer = console.window.findChild(QWidget, "drawer_pending")
    assert isinstance(drawer, QWidget)
    assert (drawer.x(), drawer.width()) == (0, 860)
    click(console.button("drawer_pending_close"))
    assert console.app.focusWidget() is console.field.edit
    console.key(Qt.Key.Key_F11, CTRL)
    console.key(Qt.Key.Key_F9, CTRL)
    assert drawer.x() == console.window.width() - 860


def test_the_bell_opens_what_was_said(console: Console) -> None:
    """A toast is gone in seconds; Ctrl+F8 and the bell show it again."""
    console.open(now=SINCE)
    console.window.toast(Toast("صدرت التذكرة"))
    click(console.button("bell"))
    assert console.shows("drawer_alerts")
    told = console.window.findChild(QAbstractItemView, "told_rows")
    assert told is not None
    assert "صدرت التذكرة" in str(told.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole))
    console.key(Qt.Key.Key_F8, CTRL)
    assert not console.shows("drawer_alerts")


def test_the_palette_finds_by_folded_words_and_runs(console: Console) -> None:
    ran: list[str] = []
    console.actions.show([Action("recall", "إعادة النداء", lambda: ran.append("recall"), key="F7")])
    console.open()
    console.key(Qt.Key.Key_K, CTRL)
    line = console.app.focusWidget()
    assert line is not None
    write(line, "اعاده")
    console.key(Qt.Key.Key_Return)
    assert (ran, console.shows("palette")) == (["recall"], False)


def test_the_palette_says_when_no_command_has_these_words(console: Console) -> None:
    console.open()
    console.key(Qt.Key.Key_K, CTRL)
    palette = console.window.findChild(Palette)
    assert palette is not None
    assert not palette.nothing.isVisible()
    palette.line.setText("xyzzy")
    assert (palette.found.count(), palette.nothing.isVisible()) == (0, True)


def test_f1_lists_every_key_of_the_page_first(console: Console) -> None:
    console.offer(("ticket", "F2", True))
    console.open()
    console.key(Qt.Key.Key_F1)
    sheet = console.window.shortcuts
    texts = [bidi.strip(str(label.property("text"))) for label in sheet.findChildren(QWidget)]
    assert texts.index("F2") < texts.index("Ctrl+K   Shift+F1")
    console.key(Qt.Key.Key_F1)
    assert not sheet.isVisible()


def test_f6_walks_the_panes(console: Console) -> None:
    console.open()
    console.field.setFocus()
    seen = []
    for shift in (NONE, NONE, SHIFT):
        console.key(Qt.Key.Key_F6, shift)
        seen.append(console.app.focusWidget())
    assert seen == [console.other.edit, console.field.edit, console.other.edit]


def test_f6_passes_by_a_pane_where_nothing_takes_the_keyboard(console: Console) -> None:
    console.open()
    console.other.setEnabled(False)
    console.field.setFocus()
    console.key(Qt.Key.Key_F6)
    assert console.app.focusWidget() is console.field.edit
    console.other.setEnabled(True)
    console.field.setEnabled(False)
    console.window.top_bar.search.setFocus()
    console.key(Qt.Key.Key_F6)
    assert console.app.focusWidget() is console.other.edit


def test_two_pages_are_tabs_and_eight_a_list(console: Console) -> None:
    console.open(pages=("reception", "today"))
    assert console.button("tab_today").isVisible()
    assert not console.shows("side_list")
    console.key(Qt.Key.Key_2, CTRL)
    assert console.button("tab_today").isChecked()
    assert console.today.isVisible()
    console.presenter.show(pages=ADMIN, page="health")
    console.settle()
    assert console.shows("side_list")
    click(console.button("side_users"))
    assert console.program.asked == ["page_shown today", "page_shown users"]


def test_a_cover_hides_the_page_and_leaves_only_the_language(console: Console) -> None:
    cover = QWidget()
    console.window.add_cover("sign_in", cover)
    console.offer(("ticket", "F2", True))
    console.open(cover="sign_in")
    assert (cover.isVisible(), console.page.isVisible()) == (True, False)
    console.key(Qt.Key.Key_F2)
    console.key(Qt.Key.Key_F12, CTRL)
    assert (console.pressed, console.program.asked) == ([], [])
    console.key(Qt.Key.Key_F11, CTRL)
    assert console.languages.current.code == "en"
    console.window.toast(Toast("a code to tell support", kind="error"))
    assert console.shows("toast"), "a failure is told over a cover too"
    console.key(Qt.Key.Key_Escape)
    assert not console.shows("toast")


def test_the_connection_s_change_is_said_aloud(console: Console) -> None:
    console.open()
    console.presenter.show(connection="offline")
    assert console.window.announcer.last == "غير متصل"
    console.presenter.show(connection="online")
    assert console.window.announcer.last == "متصل"


def test_a_language_switch_turns_everything_and_keeps_what_was_typed(console: Console) -> None:
    console.offer(("ticket", "F2", True))
    console.open(pending=3, worst="pending")
    write(console.field.edit, "2846")
    console.field.setFocus()
    console.field.edit.setCursorPosition(2)
    undone: list[int] = []
    console.window.toast(Toast("x", undo=lambda: undone.append(1)))
    place = console.button("place").x()
    click(console.button("language"))
    console.settle()
    assert console.app.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert console.pill("pending").text == "3 pending actions"
    assert console.window.windowTitle().endswith("MMC Console")
    assert console.button("place").x() < 100 < place
    assert (console.field.text, console.field.edit.cursorPosition()) == ("2846", 2)
    assert console.app.focusWidget() is console.field.edit
    assert console.button("toast_undo").isVisible()
    toasts = console.window.toasts
    around = toasts.parentWidget()
    assert around is not None
    assert toasts.geometry().right() == around.width() - 13
    click(console.button("toast_undo"))
    assert undone == [1]


def test_an_answer_shows_the_key_while_the_key_takes_back_what_it_tells(console: Console) -> None:
    console.open()
    console.window.toast(Toast("L-003 has arrived", undo=lambda: None, undoes="start"))
    button = console.button("toast_undo")
    shown = []
    for undoes in ("start", "call", "start", ""):
        console.presenter.show(undoes=undoes)
        shown.append("Ctrl+Z" in button.toolTip())
    assert shown == [True, False, True, False]


def test_closing_asks_and_remembers_the_size(console: Console) -> None:
    console.open()
    console.window.resize(1280, 700)
    console.window.close()
    assert (console.window.isVisible(), console.program.asked) == (True, ["close"])
    assert console.geometry.kept
    console.window.may_close = True
    console.window.close()
    assert not console.window.isVisible()


def test_small_windows_are_compact_and_keep_their_size_limit(console: Console) -> None:
    console.open()
    seen = [console.look.compact]
    console.window.resize(1100, 640)
    console.settle()
    seen.append(console.look.compact)
    assert seen == [False, True]
    assert console.window.top_bar.height() == 48
    console.window.resize(300, 200)
    console.settle()
    assert (console.window.width(), console.window.height()) == (1024, 600)


@pytest.mark.parametrize("size", [(1366, 688), (1280, 660), (1024, 600)])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en", "stretched"])
def test_nothing_is_squeezed_or_nameless(
    console: Console, qapp: QApplication, stretched_folder: Path, language: str, theme: str, size: tuple[int, int]
) -> None:
    console.offer(*((f"action {n}", f"F{n}", n % 3 > 0) for n in (2, 4, 7, 9, 11)))
    console.open(
        pages=("reception", "today"), pending=103, worst="failed", connection="slow", since=SINCE, alerts=12,
        conditions=(Condition("clock", value="3 min"), Condition("sample")), undo="x", data_from=SINCE,
    )  # fmt: skip
    stretched = None
    if language == "stretched":
        stretched = Languages(qapp, console.look, stretched_folder)
        stretched.switch("fr")
    else:
        console.languages.switch(language)
    console.look.set_theme("dark" if theme == "dark" else "light")
    console.window.resize(*size)
    console.settle()
    console.window.toast(Toast("saved", undo=lambda: None))
    console.settle()
    try:
        assert squeezed(console.window) == []
        assert nameless(console.window) == []
    finally:
        console.window.close_layer()
        if stretched is not None:
            stretched.leave()


def test_nothing_can_be_undone_over_the_lock_and_the_next_person_finds_nothing(console: Console) -> None:
    undone: list[int] = []
    console.window.add_cover("lock", QWidget())
    console.open()
    write(console.window.top_bar.search, "فاطمة")
    console.open(cover="lock")
    console.window.toast(Toast("سُجّل عدم حضور E-017", undo=lambda: undone.append(1)))
    console.settle()
    assert not console.shows("toast")
    console.window.forget_person()
    console.open(cover="")
    console.key(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    told = console.window.findChild(QAbstractItemView, "told_rows")
    assert told is not None
    assert told.model().rowCount() == 0
    assert console.window.top_bar.search.text() == ""
    assert not undone
