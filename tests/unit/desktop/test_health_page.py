"""The health page's presenter: whether people can work, the worst first, old answers, and what F5 asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mmc_console.client.errors import BadAnswer, ProblemAnswer, ServerBusy, WireFault
from mmc_console.client.own_health import Found, Own
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.health.contract import OLD, THIS_PC, State
from mmc_console.desktop.admin.health.presenter import EVERY, Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.health import (
    CheckView,
    HealthChange,
    HealthView,
    HistoryView,
    StationsAnswer,
    StationView,
    Status,
    Uptime,
)
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played
from tests.unit.desktop.desk_parts import Jobs, ToldView

NOTHING = Uptime(share=None, measured_from=None, down_seconds=0, planned_seconds=0)


def check(name: str, status: Status = "healthy", detail: str = "ok") -> CheckView:
    return CheckView(name=name, status=status, detail=detail, since=datetime(2026, 11, 23, 4, tzinfo=UTC))


def health(at: datetime, *checks: CheckView) -> HealthView:
    return HealthView(status="healthy", timestamp=at, version="1", checks=checks, day=NOTHING, month=NOTHING)


class Painted(ToldView[State]):
    """Holds what was painted last."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State()

    def render(self, state: State) -> None:
        self.state = state

    async def show_planned(self) -> None:
        raise AssertionError("nobody asked for it")

    def say(self, message: Message, *, undo: object = None, fault: bool = False) -> None:
        raise AssertionError(message)


