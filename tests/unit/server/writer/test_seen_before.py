"""What a desk had seen of a history before this one, as far as the two are the same."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mmc_console.domain import actions as a
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, writing
from tests.unit.server.writer.test_next_stops import begin_again


def test_a_room_taken_over_before_the_restore_is_known_to_be_after_it(tmp_path: Path) -> None:
    """Both are in the backup: the position the former holder had seen means the same in the new history."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk, other = place.desk(), place.desk("L", "user-2")
            await desk.act(desk.registration("1234567"))
            await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            late = desk.new(a.CallNext, clinic=LAB, room=1, seen=seen)
            await other.act(other.new(a.TakeRoom, clinic=LAB, room=1))
            begin_again(place)
            assert (await desk.act(late)).outcome == "conflict"

    asyncio.run(story())
