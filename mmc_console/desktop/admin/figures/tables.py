"""The two tables of the page: clinics, and the server's groups of requests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mmc_console.desktop.admin.figures.contract import COLUMNS, Column
from mmc_console.desktop.admin.figures.words import FigureWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, NumberCell, Row, TextCell, WaitCell
from mmc_console.desktop.kit.rows import Column as Heading
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.figures import ClinicFigures, GroupFigures

_TARGET = 15 * 60
_WIDE = 112


class ClinicTable(TicketTable):
    """One row a clinic. A click on a heading sorts; Enter shows that clinic alone."""

    def __init__(self, look: Look, words: FigureWords, name_of: Callable[[str], str]) -> None:
        wide: dict[Column, int] = {"clinic": 0, "throughput": 142}
        headings = [Heading(partial(words.column, each), wide.get(each, _WIDE)) for each in COLUMNS]
        super().__init__(look, headings, words.clinics_table, row_size="rowCompact", name="metrics_clinics")
        self._look_of, self._words, self._name_of = look, words, name_of
        self.target = float(_TARGET)
        self.horizontalHeader().setSectionsClickable(True)

    def show_clinics(self, clinics: tuple[ClinicFigures, ...], selected: str) -> None:
        """Show them in this order; all of them are seen, the page scrolls instead."""
        self.show_rows([self._row(each) for each in clinics], self._words.nothing())
        self.select(selected)
        rows = max(1, len(clinics)) * self._look_of.size("rowCompact")
        self.setFixedHeight(max(rows + self.horizontalHeader().height() + 4, self.minimumSizeHint().height()))

    def _row(self, each: ClinicFigures) -> Row:
        texts: dict[Column, str] = {
            "clinic": self._name_of(each.clinic), "waiting": str(each.waiting),
            "in_room": str(each.called + each.in_service), "wait": self._words.wait(each.wait),
            "longest": self._words.minutes(each.longest.seconds) if each.longest else "",
            "served": str(each.served), "no_shows": str(each.no_shows),
            "throughput": "" if each.throughput is None else self._words.number(each.throughput),
        }  # fmt: skip
        cells: list[Cell] = []
        for column, text in texts.items():
            if column == "clinic":
                cells.append(TextCell(text))
            elif column == "wait":
                cells.append(self._wait(text, each.wait.p50 if each.wait.n else 0))
            elif column == "longest":
                cells.append(self._wait(text, each.longest.seconds if each.longest else 0))
            else:
                cells.append(NumberCell(text))
        said = ", ".join(f"{self._words.column(column)}: {text}" for column, text in texts.items() if text)
        return Row(each.clinic, tuple(cells), bidi.strip(said))

    def _wait(self, text: str, seconds: float) -> Cell:
        late = "very-late" if seconds > 2 * self.target else "late" if seconds > self.target else ""
        return WaitCell(text, late)  # type: ignore[arg-type]  # one of the three


class GroupTable(TicketTable):
    """One row a group of routes."""

    def __init__(self, look: Look, words: FigureWords) -> None:
        headings = [
            Heading(words.groups_heading, 0), Heading(words.requests_heading, _WIDE),
            Heading(words.refused_heading, _WIDE), Heading(words.failed_heading, _WIDE),
            Heading(words.half_heading, 130), Heading(words.most_heading, 160), Heading(words.nearly_heading, 160),
        ]  # fmt: skip
        super().__init__(look, headings, words.groups_table, row_size="rowDense", name="metrics_groups")
        self._look_of, self._words = look, words

    def show_groups(self, groups: tuple[GroupFigures, ...]) -> None:
        """Show them, those asked most first."""
        rows = []
        for each in sorted(groups, key=lambda each: -each.requests):
            delay, words = each.delay, self._words
            ranks = [words.duration(value) if delay.n else "" for value in (delay.p50, delay.p95, delay.p99)]
            texts = [str(each.requests), str(each.refused), str(each.errors), *ranks]
            cells: list[Cell] = [TextCell(text) for text in (words.group(each.group), *texts)]
            rows.append(Row(each.group, tuple(cells), bidi.strip(", ".join((words.group(each.group), *texts)))))
        self.show_rows(rows, self._words.nothing())
        rows_high = max(1, len(rows)) * self._look_of.size("rowDense") + self.horizontalHeader().height() + 4
        self.setFixedHeight(max(rows_high, self.minimumSizeHint().height()))
