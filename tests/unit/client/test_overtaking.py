"""Questions that a line has swallowed: let go once a newer one was answered, neither sooner nor much later."""

from __future__ import annotations

import asyncio

import pytest

from mmc_console.client import overtaking
from mmc_console.client.errors import Overtaken
from mmc_console.client.overtaking import Overtaking
from tests.unit.client.stage import played

BEHIND = 0.05


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overtaking, "BEHIND", BEHIND)


async def silent(under_way: Overtaking) -> float:
    """A question that hears nothing; how long it was until it was let go."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(Overtaken):
        async with under_way.question():
            await asyncio.Event().wait()
    return loop.time() - began


async def answered(under_way: Overtaking) -> None:
    async with under_way.question() as heard:
        heard()


@played
async def test_one_that_is_young_is_let_go_when_it_has_been_silent_for_long_enough() -> None:
    under_way = Overtaking()
    old = asyncio.ensure_future(silent(under_way))
    await asyncio.sleep(0)
    await answered(under_way)
    assert not old.done()
    assert await asyncio.wait_for(old, 5) >= BEHIND
    assert under_way.suspected


@played
async def test_one_that_hears_something_meanwhile_goes_on() -> None:
    under_way, go_on = Overtaking(), asyncio.Event()

    async def slow() -> bool:
        async with under_way.question() as heard:
            await go_on.wait()
            heard()
            return True

    asked = asyncio.ensure_future(slow())
    await asyncio.sleep(0)
    await answered(under_way)
    go_on.set()
    assert await asyncio.wait_for(asked, 5)
    assert not under_way.suspected


@played
async def test_a_newer_question_is_not_overtaken_by_an_older_ones_answer() -> None:
    under_way, answer = Overtaking(), asyncio.Event()

    async def older() -> None:
        async with under_way.question() as heard:
            await answer.wait()
            heard()

    asked = asyncio.ensure_future(older())
    await asyncio.sleep(0)
    newer = asyncio.ensure_future(silent(under_way))
    await asyncio.sleep(0)
    answer.set()
    await asked
    assert not newer.done()
    await answered(under_way)
    await asyncio.wait_for(newer, 5)


@played
async def test_one_that_may_take_minutes_is_never_let_go() -> None:
    under_way, end = Overtaking(), asyncio.Event()

    async def lasting() -> bool:
        async with under_way.question(lasting=True):
            await end.wait()
            return True

    asked = asyncio.ensure_future(lasting())
    other = asyncio.ensure_future(silent(under_way))
    await asyncio.sleep(0)
    await answered(under_way)
    await asyncio.wait_for(other, 5)
    end.set()
    assert await asked
