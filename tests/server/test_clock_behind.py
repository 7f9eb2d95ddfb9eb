"""A server whose clock is far behind, over HTTP: desks are told to come again, and whoever mends it is told why."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.errors import ServerBusy
from mmc_console.client.live import fault_of
from mmc_console.server.health import health as module
from tests.guards import ExpectedLogs
from tests.server.auth_app import server_in
from tests.server.test_actions_http import registered, send


def test_a_console_keeps_its_work_until_the_servers_clock_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0)
    for line in ("the clock is behind", "clock is unhealthy: clock-behind", "not behind the log"):
        expected_logs.expect(line)

    async def story() -> None:
        async with server_in(tmp_path) as server:
            huda = await server.person("huda", "supervisor")
            assert (await send(huda, registered(server))).json()["results"][0]["outcome"] == "applied"
            late = registered(server, "2234567")
            server.clock.pass_by(days=-40)
            answer = await send(huda, late)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert (answer.json()["code"], answer.json()["params"]) == ("unavailable", {"reason": "clock-behind"})
            fault = fault_of(answer)
            assert isinstance(fault, ServerBusy), "it waits, and no action of it is suspected"
            assert not fault.stranded
            health = await server.client.get("/api/v1/health")
            assert (health.status_code, health.json()["checks"]["clock"]["detail"]) == (503, "clock-behind")
            server.clock.pass_by(days=40)
            assert (await send(huda, late)).json()["results"][0]["outcome"] == "applied"
            health = await server.client.get("/api/v1/health")
            assert health.json()["checks"]["clock"]["detail"] == "ok"

    asyncio.run(story())
