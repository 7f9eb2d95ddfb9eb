"""How often anybody may ask: pace and burst, by console and by address, told in the headers, obeyed by our clients."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.errors import ServerBusy
from mmc_console.client.live import fault_of
from mmc_console.server.limits import Buckets, LimitSettings
from tests.server.auth_app import server_in


class Time:
    """Moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 0.5), max_size=200), st.integers(1, 50), st.integers(1, 100))
def test_in_any_span_no_more_pass_than_the_burst_and_the_pace_allow(
    pauses: list[float], per_second: int, burst: int
) -> None:
    time, passed = Time(), list[float]()
    buckets = Buckets(time)
    for pause in pauses:
        time.now += pause
        if not buckets.take("k", per_second, burst):
            passed.append(time.now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            allowed = burst + (passed[last] - passed[first]) * per_second
            assert last - first + 1 <= allowed + 1e-6


def test_what_a_request_carries_can_be_counted() -> None:
    time = Time()
    buckets = Buckets(time)
    assert buckets.take("k", 0.5, 10, 8) == 0.0
    assert buckets.take("k", 0.5, 10, 8) == pytest.approx(12.0), "six too many, at one in two seconds"
    assert buckets.take("k", 0.5, 10, 2) == 0.0
    time.now += 16.0
    assert buckets.take("k", 0.5, 10, 8) == 0.0


def test_whoever_waits_as_long_as_told_gets_through_and_others_are_not_touched() -> None:
    time = Time()
    buckets = Buckets(time)
    assert [buckets.take("k", 10, 3) for _ in range(3)] == [0.0, 0.0, 0.0]
    wait = buckets.take("k", 10, 3)
    assert wait == pytest.approx(0.1)
    assert buckets.take("other", 10, 3) == 0.0
    time.now += wait
    assert buckets.take("k", 10, 3) == 0.0
    time.now += 1000
    assert [buckets.take("k", 10, 3) for _ in range(3)] == [0.0, 0.0, 0.0], "a long rest earns no more than the burst"


def test_a_flood_of_keys_fills_no_memory_and_frees_nobody_who_floods() -> None:
    buckets = Buckets(Time(), remembered=100)
    for n in range(1000):
        buckets.take(f"k{n}", 1, 10)
    assert len(buckets._used_up) <= 101


def test_a_console_that_asks_too_often_is_told_when_to_come_again_and_no_other_is(tmp_path: Path) -> None:
    async def run() -> None:
        async with server_in(tmp_path) as server:
            greedy = await server.person("greedy", "reception")
            modest = await server.person("modest", "reception")
            fields = {"device_burst": 12, "device_per_second": 5, "address_burst": 20, "address_per_second": 5}
            await asyncio.to_thread(server.office.preferences.change, LimitSettings, fields, "")
            answers = [await greedy.ask("GET", "/api/v1/auth/me") for _ in range(20)]
            refused = [answer for answer in answers if answer.status_code == 429]
            assert 7 <= len(refused) <= 9
            headers = refused[0].headers
            assert refused[0].json()["code"] == "too-many-requests"
            assert headers["Retry-After"] == "1"
            assert (headers["RateLimit"], headers["RateLimit-Policy"]) == ('"device";r=0;t=1', '"device";q=12;w=2')
            assert (await modest.ask("GET", "/api/v1/auth/me")).status_code == 200
            busy = fault_of(refused[0])
            assert isinstance(busy, ServerBusy)
            assert (busy.limited, busy.retry_after) == (True, 1.0)
            strangers = [await server.client.get("/api/v1/auth/me") for _ in range(40)]
            assert {answer.status_code for answer in strangers} == {401, 429}
            assert (await modest.ask("GET", "/api/v1/auth/me")).status_code == 200, "strangers take nothing from people"

    asyncio.run(run())


def test_what_is_public_has_the_addresss_pace(tmp_path: Path) -> None:
    async def run() -> None:
        async with server_in(tmp_path) as server:
            fields = {"address_burst": 10, "address_per_second": 5}
            await asyncio.to_thread(server.office.preferences.change, LimitSettings, fields, "")
            answers: list[httpx.Response] = [await server.client.get("/api/v1/health/live") for _ in range(15)]
            assert {answer.status_code for answer in answers} == {200, 429}

    asyncio.run(run())
