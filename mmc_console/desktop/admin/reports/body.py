"""What a report shows: six totals against the days before, two plots, and the table."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.figures.cards import FigureCard
from mmc_console.desktop.admin.reports.contract import State
from mmc_console.desktop.admin.reports.plots import BARS_AT_MOST, ReportPlots
from mmc_console.desktop.admin.reports.table import ReportTable
from mmc_console.desktop.admin.reports.words import ReportWords, has_visits
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.charts import ChartCard, LineChart, RowChart
from mmc_console.desktop.kit.charts.card import Save
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text
from mmc_console.wire.reports import ReportAnswer, ReportFigures

_HIGH, _HEAD, _BAR = 260, 90, 20


class ReportBody(QWidget):
    """Built once; each answer is shown in it."""

    def __init__(self, look: Look, words: ReportWords, save: Save) -> None:
        super().__init__()
        self._words = words
        self._plots = ReportPlots(words)
        self.cards = (
            FigureCard(look, lambda: self.tr("Tickets"), name="report_tickets"),
            FigureCard(look, lambda: self.tr("Done"), name="report_done"),
            FigureCard(look, lambda: self.tr("No-show"), name="report_no_show"),
            FigureCard(look, lambda: self.tr("Median wait"), name="report_wait"),
            FigureCard(look, lambda: self.tr("In the room"), name="report_service"),
            FigureCard(look, lambda: self.tr("Visits completed"), name="report_visits"),
        )
        top = QHBoxLayout()
        top.setSpacing(12)
        for card in self.cards:
            top.addWidget(card, 1)
        self.over_time = (
            self._line(look, lambda: self.tr("Done and no-show"), "report_chart_time", save),
            self._line(look, lambda: self.tr("Waiting time"), "report_chart_waits", save),
        )
        self.compared = (
            self._bars(look, lambda: self.tr("Tickets"), "report_chart_tickets", save),
            self._bars(look, lambda: self.tr("Median wait"), "report_chart_medians", save),
        )
        grid = QGridLayout()
        grid.setSpacing(12)
        for cards in (self.over_time, self.compared):
            for column, chart in enumerate(cards):
                chart.setMinimumHeight(_HIGH)
                grid.addWidget(chart, 0, column)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.plain = ReportTable(look, words, State(), with_visits=False, name="report_table")
        self.with_visits = ReportTable(look, words, State(), with_visits=True, name="report_table_visits")
        whole = Card("", name="report_table_card")
        whole.body.addWidget(self.plain)
        whole.body.addWidget(self.with_visits)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 12)
        inside.setSpacing(12)
        inside.addLayout(top)
        inside.addLayout(grid)
        inside.addWidget(whole)
        inside.addStretch(1)

    @staticmethod
    def _line(look: Look, title: Text, name: str, save: Save) -> ChartCard:
        return ChartCard(look, title, LineChart, columns=2, name=name, save=save)

    @staticmethod
    def _bars(look: Look, title: Text, name: str, save: Save) -> ChartCard:
        return ChartCard(look, title, RowChart, columns=1, name=name, save=save)

    @property
    def table(self) -> ReportTable:
        """The one that is shown."""
        return self.plain if self.plain.isVisibleTo(self) else self.with_visits

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """For F6; what is hidden is passed over."""
        return (self.over_time[0].chart, self.compared[0].chart, self.plain, self.with_visits)

    def show_report(self, state: State, found: ReportAnswer) -> None:
        """Paint *found*."""
        self._show_cards(found)
        time, visits = self._plots.over_time(found), has_visits(found)
        for chart in self.over_time:
            chart.setVisible(time)
        for chart in self.compared:
            chart.setVisible(not time)
        first, second = self.over_time if time else self.compared
        bars = 0 if time else min(len(found.rows), BARS_AT_MOST)
        for chart in (first, second):
            chart.setMinimumHeight(max(_HIGH, _HEAD + bars * _BAR))
        first.show_plot(self._plots.tickets(found), self._words.nothing)
        second.show_plot(self._plots.waits(found), self._words.nothing)
        self.plain.setVisible(not visits)
        self.with_visits.setVisible(visits)
        (self.with_visits if visits else self.plain).show_report(state, found)

    def _show_cards(self, found: ReportAnswer) -> None:
        numbers = self._words.numbers
        total, before = found.total, found.before
        tickets, done, absent, wait, service, visits = self.cards

        def against(text: str) -> str:
            return self._words.before(text) if before is not None else ""

        past = before or ReportFigures()
        history = (
            tuple(float(row.total) for row in found.rows)
            if self._plots.over_time(found) and len(found.rows) > 1
            else ()
        )
        tickets.show_figure(numbers.number(total.total), against(str(past.total)), history)
        served = tuple(float(row.served) for row in found.rows) if history else ()
        done.show_figure(numbers.number(total.served), against(str(past.served)), served)
        absent.show_figure(self._share(total), against(self._share(past)))
        wait.show_figure(numbers.wait(total.wait), against(numbers.wait(past.wait)))
        service.show_figure(numbers.wait(total.service), against(numbers.wait(past.service)))
        if total.visits is None:
            visits.show_figure(numbers.nothing(), self.tr("Only of all clinics together"))
        else:
            ended = past.visits.completed if past.visits else 0
            shown = bidi.fill(self.tr("{n} of {total}"), n=total.visits.completed, total=total.visits.registered)
            visits.show_figure(shown, against(str(ended)))

    def _share(self, figures: ReportFigures) -> str:
        called = figures.served + figures.no_shows
        return self._words.numbers.percent(100 * figures.no_shows / called) if called else self._words.numbers.nothing()
