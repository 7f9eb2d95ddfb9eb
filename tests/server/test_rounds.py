"""Repeated work: it goes on after a failure, hurries when asked, and one that hangs delays no other."""

from __future__ import annotations

import asyncio

import pytest

from mmc_console.server.rounds import Rounds
from tests.guards import ExpectedLogs

LONG = 3600.0


def test_a_failure_is_told_until_a_later_round_succeeds(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("mmc_console.server.rounds: round work failed")

    async def run() -> None:
        rounds, told = Rounds(), list[dict[str, str]]()
        thrice, failed = asyncio.Event(), asyncio.Event()

        async def work() -> None:
            told.append(rounds.failing())
            if len(told) == 1:
                failed.set()
                raise OSError("no")
            if len(told) == 3:
                thrice.set()
            else:
                rounds.hurry("work")

        rounds.add("work", LONG, work)
        rounds.start()
        async with asyncio.timeout(5):
            await failed.wait()
            rounds.hurry("work")
            await thrice.wait()
        await rounds.stop()
        assert told == [{}, {"work": "OSError"}, {}]

    asyncio.run(run())


def test_one_that_fails_each_second_for_hours_does_not_fill_the_log(
    expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    """An incident's time line takes the first warnings there are: what else went wrong would not be among them."""
    for text in ("round work failed", "round work failed again"):
        expected_logs.expect(f"mmc_console.server.rounds: {text}")

    async def run() -> None:
        rounds, often = Rounds(), asyncio.Event()
        count = 0

        async def work() -> None:
            nonlocal count
            await asyncio.sleep(0)
            count += 1
            if count == 1_000:
                often.set()
            else:
                rounds.hurry("work")
            raise OSError("no")

        rounds.add("work", LONG, work)
        rounds.start()
        async with asyncio.timeout(5):
            await often.wait()
        await rounds.stop()
        assert rounds.failing() == {"work": "OSError"}

    asyncio.run(run())
    told = [record.message for record in caplog.records if record.name == "mmc_console.server.rounds"]
    assert 5 <= len(told) <= 12
    assert told[-1] == "round work failed again (512): OSError"


def test_one_that_hangs_delays_no_other_and_ends_with_the_server() -> None:
    async def run() -> None:
        rounds, done, ended = Rounds(), asyncio.Event(), asyncio.Event()

        async def hang() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        async def other() -> None:
            done.set()

        rounds.add("hang", LONG, hang)
        rounds.add("other", LONG, other)
        rounds.start()
        async with asyncio.timeout(5):
            await done.wait()
        await rounds.stop()
        assert ended.is_set()

    asyncio.run(run())


def test_work_comes_again_by_itself() -> None:
    async def run() -> None:
        rounds, runs, thrice = Rounds(), list[int](), asyncio.Event()

        async def work() -> None:
            runs.append(1)
            if len(runs) == 3:
                thrice.set()

        rounds.add("work", 0.001, work, at_once=False)
        rounds.start()
        async with asyncio.timeout(5):
            await thrice.wait()
        await rounds.stop()
        with pytest.raises(AssertionError):
            rounds.add("work", 1, work)

    asyncio.run(run())
