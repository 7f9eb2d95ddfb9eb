"""The charts of the page, two beside each other, those of the people first and then those of the server."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout

from mmc_console.desktop.admin.figures.contract import State
from mmc_console.desktop.admin.figures.plots import FigurePlots
from mmc_console.desktop.kit.charts import BarChart, ChartCard, LineChart, Plot, RowChart
from mmc_console.desktop.kit.charts.card import Save
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.figures import MetricsAnswer

HIGH = 270
Make = Callable[[MetricsAnswer], Plot]


class FigureCharts(QObject):
    """Builds the cards once and shows each answer in them."""

    def __init__(self, look: Look, plots: FigurePlots, state: Callable[[], State], save: Save) -> None:
        super().__init__()
        self._state = state
        line = ChartCard(look, self._line_title, RowChart, columns=1, name="chart_line", save=save)
        served = ChartCard(
            look, lambda: self.tr("Done and no-show"), LineChart, columns=2, name="chart_served", save=save
        )
        waits = ChartCard(look, lambda: self.tr("Waiting time"), LineChart, columns=2, name="chart_waits", save=save)
        services = ChartCard(
            look, lambda: self.tr("Time in the room"), LineChart, columns=2, name="chart_services", save=save
        )
        clinics = ChartCard(
            look, lambda: self.tr("Median wait by clinic"), RowChart, columns=1, name="chart_clinics", save=save
        )
        throughput = ChartCard(
            look, lambda: self.tr("Done an hour by clinic"), RowChart, columns=1, name="chart_throughput", save=save
        )
        latency = ChartCard(
            look, lambda: self.tr("Response time (ms)"), LineChart, columns=3, name="chart_latency", save=save
        )
        stream = ChartCard(
            look, lambda: self.tr("Delay of the live news (ms)"), LineChart, columns=3, name="chart_stream", save=save
        )
        requests = ChartCard(
            look, lambda: self.tr("Requests a minute"), LineChart, columns=1, name="chart_requests", save=save
        )
        errors = ChartCard(
            look, lambda: self.tr("Failed requests"), BarChart, columns=1, name="chart_errors", save=save
        )
        cache = ChartCard(look, lambda: self.tr("Cache hits (%)"), LineChart, columns=1, name="chart_cache", save=save)
        self.people: tuple[tuple[ChartCard, Make], ...] = (
            (line, plots.line), (served, plots.served), (waits, plots.waits), (services, plots.services),
            (clinics, plots.clinics), (throughput, plots.throughput),
        )  # fmt: skip
        self.server: tuple[tuple[ChartCard, Make], ...] = (
            (latency, plots.latency), (requests, plots.requests), (stream, plots.stream), (errors, plots.errors),
            (cache, plots.cache),
        )  # fmt: skip

    def grid(self, cards: tuple[tuple[ChartCard, Make], ...]) -> QGridLayout:
        """These cards, two in a row."""
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, (card, _) in enumerate(cards):
            card.setMinimumHeight(HIGH)
            grid.addWidget(card, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid

    def show_found(self, found: MetricsAnswer) -> None:
        """Every chart anew, and the titles, which depend on how many days are shown."""
        for card, make in (*self.people, *self.server):
            card.show_plot(make(found), self._empty)
        self.people[0][0].say(self._line_title)

    def _line_title(self) -> str:
        if self._state().single:
            return self.tr("In line at the end of each hour")
        return self.tr("Tickets issued by hour")

    def _empty(self) -> str:
        return self.tr("Nothing was measured in this time.")
