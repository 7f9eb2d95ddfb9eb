"""One key finishes and calls: where whoever was called was moved, the finish alone is taken, and is of its day."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, writing


def test_the_finish_is_of_the_day_it_was_done_whatever_was_done_since(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path, HandClock()) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            tickets = [(await desk.act(desk.registration(f"100{i}"))).ticket for i in range(2)]
            first, second = (ticket for ticket in tickets if ticket is not None)
            assert (await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))).ticket == first
            moved = other.new(a.Transfer, ticket=second, clinic=ClinicCode("dental"))
            assert (await other.act(moved)).outcome == "applied"
            place.clock.pass_by(minutes=5)
            late = desk.new(a.CallNext, clinic=LAB, room=1, finish_current=True, ticket=second, current=first)
            place.clock.pass_by(minutes=24 * 60)
            told = await desk.act(late)
            assert (told.outcome, told.problem.code if told.problem else "") == ("conflict", "already-moved")
            assert (await desk.act(desk.registration("3001"))).outcome == "applied"
            rest = replace(desk.new(a.Finish, ticket=first), at=late.at, seen=late.seen, replaces=late.id)
            assert (await desk.act(rest)).outcome == "applied"
            again = await desk.act(desk.new(a.Override, conflict=late.id))
            assert again.problem is not None
            assert again.problem.code == "nothing-to-override", "what it stands for has taken effect"
            done = await place.writer.ask(lambda state: state.tickets[first])
            assert (done.state, done.closed_at) == ("done", late.at)

    asyncio.run(story())
