"""The two ways through a recorded day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mmc_console.replay.clock import RealTime, TurnedTime
from tests.unit.replay.days import local

START = datetime(2026, 3, 3, 4, 20, tzinfo=UTC)
RECORDED = datetime(2019, 8, 26, 7, 24, 25)  # noqa: DTZ001 - recordings carry the clock on the wall


class FakeClock:
    """Time that passes only while somebody sleeps, or when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return 1_000.0 + self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


def test_at_speed_60_a_minute_takes_a_second_and_actions_carry_the_servers_time() -> None:
    async def go() -> None:
        clock = FakeClock()
        pace = RealTime(clock, 60.0, timedelta(seconds=3))
        assert await pace.reach(RECORDED) == START + timedelta(seconds=3)
        assert await pace.reach(RECORDED + timedelta(minutes=1)) == START + timedelta(seconds=4)
        assert clock.slept == [1.0]

    asyncio.run(go())


def test_who_is_late_does_not_wait_says_so_and_keeps_the_moment() -> None:
    async def go() -> None:
        clock = FakeClock()
        pace = RealTime(clock, 60.0, timedelta())
        await pace.reach(RECORDED)
        clock.passed = 1.5
        assert await pace.reach(RECORDED + timedelta(minutes=1)) == START + timedelta(seconds=1)
        assert clock.slept == []
        assert pace.behind() == pytest.approx(0.5)

    asyncio.run(go())


def test_a_passed_in_clock_is_turned_to_each_moment() -> None:
    turned: list[datetime] = []
    pace = TurnedTime(local, turned.append)
    assert asyncio.run(pace.reach(RECORDED)) == local(RECORDED)
    assert turned == [local(RECORDED)]
    assert (pace.behind(), pace.speed) == (0.0, 1.0)
