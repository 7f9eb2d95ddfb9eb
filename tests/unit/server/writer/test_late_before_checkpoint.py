"""What comes late for a day that a checkpoint leaves out: the start reads the log behind it, whatever it speaks of."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.server import writer_upkeep
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import writing
from tests.unit.server.writer.test_days_gone import days_later, fault


def test_a_server_that_is_killed_starts_again_whatever_came_late_before_a_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkpoint left its visit out, and the log went on about it: no start read that any more."""
    monkeypatch.setattr(writer_upkeep, "CHECKPOINT_AT_MOST", 1)
    monkeypatch.setattr(writer_upkeep.Upkeep, "keep_last", lambda *_: None)

    async def run() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk, away = place.desk("A"), place.desk("C", "user-2")
            mine = replace(away.registration("2000001"), number="C01")
            await days_later(place, desk)
            registered = await away.act(mine)
            assert fault(registered) == "applied"
            await place.writer.ask(lambda state: place.writer._upkeep.end())  # packed: the next turn may begin another
            call = away.new(a.CallTicket, ticket=registered.ticket, room=1, reason="asked", at=mine.at)
            assert fault(await away.act(call)) == "day-over", "whom a start would not know nobody knows"
        async with writing(tmp_path, clock) as place:
            assert fault(await place.desk("A").act(place.desk("A").registration("4000001"))) == "applied"

    asyncio.run(run())
