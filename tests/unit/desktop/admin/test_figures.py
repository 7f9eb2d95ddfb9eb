"""The presenter of figures: what it asks for, when, and what it keeps when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.figures.contract import State
from mmc_console.desktop.admin.figures.presenter import OLD, Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.figures import MetricsAnswer
from tests.unit.desktop.desk_parts import Jobs, Known, play
from tests.unit.desktop.figures_parts import answer

ROUTE = ("GET", "/metrics")


class ToldView(Known):
    """Remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[State] = []
        self.file: Path | None = None
        self.offered: list[str] = []
        self.told: list[str] = []

    def render(self, state: State) -> None:
        self.shown.append(state)

    async def choose_file(self, name: str) -> Path | None:
        self.offered.append(name)
        return self.file

    async def show_scraper(self) -> None:
        self.told.append("scraper")

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.told.append(message.code)


class Page:
    """A presenter over a real gateway whose server gives the laid answer."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.view, self.jobs = gateway, ToldView(), Jobs()
        self.asked: list[dict[str, str]] = []
        self.answer: Callable[[Question], Any] = lambda question: answer()
        self.gateway.server.administration[ROUTE] = self._told
        self.presenter = Presenter(gateway, self.view, self.jobs.start)

    def _told(self, question: Question) -> Any:
        self.asked.append(dict(question.query))
        return self.answer(question)

    @property
    def state(self) -> State:
        return self.presenter.state


def at_page(scene: Callable[[Page], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("supervisor",))
        page = Page(gateway)
        try:
            await scene(page)
        finally:
            page.jobs.close()
            await gateway.close()

    play(whole)


def test_each_range_asks_for_its_days() -> None:
    async def scene(page: Page) -> None:
        today = page.gateway.today()
        await page.presenter.look()
        page.presenter.show_range("week")
        await page.presenter.look()
        page.presenter.show_range("month")
        page.presenter.only_clinic("lab")
        await page.presenter.look()
        page.presenter.show_range("custom")
        assert (page.state.first, page.state.last) == (str(today - timedelta(days=6)), str(today))
        page.presenter.type_day("first", "2026-01-02 ")
        page.presenter.show_days()
        await page.presenter.look()
        assert page.asked == [
            {}, {"from": str(today - timedelta(days=6)), "to": str(today)},
            {"clinic": "lab", "from": str(today - timedelta(days=29)), "to": str(today)},
            {"clinic": "lab", "from": "2026-01-02", "to": str(today)},
        ]  # fmt: skip

    at_page(scene)


def test_days_nobody_can_ask_for_are_named_and_not_asked() -> None:
    async def scene(page: Page) -> None:
        today = page.gateway.today()
        page.presenter.show_range("custom")
        for first, last, fault in (
            ("yesterday", str(today), "form"), ("2026-1-2", str(today), "form"), ("20260102xx", str(today), "form"),
            (str(today), str(today - timedelta(days=1)), "order"),
            (str(today), str(today + timedelta(days=1)), "future"),
            (str(today - timedelta(days=400)), str(today), "long"), (str(today), str(today), ""),
        ):  # fmt: skip
            page.presenter.type_day("first", first)
            page.presenter.type_day("last", last)
            page.presenter.show_days()
            assert page.state.days_fault == fault, (first, last)
        assert page.asked == []

    at_page(scene)


def test_offline_the_last_answer_stays_with_its_age() -> None:
    async def scene(page: Page) -> None:
        page.presenter.come_in()
        await page.presenter.look()
        found = page.state.found
        assert found is not None
        assert not page.state.old
        await page.gateway.go_offline()
        await page.presenter.look()
        await page.gateway.clock.turn(OLD.total_seconds() + 1)
        page.presenter.come_in()
        assert (page.state.found, page.state.offline, page.state.old) == (found, Message("offline-page"), True)
        await page.gateway.go_online()
        await page.presenter.look()
        assert (page.state.offline, page.state.old, page.state.fault) == (None, False, None)

    at_page(scene)


def test_a_refusal_is_kept_by_its_code_and_goes_with_the_next_answer() -> None:
    async def scene(page: Page) -> None:
        await page.presenter.look()
        del page.gateway.server.administration[ROUTE]
        await page.presenter.look()
        assert page.state.fault is not None
        assert page.state.fault.code == "not-found"
        assert page.state.found is not None
        page.gateway.server.administration[ROUTE] = lambda question: b"no figures"
        await page.presenter.look()
        assert page.state.fault == Message("internal")
        page.gateway.server.administration[ROUTE] = page._told
        await page.presenter.look()
        assert page.state.fault is None

    at_page(scene)


def test_an_answer_that_comes_after_a_newer_question_is_dropped() -> None:
    async def scene(page: Page) -> None:
        days = answer(first=answer().day - timedelta(days=6))
        page.answer = lambda question: days if question.query else answer()
        first = asyncio.ensure_future(page.presenter.look())
        await asyncio.sleep(0)
        page.presenter.show_range("week")
        await page.presenter.look()
        await first
        assert page.state.found == days

    at_page(scene)


def test_clinics_are_ordered_by_any_column_and_back() -> None:
    async def scene(page: Page) -> None:
        await page.presenter.look()

        def order() -> list[str]:
            return [row.clinic for row in page.state.rows]

        assert order() == ["lab", "xray", "eyes"]
        page.presenter.sort("served")
        assert order() == ["eyes", "xray", "lab"]
        page.presenter.sort("served")
        assert order() == ["lab", "xray", "eyes"]
        for column, first in (("waiting", "lab"), ("wait", "lab"), ("longest", "lab"), ("throughput", "eyes")):
            page.presenter.sort(column)  # type: ignore[arg-type]  # each is a column
            assert order()[0] == first, column
        page.presenter.sort("clinic")
        assert order() == ["lab", "xray", "eyes"]
        await page.presenter.look()
        assert order() == ["lab", "xray", "eyes"]

    at_page(scene)


def test_while_a_row_is_read_numbers_stand_still() -> None:
    async def scene(page: Page) -> None:
        following = asyncio.ensure_future(page.presenter.follow())
        try:
            page.presenter.come_in()
            await turns()
            assert len(page.asked) == 1
            page.presenter.select("lab")
            page.presenter._wanted.set()
            await turns()
            assert (len(page.asked), page.state.paused) == (1, True)
            page.presenter.select("")
            await turns()
            assert len(page.asked) == 2
            page.presenter.go_away()
            page.presenter.refresh()
            await turns()
            assert len(page.asked) == 2
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    at_page(scene)


async def turns() -> None:
    """The loop goes round until nothing that is ready is left."""
    for _ in range(100):
        await asyncio.sleep(0)


def test_a_file_is_written_as_it_was_offered(tmp_path: Path) -> None:
    async def scene(page: Page) -> None:
        page.presenter.save("chart_line", "a,b\r\n")
        await page.jobs.run()
        assert page.view.told == []
        page.view.file = tmp_path / "figures.csv"
        page.presenter.save("chart_line", "a,b\r\n")
        await page.jobs.run()
        assert page.view.file.read_bytes() == b"a,b\r\n"
        page.view.file = tmp_path / "nowhere" / "figures.csv"
        page.presenter.save("chart_line", "a,b\r\n")
        await page.jobs.run()
        assert page.view.told == ["file-saved", "file-not-written"]
        assert page.view.offered[0] == f"chart_line-{page.gateway.today()}.csv"

    at_page(scene)


def test_the_answer_of_tests_travels_like_a_real_one() -> None:
    from mmc_console.wire.json import decode, encode

    assert decode(encode(answer()), MetricsAnswer) == answer()
