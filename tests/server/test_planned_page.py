"""The box of planned maintenance at a real server: planned, refused at the field, called off, ended early, counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mmc_console.desktop.admin.health.planned.contract import State
from mmc_console.desktop.admin.health.planned.presenter import Presenter, read_form
from mmc_console.wire.health import Maintenance
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, server_in

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Riyadh")


class View:
    """Answers as the test says."""

    def __init__(self) -> None:
        self.sure_of = True
        self.asked: list[bool] = []

    def render(self, state: State) -> None:
        pass

    async def sure(self, one: Maintenance, *, begun: bool) -> bool:
        self.asked.append(begun)
        return self.sure_of


class Box:
    """An administrator at the box."""

    def __init__(self, server: Server, gateway: Any) -> None:
        self.server, self.gateway, self.view, self.jobs = server, gateway, View(), Jobs()
        gateway.state = SimpleNamespace(calendar=server.writer.calendar)
        self.presenter = Presenter(gateway, self.view, self.jobs.start)

    @property
    def state(self) -> State:
        return self.presenter.state

    async def do(self, intent: Callable[[], None]) -> None:
        intent()
        await self.jobs.run()

    def at(self, minutes: int) -> str:
        """As it is typed: so many minutes from now, by the clocks of the centre."""
        return f"{self.server.clock.now().astimezone(ZONE) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"

    async def plan(self, begins: str, ends: str, reason: str = "قرص جديد") -> None:
        self.presenter.edit("begins", begins)
        self.presenter.edit("ends", ends)
        self.presenter.edit("reason", reason)
        await self.do(self.presenter.plan)


def opened(place: Path, story: Callable[[Box], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(Box(server, Gateway(server, await server.caller().sign_in())))

    asyncio.run(run())


def test_it_is_planned_shown_with_who_named_it_and_called_off(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        await box.do(box.presenter.come_in)
        assert (box.state.known, box.state.planned) == (True, ())
        await box.plan(box.at(60), box.at(120))
        [one] = box.state.planned
        assert (one.reason, box.state.names[one.by], box.state.typed["reason"]) == ("قرص جديد", "Admin", "")
        assert one.ends - one.begins == timedelta(hours=1)
        assert one.begins.utcoffset() == timedelta(hours=3)
        box.view.sure_of = False
        await box.do(box.presenter.call_off)
        assert [each.id for each in box.state.planned] == [one.id]
        box.view.sure_of = True
        await box.do(box.presenter.call_off)
        assert not box.state.planned
        assert box.view.asked == [False, False]
        assert box.state.told is not None
        assert box.state.told.code == "called-off"

    opened(tmp_path, story)


def test_one_that_goes_on_is_ended_now_and_what_stood_still_stays_planned(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        await box.do(box.presenter.come_in)
        await box.plan(box.at(2), box.at(120))
        await box.plan(box.at(200), box.at(260), "later")
        history = box.server.watch.history
        await asyncio.to_thread(history.note, "healthy", [])
        box.server.clock.at += timedelta(minutes=12)
        await asyncio.to_thread(history.note, "healthy", [])
        await box.do(box.presenter.come_in)
        assert [box.state.begun(each) for each in box.state.planned] == [True, False]
        box.presenter.select(box.state.planned[0].id)
        await box.do(box.presenter.call_off)
        assert box.view.asked == [True]
        assert [each.reason for each in box.state.planned] == ["later"]
        now = box.server.clock.now()
        found = await asyncio.to_thread(history.uptime, now - timedelta(hours=1), now)
        assert (found.planned_seconds, found.down_seconds) == (10 * 60, 2 * 60)

    opened(tmp_path, story)


def test_what_cannot_be_planned_is_said_at_its_field_also_by_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(box: Box) -> None:
        await box.do(box.presenter.come_in)
        await box.plan(box.at(60), box.at(50), " ")
        assert box.state.wrong == {"ends": "ends-backwards", "reason": "reason-missing"}
        box.presenter.edit("ends", box.at(70))
        assert box.state.wrong == {"reason": "reason-missing"}
        box.server.clock.at += timedelta(minutes=10)  # the server's clock is ahead of what this console believes
        monkeypatch.setattr(box.gateway, "now", lambda: box.server.clock.at - timedelta(minutes=10))
        await box.plan(box.at(-8), box.at(-2))
        assert box.state.wrong == {"ends": "ends-over"}
        assert box.state.planned == ()
        box.gateway.admin.offline = True
        await box.plan(box.at(60), box.at(70))
        assert box.state.trouble is not None
        assert (box.state.trouble.code, box.state.typed["reason"]) == ("unreachable", "قرص جديد")

    opened(tmp_path, story)


@pytest.mark.parametrize(
    ("begins", "ends", "reason", "wrong"),
    [
        ("٢٠٢٦-١١-٢٣ ١٣:٠٠", "2026-11-23 14:00", "x", {}),
        ("tomorrow", "", "x", {"begins": "moment", "ends": "moment"}),
        ("2026-11-23 10:00", "2026-11-23 11:00", "x", {"ends": "ends-over"}),
        ("2026-11-24 10:00", "2026-12-25 10:01", "x", {"ends": "ends-too-long"}),
        ("2026-11-24 10:00", "2026-11-24 11:00", "x" * 201, {"reason": "reason-long"}),
    ],
)  # fmt: skip
def test_moments_are_read_by_the_clocks_of_the_centre(
    begins: str, ends: str, reason: str, wrong: dict[str, str]
) -> None:
    asked, found = read_form({"begins": begins, "ends": ends, "reason": reason}, NOON, ZONE)
    assert found == wrong
    if not wrong:
        assert asked is not None
        assert asked.begins == NOON + timedelta(hours=1)


def test_a_night_in_which_clocks_are_set_back_is_as_long_as_it_is() -> None:
    asked, _ = read_form(
        {"begins": "2026-10-31 22:00", "ends": "2026-11-01 06:00", "reason": "x"}, NOON - timedelta(days=60),
        ZoneInfo("America/New_York"),
    )  # fmt: skip
    assert asked is not None
    assert asked.ends - asked.begins == timedelta(hours=9)
