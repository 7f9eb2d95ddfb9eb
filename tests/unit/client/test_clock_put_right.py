"""A clock that stood weeks ahead, and is put right: whoever is here today is on the screen again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.unit.client.stage import played, running


@played
async def test_a_console_that_has_kept_only_the_days_ahead_asks_for_today(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, roles=("reception", "supervisor"))
    clock, server = desk.clock, desk.server
    visit = await desk.register("1001")
    clock.set(clock.now() + timedelta(days=30))  # the console and the server of a small centre are one PC
    await desk.act(PauseClinic, clinic=ClinicCode("eyes"), reason="break")
    await desk.settle()
    await desk.close()
    again = await LocalGateway.with_center(server=server, clock=clock, profile=tmp_path, keys=keys)
    assert again.state.visit(visit.id) is None, "long gone, as it seems"
    await again.close()
    clock.set(clock.now() - timedelta(days=30))
    again = await LocalGateway.with_center(server=server, clock=clock, profile=tmp_path, keys=keys)
    async with running(again):
        await again.clock.turn(5)
        assert again.state.visit(visit.id) == server.state.visit(visit.id)
    await again.close()
