"""What was undone before a restore is undone again, however much later it comes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import begin_again, registered_and_copied, writing


def test_an_undo_comes_back_days_later_in_another_request(tmp_path: Path) -> None:
    """A console tells a hundred at once, and its undo may wait for others: the server tidies up in between."""

    async def story() -> None:
        clock, kept = HandClock(), list[a.AnyAction]()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            hold = desk.new(a.Hold, ticket=ticket)
            for action in (hold, desk.new(a.Undo, action=hold.id)):
                result = await desk.act(action)
                kept.append(completed(action, result, place.writer.epoch, events_of(result)))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            clock.pass_by(hours=90)
            for back in kept:
                assert (await place.desk().act(back)).outcome == "applied"
                clock.pass_by(minutes=2)
            assert place.rows("SELECT state FROM tickets") == [("waiting",)]

    asyncio.run(story())
