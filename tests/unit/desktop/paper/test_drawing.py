"""The drawing: read back by a decoder in every form, the number as large as promised, the Arabic in one piece."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFontMetricsF, QImage, QPageSize
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.paper.drawing import DOTS, NUMBER_HIGH, image_of
from mmc_console.desktop.paper.outputs import print_on, rows_of, write_pdf
from mmc_console.desktop.paper.sheet import Sheet
from mmc_console.desktop.paper.words import PaperWords, sheet_of
from mmc_console.domain.paper_code import paper_code
from tests.paper_parts import picture_of_pdf, read_back
from tests.unit.desktop.paper.sheets import ADDRESS, paper

WIDTHS = (80, 58)


def sheet(words_folder: Path, first: str = "ar", *, named: bool = False, **changes: object) -> Sheet:
    second = "en" if first == "ar" else "ar"
    return sheet_of(
        paper(**changes), PaperWords(first, words_folder), PaperWords(second, words_folder), named=named
    )  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("first", ["ar", "en"])
@pytest.mark.parametrize("number", ["017", "K04", "AC104", "1204", "AAA01", "YYY1204"])
def test_square_and_bars_are_read_back(look: Look, words_folder: Path, width: int, first: str, number: str) -> None:
    code = paper_code(date(2026, 11, 23), number)
    image = image_of(sheet(words_folder, first, number=number, label=f"L-{number}", code=code), DOTS[width])
    assert image.width() == DOTS[width]
    assert read_back(image) == {"QR Code": ADDRESS, "Code 128": code}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pdf_says_the_same_and_is_as_wide_as_the_roll(
    look: Look, words_folder: Path, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "ticket.pdf"
    assert write_pdf(sheet(words_folder), width, file)
    picture = picture_of_pdf(file)
    assert picture.width() == pytest.approx(width / 25.4 * 203, abs=2)
    assert read_back(picture) == {"QR Code": ADDRESS, "Code 128": "MMC1-1123-017-K"}


@pytest.mark.parametrize(("width", "page"), [(80, 80), (58, 58), (80, 60)])
def test_the_systems_printer_gets_the_same_drawing_never_wider_than_its_page(
    look: Look, words_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, page: int
) -> None:
    """Through Qt's own printer, which writes a file here instead of asking a driver; *page*: what the driver allows."""
    from PySide6.QtPrintSupport import QPrinter

    file = tmp_path / "ticket.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    if page != width:
        printer.setPageSize(QPageSize(QSizeF(page, 300), QPageSize.Unit.Millimeter))
        monkeypatch.setattr(printer, "setPageSize", lambda size: True)
    print_on(printer, sheet(words_folder), width)
    picture = picture_of_pdf(file)
    assert picture.width() == pytest.approx(page / 25.4 * 203, abs=2)
    assert read_back(picture) == {"QR Code": ADDRESS, "Code 128": "MMC1-1123-017-K"}


def test_without_an_address_there_is_no_square(look: Look, words_folder: Path) -> None:
    assert set(read_back(image_of(sheet(words_folder, address=""), 576))) == {"Code 128"}


def black_rows(image: QImage) -> list[int]:
    """How many black dots each row has."""
    return [sum(b.bit_count() for b in row) for row in rows_of(image)]


@pytest.mark.parametrize(("width", "number", "at_least"), [(80, "017", NUMBER_HIGH - 3), (58, "017", 130),
                                                           (80, "AC104", 100), (58, "AC104", 70)])  # fmt: skip
def test_the_number_is_the_largest_there_is(
    look: Look, words_folder: Path, width: int, number: str, at_least: int
) -> None:
    """Measured on the picture: the longest run of rows in which every row has ink of the number."""
    bare = sheet(words_folder, number=number, code="", address="", stops=(), notice={})
    rows = black_rows(image_of(bare, DOTS[width]))
    longest = run = 0
    for dots in rows:
        run = run + 1 if dots > 8 else 0
        longest = max(longest, run)
    assert at_least <= longest <= NUMBER_HIGH + 12


def test_nothing_is_drawn_over_the_edge(look: Look, words_folder: Path) -> None:
    long = {"ar": "قسم الفحوصات الطبية المتخصصة للعيون والأعصاب والقلب", "en": "Department of specialised examinations"}
    for width in DOTS.values():
        drawn = image_of(sheet(words_folder, clinic=long, number="AC1204", code="MMC1-1123-AC1204-B"), width)
        sides = [(row[0] & 0xF0, row[-1] & 0x0F) for row in rows_of(drawn)]
        assert all(side == (0, 0) for side in sides)


def test_a_copy_says_so_and_a_first_paper_does_not(look: Look, words_folder: Path) -> None:
    first, again = sheet(words_folder), sheet(words_folder, again=True)
    assert first.copy is None
    assert again.copy == ("نسخة معادة", "Copy")
    band = black_rows(image_of(again, 576))[:40]
    assert max(band) > 400  # white letters on black across the paper
    assert max(black_rows(image_of(first, 576))[:40]) < 400


def test_the_name_stands_there_only_where_the_desk_has_chosen_so(look: Look, words_folder: Path) -> None:
    assert sheet(words_folder).name == ""
    assert sheet(words_folder, named=True).name == "سالم ا."


def test_both_languages_stand_on_every_paper_arabic_first(look: Look, words_folder: Path) -> None:
    drawn = sheet(words_folder)
    assert drawn.rtl
    assert drawn.title == ("رقم دوركم", "Your number")
    assert drawn.wait == ("قبلكم 4 مراجعين · نحو 35 دقيقة", "4 people before you · about 35 minutes")
    assert "23 نوفمبر 2026" in drawn.when.first
    assert drawn.when.second.endswith("10:42\u2069")
    assert drawn.keep.first == "يرجى الاحتفاظ بالتذكرة حتى نهاية جميع الفحوصات"
    english = sheet(words_folder, "en")
    assert not english.rtl
    assert english.title == ("Your number", "رقم دوركم")


def test_the_paper_of_who_does_not_wait_says_nothing_of_a_wait(look: Look, words_folder: Path) -> None:
    waits, called = sheet(words_folder), sheet(words_folder, waits=False)
    assert called.wait == ("", "")
    assert image_of(called, 576).height() < image_of(waits, 576).height()


def test_without_a_floor_and_a_room_there_is_no_line_for_them(look: Look, words_folder: Path) -> None:
    assert sheet(words_folder, floor={}, room="").place == ("", "")


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "دوركم هو التالي"), (1, "قبلكم مراجع واحد"), (2, "قبلكم مراجعان"), (3, "قبلكم 3 مراجعين"),
        (11, "قبلكم 11 مراجعًا"), (100, "قبلكم 100 مراجع"),
    ],
)  # fmt: skip
def test_arabic_counts_whatever_the_console_speaks(
    qapp: QApplication, look: Look, words_folder: Path, n: int, said: str
) -> None:
    assert sheet(words_folder, ahead=n).wait.first.startswith(said)


def test_arabic_letters_join(look: Look, words_folder: Path) -> None:
    """Shaped by Qt: the joined word is narrower than its letters one by one."""
    from mmc_console.desktop.kit.typography import FAMILIES

    font = look.font("body")
    assert font.families()[0] == FAMILIES[0]
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("المختبر") < sum(metrics.horizontalAdvance(c) for c in "المختبر")
