"""A clock that stood weeks ahead, and is put right: whoever is here today is on the screen again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD, BehavingServer
from mmc_console.client.handclock import MORNING, HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.unit.client.stage import played, running
from tests.unit.client.test_coming_in import PIN, locked_out


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


@played
async def test_a_clock_put_right_while_the_server_is_away_locks_nobody_out(tmp_path: Path) -> None:
    keys, right = MemoryKeys(lasting=True), HandClock()
    server = BehavingServer(reference_center(), right)
    ahead = HandClock(right.now() + timedelta(days=1))
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=ahead)
    await desk.parts.connectivity.probe()
    await desk.lock()
    await desk.close()
    server.go_away()
    clock = HandClock(right.now() + timedelta(minutes=10))
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    await desk.parts.connectivity.probe()
    assert not desk.clock_doubt
    await desk.unlock(desk.people[0].id, PASSWORD)
    assert desk.now() == clock.now()
    await desk.close()


@pytest.mark.parametrize("quiet", [False, True])
@played
async def test_a_clock_set_back_is_seen_by_what_the_server_has_said_since_the_morning(
    tmp_path: Path, quiet: bool
) -> None:
    """*quiet*: nothing was registered since; the program has only heard that the server is there."""
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    server, clock, morning = desk.server, desk.clock, desk.clock.now()
    await desk.set_pin(PIN, PASSWORD)
    await clock.turn(11 * 3600)
    await desk.parts.connectivity.probe()
    if not quiet:
        await desk.register("1001")
        desk.parts.follow._kept = 0  # as if killed: nothing is condensed at the end
    await desk.close()
    server.go_away()
    clock.set(morning + timedelta(hours=1))
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    await desk.parts.connectivity.probe()
    assert desk.clock_doubt
    assert not desk.proved_lately, "so the password is asked for"
    assert (await locked_out(desk, PIN)).code == "clock-wrong"
    await desk.close()


class Elsewhere(BehavingServer):
    """A server whose clock is right, while the test's clock, this PC's, is not."""

    ahead = timedelta()

    def now(self) -> datetime:
        return self._clock.now() + self.ahead


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(days=1), timedelta(days=-1)])
@played
async def test_a_clock_that_is_put_right_while_the_server_is_away_leaves_the_console_in_today(
    tmp_path: Path, wrong: timedelta
) -> None:
    """*wrong*: how far it was behind. The banner asks for it; what the console knew of the error is used up by it."""
    clock = HandClock(MORNING - wrong)
    server = Elsewhere(reference_center(), clock)
    server.ahead = wrong
    desk = await LocalGateway.with_center(server=server, clock=clock, profile=tmp_path)
    async with running(desk):
        await clock.turn(30)
        first = await desk.register("1001")
        await desk.settle()
        server.go_away()
        await clock.turn(30)
        assert desk.connection.clock_off == wrong
        clock.set(clock.now() + wrong + timedelta(seconds=20))  # by hand, and so not to the second
        server.ahead = -timedelta(seconds=20)
        second = await desk.register("1002", settled=False)
        assert abs(desk.now() - server.now()) < timedelta(seconds=1)
        assert (first.day, second.day) == (desk.today(), desk.today())
        await clock.turn(30)
        assert desk.connection.clock_off == -timedelta(seconds=20)
        server.come_back()
        await clock.turn(60)
        assert desk.pending.count == 0
        assert server.state.visit(second.id) is not None
    await desk.close()


@played
async def test_a_pc_that_has_slept_takes_its_clock_for_what_it_was() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.clock.turn(30)
        desk.server.go_away()
        await desk.clock.turn(30)
        desk.clock.set(desk.clock.now() + timedelta(hours=5))
        assert desk.now() == desk.clock.now()
    await desk.close()
