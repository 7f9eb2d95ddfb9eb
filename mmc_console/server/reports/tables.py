"""A report as a table of plain values, and as the two kinds of file people open: CSV and xlsx. Blocks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from mmc_console.domain.centre import Center
from mmc_console.server.reports.words import word
from mmc_console.wire.figures import Spread
from mmc_console.wire.reports import ReportAnswer, ReportFigures, ReportRow

Value = str | int | float | None
MARK: Final = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""
COUNTS: Final = ("total", "served", "no_shows", "cancelled", "transferred", "open", "unfinished")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def table(report: ReportAnswer, center: Center, language: str) -> list[list[Value]]:
    """The heading, every line, and the total at the end."""
    names = _Names(center, language)
    leading = _leading(report)
    with_visits = report.group in (None, "exam") and not report.clinic
    columns = [
        *COUNTS, "wait_mean", "wait_p50", "wait_p90", "service_p50", "service_p90", "throughput",
        *(("registered", "completed", "whole_p50", "whole_p90") if with_visits else ()),
    ]  # fmt: skip
    found: list[list[Value]] = [[word(each, language) for each in (*leading, *columns)]]
    found += ([*names.of(row, leading), *(_value(row, each) for each in columns)] for row in report.rows)
    rest: list[Value] = [word("all", language), *([""] * (len(leading) - 1))]
    found.append([*rest, *(_value(report.total, each) for each in columns)])
    return found


def as_csv(rows: Sequence[Sequence[Value]], *, mark: bool) -> bytes:
    """Comma-separated, UTF-8. No text of it is ever taken for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_cell(value) for value in row] for row in rows])
    return ((MARK if mark else "") + out.getvalue()).encode()


def as_xlsx(rows: Sequence[Sequence[Value]], title: str, *, rtl: bool) -> bytes:
    """A workbook of one sheet, read from the right in Arabic; numbers stay numbers, texts stay texts."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title[:31])
    sheet.sheet_view.rightToLeft = rtl
    sheet.freeze_panes = "B2"
    for place, heading in enumerate(rows[0]):
        sheet.column_dimensions[_letters(place)].width = max(11, len(str(heading)) + 2)
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a text that begins with = would become a formula
            if number in (0, len(rows) - 1):
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Names:
    """What a line is of, in words."""

    def __init__(self, center: Center, language: str) -> None:
        self._language = language
        self._clinics = {str(each.code): each.name.get(language, each.code) for each in center.clinics}
        self._exams = {str(each.code): each.name.get(language, each.code) for each in center.exam_types}
        self._rooms = {
            (str(each.code), room.no): room.name or str(room.no) for each in center.clinics for room in each.rooms
        }  # fmt: skip

    def of(self, row: ReportRow, leading: Sequence[str]) -> list[Value]:
        """The first cells of the line."""
        return [self._one(row, each) for each in leading]

    def _one(self, row: ReportRow, what: str) -> Value:
        match what:
            case "from":
                return row.first.isoformat() if row.first else ""
            case "to":
                return row.last.isoformat() if row.last else ""
            case "clinic":
                return self._clinics.get(row.clinic, row.clinic)
            case "exam":
                return self._exams.get(row.exam, row.exam) if row.exam else word("no-exam", self._language)
            case "room":
                if not row.room:
                    return word("no-room", self._language)
                return self._rooms.get((row.clinic, row.room), str(row.room))
            case _:
                return f"{row.hour:02d}:00"


def _leading(report: ReportAnswer) -> tuple[str, ...]:
    match report.group:
        case None:
            return ("from",) if report.by == "day" else ("from", "to")
        case "room":
            return ("clinic", "room")
        case group:
            return (group,)


def _value(figures: ReportFigures, column: str) -> Value:
    if column in COUNTS:
        count: int = getattr(figures, column)
        return count
    seen = figures.visits
    match column:
        case "throughput":
            return figures.throughput
        case "registered":
            return seen.registered if seen else None
        case "completed":
            return seen.completed if seen else None
        case _:
            of, _, which = column.partition("_")
            spread = {"wait": figures.wait, "service": figures.service, "whole": seen.whole if seen else Spread()}[of]
            number: float = getattr(spread, which)
            return number if spread.n else None


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else f"{value:g}" if isinstance(value, float) and value < 100_000 else str(value)


def _letters(place: int) -> str:
    """A column's name: there are fewer than 27 of them."""
    return chr(ord("A") + place)
