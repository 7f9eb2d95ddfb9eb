"""A hold that comes back after a restore does not go over a call that was made after it, and came before it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import begin_again, registered_and_copied, writing


@pytest.mark.parametrize("later", [True, False])
def test_who_was_called_after_a_hold_stays_called_when_it_comes_back(tmp_path: Path, later: bool) -> None:
    """They stood in that room, and every screen had them on hold; what their desk did next went over the call, too."""

    async def story() -> None:
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            other = place.desk("L", "user-2")
            calling = place.desk().new(a.CallTicket, ticket=ticket, room=1, reason="late-comer")
            clock.pass_by(seconds=10)
            hold = other.new(a.Hold, ticket=ticket)
            result = await other.act(hold)
            kept = completed(hold, result, place.writer.epoch, events_of(result))
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            clock.pass_by(seconds=10)  # and the line is cut
            if later:
                calling = place.desk().new(a.CallTicket, ticket=ticket, room=1, reason="late-comer", seen=seen)
            resume = other.new(a.Resume, ticket=ticket, rev=2, seen=seen)
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            assert (await place.desk().act(calling)).outcome == "applied"
            other = place.desk("L", "user-2")
            back = await other.act(kept)
            if later:
                assert back.outcome == "wait", "the call may be taken back yet"
                clock.pass_by(minutes=6)
                back = await other.act(kept)
            state = place.writer._state.tickets[ticket].state
            if later:
                assert back.problem is not None
                assert (back.outcome, back.problem.code, state) == ("refused", "no-change", "called")
                assert (await other.act(resume)).outcome == "conflict", "who had them since is asked"
            else:
                assert (back.outcome, state) == ("applied", "held"), "the hold was the later word"

    asyncio.run(story())


def test_what_came_back_hides_nobodys_step_from_what_its_desk_does_next(tmp_path: Path) -> None:
    """It was decided once and judged no more: that desk still has not seen what was done before it came."""

    async def story() -> None:
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            mine, kept = place.desk("L", "user-2"), list[a.AnyAction]()
            for action in (mine.new(a.Hold, ticket=ticket), mine.new(a.Resume, ticket=ticket)):
                result = await mine.act(action)
                kept.append(completed(action, result, place.writer.epoch, events_of(result)))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, mine = place.desk(), place.desk("L", "user-2")
            assert (await desk.act(desk.new(a.Hold, ticket=ticket))).outcome == "applied"
            seen, rev = f"{place.writer.epoch}:{place.feed.seq}", place.writer._state.tickets[ticket].rev
            clock.pass_by(seconds=10)
            assert (await desk.act(desk.new(a.Resume, ticket=ticket))).outcome == "applied"
            back = [(await mine.act(action)).outcome for action in kept]
            if "wait" in back:
                clock.pass_by(minutes=6)
                back = [(await mine.act(action)).outcome for action in kept]
            assert set(back) <= {"applied", "repeated"}
            again = await mine.act(mine.new(a.Hold, ticket=ticket, rev=rev, seen=seen))
            assert again.problem is not None
            assert (again.outcome, again.problem.code) == ("conflict", "already-moved")
            assert place.writer._state.tickets[ticket].state == "waiting"

    asyncio.run(story())
