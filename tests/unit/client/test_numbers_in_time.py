"""Who is registered waits no longer for a number than a centre allows, whatever the sender is waiting for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.client.errors import ProblemAnswer, ServerBusy, StoreFault, StoreFull
from mmc_console.client.row import Row
from mmc_console.client.store import tables
from mmc_console.client.store.engine import Connection
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.ids import VisitId, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest, DeviceLogin, SenderSignedIn
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running

NUMBER_WAIT = 2.0


async def registered(desk: LocalGateway, person: str) -> VisitId:
    return visit_of((await desk.submit(desk.registration(person))).id)


def number_of(desk: LocalGateway, visit: VisitId) -> str:
    return desk.state.visits[visit].number


async def in_time(desk: LocalGateway, visit: VisitId) -> str:
    """The number this visit has once the time allowed is over."""
    await desk.clock.turn(NUMBER_WAIT - 0.2)
    assert number_of(desk, visit) == PENDING, "the server's own may still come"
    await desk.clock.turn(0.3)
    return number_of(desk, visit)


def at_the_server(desk: LocalGateway) -> dict[VisitId, str]:
    return {id: visit.number for id, visit in desk.server.state.visits.items()}


def full(_: Connection, rows: Sequence[object]) -> None:
    """A disk that takes what is new, and not one row more."""
    if rows:
        raise StoreFull("no room")


@pytest.mark.parametrize("set_by", [0, -3600, 3600], ids=["right", "set back", "set on"])
@played
async def test_while_a_busy_server_is_left_alone(set_by: int, tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(10)
        desk.server.refuse = lambda request: ServerBusy(60.0)
        first = await registered(desk, "1001")
        await desk.clock.turn(NUMBER_WAIT + 0.1)
        second = await registered(desk, "1002")
        desk.clock.set(desk.clock.now() + timedelta(seconds=set_by))  # the wait is not measured by it
        assert await in_time(desk, second) == "A02"
        third = await registered(desk, "1003")
        assert await in_time(desk, third) == "A03"
        desk.server.refuse = lambda request: None
        await desk.clock.turn(200)
        assert at_the_server(desk) == {first: "A01", second: "A02", third: "A03"}
        assert [number_of(desk, each) for each in (first, second, third)] == ["A01", "A02", "A03"]
    await desk.close()


@played
async def test_while_the_answer_about_others_is_awaited(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(10)
        act, answering = desk.server.act, asyncio.Event()

        async def slow(bearer: str, request: ActionsRequest) -> ActionsAnswer:
            await answering.wait()
            return await act(bearer, request)

        desk.server.act = slow  # type: ignore[method-assign]  # a server whose disk is slow
        first = await registered(desk, "1001")
        await desk.clock.turn(1)
        second = await registered(desk, "1002")  # both within the time the first may take
        assert await in_time(desk, second) == "A02"
        third = await registered(desk, "1003")  # and one that comes when only the answer is awaited
        assert await in_time(desk, third) == "A03"
        answering.set()
        await desk.clock.turn(60)
        assert at_the_server(desk) == {first: "A01", second: "A02", third: "A03"}
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_while_the_console_proves_itself_anew(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(10)
        prove, proving = desk.server.prove, asyncio.Event()

        async def slow(request: DeviceLogin) -> SenderSignedIn:
            await proving.wait()
            return await prove(request)

        desk.server.prove = slow  # type: ignore[method-assign]  # a server whose disk is slow
        desk.parts.sender._access = None  # it has run out
        visit = await registered(desk, "1001")
        assert await in_time(desk, visit) == "A01"
        proving.set()
        await desk.clock.turn(30)
        assert at_the_server(desk) == {visit: "A01"}
        assert len(desk.server.received) == 1, "it left with its number in it"
    await desk.close()


@played
async def test_while_nothing_may_leave_before_somebody_signs_in(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)

    async def refused(request: DeviceLogin) -> SenderSignedIn:
        raise ProblemAnswer(problem("not-authenticated"))

    async with running(desk):
        await desk.clock.turn(10)
        desk.server.prove = refused  # type: ignore[method-assign]  # this console was revoked
        desk.parts.sender._access = None
        desk.server._bearers.clear()
        desk.server.letters.clear()
        await registered(desk, "1001")
        await desk.clock.turn(NUMBER_WAIT + 1)
        assert desk.session_ended
        visit = await registered(desk, "1002")
        assert await in_time(desk, visit) == "A02"
    await desk.close()


@played
async def test_once_the_disk_takes_things_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.parts.sync._jitter = lambda: 1.0
    desk.parts.sync._failures = 7  # it has failed for some time

    async with running(desk):
        await desk.clock.turn(10)
        with monkeypatch.context() as patch:
            patch.setattr(tables, "update_rows", full)
            lost = await registered(desk, "1001")
            await desk.clock.turn(NUMBER_WAIT + 1)
            assert number_of(desk, lost) == PENDING
        visit = await registered(desk, "1002")
        assert (await in_time(desk, visit)).startswith("A")
        await desk.clock.turn(60)
        numbers = at_the_server(desk)
        assert numbers.keys() == {lost, visit}
        assert len(set(numbers.values())) == 2
        assert numbers[visit] == number_of(desk, visit)
    await desk.close()


@played
async def test_a_disk_that_takes_no_number_breaks_nothing_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token being exchanged, say: its answer would be lost."""
    desk = await LocalGateway.with_center(profile=tmp_path)
    numbering, answered = desk.parts.sync._numbering, asyncio.Event()

    async def exchanged() -> str:
        await answered.wait()
        return "token"

    visit = await registered(desk, "1001")
    with monkeypatch.context() as patch:
        patch.setattr(tables, "update_rows", full)
        exchanging = asyncio.ensure_future(numbering.meanwhile(exchanged()))
        await desk.clock.turn(3 * NUMBER_WAIT)
        answered.set()
        assert await exchanging == "token"
        with pytest.raises(StoreFault):
            await desk.parts.sync.step()  # which says so
    assert number_of(desk, visit) == PENDING
    await desk.close()


