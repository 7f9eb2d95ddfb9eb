"""A chart with its title, its legend and the numbers behind it: as a table, on the clipboard, as a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.charts.bars import BarChart
from mmc_console.desktop.kit.charts.chart import Chart
from mmc_console.desktop.kit.charts.legend import Legend
from mmc_console.desktop.kit.charts.lines import LineChart
from mmc_console.desktop.kit.charts.plot import Plot, as_text
from mmc_console.desktop.kit.charts.rows import RowChart
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text, is_look_change, say

Save = Callable[[str, str], None]
"""Offer a file: its name without an ending, and its text."""


class _Words(QObject):
    """What the card's own buttons say."""

    def table(self) -> str:
        """Show the numbers."""
        return self.tr("View as table")

    def chart(self) -> str:
        """Show the chart again."""
        return self.tr("View as chart")

    def copy(self) -> str:
        """To the clipboard."""
        return self.tr("Copy the numbers")

    def save(self) -> str:
        """To a file."""
        return self.tr("Export CSV")

    def nothing(self) -> str:
        """Why neither can be done."""
        return self.tr("There are no numbers yet.")


class ChartCard(Card):
    """One of the three charts in a card. *columns*: how many columns of numbers it has at most."""

    def __init__(
        self, look: Look, title: Text, kind: type[BarChart | LineChart | RowChart], *, columns: int,
        name: str, save: Save, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, name=name, parent=parent)
        self._look, self._name, self._title_text, self._save = look, name, title, save
        self._words = words = _Words()
        self._empty: Text = ""
        self.chart: Chart = kind(look, title, name=f"{name}_chart")
        self._legend = Legend(look, bars=kind is not LineChart)
        heads = [Column(lambda: self.chart.plot.over)]
        heads += [Column(partial(self._head, place)) for place in range(columns)]
        self.table = TicketTable(look, heads, title, row_size="rowDense", name=f"{name}_table")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self.toggle = Button(look, words.table, kind="link", name=f"{name}_toggle", pressed=self._turn)
        self.copier = Button(look, words.copy, icon="copy", kind="iconQuiet", name=f"{name}_copy", pressed=self.copy)
        self.saver = Button(
            look, words.save, icon="file-text", kind="iconQuiet", name=f"{name}_save", pressed=self._offer
        )
        for button in (self.toggle, self.copier, self.saver):
            self.beside_title(button)
        self.body.addWidget(self._legend)
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self.chart)

    def show_plot(self, plot: Plot, empty: Text) -> None:
        """Show *plot*, in the chart and in its table."""
        self._empty = empty
        self.chart.show_plot(plot, empty)
        self._legend.show_plot(plot)
        self._fill()
        for button in (self.copier, self.saver):
            button.switch(not plot.empty, self._words.nothing)

    @property
    def as_table(self) -> bool:
        """Whether the numbers are shown."""
        return self._stack.currentWidget() is self.table

    def copy(self) -> None:
        """The numbers, with tabs between them, as spreadsheets take them."""
        QGuiApplication.clipboard().setText(bidi.strip(as_text(self.chart.plot, "\t")))

    @property
    def csv(self) -> str:
        """The numbers as a file; it begins with a mark by which spreadsheets know the letters."""
        return "\ufeff" + bidi.strip(as_text(self.chart.plot, ","))

    def _offer(self) -> None:
        self._save(self._name, self.csv)

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.chart if self.as_table else self.table)
        self.toggle.say(self._words.chart if self.as_table else self._words.table)
        self._legend.setVisible(not self.as_table and len(self.chart.plot.columns()) > 1)

    def _head(self, place: int) -> str:
        columns = self.chart.plot.columns()
        return columns[place][0] if place < len(columns) else ""

    def _fill(self) -> None:
        plot = self.chart.plot
        columns = plot.columns()
        rows = []
        for i, label in enumerate(plot.labels):
            said = ["" if values[i] is None else plot.say(values[i] or 0.0) for _, values in columns]
            cells: tuple[Cell, ...] = (TextCell(label), *(TextCell(text) for text in said))  # values carry words
            rows.append(Row(str(i), cells, bidi.strip(plot.told(i))))
        self.table.refresh()
        self.table.show_rows(rows, say(self._empty) if plot.empty else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_empty"):
            self._fill()
