"""What the days before taught: kept with the state once a service day, and told to consoles with the snapshot."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.replica import state_of
from mmc_console.domain.actions import CallNext
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.state import State
from mmc_console.server import taught
from mmc_console.server.http.views import gather_snapshot, snapshot_of
from mmc_console.server.taught import Taught
from tests.guards import ExpectedLogs
from tests.server.writer_parts import writing


@pytest.mark.parametrize("at_once", [0, 1_000])
def test_yesterday_is_learnt_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Beside the writer or at once: the same."""
    monkeypatch.setattr(taught, "AT_ONCE", at_once)
    lab = ClinicCode("lab")

    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            for k in range(6):
                await desk.act(desk.registration(f"123456{k}"))
            for _ in range(5):
                place.clock.pass_by(seconds=240)
                await desk.act(desk.new(CallNext, clinic=lab, room=1, finish_current=True))
            state: State = await place.writer.ask(lambda state: state)
            today = state.calendar.day(place.clock.now())
            assert not state.past.clinics
            tomorrow = today + timedelta(days=1)
            kept = Taught()
            kept.keep(state, tomorrow)
            kept.end()
            kept.keep(state, tomorrow)
            assert state.past.day == tomorrow
            assert state.past.of(lab).cycle == pytest.approx(240, abs=2)
            now = place.clock.now()
            told = snapshot_of(gather_snapshot(state, now), place.writer.epoch, now, ())
            assert state_of(told).past == state.past

    asyncio.run(story())


def test_what_cannot_be_learnt_from_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(taught, "learn", fails)

    async def story() -> None:
        async with writing(tmp_path) as place:
            state: State = await place.writer.ask(lambda state: state)
            expected_logs.expect("mmc_console.server.taught: the days before could not be learnt from")
            before = state.past
            Taught().keep(state, state.calendar.day(place.clock.now()) + timedelta(days=1))
            assert state.past == before

    asyncio.run(story())
