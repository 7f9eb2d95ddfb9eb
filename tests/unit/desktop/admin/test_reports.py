"""What the page of reports asks, drops, says and keeps. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mmc_console.client.errors import ProblemAnswer, Unreachable
from mmc_console.desktop.admin.page_presenter import SLOW
from mmc_console.desktop.admin.reports.contract import Lines, Period, State
from mmc_console.desktop.admin.reports.presenter import Presenter, days_of
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.problems import problem
from mmc_console.wire.reports import ReportAnswer
from tests.unit.desktop.desk_parts import Jobs, Known
from tests.unit.desktop.reports_parts import DAY, NOW, answer


class Door:
    """The administration's door: answers when it is told to."""

    def __init__(self) -> None:
        self.offline = False
        self.asked: list[dict[str, Any]] = []
        self.answers: list[Any] = []
        self.held: asyncio.Event | None = None
        self.heard = asyncio.Event()

    async def get(self, path: str, kind: type, *, patience: float, **query: Any) -> ReportAnswer:
        self.asked.append(query)
        self.heard.set()
        if self.held is not None:
            await self.held.wait()
        found = self.answers.pop(0) if self.answers else answer()
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, ReportAnswer)
        return found

    async def download(self, path: str, target: Path, **query: Any) -> None:
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found


class Window(Known):
    """The view: remembers."""

    def __init__(self, file: Path | None = None) -> None:
        self.told: list[Message] = []
        self.file = file

    def render(self, state: State) -> None:
        """Not looked at."""

    async def choose_file(self, name: str) -> Path | None:
        return self.file

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.told.append(message)

    def pdf(self, found: ReportAnswer) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            path.write_bytes(b"%PDF")

        return write

    def print(self, found: ReportAnswer) -> None:
        """Not asked here."""


def parts(file: Path | None = None) -> tuple[Presenter, Door, Window, Jobs]:
    door, window, jobs = Door(), Window(file), Jobs()
    gateway: Any = SimpleNamespace(
        admin=door,
        now=lambda: NOW,
        today=lambda: DAY,
        ready=False,
        connection=SimpleNamespace(maintenance=False, stranded=False),
    )
    return Presenter(gateway, window, jobs.start, lambda: "en"), door, window, jobs


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"), ("yesterday", "2026-11-22", "2026-11-22"),
        ("week", "2026-11-22", "2026-11-23"), ("last-week", "2026-11-15", "2026-11-21"),
        ("month", "2026-11-01", "2026-11-23"), ("last-month", "2026-10-01", "2026-10-31"),
        ("year", "2026-01-01", "2026-11-23"),
    ],
)  # fmt: skip
def test_which_days_a_period_is(period: Period, first: str, last: str) -> None:
    found = days_of(State(period=period), DAY)
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(("before", "after"), [("day", "month"), ("month", "month"), ("room", "room")])
def test_a_year_is_told_by_month_and_a_group_stays(before: Lines, after: Lines) -> None:
    page, *_ = parts()
    page.show_lines(before)
    page.show_period("year")
    assert page.state.lines == after


def test_an_answer_to_an_older_question_is_dropped() -> None:
    async def story() -> None:
        page, door, _, _ = parts()
        door.held = asyncio.Event()
        first = asyncio.ensure_future(page.look())
        await door.heard.wait()
        page.show_lines("hour")
        door.held.set()
        await first
        assert page.state.found is None
        door.answers = [answer(group="hour")]
        await page.look()
        assert door.asked[-1]["group"] == "hour"
        assert page.state.found is not None

    asyncio.run(story())


def test_what_takes_long_says_so() -> None:
    async def story() -> None:
        page, door, *_ = parts()
        door.held = asyncio.Event()
        asking = asyncio.ensure_future(page.look())
        await door.heard.wait()
        seen = []
        for _ in range(SLOW + 1):
            page.pass_second()
            seen.append(page.state.slow)
        assert seen == [False] * SLOW + [True]
        door.held.set()
        await asking
        assert (page.state.slow, page.state.asking) == (False, False)

    asyncio.run(story())


def test_a_refusal_is_told_and_the_last_report_stays() -> None:
    async def story() -> None:
        page, door, _, _ = parts()
        await page.look()
        door.answers = [ProblemAnswer(problem("not-allowed"))]
        await page.look()
        assert page.state.fault == Message("not-allowed", {})
        assert page.state.found is not None
        door.answers = [Unreachable("gone")]
        await page.look()
        assert page.state.fault == Message("unreachable")
        door.offline = True
        await page.look()
        assert page.state.offline

    asyncio.run(story())


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("x", "2026-11-23", "form"), ("20261101", "2026-11-23", "form"), ("2026-11-23", "2026-11-22", "order"),
        ("2026-11-23", "2026-11-24", "future"), ("1999-12-31", "2000-01-02", "early"),
        ("2020-01-01", "2026-11-23", "long"), ("2026-11-01", "2026-11-23", ""),
    ],
)  # fmt: skip
def test_wrong_days_are_named(first: str, last: str, fault: str) -> None:
    page, door, _, _ = parts()
    page.show_period("custom")
    page.type_day("first", first)
    page.type_day("last", last)
    page.show_days()
    assert page.state.days_fault == fault
    assert door.asked == []


def test_files(tmp_path: Path) -> None:
    async def story() -> None:
        page, door, window, jobs = parts(tmp_path / "report")
        await page.look()
        page.save("pdf")
        await jobs.run()
        assert window.told == [Message("file-saved", {"file": "report"})]
        assert (tmp_path / "report.pdf").read_bytes() == b"%PDF"
        door.answers = [None, OSError("full"), ProblemAnswer(problem("not-allowed"))]
        for _ in range(3):
            page.save("csv")
            await jobs.run()
        assert [message.code for message in window.told[1:]] == ["file-saved", "file-not-written", "not-allowed"]
        assert not page.state.saving

    asyncio.run(story())


def test_years_are_told_by_week() -> None:
    page, *_ = parts()
    page.show_period("custom")
    page.type_day("first", "2024-11-24")
    page.type_day("last", "2026-11-23")
    page.show_days()
    page.show_lines("day")
    assert (page.state.days_fault, page.state.lines) == ("", "week")
