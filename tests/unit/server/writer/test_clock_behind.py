"""A server that starts with its clock far behind judges nobody's work by it, where its own log knows of a later day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.server.clock_doubt import PATIENCE
from mmc_console.server.writer import Unavailable
from mmc_console.wire.answers import ActionsAnswer
from tests.guards import ExpectedLogs
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import Desk, Place, writing

BEHIND = "the clock is behind the log and the work that desks bring"
RIGHT = "the clock is not behind the log any more"
BACK = timedelta(days=400)


def told(tmp_path: Path, story: Callable[[Place, Desk], Coroutine[Any, Any, None]]) -> None:
    """With somebody registered here, so that the log knows what day it is."""

    async def run() -> None:
        async with writing(tmp_path, HandClock()) as place:
            desk = place.desk()
            assert (await desk.act(desk.registration("1111111"))).outcome == "applied"
            await story(place, desk)

    asyncio.run(run())


def backlog(desk: Desk) -> list[a.RegisterVisit]:
    """Registered offline, on paper already."""
    return [on_paper(desk, f"222222{k}", f"{desk.letter}0{k + 1}") for k in range(3)]


def on_paper(desk: Desk, who: str, number: str) -> a.RegisterVisit:
    return replace(desk.registration(who), number=number)


def codes(answer: ActionsAnswer) -> list[str]:
    return [result.problem.code if result.problem else result.outcome for result in answer.results]


async def waits(desk: Desk, *actions: a.Action) -> None:
    with pytest.raises(Unavailable) as fault:
        await desk.send(*actions)
    assert fault.value.reason == "clock-behind"


def test_what_was_done_offline_waits_until_the_servers_clock_is_right(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(BEHIND)

    async def run() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk = place.desk()
            await desk.act(desk.registration("1111111"))
            clock.pass_by(hours=2)
            late = backlog(desk)
        clock.at -= BACK  # its PC was without power, and its battery is empty
        async with writing(tmp_path, clock) as place:
            for _ in range(2):
                await waits(place.desk(), *late)
            assert place.rows("SELECT count(*) FROM results") == [(2,)], "the centre's and the first one's"
        clock.at += BACK + timedelta(minutes=10)
        async with writing(tmp_path, clock) as place:
            assert codes(await place.desk().send(*late)) == ["applied"] * 3

    asyncio.run(run())


def test_others_who_work_on_by_the_wrong_clock_take_no_witness_away(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(BEHIND)
    expected_logs.expect(RIGHT)

    async def story(place: Place, desk: Desk) -> None:
        late, other = backlog(desk), place.desk("M", "user-2")
        place.clock.at -= BACK
        assert (await other.act(other.registration("3333333"))).outcome == "applied"
        await waits(desk, *late, desk.registration("4444444"))
        assert place.writer.clock_doubt.behind(place.clock.now())
        place.clock.at += BACK
        assert codes(await desk.send(*late)) == ["applied"] * 3
        assert not place.writer.clock_doubt.behind(place.clock.now())

    told(tmp_path, story)


def test_one_desk_whose_own_clock_is_ahead_is_told_so(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk) -> None:
        place.clock.pass_by(days=2)
        ahead = on_paper(desk, "2222222", "K01")
        place.clock.pass_by(days=-2)
        assert codes(await desk.send(ahead)) == ["clock-wrong"]

    told(tmp_path, story)


def test_an_answer_that_was_lost_comes_again_whatever_the_clock_says(tmp_path: Path) -> None:
    async def story(place: Place, desk: Desk) -> None:
        known = on_paper(desk, "2222222", "K01")
        assert (await desk.act(known)).outcome == "applied"
        place.clock.at -= BACK
        assert codes(await desk.send(known)) == ["repeated"]

    told(tmp_path, story)


def test_a_clock_that_was_ahead_and_is_right_holds_up_no_desk_for_good(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """The log cannot tell which of the two it was: then a person decides, as soon as there was time to look."""
    expected_logs.expect(BEHIND)

    async def story(place: Place, desk: Desk) -> None:
        late = backlog(desk)
        place.clock.at -= BACK
        await waits(desk, *late)
        place.clock.at += PATIENCE
        assert not place.writer.clock_doubt.behind(place.clock.now())
        assert codes(await desk.send(*late, desk.registration("4444444"))) == ["clock-wrong"] * 3 + ["applied"]

    told(tmp_path, story)
