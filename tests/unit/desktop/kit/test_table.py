"""Rows change in place: selection and scroll stay, whatever comes, goes or moves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import BadgeCell, Column, LabelCell, Row, RowsModel, StateCell, TextCell, WaitCell
from mmc_console.desktop.kit.table import TicketTable
from tests.desktop_parts import press

COLUMNS = (Column("Ticket", 90), Column("Name"), Column("State", 120), Column("Wait", 80), Column("", 36))


def row(key: str, name: str = "عمر", state: str = "waiting") -> Row:
    cells = (LabelCell(f"E-{key}"), TextCell(name), StateCell(state, state), WaitCell("3 min"), BadgeCell())
    return Row(key, cells, f"E-{key}, {name}, {state}")


def rows(keys: Sequence[str]) -> list[Row]:
    return [row(key) for key in keys]


@pytest.fixture
def table(qtbot: QtBot, look: Look) -> TicketTable:
    view = TicketTable(look, COLUMNS, "Queue")
    qtbot.addWidget(view)
    view.resize(600, 340)
    view.show()
    return view


KEYS = st.lists(st.integers(0, 12).map(str), unique=True, max_size=10)


@given(st.lists(KEYS, min_size=2, max_size=4), st.integers(0, 12).map(str))
def test_any_list_becomes_any_other_and_a_row_keeps_its_index(lists: list[list[str]], watched: str) -> None:
    model = RowsModel(COLUMNS)
    kept: QPersistentModelIndex | None = None
    for keys in lists:
        model.show(rows(keys))
        assert [each.key for each in model.rows()] == keys
        assert model.rowCount() == len(keys)
        if kept is not None and kept.isValid():
            assert model.key_at(kept.row()) == watched
        kept = QPersistentModelIndex(model.index(model.place_of(watched), 0)) if watched in keys else None


def test_a_doubled_key_is_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        RowsModel(COLUMNS).show(rows(["1", "1"]))


def test_an_unchanged_row_is_not_painted_again(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    model.show(rows(["1", "2", "3"]))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.show([row("1"), row("2", "سالم"), row("3")])
    assert changed == [1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_selection_follows_its_row(table: TicketTable, look: Look, language: str, qapp: QApplication) -> None:
    side = Qt.LayoutDirection.RightToLeft if language == "ar" else Qt.LayoutDirection.LeftToRight
    table.setLayoutDirection(side)
    table.show_rows(rows(["1", "2", "3"]))
    table.select("2")
    table.show_rows(rows(["9", "3", "8", "2", "1"]))
    assert table.selected == "2"
    assert table.selectionModel().selectedRows()[0].row() == 3


def test_when_the_selected_row_goes_the_next_is_selected(table: TicketTable) -> None:
    table.show_rows(rows(["1", "2", "3"]))
    table.select("2")
    table.show_rows(rows(["1", "3"]))
    assert table.selected == "3"
    table.show_rows(rows(["1"]))
    assert table.selected == "1"
    table.show_rows([])
    assert table.selected == ""


def test_rows_above_do_not_shift_what_is_being_read(table: TicketTable, qapp: QApplication) -> None:
    table.show_rows(rows([str(n) for n in range(100)]))
    qapp.processEvents()
    table.verticalScrollBar().setValue(1210)
    qapp.processEvents()
    top, offset = table.rowAt(0), table.rowViewportPosition(table.rowAt(0))
    assert table.rows[top].key == "30"
    table.show_rows(rows(["a", "b", "c", *[str(n) for n in range(100) if n != 7]]))
    qapp.processEvents()
    place = [each.key for each in table.rows].index("30")
    assert (table.rowAt(0), table.rowViewportPosition(place)) == (place, offset)


def test_updates_say_nothing_and_a_person_s_pick_does(table: TicketTable, qtbot: QtBot) -> None:
    table.show_rows(rows(["1", "2"]))
    opened: list[str] = []
    table.opened.connect(opened.append)
    with qtbot.waitSignal(table.picked) as picked:
        table.select("2")
    press(table, Qt.Key.Key_Return)
    assert (picked.args, opened) == (["2"], ["2"])


def test_screen_readers_hear_the_whole_row(table: TicketTable) -> None:
    table.show_rows([row("1", "\u2068عمر\u2069")])
    index = table.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "E-1, عمر, waiting"
    assert table.cells() == [["E-1", "عمر", "waiting", "3 min", ""]]


def test_columns_never_need_a_sideways_scroll_bar(table: TicketTable, qapp: QApplication) -> None:
    for width in (320, 600, 1100):
        table.resize(width, 300)
        qapp.processEvents()
        assert table.horizontalHeader().length() <= table.viewport().width()


def test_rows_are_lower_in_small_windows(table: TicketTable, look: Look) -> None:
    table.show_rows(rows(["1"]))
    assert table.rowHeight(0) == 40
    look.set_compact(True)
    assert table.rowHeight(0) == 32


def test_shift_f10_opens_the_menu_of_the_selected_row(table: TicketTable) -> None:
    asked: list[str] = []
    table.menu_wanted.connect(lambda key, _: asked.append(key))
    table.show_rows(rows(["1", "2"]))
    table.select("")
    press(table, Qt.Key.Key_F10, shift=True)
    assert asked == []
    table.select("2")
    press(table, Qt.Key.Key_F10, shift=True)
    assert asked == ["2"]


def test_where_the_room_is_small_what_can_be_spared_goes_and_a_date_stays_whole(qtbot: QtBot, look: Look) -> None:
    columns = (
        Column("Time", 150, firm=True), Column("Who", 120), Column("What"), Column("About", 130, spare=1),
        Column("PC", 70, spare=2),
    )  # fmt: skip
    view = TicketTable(look, columns, "Records")
    qtbot.addWidget(view)
    view.show()
    seen = {}
    for width in (700, 540, 420, 300):
        view.resize(width, 300)
        seen[width] = [view.columnWidth(i) for i in range(len(columns))]
        assert sum(seen[width]) <= view.viewport().width() + 1
    assert [[n > 0 for n in widths] for widths in seen.values()] == [
        [True] * 5, [True, True, True, False, True], [True, True, True, False, False], [True, True, True, False, False],
    ]  # fmt: skip
    assert {widths[0] for widths in seen.values()} == {150}
    assert seen[300][1] < 120, "the others are squeezed then"
    view.resize(700, 300)
    assert [view.columnWidth(i) for i in range(5)] == seen[700]


def test_headings_have_the_letters_of_the_language(
    table: TicketTable, look: Look, languages: Languages, qapp: QApplication
) -> None:
    sizes = []
    for language in ("ar", "en"):
        languages.switch(language)
        qapp.processEvents()
        font = table.horizontalHeader().viewport().font()
        sizes.append((font.pixelSize(), font.weight()))
    strong = look.font("bodyStrong").weight()
    assert sizes == [(15, strong), (14, strong)]


def test_a_cell_that_is_cut_tells_all_its_words_and_one_that_fits_says_nothing_twice(
    table: TicketTable, look: Look
) -> None:
    long = "عبدالرحمن بن عبدالعزيز بن محمد بن سلطان بن عبدالله آل سعد القحطاني"
    table.show_rows([row("1", "عمر"), row("2", long)])
    middles = [table.visualRect(table.model().index(place, 1)).center() for place in (0, 1)]
    assert [table.cut_words(at) for at in middles] == ["", long]
    table.resize(1400, 340)
    assert table.cut_words(table.visualRect(table.model().index(1, 1)).center()) == ""


def test_a_row_beyond_the_end_is_brought_into_sight(table: TicketTable) -> None:
    table.show_rows(rows([str(each) for each in range(40)]))
    table.reveal("39")
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    assert table.selected == "39"
