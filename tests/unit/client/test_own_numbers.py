"""Numbers a desk gives by itself: never one twice on one day, whatever this PC believes the day to be."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.errors import StoreFull, Unreachable
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.row import Row
from mmc_console.client.store import tables
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.domain.actions import Cancel
from mmc_console.domain.ids import VisitId, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest
from mmc_console.wire.json import event_of
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


async def waiting_too_long(desk: LocalGateway) -> VisitId:
    """A registration whose answer takes longer than a number is waited for, and which no news have told of yet."""
    desk.server.slow = asyncio.Event()
    receipt = await desk.submit(desk.registration("1001"))
    return visit_of(receipt.id)


@played
async def test_what_the_server_tells_while_the_disk_takes_the_own_one_is_not_shown_for_a_moment(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    visit, sync, store = await waiting_too_long(desk), desk.parts.sync, desk.parts.store
    choose, writing, held = sync._numbering._number, asyncio.Event(), threading.Event()

    async def chosen(row: Row) -> str | None:
        number = await choose(row)
        store.start(lambda _: held.wait(10))  # what is asked of the disk from now on takes a while
        writing.set()
        return number

    sync._numbering._number = chosen
    going = asyncio.ensure_future(sync.step())
    while not writing.is_set():
        desk.clock.stores.clear()
        await desk.clock.turn(0.5)
    desk.parts.follow.take_in([event_of(raw) for raw in desk.server.log])
    numbers = [desk.server.state.visits[visit].number, desk.state.visits[visit].number]
    held.set()
    assert desk.server.slow is not None
    desk.server.slow.set()
    await going
    desk.clock.stores.append(store)
    await desk.settle()
    numbers += [desk.state.visits[visit].number, desk.server.state.visits[visit].number]
    assert numbers == ["001", "A01", "A01", "A01"], "what is on paper stands"
    await desk.close()


@played
async def test_one_that_the_disk_did_not_take_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    desk.server.come_back()
    await desk.parts.connectivity.probe()
    visit = await waiting_too_long(desk)
    desk.server.go_away()

    def full(*_: object) -> None:
        raise StoreFull("no room")

    await desk.parts.connectivity.probe()
    with monkeypatch.context() as patch:
        patch.setattr(tables, "update_rows", full)
        with pytest.raises(StoreFull):
            await desk.parts.sync.step()
        assert desk.state.visits[visit].number == PENDING
    await desk.parts.sync.step()
    assert desk.state.visits[visit].number == "A02", "the first one is spent"
    await desk.close()


@pytest.mark.parametrize("over", [False, True], ids=["open", "over"])
@played
async def test_a_visit_whose_number_the_log_has_told_long_ago_gets_no_other_one(over: bool, tmp_path: Path) -> None:
    """What each action did is known for half an hour only; that the visit stands, and its number, for the day."""
    desk = await LocalGateway.with_center(profile=tmp_path)
    receipt, act = await desk.submit(desk.registration("1001")), desk.server.act

    async def lost(bearer: str, request: ActionsRequest) -> ActionsAnswer:
        desk.server.act = act  # type: ignore[method-assign]  # the next is answered as ever
        await act(bearer, request)
        await desk.parts.follow.catch_up()  # the stream is quicker
        desk.server.go_away()
        raise Unreachable("answer lost")

    desk.server.act = lost  # type: ignore[method-assign]  # its answer is the one lost
    await desk.parts.sync.step()
    assert desk.state.visits[visit_of(receipt.id)].number == "001", "it may be on paper now"
    await desk.clock.turn(2_400)
    desk.server.come_back()
    if over:
        desk.server.do(Cancel, "noora", visit=visit_of(receipt.id), reason="left")
    await desk.parts.follow.renew()
    await desk.go_online()
    assert desk.server.state.visits[visit_of(receipt.id)].number == "001"
    await desk.close()
