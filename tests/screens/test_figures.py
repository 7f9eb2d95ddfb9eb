"""The page of figures in the real window: numbers, charts, tables, targets, trouble; by keyboard; in both languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.figures.screen import FiguresScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.charts import ChartCard
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.figures import MetricsAnswer
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.admin_page import AdminDesk, playing
from tests.unit.desktop.figures_parts import DAY, answer

ROUTE = ("GET", "/metrics")


class Figures(AdminDesk):
    """The console on the page of figures, over a gateway whose server gives the laid answer."""

    opens = True

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        self.laid = answer()
        gateway.server.administration[ROUTE] = lambda question: self.laid
        self.screen = FiguresScreen(self.parts, now=clock)
        self.add(self.screen)

    async def look_again(self, found: MetricsAnswer | None = None) -> None:
        self.laid = found or self.laid
        await self.screen.presenter.look()
        self.settle()

    def card(self, name: str) -> tuple[str, str]:
        """What a figure's card says: the number, and what stands beside it."""
        return self.text(f"figure_{name}_value"), self.text(f"figure_{name}_beside")

    def chart(self, name: str) -> ChartCard:
        found = self.window.findChild(ChartCard, f"chart_{name}")
        assert isinstance(found, ChartCard)
        return found

    def lines(self) -> list[list[str]]:
        return self.screen.view.clinics.cells()


play = playing(Figures, "supervisor")
Play = Callable[[Callable[[Figures], Awaitable[None]]], None]


