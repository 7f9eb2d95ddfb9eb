"""Health: what is wrong is named by code, since when, in time, and without a word about how the server is built."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.health_words import health_words
from mmc_console.server.alerts.rules import OF_HEALTH
from mmc_console.server.health import Health, Verdict, machine
from mmc_console.server.health import health as module
from mmc_console.server.health.machine import check_disk
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_parts import HandClock


def run(story: Callable[[Server], Awaitable[None]], place: Path) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await story(server)

    asyncio.run(whole())


async def health_of(server: Server) -> tuple[int, dict[str, Any]]:
    answer = await server.client.get("/api/v1/health")
    return answer.status_code, answer.json()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0)


def test_a_healthy_server_says_so_to_everybody(tmp_path: Path) -> None:
    async def story(server: Server) -> None:
        status, report = await health_of(server)
        assert (status, report["status"]) == (200, "healthy")
        assert sorted(report["checks"]) == [
            "audit", "backups", "boards", "clock", "consoles", "database", "disk", "event_log", "feed", "keys", "log",
            "memory", "plugins", "publications", "rounds", "streams",
        ]  # fmt: skip
        assert report["checks"].keys() <= OF_HEALTH, "an alert that could only name a check by its code"
        for language in ("ar", "en"):
            assert report["checks"].keys() - health_words(language).checks.keys() == set(), "a check without a name"
        assert {(c["status"], c["detail"]) for c in report["checks"].values()} == {("healthy", "ok")}
        assert report["timestamp"] == "2026-11-23T07:15:00+03:00"
        live = await server.client.get("/api/v1/health/live")
        assert (live.status_code, live.json()) == (200, {"status": "alive", "timestamp": "2026-11-23T07:15:00+03:00"})

    run(story, tmp_path)


def test_missing_keys_degrade_and_since_when_is_told(
    tmp_path: Path, at_once: None, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("keys is degraded: keys-missing")

    async def story(server: Server) -> None:
        await health_of(server)
        server.clock.pass_by(minutes=5)
        shutil.move(tmp_path / "keys", tmp_path / "away")
        for _ in range(2):
            status, report = await health_of(server)
            assert (status, report["status"]) == (200, "degraded")
            assert report["checks"]["keys"] == {
                "status": "degraded", "detail": "keys-missing", "since": "2026-11-23T07:20:00+03:00",
            }  # fmt: skip
            assert report["checks"]["disk"]["since"] == "2026-11-23T07:15:00+03:00"
            assert str(tmp_path) not in str(report)
            server.clock.pass_by(minutes=1)
        shutil.move(tmp_path / "away", tmp_path / "keys")
        assert (await health_of(server))[1]["status"] == "healthy"

    run(story, tmp_path)


def test_a_clock_that_was_set_back_is_told(tmp_path: Path, at_once: None, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("clock is degraded: clock-set-back")

    async def story(server: Server) -> None:
        server.clock.pass_by(minutes=-2)
        assert (await health_of(server))[1]["status"] == "healthy"
        server.clock.pass_by(seconds=-1)
        status, report = await health_of(server)
        assert (status, report["checks"]["clock"]["detail"]) == (200, "clock-set-back")

    run(story, tmp_path)


@pytest.mark.parametrize(
    ("damage", "detail"),
    [
        ("DELETE FROM events", "log-cut"),
        ("UPDATE events SET seq = seq + 1", "log-gap"),
        ("DELETE FROM log_heads", "no-log"),
    ],
)
def test_a_log_that_is_not_whole_is_unhealthy(
    tmp_path: Path, at_once: None, expected_logs: ExpectedLogs, damage: str, detail: str
) -> None:
    expected_logs.expect(f"event_log is unhealthy: {detail}")
    if detail == "log-gap":
        expected_logs.expect("feed is unhealthy: feed-behind")

    async def story(server: Server) -> None:
        assert (await health_of(server))[0] == 200
        await asyncio.to_thread(server.database.transact, lambda conn: conn.exec_driver_sql(damage))
        status, report = await health_of(server)
        assert (status, report["status"]) == (503, "unhealthy")
        assert report["checks"]["event_log"]["detail"] == detail

    run(story, tmp_path)


def test_a_database_that_cannot_be_read_is_unhealthy(
    tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """The database's check says so, the others that they could not look; none of what the driver said comes out."""
    expected_logs.expect("database is unhealthy: database-failed")
    expected_logs.expect("[a-z_]+ is degraded: not-checked")

    async def story(server: Server) -> None:
        server.database.close()
        status, report = await health_of(server)
        assert (status, report["status"]) == (503, "unhealthy")
        assert report["checks"]["database"]["detail"] == "database-failed"
        server.database.open()
        assert (await health_of(server))[0] == 200

    run(story, tmp_path)


def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_free(free: int) -> Verdict:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - free, free))
        return check_disk([tmp_path, tmp_path / "nowhere"])

    def said(verdict: Verdict) -> tuple[str, str]:
        return verdict.status, verdict.detail

    assert said(with_free(machine.LOW)) == ("healthy", "ok")
    assert said(with_free(machine.LOW - 1)) == ("degraded", "disk-low")
    assert said(with_free(machine.FULL - 1)) == ("unhealthy", "disk-full")
    assert with_free(machine.FULL - 1).figures["free_bytes"] == machine.FULL - 1
    monkeypatch.setattr(machine, "_free_files", lambda _: machine.FEW_FILES - 1)
    assert said(with_free(machine.LOW)) == ("degraded", "disk-few-files")
    monkeypatch.setattr(machine, "_free_files", lambda _: machine.NO_FILES - 1)
    assert said(with_free(machine.LOW)) == ("unhealthy", "disk-no-files")


def test_a_check_that_hangs_is_unhealthy_and_not_started_again_until_it_is_back(
    at_once: None, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("stuck is unhealthy: no-answer-in-time")
    begun: list[int] = []
    go_on = threading.Event()

    def stuck() -> Verdict:
        begun.append(1)
        go_on.wait(60)
        return Verdict("healthy")

    async def story() -> None:
        health = Health({"stuck": stuck}, HandClock(), limit=0)
        patient = Health({"good": lambda: Verdict("healthy")}, HandClock())
        for _ in range(2):
            report = await health.report()
            assert (report.status, report.checks["stuck"].detail) == ("unhealthy", "no-answer-in-time")
        assert (await patient.report()).status == "healthy"
        assert begun == [1]
        go_on.set()
        await asyncio.wait_for(health._under_way["stuck"], 60)
        assert (await health.report()).checks["stuck"].status == "healthy"

    asyncio.run(story())


def test_asking_often_costs_one_check(tmp_path: Path) -> None:
    begun: list[int] = []

    def counted() -> Verdict:
        begun.append(1)
        return Verdict("healthy")

    async def story() -> None:
        health = Health({"counted": counted}, HandClock())
        await asyncio.gather(*(health.report() for _ in range(50)))

    asyncio.run(story())
    assert begun == [1]


def test_what_a_check_raises_is_an_answer(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("broken could not be checked")
    expected_logs.expect("broken is unhealthy: check-failed")

    def broken() -> Verdict:
        raise OSError("/secret/path is gone")

    report = asyncio.run(Health({"broken": broken}, HandClock()).report())
    assert (report.status, report.checks["broken"].detail) == ("unhealthy", "check-failed")
