"""A revision of a lost history says nothing about what others have done in the present one, which counts anew."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import begin_again, registered_and_copied, writing


@pytest.mark.parametrize("moved", [False, True])
def test_who_was_moved_since_the_restore_is_not_moved_by_who_has_not_seen_it(tmp_path: Path, moved: bool) -> None:
    async def story() -> None:
        kept = list[a.AnyAction]()
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            other = place.desk("L", "user-2")
            for action in (other.new(a.Hold, ticket=ticket), other.new(a.Resume, ticket=ticket)):
                result = await other.act(action)
                kept.append(completed(action, result, place.writer.epoch, events_of(result)))
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            clock.pass_by(minutes=1)  # and the line is cut
            late = place.desk().new(a.Transfer, ticket=ticket, clinic=ClinicCode("eyes"), rev=3, seen=seen)
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            clock.pass_by(minutes=1)
            third = place.desk("M", "user-3")
            if moved:  # L's console is switched off
                assert (await third.act(third.new(a.Hold, ticket=ticket))).outcome == "applied"
            else:
                assert [(await place.desk("L", "user-2").act(each)).outcome for each in kept] == ["applied"] * 2
            assert (await place.desk().act(late)).outcome == ("conflict" if moved else "applied")

    asyncio.run(story())
