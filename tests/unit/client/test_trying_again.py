"""Who asks for another try gets one: also while the sender waits and the server is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mmc_console.client.errors import ProblemAnswer, ServerBusy, StoreFull, Unreachable, WireFault
from mmc_console.client.store import tables
from mmc_console.client.store.engine import Connection
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running

LAB = ClinicCode("lab")
NO = [ServerBusy(60.0), ProblemAnswer(problem("not-allowed"))]
NAMES = ["asks to be left alone", "refuses"]


class Asked:
    """When the server was asked; while it has a *fault* it says no."""

    def __init__(self, desk: LocalGateway, fault: WireFault) -> None:
        self._desk, self.fault, self.at = desk, fault, list[float]()
        desk.parts.sync._jitter = lambda: 0.9
        desk.server.refuse = self._refuse

    def _refuse(self, request: ActionsRequest) -> WireFault | None:
        self.at.append(self._desk.clock.monotonic())
        return self.fault

    def well_again(self) -> None:
        """From now on it takes everything."""
        self._desk.server.refuse = lambda request: None


@pytest.mark.parametrize("fault", NO, ids=NAMES)
@played
async def test_at_once_however_long_the_sender_would_wait(fault: WireFault) -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        server = Asked(desk, fault)
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(90)
        server.well_again()
        assert desk.pending.waiting == 1
        await desk.refresh()
        await desk.clock.turn(0.1)
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_also_where_nothing_is_heard_of_what_is_new() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        server = Asked(desk, ServerBusy(60.0))
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(5)
        server.well_again()

        async def silent() -> None:
            raise Unreachable("the news did not come")

        desk.parts.follow.catch_up = silent  # type: ignore[method-assign]  # the line fails in between
        with pytest.raises(Unreachable):
            await desk.refresh()
        await desk.clock.turn(0.1)
        assert desk.pending.count == 0
    await desk.close()


@pytest.mark.parametrize("fault", NO, ids=NAMES)
@played
async def test_a_key_held_down_is_no_storm(fault: WireFault) -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        server = Asked(desk, fault)
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(90)
        server.at.clear()
        for _ in range(300):
            desk.parts.sync.now()
            await desk.clock.turn(0.03)
        assert 8 <= len(server.at) <= 11, "once a second"
    await desk.close()


@played
async def test_one_asked_for_while_another_is_under_way_comes_after_it() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        server = Asked(desk, ServerBusy(60.0))

        def pressed(request: ActionsRequest) -> WireFault:
            server.well_again()
            desk.parts.sync.now()
            return ServerBusy(60.0)

        desk.server.refuse = pressed
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(0.1)
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_one_that_was_had_ends_no_later_wait() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.refresh()  # nothing waits
        await desk.clock.turn(5)
        server = Asked(desk, ServerBusy(60.0))
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(1)
        await desk.act(PauseClinic, clinic=ClinicCode("vitals"), reason="break")
        await desk.clock.turn(30)
        assert len(server.at) == 1
    await desk.close()


def full(_: Connection, rows: Sequence[object]) -> None:
    """A disk that takes what is new, and not one row more."""
    if rows:
        raise StoreFull("no room")


@played
async def test_also_once_the_disk_takes_things_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.parts.sync._jitter = lambda: 1.0
    async with running(desk):
        await desk.clock.turn(5)
        desk.parts.sync._failures = 7  # it has failed for some time
        with monkeypatch.context() as patch:
            patch.setattr(tables, "update_rows", full)
            await desk.act(PauseClinic, clinic=LAB, reason="break")
            await desk.clock.turn(5)
        await desk.refresh()
        await desk.clock.turn(0.1)
        assert desk.pending.count == 0
    await desk.close()
