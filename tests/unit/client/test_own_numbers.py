"""Numbers a desk gives by itself: never one twice on one day, whatever this PC believes the day to be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway, reference_center
from tests.unit.client.stage import played

DAY = timedelta(days=1)


async def number_of(desk: LocalGateway, person: str) -> str | None:
    return (await desk.register(person)).number


@played
async def test_they_begin_anew_on_a_day_this_console_is_certain_of(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    assert [await number_of(desk, "1001"), await number_of(desk, "1002")] == ["A01", "A02"]
    await desk.go_online()
    await desk.go_offline()
    await desk.clock.turn(DAY.total_seconds())
    assert await number_of(desk, "1003") == "A01"
    await desk.close()


@played
async def test_they_go_on_where_the_clock_is_set_back_while_the_network_is_away(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    desk.clock.set(desk.clock.now() + DAY)
    assert await number_of(desk, "1001") == "A01"
    desk.clock.set(desk.clock.now() - 2 * DAY)
    assert await number_of(desk, "1002") == "A02"
    await desk.go_online()
    assert {v.number for v in desk.server.state.visits.values()} == {"A01", "A02"}
    await desk.close()


@played
async def test_they_go_on_where_a_console_started_without_the_server_believes_in_another_day(tmp_path: Path) -> None:
    keys, there = MemoryKeys(lasting=True), HandClock()
    server = BehavingServer(reference_center(), there)
    desk = await LocalGateway.with_center(profile=tmp_path, server=server, keys=keys)
    await desk.go_offline()
    assert await number_of(desk, "1001") == "A01"
    await desk.go_online()
    await desk.close()
    server.go_away()
    again = await LocalGateway.with_center(
        profile=tmp_path, server=server, keys=keys, clock=HandClock(there.now() + DAY)
    )
    await again.parts.connectivity.probe()
    assert await number_of(again, "1002") == "A02"
    await again.close()


@played
async def test_what_the_server_has_not_taken_yet_may_be_of_today(tmp_path: Path) -> None:
    keys, there = MemoryKeys(lasting=True), HandClock()
    server = BehavingServer(reference_center(), there)
    await (await LocalGateway.with_center(profile=tmp_path, server=server, keys=keys, clock=there)).close()
    there.set(there.now() + DAY)
    clock = HandClock(there.now() - DAY)
    server.go_away()
    desk = await LocalGateway.with_center(profile=tmp_path, server=server, keys=keys, clock=clock)
    await desk.parts.connectivity.probe()
    assert await number_of(desk, "1001") == "A01"
    server.come_back()
    await desk.parts.connectivity.probe()  # the day is certain now, and nothing was sent yet
    await desk.go_offline()
    assert await number_of(desk, "1002") == "A02"
    await desk.close()