def test_five_numbers_with_what_they_are_compared_with(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.settle()
        assert page.card("waiting") == ("42", "6 more than at 10:00")
        assert page.card("wait") == ("11 min", "target 15 min")
        assert page.card("longest") == ("47 min !", "L-018 Laboratory")
        assert page.card("done") == ("316", "of 402")
        assert page.card("no_show") == ("3.1%", "10 of 326")
        page.languages.switch("ar")
        page.settle()
        assert page.card("waiting") == ("42", "أكثر بمقدار 6 مما كان عند 10:00")
        assert page.card("no_show")[0] == "%3.1"

    play(scene)


def test_no_word_of_the_other_language_is_left(play: Play) -> None:
    async def scene(page: Figures) -> None:
        view = page.screen.view
        shown = [label.text() for label in view.findChildren(Label)]
        shown += [button.text() for button in view.findChildren(QAbstractButton)]
        shown += [
            text for card in view.findChildren(ChartCard) for text in (card.chart.accessibleDescription(), card.csv)
        ]
        english = [
            text for text in map(bidi.strip, shown)
            if any(word.isascii() and word.isalpha() and len(word) > 3 for word in text.replace(",", " ").split())
        ]  # fmt: skip
        assert english == []
        for language in ("ar", "en"):
            page.languages.switch(language)
            page.settle()
            assert nameless(view) == []
            assert squeezed(view) == []

    play(scene)


def test_every_chart_has_its_numbers_behind_it(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.settle()
        charts = page.screen.view.charts
        assert [card.objectName() for card, _ in (*charts.people, *charts.server)] == [
            f"chart_{name}"
            for name in (
                "line", "served", "waits", "services", "clinics", "throughput", "latency", "requests", "stream",
                "errors", "cache",
            )
        ]  # fmt: skip
        for card in page.screen.view.findChildren(ChartCard):
            assert card.chart.accessibleDescription() != "", card.objectName()
            page.screen.view.sheet.ensureWidgetVisible(card)
            page.settle()
            QTest.mouseClick(card.toggle, Qt.MouseButton.LeftButton)
            assert card.table.isVisible()
            assert len(card.table.rows) == len(card.chart.plot.labels)
            QTest.mouseClick(card.toggle, Qt.MouseButton.LeftButton)
        assert page.chart("waits").csv == (
            "\ufeffHour,Median,9 in 10 within\r\n07,420,700\r\n08,480,800\r\n09,,\r\n10,600,1000\r\n"
        )
        assert page.chart("waits").chart.accessibleDescription() == "The highest is 10 min at 10."
        assert page.chart("cache").csv == "\ufeffTime,From memory\r\n10:00,\r\n10:15,90\r\n10:30,90\r\n"

    play(scene)


def test_charts_are_walked_by_keyboard(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.settle()
        chart = page.chart("served").chart
        chart.setFocus()
        page.key(Qt.Key.Key_Right)
        page.key(Qt.Key.Key_Right)
        assert chart.spoken == "08. Done: 16. No-show: 2"
        page.languages.switch("ar")
        page.settle()
        page.key(Qt.Key.Key_Left)
        assert chart.place == 2

    play(scene)


def test_targets_are_met_or_not_by_word_and_what_is_not_measured_says_so(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.settle()
        lines = page.screen.view.targets.lines()
        assert lines["uptime"] == ("no data", "at least 99.5%", "No data")
        assert lines["error-rate"] == ("0.25%", "at most 1%", "Met")
        assert lines["response-p95"] == ("256 ms", "at most 200 ms", "Not met")
        assert lines["satisfaction"] == ("4.2 of 5", "at least 4 of 5", "Met")

    play(scene)


def test_clinics_are_sorted_by_a_click_and_opened_by_enter(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.settle()
        assert [row[0] for row in page.lines()] == ["Laboratory", "X-ray", "Ophthalmology"]
        assert page.lines()[0] == ["Laboratory", "12", "0", "24 min !", "47 min !!", "18", "1", "9"]
        page.screen.view.clinics.horizontalHeader().sectionClicked.emit(5)
        page.settle()
        assert [row[0] for row in page.lines()] == ["Ophthalmology", "X-ray", "Laboratory"]
        page.screen.view.clinics.setFocus()
        page.key(Qt.Key.Key_Down)
        assert page.screen.presenter.state.paused
        assert page.text("metrics_age").startswith("Paused")
        page.key(Qt.Key.Key_Return)
        assert page.screen.presenter.state.clinic != ""
        assert not page.screen.presenter.state.paused

    play(scene)


def test_several_days_are_shown_by_day(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        page.screen.presenter.show_range("week")
        await page.look_again(answer(first=DAY - timedelta(days=6)))
        assert page.chart("waits").csv.splitlines()[1] == "11-17,240,900"
        assert page.chart("line").chart.plot.over == "Hour"
        assert page.card("waiting") == ("402", "")
        assert page.card("longest")[0] == "30 min"
        assert not page.shows("metrics_first")
        page.screen.presenter.show_range("custom")
        page.settle()
        assert page.shows("metrics_first")
        page.screen.presenter.type_day("last", "soon")
        page.press("metrics_show_days")
        assert page.text("metrics_days_fault") == "Type both days like 2026-11-23."

    play(scene)


def test_nothing_yet_offline_and_refused_are_each_told(play: Play) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch("en")
        await page.look_again(answer(empty=True))
        assert page.card("waiting")[0] == "0"
        assert page.card("wait")[0] == "no data"
        assert page.chart("waits").chart.accessibleDescription() == "Nothing was measured in this time."
        await page.gateway.go_offline()
        await page.look_again()
        assert "No connection to the server" in page.text("metrics_trouble")
        assert not page.button("action_ask_again").isEnabled()
        await page.gateway.go_online()
        del page.gateway.server.administration[ROUTE]
        await page.look_again()
        assert page.text("metrics_trouble").partition(". ")[2].startswith("This is no longer there.")
        page.gateway.server.administration[ROUTE] = lambda question: page.laid
        page.press("metrics_again")
        await page.look_again()
        assert not page.shows("metrics_trouble")

    play(scene)


def test_numbers_come_anew_without_moving_focus_or_scroll(play: Play) -> None:
    async def scene(page: Figures) -> None:
        bar = page.screen.view.sheet.verticalScrollBar()
        bar.setValue(400)
        page.chart("waits").chart.setFocus()
        page.settle()
        place, focus = bar.value(), page.app.focusWidget()
        await page.look_again(answer())
        assert (bar.value(), page.app.focusWidget()) == (place, focus)
        assert isinstance(focus, QWidget)

    play(scene)
