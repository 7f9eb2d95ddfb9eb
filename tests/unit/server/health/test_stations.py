"""What consoles and boards say: who is there, what waits where, and what follows from it for the centre's health."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console import __version__
from mmc_console.server.health.stations import ONLINE, TODAY, Stations
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import START

STATUS = "/api/v1/devices/me/status"


def run(place: Path, story: Callable[[Server, Caller], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await story(server, await server.caller().sign_in())

    asyncio.run(whole())


async def tell(caller: Caller, **status: Any) -> None:
    answer = await caller.ask("POST", STATUS, json={"app": __version__, **status})
    assert answer.status_code == 204, answer.text


async def station(admin: Caller, name: str = "") -> dict[str, Any]:
    found = (await admin.ask("GET", "/api/v1/admin/stations")).json()["stations"]
    return next(one for one in found if not name or one.get("user") == name or one["id"] == f"console-of-{name}")


async def check(server: Server, name: str) -> tuple[str, list[str]]:
    await server.watch.health.report(fresh=True)
    view = next(view for view in server.watch.health.views() if view.name == name)
    return view.detail, list(view.about)


def test_a_console_says_what_waits_and_who_sits_there(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        desk = await server.person("noora", "reception")
        assert (await station(admin, "noora"))["state"] == "never"
        oldest = (START - timedelta(minutes=2)).isoformat()
        await tell(desk, pending=7, failed=1, oldest=oldest, clock=0.2)
        found = await station(admin, "noora")
        assert (found["state"], found["pending"], found["failed"], found["desk"]) == ("online", 7, 1, "C")
        assert (found["seen"], found["oldest"]) == ("2026-11-23T07:15:00+03:00", "2026-11-23T07:13:00+03:00")
        assert found["user"] == "noora"
        assert "outdated" not in found

    run(tmp_path, story)


def test_one_that_is_not_heard_any_more_is_told_with_its_work(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("consoles is degraded: stations-silent-with-work")
    expected_logs.expect("backups is degraded: backup-none")

    async def story(server: Server, admin: Caller) -> None:
        desk = await server.person("noora", "reception")
        await tell(desk, pending=7)
        server.clock.pass_by(seconds=ONLINE.total_seconds() - 1)
        assert (await check(server, "consoles"))[0] == "ok"
        server.clock.pass_by(seconds=1)
        assert (await station(admin))["state"] == "silent"
        assert await check(server, "consoles") == ("stations-silent-with-work", ["console-of-noora"])
        public = (await server.client.get("/api/v1/health")).text
        assert "noora" not in public
        server.clock.pass_by(seconds=TODAY.total_seconds())
        assert (await check(server, "consoles"))[0] == "ok", "it was switched off long ago"

    run(tmp_path, story)


def test_one_that_said_that_it_ends_is_missed_by_nobody(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        desk = await server.person("noora", "reception")
        await tell(desk, closing=True)
        server.clock.pass_by(minutes=10)
        assert (await station(admin, "noora"))["state"] == "closed"
        assert (await check(server, "consoles"))[0] == "ok"

    run(tmp_path, story)


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        ({"pending": 1, "oldest": (START - timedelta(minutes=6)).isoformat()}, "stations-work-waits"),
        ({"failed": 2}, "stations-work-refused"),
        ({"health": [{"check": "disk", "status": "degraded", "detail": "pc-disk-low"}]}, "stations-trouble"),
        ({"app": "0.0.1"}, "stations-outdated"),
    ],
)
def test_what_a_desk_keeps_back_is_told(
    tmp_path: Path, expected_logs: ExpectedLogs, status: dict[str, Any], detail: str
) -> None:
    expected_logs.expect(f"consoles is degraded: {detail}")

    async def story(server: Server, admin: Caller) -> None:
        desk = await server.person("noora", "reception")
        await tell(desk, **status)
        assert await check(server, "consoles") == (detail, ["console-of-noora"])

    run(tmp_path, story)


def test_clocks_of_consoles_are_compared(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """One that is off is named; when most are off the same way, it is the server's own."""
    expected_logs.expect("clock is degraded: console-clock-off")

    async def story(server: Server, admin: Caller) -> None:
        desks = [await server.person(f"desk-{n}", "reception") for n in range(3)]
        await tell(desks[0], clock=-90)
        assert (await check(server, "clock"))[0] == "console-clock-off"
        for desk in desks:
            await tell(desk, clock=-90)
        assert await check(server, "clock") == ("server-clock-off", [])

    run(tmp_path, story)


def test_what_was_told_outlives_the_server(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    async def story(server: Server, admin: Caller) -> None:
        desk = await server.person("noora", "reception")
        expected_logs.expect("consoles is degraded: stations-trouble")
        trouble = [{"check": "printer", "status": "degraded", "detail": "printer-not-ready"}]
        await tell(desk, pending=3, health=trouble, clock=1.5)
        await server.watch.look()
        again = Stations(server.database, server.clock)
        again.load()
        assert again.all() == server.watch.stations.all()
        found = next(view for view in again.all() if view.pending)
        assert (found.pending, found.clock, found.health[0].detail) == (3, 1.5, "printer-not-ready")

    run(tmp_path, story)


@pytest.mark.parametrize(
    ("status", "field"),
    [
        ({"pending": -1}, "$.pending"),
        ({"pending": "many"}, "$.pending"),
        ({"oldest": "2026-11-23T07:15:00"}, "$.oldest"),
        ({"app": "x" * 41}, "$.app"),
        ({"health": [{"check": "Ahmad Salem", "status": "degraded", "detail": "x"}]}, "$.health[0].check"),
        ({"health": [{"check": "a", "status": "degraded", "detail": "b"}] * 21}, "$.health"),
        ({"patient": "12345"}, "$"),
        ({"sound": "loud"}, "$.sound"),
    ],
)
def test_what_no_station_says_is_refused_by_name(tmp_path: Path, status: dict[str, Any], field: str) -> None:
    async def story(server: Server, admin: Caller) -> None:
        answer = await admin.ask("POST", STATUS, json=status)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert answer.json()["errors"][0]["field"] == field

    run(tmp_path, story)
