"""Values keep their order inside text of the other direction, and digits become 0-9."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QLocale, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit import bidi, digits
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.moments import clock_time, long_date, stopwatch


def test_each_value_is_isolated_by_its_kind() -> None:
    text = bidi.fill("{ticket} {name} {n}", ticket="E-017", name="عمر", n=3)
    assert text == "\u2066E-\u2060017\u2069 \u2068عمر\u2069 3"


def test_a_value_is_never_taken_for_a_hole() -> None:
    assert bidi.strip(bidi.fill("{name} {ticket}", name="{ticket}", ticket="E-1")) == "{ticket} E-1"


def test_a_value_without_a_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="banana"):
        bidi.fill("{banana}", banana="x")


def test_no_name_stands_in_two_lists() -> None:
    lists = (bidi.LTR_VALUES, bidi.FREE_VALUES, bidi.PLAIN_VALUES)
    assert len(frozenset().union(*lists)) == sum(map(len, lists))


def test_marks_are_stripped_for_readers_and_logs() -> None:
    assert bidi.strip("\u200f\u2066E-017\u2069\u061c") == "E-017"


@pytest.mark.parametrize("typed", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"])
def test_all_digits_become_latin(typed: str) -> None:
    assert digits.latin(f"a{typed}ب") == "a0123456789ب"


@pytest.mark.parametrize(
    ("side", "wanted"), [("rtl", Qt.AlignmentFlag.AlignRight), ("ltr", Qt.AlignmentFlag.AlignLeft)]
)
@pytest.mark.parametrize("text", ["LAB-7", "محمد"])
def test_text_stands_where_reading_starts(
    qapp: QApplication, qtbot: QtBot, side: str, wanted: Qt.AlignmentFlag, text: str
) -> None:
    label = QLabel(text)
    qtbot.addWidget(label)
    rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    label.setLayoutDirection(rtl if side == "rtl" else ltr)
    bidi.lead(label)
    assert label.alignment() & Qt.AlignmentFlag.AlignAbsolute
    assert label.alignment() & wanted


def test_clock_times_are_local_and_stopwatches_never_negative() -> None:
    moment = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
    assert clock_time(moment, timezone(timedelta(hours=3))) == "10:05"
    assert [stopwatch(s) for s in (-5, 0, 252, 3852)] == ["00:00", "00:00", "04:12", "1:04:12"]


def test_long_dates_have_latin_digits_in_arabic() -> None:
    assert long_date(date(2026, 11, 23), QLocale("ar_001")) == "الاثنين، 23 نوفمبر 2026"


def test_a_size_runs_as_its_unit_does() -> None:
    """`217 ك.ب` is read from the right, `68 GB` from the left; forced to the left the Arabic unit came first."""
    assert bidi.fill("{size}", size="217 ك.ب") == f"{bidi.FSI}217 ك.ب{bidi.PDI}"


class Sized(QWidget):
    """A menu 200 pixels wide."""

    def sizeHint(self) -> QSize:
        return QSize(200, 100)


@pytest.mark.parametrize(
    ("side", "left"), [(Qt.LayoutDirection.RightToLeft, 300), (Qt.LayoutDirection.LeftToRight, 500)]
)
def test_a_menu_begins_where_reading_starts(qapp: QApplication, side: Qt.LayoutDirection, left: int) -> None:
    menu = Sized()
    menu.setLayoutDirection(side)
    assert bidi.begun_at(QPoint(500, 40), menu) == QPoint(left, 40)


def test_a_list_has_the_comma_of_its_language(languages: Languages) -> None:
    for language, text in (("ar", "أ، ب"), ("en", "أ, ب")):
        languages.switch(language)
        assert bidi.listed(["أ", "ب"]) == text
