"""`kill -9` of the server under load: what was acknowledged is there, once, and the log has no gap."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.live_parts import Program, action, registration, sign_in

DESKS = 6


class Ledger:
    """What the desks know: acknowledged actions, and those they must send again."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.open: list[dict[str, Any]] = []
        self.count = 0

    def acknowledge(self, sent: dict[str, Any], result: dict[str, Any]) -> None:
        """A repeat has the number that was told first."""
        assert result["outcome"] in ("applied", "repeated", "refused"), result
        before = self.acknowledged.setdefault(sent["id"], result)
        assert before.get("number") == result.get("number")


async def _desk(url: str, headers: dict[str, str], ledger: Ledger, until: float, told: Callable[[], None]) -> None:
    """Register, call and register again until the server is gone; *told* after each answer."""
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=20) as client:
        while time.monotonic() < until:
            ledger.count += 1
            new = registration(f"{1_000_000 + ledger.count}")
            if ledger.count % 3 == 0:
                new = action("call_next", clinic="lab", room=1, finish_current=True)
            work = [*ledger.open[:5], new]
            del ledger.open[:5]
            try:
                answer = await client.post("/api/v1/actions", json={"actions": work})
            except httpx.HTTPError:
                ledger.open.extend(work)
                return
            assert answer.status_code == 200, answer.text
            for sent, result in zip(work, answer.json()["results"], strict=True):
                ledger.acknowledge(sent, result)
            told()


async def _load(program: Program, ledger: Ledger, seconds: float) -> None:
    """Work at all desks, and `kill -9` so many seconds after each has had its answers, however busy the machine is."""
    async with httpx.AsyncClient(base_url=program.url, trust_env=False, timeout=20) as client:
        token = (await client.post("/api/v1/auth/login", json=sign_in())).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    until, loop, answers = time.monotonic() + 30, asyncio.get_running_loop(), count(1)

    def told() -> None:
        if next(answers) == 2 * DESKS:
            loop.call_later(seconds, program.kill)

    await asyncio.gather(*(_desk(program.url, headers, ledger, until, told) for _ in range(DESKS)))


def _check(program: Program, ledger: Ledger) -> None:
    with httpx.Client(base_url=program.url, trust_env=False, timeout=20) as client:
        token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        found: list[dict[str, Any]] = []
        epoch = client.get("/api/v1/snapshot", headers=headers).json()["epoch"]
        while True:
            after = f"{epoch}:{len(found)}"
            page = client.get("/api/v1/events", params={"after": after}, headers=headers).json()["events"]
            if not page:
                break
            found += page
        seqs = [event["seq"] for event in found]
        assert seqs == list(range(1, len(seqs) + 1))
        firsts = [e["action"] for e in found if e["type"] == "visit_registered"]
        assert len(firsts) == len(set(firsts))
        numbers = [e["number"] for e in found if e["type"] == "visit_registered"]
        assert len(numbers) == len(set(numbers))
        recorded = {event["action"] for event in found}
        for id, result in ledger.acknowledged.items():
            assert (id in recorded) == (result["outcome"] != "refused"), result


def _cycles(place: Path, kills: int) -> None:
    program, ledger = Program(place), Ledger()
    for cycle in range(kills):
        program.start()
        asyncio.run(_load(program, ledger, 0.05 + 0.07 * (cycle % 5)))
    program.start()
    try:
        _check(program, ledger)
        assert len(ledger.acknowledged) > kills * DESKS
    finally:
        code, complaints = program.stop()
    assert (code, complaints) == (0, "")
    assert not (place / "center.db-wal").exists() or (place / "center.db-wal").stat().st_size == 0


def test_nothing_acknowledged_is_lost_or_doubled_in_10_kills(tmp_path: Path) -> None:
    _cycles(tmp_path, 10)


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_or_doubled_in_50_kills(tmp_path: Path) -> None:
    _cycles(tmp_path, 50)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_nothing_acknowledged_is_lost_or_doubled_in_1_000_kills(tmp_path: Path, part: int) -> None:
    """Twenty times fifty: a day that is twenty times as long would only measure how long such a day takes to read."""
    _cycles(tmp_path, 50)
