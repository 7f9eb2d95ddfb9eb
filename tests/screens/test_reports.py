"""The page of reports in the real window: totals, plots, table, files, paper, trouble; in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication

from mmc_console.client.errors import ProblemAnswer
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.reports.paper import write_pdf
from mmc_console.desktop.admin.reports.printing import put_on, set_up
from mmc_console.desktop.admin.reports.screen import ReportsScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.problems import problem
from mmc_console.wire.reports import ReportAnswer
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.admin_page import AdminDesk, playing
from tests.unit.desktop.reports_parts import DAY, answer

ROUTE = ("GET", "/reports/range")


class Reports(AdminDesk):
    """The console on the page of reports, over a gateway whose server gives the laid answer."""

    opens = True

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        self.laid = answer()
        self.asked: list[dict[str, str]] = []
        gateway.server.administration[ROUTE] = self._answer
        self.screen = ReportsScreen(self.parts, now=clock)
        self.reports = self.screen.presenter
        self.add(self.screen)

    def _answer(self, question: Any) -> ReportAnswer:
        self.asked.append(dict(question.query))
        return self.laid

    async def look_again(self, found: ReportAnswer | None = None) -> None:
        self.laid = found or self.laid
        await self.reports.look()
        self.settle()

    def card(self, name: str) -> tuple[str, str]:
        return self.text(f"report_{name}_value"), self.text(f"report_{name}_beside")

    def written(self) -> list[str]:
        """Every text on the page."""
        view = self.screen.view
        return [
            *(label.text() for label in view.findChildren(Label)),
            *(button.text() for button in view.findChildren(QAbstractButton)),
            *(text for row in view.body.table.cells() for text in row),
        ]


play = playing(Reports, "supervisor")
Play = Callable[[Callable[[Reports], Awaitable[None]]], None]


def test_totals_stand_against_the_days_before(play: Play) -> None:
    async def scene(page: Reports) -> None:
        page.languages.switch("en")
        page.settle()
        assert page.card("tickets") == ("30", "before: 20")
        assert page.card("visits") == ("31 of 40", "before: 0")
        assert page.card("no_show")[0] == "11.1%"
        rows = page.screen.view.body.table.cells()
        assert bidi.strip(rows[0][0]) == "Laboratory"
        assert rows[-1][0] == "Total"
        assert rows[-1][1:3] == ["30", "24"]
        page.languages.switch("ar")
        page.settle()
        assert page.card("tickets") == ("30", "قبلها: 20")

    play(scene)


@pytest.mark.parametrize("lines", ["day", "clinic", "exam", "room", "hour"])
def test_no_word_of_the_other_language_is_left(play: Play, lines: Any) -> None:
    async def scene(page: Reports) -> None:
        found = answer(DAY - timedelta(6), by="day", group=None) if lines == "day" else answer(group=lines)
        await page.look_again(found)
        page.reports.show_lines(lines)
        english = [
            text for text in map(bidi.strip, page.written())
            if any(w.isascii() and w.isalpha() and len(w) > 3 and w != "Excel" for w in text.split())
        ]  # fmt: skip
        assert english == []
        for language in ("ar", "en"):
            page.languages.switch(language)
            page.settle()
            assert nameless(page.screen.view) == []
            assert squeezed(page.screen.view) == []

    play(scene)


def test_what_is_chosen_is_what_is_asked(play: Play) -> None:
    async def scene(page: Reports) -> None:
        page.reports.show_period("last-month")
        page.reports.show_lines("week")
        page.reports.only_clinic("lab")
        await page.look_again()
        today = page.gateway.today()
        end = today.replace(day=1) - timedelta(1)
        assert page.asked[-1] == {
            "from": str(end.replace(day=1)), "to": str(end), "clinic": "lab", "compare": "1", "by": "week",
        }  # fmt: skip
        page.reports.show_period("custom")
        page.reports.type_day("first", "2026-13-01")
        page.reports.show_days()
        page.settle()
        assert page.text("reports_days_fault")

    play(scene)


def test_offline_refused_and_empty_are_said(play: Play) -> None:
    async def scene(page: Reports) -> None:
        page.languages.switch("en")

        def refuse(question: Any) -> ReportAnswer:
            raise ProblemAnswer(problem("not-allowed"))

        page.gateway.server.administration[ROUTE] = refuse
        await page.reports.look()
        page.settle()
        assert page.text("reports_trouble")
        page.gateway.server.administration[ROUTE] = page._answer
        await page.look_again(answer(empty=True))
        assert page.screen.view.body.table.rows == ()
        await page.gateway.go_offline()
        await page.reports.look()
        page.settle()
        assert "No connection to the server" in page.text("reports_trouble")
        enabled = {each.id: each.enabled for each in page.screen.actions.all()}
        assert enabled == {
            "report_csv": False, "report_xlsx": False, "report_pdf": True, "report_print": True, "report_again": False,
        }  # fmt: skip

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pdf_has_every_line_and_numbered_pages(play: Play, tmp_path: Path, language: str) -> None:
    async def scene(page: Reports) -> None:
        page.languages.switch(language)
        page.settle()
        found = answer(DAY - timedelta(89), DAY, group=None, by="day")
        path = tmp_path / "report.pdf"
        await asyncio.to_thread(page.screen.view.pdf(found), path)
        with pypdfium2.PdfDocument(path) as document:
            texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
        assert len(texts) >= 3
        whole = "".join(texts)
        for row in found.rows:
            assert str(row.first) in whole
        if language == "en":
            assert "Medical Committee Centre" in texts[0]
            assert f"Page {len(texts)} of {len(texts)}" in texts[-1]
            assert "Total" in texts[-1]

    play(scene)


def test_a_pdf_that_cannot_be_written_says_so(play: Play, tmp_path: Path) -> None:
    async def scene(page: Reports) -> None:
        with pytest.raises(FileNotFoundError):
            write_pdf(page.screen.view.paper(answer()), tmp_path / "nowhere" / "report.pdf")

    play(scene)


def test_a_printer_gets_the_same_pages(play: Play, tmp_path: Path) -> None:
    async def scene(page: Reports) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        set_up(printer)
        told: list[bool] = []
        await put_on(printer, page.screen.view.paper(answer()), told.append)
        assert told == [True]
        with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
            assert document[0].get_width() > document[0].get_height()

    play(scene)


def test_files_come_from_the_server_and_are_told(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(page: Reports) -> None:
        page.languages.switch("en")
        chosen: list[str] = []

        async def choose(name: str) -> Path:
            chosen.append(name)
            return tmp_path / name

        monkeypatch.setattr(page.screen.view, "choose_file", choose)
        got: list[dict[str, Any]] = []

        async def download(path: str, target: Path, **query: Any) -> None:
            got.append(query)
            target.write_bytes(b"file")

        monkeypatch.setattr(page.gateway.admin, "download", download)
        for kind in ("csv", "xlsx", "pdf"):
            page.screen.actions.press(f"report_{kind}")
            await page.jobs.run()
            assert (tmp_path / chosen[-1]).stat().st_size > 0
        assert [each["format"] for each in got] == ["csv", "xlsx"]
        assert got[0]["group"] == "clinic"
        assert got[0]["language"] == "en"
        assert (tmp_path / chosen[-1]).read_bytes().startswith(b"%PDF")
        assert len(page.toasts) == 3

    play(scene)
