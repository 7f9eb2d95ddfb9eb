"""When a checkpoint is packed: in a quiet moment, or when too much would have to be read at the next start."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import Epoch
from mmc_console.domain.state import State
from mmc_console.server import writer_upkeep
from mmc_console.server.writer_upkeep import Upkeep
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Place, writing

COUNT = "SELECT count(*) FROM checkpoints"


@pytest.mark.parametrize(("after", "at_most", "kept"), [(3, 100, [0, 1]), (3, 4, [1, 1]), (100, 100, [0, 0])])
def test_a_checkpoint_waits_for_a_quiet_moment_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, at_most: int, kept: list[int]
) -> None:
    monkeypatch.setattr(writer_upkeep, "CHECKPOINT_AFTER", after)
    monkeypatch.setattr(writer_upkeep, "CHECKPOINT_AT_MOST", at_most)

    async def story() -> None:
        async with writing(tmp_path) as place:
            upkeep = Upkeep(place.database, place.clock)
            desk = place.desk()
            for k in range(2):
                await desk.act(desk.registration(f"123456{k}"))
            state: State = await place.writer.ask(lambda state: state)
            for quiet, found in zip((False, True), kept, strict=True):
                upkeep.between(state, place.writer.epoch, quiet=quiet)
                upkeep.end()
                assert place.rows(COUNT) == [(found,)]
            assert upkeep.patience(state) is None or kept == [0, 0]

    asyncio.run(story())


def test_the_writer_notices_a_quiet_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noticed = threading.Event()

    class Watched(Upkeep):
        def keep_checkpoint(self, state: State, epoch: Epoch) -> None:
            super().keep_checkpoint(state, epoch)
            noticed.set()

    monkeypatch.setattr(writer_upkeep, "CHECKPOINT_AFTER", 2)
    monkeypatch.setattr(writer_upkeep, "QUIET", 0.001)
    monkeypatch.setattr("mmc_console.server.writer.Upkeep", Watched)

    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            await desk.act(desk.registration("1234567"))
            assert await asyncio.to_thread(noticed.wait, 30)

    asyncio.run(story())


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("hours", [8, 15, 64])
def test_what_was_undone_in_time_is_undone_however_late_the_network_brings_it(
    tmp_path: Path, hours: int, restarted: bool
) -> None:
    """The same day, the next morning, or on Sunday what was done on Thursday evening."""

    async def story() -> None:
        clock = HandClock()
        clock.pass_by(hours=9)
        async with writing(tmp_path, clock) as place:
            desk = place.desk()
            registered = desk.registration("1234567")
            assert (await desk.act(registered)).outcome == "applied"
            clock.pass_by(minutes=5)
            undo = desk.new(a.Undo, action=registered.id)  # the cable is pulled
            if not restarted:
                clock.pass_by(hours=hours)
                await _undone(place, undo)
                return
        clock.pass_by(hours=hours)
        async with writing(tmp_path, clock) as place:
            await _undone(place, undo)

    asyncio.run(story())


async def _undone(place: Place, undo: a.Undo) -> None:
    other = place.desk("C")
    for k in range(3):  # after each of them the writer may make its state smaller
        assert (await other.act(other.registration(f"123458{k}"))).outcome == "applied"
        place.clock.pass_by(minutes=11)
    result = await place.desk().act(undo)
    assert (result.outcome, result.problem) == ("applied", None)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_weeks_ahead_takes_nobody_and_no_number_out_of_today(tmp_path: Path, restarted: bool) -> None:
    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk = place.desk()
            first = await desk.act(desk.registration("1234567"))
            assert first.number == "001"
            if not restarted:
                clock.pass_by(days=30)
                gone = False
                for _ in range(2):  # today is long gone, and is left out between two batches
                    gone = await place.writer.ask(lambda state: not state.visits)
                assert gone
                clock.pass_by(days=-30)
                await _went_on(place, first)
                return
        clock.pass_by(days=30)
        async with writing(tmp_path, clock) as place:
            desk = place.desk("C")
            assert (await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=2))).outcome == "applied"
        clock.pass_by(days=-30)
        async with writing(tmp_path, clock) as place:
            await _went_on(place, first)

    asyncio.run(story())


async def _went_on(place: Place, first: Result) -> None:
    desk = place.desk()
    assert (await desk.act(desk.registration("7654321"))).number == "002"
    assert first.ticket is not None
    call = await desk.act(desk.new(a.CallTicket, ticket=first.ticket, room=1, reason="by-hand"))
    assert (call.outcome, call.label) == ("applied", first.label)
