"""Health for those who run the centre: figures, history, maintenance; and what everybody is never told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console.server.health import probing
from mmc_console.server.health.probing import FeedCheck, StreamsCheck
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import START


def run(place: Path, story: Callable[[Server, Caller], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await story(server, await server.caller().sign_in())

    asyncio.run(whole())


async def read(caller: Caller, path: str = "", **query: str) -> dict[str, Any]:
    answer = await caller.ask("GET", f"/api/v1/admin/health{path}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_administrator_reads_figures_and_how_long_people_could_work(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        await server.watch.look()
        for _ in range(3):
            server.clock.pass_by(minutes=1)
            await server.watch.look()
        found = await read(admin)
        checks = {check["name"]: check for check in found["checks"]}
        assert checks["database"]["figures"]["write_ms"] >= 0
        assert checks["event_log"]["figures"]["seq"] >= 1
        assert checks["disk"]["figures"]["free_bytes"] > 0
        assert checks["memory"]["figures"]["own_bytes"] > 10_000_000
        assert found["day"] == {
            "share": 1.0, "measured_from": "2026-11-23T07:15:00+03:00", "down_seconds": 0.0, "planned_seconds": 0.0,
        }  # fmt: skip
        assert "figures" not in (await server.client.get("/api/v1/health")).text

    run(tmp_path, story)


def test_checked_now_is_checked_now(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        first = await read(admin)
        server.clock.pass_by(seconds=30)
        assert (await read(admin))["timestamp"] == first["timestamp"], "kept for two seconds"
        assert (await read(admin, fresh="1"))["timestamp"] == "2026-11-23T07:15:30+03:00"

    run(tmp_path, story)


def test_the_worst_stands_first_and_its_history_is_kept(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("keys is degraded: keys-missing")
    expected_logs.expect("audit is degraded: audit-head-missing")

    async def story(server: Server, admin: Caller) -> None:
        await server.watch.look()
        (tmp_path / "keys").rename(tmp_path / "away")
        server.clock.pass_by(minutes=1)
        await server.watch.look()
        assert (await read(admin))["checks"][0]["name"] == "keys"
        (tmp_path / "away").rename(tmp_path / "keys")
        server.clock.pass_by(minutes=1)
        await server.watch.look()
        history = await read(admin, "/history", hours="1", check="keys")
        told = [(change["at"][11:16], change["detail"]) for change in history["changes"]]
        assert told == [("07:15", "ok"), ("07:16", "keys-missing"), ("07:17", "ok")]
        drawn = [(piece["from"][11:16], piece["to"][11:16], piece["status"]) for piece in history["stretches"]]
        assert drawn == [
            ("06:17", "07:15", "unknown"), ("07:15", "07:17", "degraded"),
        ]  # fmt: skip

    run(tmp_path, story)


def test_maintenance_is_named_beforehand_by_an_administrator(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        begins, ends = START + timedelta(hours=10), START + timedelta(hours=12)
        body = {"begins": begins.isoformat(), "ends": ends.isoformat(), "reason": "new disk"}
        answer = await admin.ask("POST", "/api/v1/admin/health/maintenance", json=body)
        (named,) = answer.json()["maintenance"]
        assert (named["begins"], named["reason"]) == ("2026-11-23T17:15:00+03:00", "new disk")
        supervisor = await server.person("huda", "supervisor")
        assert (await read(supervisor, "/maintenance"))["maintenance"] == [named]
        refused = await supervisor.ask("POST", "/api/v1/admin/health/maintenance", json=body)
        assert refused.status_code == 403
        desk = await server.person("saad", "reception")
        told = (await desk.ask("GET", "/api/v1/maintenance")).json()["maintenance"]
        assert told == [{name: named[name] for name in ("begins", "ends", "reason")}], "who works meanwhile is told"
        path = f"/api/v1/admin/health/maintenance/{named['id']}"
        assert (await admin.ask("DELETE", path)).status_code == 204
        assert (await admin.ask("DELETE", path)).json()["code"] == "not-found"
        assert (await admin.ask("DELETE", "/api/v1/admin/health/maintenance/²")).json()["code"] == "not-found"
        late = {**body, "begins": "2026-11-22T00:00:00Z", "ends": "2026-11-22T01:00:00Z"}
        answer = await admin.ask("POST", "/api/v1/admin/health/maintenance", json=late)
        assert (answer.status_code, answer.json()["errors"][0]["message"]) == (422, "Cannot be named: over")

    run(tmp_path, story)


@pytest.mark.parametrize("query", [{"hours": "0"}, {"hours": "x"}, {"check": "c" * 41}])
def test_a_history_of_nothing_is_refused_by_name(tmp_path: Path, query: dict[str, str]) -> None:
    async def story(server: Server, admin: Caller) -> None:
        answer = await admin.ask("GET", "/api/v1/admin/health/history", params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    run(tmp_path, story)


def test_a_database_that_could_not_be_read_is_written_down_afterwards(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("database is unhealthy: database-failed")
    expected_logs.expect("is degraded: not-checked")

    async def story(server: Server, admin: Caller) -> None:
        server.database.close()
        try:
            public = await server.client.get("/api/v1/health")
            refused = await admin.ask("GET", "/api/v1/admin/health")
            await server.watch.look()  # the next write opens it again
        finally:
            server.database.open()
        assert (public.status_code, public.json()["checks"]["database"]["detail"]) == (503, "database-failed")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable"), "nobody's rights can be read"
        server.clock.pass_by(minutes=1)
        await server.watch.look()
        told = (await read(admin, "/history", check="database"))["changes"]
        assert [change["detail"] for change in told] == ["database-failed", "ok"]

    run(tmp_path, story)


def test_a_stuck_feed_is_found(tmp_path: Path) -> None:
    """The timer that wakes readers is lost: nobody would be told anything any more."""

    async def story(server: Server, admin: Caller) -> None:
        feed = server.feed
        check = FeedCheck(feed, server.database, in_time=0.2)
        assert (await check()).detail == "ok"
        feed._armed = True
        assert (await check()).detail == "feed-stuck"
        assert feed.readers == 0, "the reader that tried has gone"
        feed._armed = False
        feed.seq -= 1
        assert (await check()).detail == "feed-behind"
        feed.seq += 1
        feed._entries.clear()
        assert (await check()).detail == "ok", "an empty ring has nothing to give"

    run(tmp_path, story)


def test_many_cut_streams_are_told_for_ten_minutes(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        feed = server.feed
        check = StreamsCheck(feed, lambda: 2, server.clock.passed)
        reader = feed.open(None, None, "session")
        assert (await check()).figures == {"streams": 1.0, "boards": 2.0, "cut": 0.0}
        for _ in range(probing.SLOW_AT_MOST + 1):
            slow = feed.open(None, None, "session")
            feed._cut_slow(slow)
            feed._cut_slow(slow)
            feed.leave(slow)
        assert (await check()).detail == "streams-slow"
        server.clock.pass_by(seconds=probing.SLOW_WINDOW)
        assert (await check()).detail == "ok"
        feed.leave(reader)

    run(tmp_path, story)


def test_rounds_that_fail_are_told(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("round broken failed")
    expected_logs.expect("rounds is degraded: rounds-failing")

    async def story(server: Server, admin: Caller) -> None:
        async def broken() -> None:
            raise OSError("nobody is told this")

        rounds = server.office.rounds
        rounds.add("broken", 3600, broken)
        await rounds._once(rounds._rounds["broken"])
        found = await read(admin, fresh="1")
        assert found["checks"][0]["about"] == ["broken"]
        assert "nobody is told" not in str(found)

    run(tmp_path, story)
