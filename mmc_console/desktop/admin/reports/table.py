"""The report's table: one row a line, the total at the end."""

from __future__ import annotations

from functools import partial

from mmc_console.desktop.admin.reports.contract import State
from mmc_console.desktop.admin.reports.words import ReportWords, lines_of
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.reports import ReportAnswer, ReportFigures

_WIDE = (66, 60, 78, 80, 92, 98, 102, 108, 96, 84, 64, 88, 96)
"""As wide as the longer of the two languages' headings."""


class ReportTable(TicketTable):
    """With the columns of visits or without. All rows are seen; the page scrolls."""

    def __init__(self, look: Look, words: ReportWords, state: State, *, with_visits: bool, name: str) -> None:
        self._words, self._with_visits, self._state = words, with_visits, state
        number = len(words.columns(with_visits=with_visits))
        headings = [Column(self._first_title, 0), *(Column(partial(self._title, i), _WIDE[i]) for i in range(number))]
        super().__init__(look, headings, words.table, row_size="rowCompact", name=name)
        self._look_of = look

    def _first_title(self) -> str:
        found = self._state.found
        return self._words.heading(lines_of(found) if found else self._state.lines)

    def _title(self, place: int) -> str:
        return self._words.columns(with_visits=self._with_visits)[place][0]

    def show_report(self, state: State, found: ReportAnswer) -> None:
        """Show it whole."""
        self._state = state
        lines = lines_of(found)
        rows = [
            self._row(str(place), self._words.name(each, lines), each) for place, each in enumerate(found.rows)
        ]  # fmt: skip
        if rows:
            rows.append(self._row("total", self._words.total(), found.total))
        self.refresh()
        self.show_rows(rows, self._words.nothing())
        high = max(2, len(rows)) * self._look_of.size("rowCompact") + self.horizontalHeader().height() + 4
        self.setFixedHeight(max(high, self.minimumSizeHint().height()))

    def _row(self, key: str, name: str, figures: ReportFigures) -> Row:
        columns = self._words.columns(with_visits=self._with_visits)
        texts = [of(figures) for _, of in columns]
        cells: list[Cell] = [TextCell(name), *(TextCell(text) for text in texts)]
        said = ", ".join(f"{title}: {text}" for (title, _), text in zip(columns, texts, strict=True) if text)
        return Row(key, tuple(cells), bidi.strip(f"{name}. {said}"))