@played
async def test_one_that_this_desk_may_not_number_is_not_asked_for_without_end(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    numbering, asked = desk.parts.sync._numbering, list[Row]()

    async def none(row: Row) -> str | None:
        asked.append(row)
        return None

    numbering._number = none
    async with running(desk):
        await desk.clock.turn(10)
        desk.server.refuse = lambda request: ServerBusy(60.0)
        await registered(desk, "1001")
        await desk.clock.turn(50)
        assert 0 < len(asked) < 15, "as often as there is any news"
    await desk.close()


@played
async def test_one_that_is_being_taken_back_gets_none(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    numbering, asked = desk.parts.sync._numbering, list[Row]()

    async def none(row: Row) -> str | None:
        asked.append(row)
        return None

    numbering._number = none
    receipt = await desk.submit(desk.registration("1001"))
    await desk.clock.turn(NUMBER_WAIT)
    taking = asyncio.ensure_future(desk.withdraw(receipt.id))
    await asyncio.sleep(0)
    await numbering.give_late()
    assert (await taking, asked) == (True, [])
    await desk.close()


@played
async def test_what_fails_in_the_moment_it_is_given_up_is_asked_for(tmp_path: Path) -> None:
    """A console that was closed while its server went away said that nobody had asked."""
    desk = await LocalGateway.with_center(profile=tmp_path)
    numbering = desk._sync._numbering
    doing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waiting = asyncio.ensure_future(numbering.meanwhile(doing))
    await asyncio.sleep(0)
    doing.set_exception(ServerBusy(1.0))
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled()
    assert not doing._log_traceback
    await desk.close()


@played
async def test_where_it_left_by_a_clock_that_stood_ahead(tmp_path: Path) -> None:
    """Somebody sets this PC's clock; it is measured again within seconds, and what left before it was left later."""
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(10)
        ahead = desk.clock.now() - timedelta(seconds=desk.clock.monotonic())

        def right() -> datetime:
            return ahead + timedelta(seconds=desk.clock.monotonic())

        desk.server.now = right  # type: ignore[method-assign]  # its clock is right
        desk.server.refuse = lambda request: ServerBusy(60.0)
        desk.clock.set(desk.clock.now() + timedelta(hours=1))
        visit = await registered(desk, "1001")
        await desk.clock.turn(NUMBER_WAIT + 3)
        assert abs(desk.now() - desk.server.now()) < timedelta(seconds=1), "the right time is known again"
        assert not desk.parts.connectivity.offline
        assert number_of(desk, visit) == "A01"
    await desk.close()