class Page:
    """A presenter before a server whose administration answers what is put there."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.jobs, self.view = gateway, Jobs(), Painted()
        self.checks: tuple[CheckView, ...] = (check("database"), check("disk"))
        self.stations: tuple[StationView, ...] = ()
        self.fault: WireFault | None = None
        self.asked: list[tuple[str, dict[str, str]]] = []
        for path, answer in (
            ("/admin/health", self._health), ("/admin/stations", lambda: StationsAnswer(self.stations)),
            ("/admin/health/history", self._history),
        ):  # fmt: skip
            gateway.server.administration["GET", path] = self._told(path, answer)
        self.presenter = Presenter(gateway, self.view, self.jobs.start)

    def _told(self, path: str, answer: Callable[[], Any]) -> Callable[[Any], Any]:
        def told(question: Any) -> Any:
            self.asked.append((path, dict(question.query)))
            return self.fault or answer()

        return told

    def _health(self) -> HealthView:
        return health(self.gateway.now(), *self.checks)

    def _history(self) -> HistoryView:
        now = self.gateway.now()
        change = HealthChange(at=now, check="disk", status="degraded", detail="disk-low")
        return HistoryView(begins=now - timedelta(days=1), ends=now, stretches=(), changes=(change,), maintenance=())

    @property
    def state(self) -> State:
        return self.view.state

    @property
    def work(self) -> str:
        return str(self.view.state.work)

    async def come_in(self) -> None:
        self.presenter.come_in()
        await self.settle()

    async def settle(self) -> None:
        """What is wanted is asked, and every intent is done."""
        await self.presenter.catch_up()
        await self.jobs.run()

    async def seconds(self, count: int) -> None:
        """So many ticks."""
        for _ in range(count):
            await self.gateway.clock.turn(1)
            self.presenter.pass_second()
            await self.settle()


def page(scene: Callable[[Page], Awaitable[None]]) -> Callable[[], None]:
    """A story on the page of an administrator."""

    @played
    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        try:
            await scene(Page(gateway))
        finally:
            await gateway.close()

    return whole


@page
async def _opening(page: Page) -> None:
    assert page.view.state.work == "unknown"
    await page.come_in()
    assert page.work == "well"
    assert [path for path, _ in page.asked] == ["/admin/health", "/admin/stations", "/admin/health/history"]
    await page.seconds(EVERY - 1)
    assert len(page.asked) == 3
    assert page.state.age == EVERY - 1
    await page.seconds(1)
    assert (len(page.asked), page.state.age) == (6, 0)
    page.presenter.go_away()


def test_it_is_asked_when_the_page_opens_and_then_now_and_again() -> None:
    _opening()


@pytest.mark.parametrize(
    ("name", "status", "work"),
    [
        ("database", "unhealthy", "no"), ("event_log", "unhealthy", "no"), ("disk", "degraded", "attention"),
        ("consoles", "degraded", "attention"), ("keys", "unhealthy", "attention"),
    ],
)  # fmt: skip
def test_the_first_line_says_whether_people_can_work(name: str, status: Status, work: str) -> None:
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    state = State(health=health(at, check("memory"), check(name, status, "disk-low")))
    assert state.work == work
    assert [tile.name for tile in state.tiles] == [name, "memory"], "the worst stands first"
    assert state.troubled == 1


def test_this_pc_is_one_card_told_by_its_worst() -> None:
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    own = (
        Own("server", Found("healthy"), at), Own("disk", Found("degraded", "pc-disk-low"), at),
        Own("store", Found("unhealthy", "store-full"), at),
    )  # fmt: skip
    tile = State(health=health(at, check("disk")), own=own).tiles[0]
    assert (tile.name, tile.status, tile.detail) == (THIS_PC, "unhealthy", "store-full")
    assert State(own=own).tiles == (tile,), "also while the server was never asked"


@page
async def _f5(page: Page) -> None:
    await page.come_in()
    page.asked.clear()
    page.presenter.check_now()
    await page.settle()
    assert page.asked[0] == ("/admin/health", {"fresh": "1"})
    assert not page.state.asking
    assert {own.name for own in page.state.own} >= {"server", "store", "disk", "keyring", "clock", "version"}


def test_f5_checks_the_server_and_this_pc_now() -> None:
    _f5()


@page
async def _away(page: Page) -> None:
    await page.come_in()
    await page.gateway.go_offline()
    await page.seconds(OLD + 1)
    assert (page.state.work, page.state.offline, page.state.old) == ("away", Message("offline-page"), True)
    assert page.state.health is not None, "the last answer stays, with its age"
    assert len(page.asked) == 3, "nothing is asked of a server that is away"
    await page.gateway.go_online()
    await page.seconds(1)
    assert (page.state.work, page.state.age) == ("well", 0), "it is asked as soon as it is back"


def test_while_the_server_is_away_the_last_answer_stays_with_its_age() -> None:
    _away()


@pytest.mark.parametrize(
    ("fault", "code", "work"),
    [
        (ServerBusy(1.0), "busy", "no"),
        (ServerBusy(1.0, stranded=True), "no-database", "no"),
        (ProblemAnswer(problem("not-allowed")), "not-allowed", "away"),
        (BadAnswer("nonsense"), "internal", "away"),
    ],
)
def test_a_server_that_does_not_answer_is_told_by_its_reason(fault: WireFault, code: str, work: str) -> None:
    @page
    async def story(page: Page) -> None:
        page.fault = fault
        await page.come_in()
        assert page.state.fault is not None
        assert (page.state.fault.code, page.state.work, page.state.asking) == (code, work, False)
        page.fault = None
        page.presenter.check_now()
        await page.settle()
        assert page.state.trouble is None
        assert page.work == "attention", "this PC keeps no keys"

    story()


@page
async def _details(page: Page) -> None:
    await page.come_in()
    page.presenter.open_check("disk")
    assert (page.state.open, page.state.past) == ("disk", None)
    await page.settle()
    assert page.asked[-1] == ("/admin/health/history", {"hours": "720", "check": "disk"})
    assert page.state.past is not None
    page.presenter.open_check(THIS_PC)
    await page.settle()
    assert page.state.open == THIS_PC
    page.presenter.close_check()
    assert page.state.open == ""


def test_details_bring_what_the_check_has_said() -> None:
    _details()


def test_stations_are_found_by_name_person_and_letter() -> None:
    def station(name: str, user: str, desk: str) -> StationView:
        return StationView(id=name, kind="console", name=name, state="online", user=user, desk=desk)

    both = (station("RECEPTION-1", "Noora", "A"), station("CLINIC-3", "Dr Saad", "C"))
    for query, found in (
        ("saad", ["CLINIC-3"]),
        ("reception", ["RECEPTION-1"]),
        ("", ["RECEPTION-1", "CLINIC-3"]),
        ("x", []),
    ):
        assert [one.name for one in State(stations=both, query=query).shown_stations] == found


def test_the_tick_ends_with_the_program() -> None:
    async def story() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        ticking = asyncio.ensure_future(Page(gateway).presenter.tick())
        await asyncio.sleep(0)
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        await gateway.close()

    asyncio.run(story())
