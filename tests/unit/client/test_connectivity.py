"""How the server is reached, and the corrected clock."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.connectivity import Connectivity, Measured
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    Overtaken,
    ProblemAnswer,
    ServerBusy,
    UnderMaintenance,
    Unreachable,
)
from mmc_console.client.handclock import MORNING, HandClock
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running


def watched(measured: Measured | None = None) -> tuple[Connectivity, HandClock, list[str]]:
    clock, told = HandClock(), list[str]()
    server = BehavingServer(reference_center(), clock)
    connectivity = Connectivity(
        server, clock, lambda: told.append(connectivity.shown.kind), measured=measured or Measured()
    )
    return connectivity, clock, told


def kind_of(connectivity: Connectivity) -> str:
    """How the server is reached now."""
    return connectivity.shown.kind


def form_of(connectivity: Connectivity) -> str:
    """How that is shown."""
    return connectivity.shown.form


def test_it_begins_knowing_nothing() -> None:
    connectivity, _, told = watched()
    assert kind_of(connectivity) == "starting"
    assert not connectivity.offline
    assert told == []


@played
async def test_a_question_the_line_has_swallowed_is_answered_by_any_other() -> None:
    connectivity, clock, _ = watched()
    given_up = asyncio.Event()

    async def swallowed() -> datetime:
        await given_up.wait()
        raise Unreachable("in time out of it")

    connectivity._server.health = swallowed  # type: ignore[method-assign]  # the line is dead
    connectivity.failed(Unreachable("x"))
    asked = asyncio.ensure_future(connectivity.reached())
    await clock.settle()
    assert not asked.done()
    await clock.turn(1)
    connectivity.heard(clock.now(), 0.1)
    assert await asked
    given_up.set()  # it is not cut off, and says nothing any more
    await clock.settle()
    assert not connectivity.offline


@played
async def test_a_question_without_an_answer_says_that_the_server_is_away() -> None:
    connectivity, _, _ = watched()
    connectivity.failed(Unreachable("x"))
    assert isinstance(connectivity._server, BehavingServer)
    connectivity._server.go_away()
    assert not await connectivity.reached()
    connectivity._server.come_back()
    assert await connectivity.reached()


def test_each_turn_is_told_once_with_its_time() -> None:
    connectivity, clock, told = watched()
    connectivity.heard(clock.now(), 0.1)
    connectivity.failed(Unreachable("x"))
    connectivity.failed(Unreachable("x"))
    assert connectivity.offline
    assert connectivity.shown.since == connectivity.now()
    connectivity.heard(clock.now(), 0.1)
    assert told == ["online", "online", "offline", "online"]  # the first also for its first news


def test_slow_is_more_than_two_seconds_and_a_quick_answer_ends_it() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 2.5)
    assert kind_of(connectivity) == "slow"
    connectivity.heard(clock.now(), 0.1)
    connectivity.waiting(1.0)
    assert kind_of(connectivity) == "online"
    connectivity.waiting(2.0)
    assert kind_of(connectivity) == "slow"


def test_a_refusal_is_an_answer_and_a_busy_server_is_slow() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 0.1)
    connectivity.failed(ProblemAnswer(problem("not-found")))
    assert kind_of(connectivity) == "online"
    connectivity.failed(ServerBusy(1))
    assert kind_of(connectivity) == "slow"


def test_a_server_in_maintenance_is_none_to_work_with_and_only_an_answer_ends_that() -> None:
    connectivity, clock, told = watched()
    connectivity.heard(clock.now(), 0.1)
    connectivity.failed(UnderMaintenance(5))
    assert connectivity.offline
    assert (form_of(connectivity), connectivity.shown.maintenance) == ("maintenance", True)
    connectivity.failed(UnderMaintenance(5, "carrying"))
    assert connectivity.shown.stage == "carrying"
    connectivity.failed(UnderMaintenance(5))  # a refusal that says no more
    assert connectivity.shown.stage == "carrying"
    connectivity.heard(clock.now())  # a heartbeat of a stream that goes on
    assert form_of(connectivity) == "maintenance"
    connectivity.failed(Unreachable("it starts anew"))
    assert (form_of(connectivity), kind_of(connectivity)) == ("offline", "offline")
    connectivity.failed(UnderMaintenance(5))
    connectivity.heard(clock.now(), 0.1)
    assert form_of(connectivity) == "online"
    assert told == ["online", "online", "offline", "offline", "offline", "offline", "online"], "each turn is told"
    assert connectivity.shown.stage == ""
    connectivity.served()
    assert len(told) == 7, "nothing was to be ended"
    connectivity.failed(UnderMaintenance(5))
    connectivity.served()  # it has opened a new stream
    assert form_of(connectivity) == "online"


@played
async def test_work_goes_on_in_maintenance_and_is_sent_when_it_is_over() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        desk.server.away = UnderMaintenance(1)
        await desk.register("1001")
        await desk.clock.turn(6)
        assert form_of(desk.parts.connectivity) == "maintenance"
        assert desk.pending.waiting == 1
        desk.server.away = False
        await desk.clock.turn(12)
        assert (form_of(desk.parts.connectivity), desk.pending.waiting) == ("online", 0)
    assert [action.type for action in desk.server.received].count("register_visit") == 1
    await desk.close()


def test_a_server_without_its_database_is_none_to_work_with_until_it_works_again() -> None:
    connectivity, clock, told = watched()
    connectivity.heard(clock.now(), 0.1)
    connectivity.failed(ServerBusy(5, stranded=True))
    assert (form_of(connectivity), connectivity.offline, connectivity.stranded) == ("stranded", True, True)
    connectivity.heard(clock.now())  # a heartbeat of a stream that goes on
    connectivity.heard(clock.now(), 0.1, works=False)  # an administrator was let in
    connectivity.failed(ServerBusy(5, limited=True))  # guesses are counted there too
    assert form_of(connectivity) == "stranded"
    connectivity.failed(UnderMaintenance(5, "carrying"))
    assert (form_of(connectivity), connectivity.stranded) == ("maintenance", False)
    connectivity.failed(ServerBusy(5, stranded=True))
    assert (form_of(connectivity), connectivity.shown.stage) == ("stranded", "")
    connectivity.heard(clock.now(), 0.1)
    assert (form_of(connectivity), connectivity.stranded) == ("online", False)
    assert told == ["online", "online", "offline", "offline", "offline", "offline", "online"], "each turn is told"
    connectivity.failed(ServerBusy(5, stranded=True))
    connectivity.served()
    assert form_of(connectivity) == "online"


@played
async def test_work_goes_on_without_the_servers_database_and_is_sent_when_there_is_one() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        desk.server.away = ServerBusy(1, stranded=True)
        await desk.register("1001")
        await desk.clock.turn(6)
        assert form_of(desk.parts.connectivity) == "stranded"
        assert desk.pending.waiting == 1
        await desk.parts.own.look()
        assert {own.name: own.found.detail for own in desk.parts.own.found}["server"] == "server-stranded"
        desk.server.away = UnderMaintenance(1)
        await desk.clock.turn(6)
        assert form_of(desk.parts.connectivity) == "maintenance"
        desk.server.away = False
        await desk.clock.turn(12)
        assert (form_of(desk.parts.connectivity), desk.pending.waiting) == ("online", 0)
    assert [action.type for action in desk.server.received].count("register_visit") == 1
    await desk.close()


def test_a_false_server_is_no_server() -> None:
    connectivity, _, _ = watched()
    connectivity.failed(CertificateChanged("x"))
    assert connectivity.offline
    assert connectivity.certificate_changed


@pytest.mark.parametrize("off", [0.0, 3600.0, -86_400.0, 0.25])
def test_the_clock_is_corrected_by_half_the_way_of_the_quickest_answer(off: float) -> None:
    connectivity, clock, _ = watched()
    there = timedelta(seconds=off)
    connectivity.heard(clock.now() + there - timedelta(seconds=0.9), 1.8)  # came back late: it was asked long ago
    connectivity.heard(clock.now() + there - timedelta(seconds=0.01), 0.02)
    connectivity.heard(clock.now() + there - timedelta(seconds=1.5), 1.6)
    assert abs((connectivity.now() - clock.now() - there).total_seconds()) < 0.02


def test_a_clock_that_is_set_meanwhile_is_measured_anew() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 0.01)
    right = clock.now()
    clock.set(right - timedelta(hours=3))
    connectivity.heard(right, 0.01)
    assert abs((connectivity.now() - right).total_seconds()) < 0.02


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_set_back_takes_nobody_before_the_servers_last_word(back: timedelta) -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now() + timedelta(minutes=5), 0.01)
    said = connectivity.now()
    clock.set(clock.now() - back)
    assert connectivity.now() == said
    assert connectivity.clock_off - back - timedelta(minutes=5) < timedelta(seconds=0.02)
    clock._passed += 30.0  # and goes on from there
    assert connectivity.now() == said + timedelta(seconds=30)
    clock.set(said + timedelta(hours=8))
    assert connectivity.now() > said + timedelta(hours=8), "this PC may have slept: only back is impossible"


def test_a_start_with_a_clock_set_back_begins_at_the_servers_last_word() -> None:
    word = MORNING + timedelta(hours=1)
    connectivity, _, _ = watched(Measured(0.0, word))
    assert connectivity.doubtful
    assert connectivity.now() == word
    assert connectivity.shown.clock_off == timedelta(hours=1)
    connectivity.heard(MORNING, 0.01)  # the server itself was wrong, and has been set right
    assert connectivity.now() - MORNING < timedelta(seconds=0.02)


def test_a_clock_behind_the_servers_last_word_is_doubted_until_somebody_tells_the_time() -> None:
    connectivity, clock, _ = watched(Measured(0.0, MORNING + timedelta(hours=1)))
    before = connectivity.doubtful
    connectivity.heard(clock.now(), 0.01)
    assert (before, connectivity.doubtful) == (True, False)
    assert not watched(Measured(0.0, MORNING - timedelta(hours=1)))[0].doubtful


@played
async def test_an_idle_console_notices_that_the_cable_is_out_and_in_again() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        desk.server.away = True  # nothing breaks: the line is just dead
        await desk.clock.turn(60)
        assert kind_of(desk.parts.connectivity) == "offline"
        desk.server.away = False
        await desk.clock.turn(6)
        assert kind_of(desk.parts.connectivity) == "online"
    await desk.close()


@played
async def test_a_sign_of_life_swallowed_by_a_dead_line_keeps_no_later_one_from_being_heard() -> None:
    connectivity, clock, _ = watched()
    health, asked = connectivity._server.health, list[float]()

    async def swallowing() -> datetime:
        asked.append(clock.monotonic())
        if len(asked) < 3:
            # house(sleeping): the time of a hand-turned clock
            await clock.sleep(10)
            raise Unreachable("no answer")
        return await health()

    connectivity._server.health = swallowing  # type: ignore[method-assign]  # the line, not the server
    connectivity.failed(Unreachable("the cable is out"))
    watching = asyncio.ensure_future(connectivity.run())
    await clock.turn(6.5)
    assert kind_of(connectivity) == "online"
    await clock.turn(10)
    assert kind_of(connectivity) == "online", "the swallowed ones were asked before, and say nothing any more"
    assert asked == [2, 4, 6]
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


def test_a_question_that_was_overtaken_says_nothing_of_the_line() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 0.1)
    connectivity.failed(Overtaken("x"))
    assert kind_of(connectivity) == "online"


@played
async def test_an_answer_from_before_this_pc_slept_says_nothing_of_the_clock() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 0.0)
    said = clock.now()
    clock.set(clock.now() + timedelta(hours=22))  # asleep: the time of day goes on, the one that is waited by does not
    connectivity.heard(said, 0.1)
    connectivity.heard(said)
    assert connectivity.clock_off == timedelta(0), "22 hours wrong, by what was said yesterday"
    await clock.turn(1)
    connectivity.heard(clock.now() + timedelta(seconds=3), 0.0)
    assert connectivity.clock_off == timedelta(seconds=3), "asked since it woke"


@played
async def test_actions_carry_the_servers_time_not_this_pcs() -> None:
    server_clock, clock = HandClock(), HandClock(MORNING - timedelta(hours=5))
    server = BehavingServer(reference_center(), server_clock)
    desk = await LocalGateway.with_center(server=server, clock=clock)
    action = desk.registration("1001")
    assert abs((action.at - server_clock.now()).total_seconds()) < 1
    assert desk.connection.clock_off == timedelta(hours=5)
    assert desk.today() == server.state.calendar.day(server_clock.now())
    await desk.close()


@played
async def test_what_answers_in_the_servers_place_and_is_none_is_no_server(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(1)
        desk.server.away = BadAnswer("502 of something in between")
        desk.server._tell()
        await desk.clock.turn(3)
        kinds = [kind_of(desk.parts.connectivity)]
        visit = await desk.register("1001", settled=False)
        assert visit.number == "A01", "nobody waits for a number of a server that is not there"
        desk.server.come_back()
        await desk.clock.turn(10)
        assert [*kinds, kind_of(desk.parts.connectivity)] == ["offline", "online"]
        assert desk.pending.waiting == 0
    await desk.close()


def test_a_server_that_is_being_restored_takes_nothing_and_is_no_lost_line() -> None:
    connectivity, clock, _ = watched()
    connectivity.heard(clock.now(), 0.01)
    connectivity.failed(UnderMaintenance(2.0))
    shown = connectivity.shown
    assert (shown.kind, shown.maintenance) == ("offline", True)
    connectivity.failed(Unreachable("gone altogether"))
    assert (connectivity.shown.kind, connectivity.shown.maintenance) == ("offline", False)
    connectivity.failed(UnderMaintenance(2.0))
    connectivity.heard(clock.now(), 0.01)
    assert (connectivity.shown.kind, connectivity.shown.maintenance) == ("online", False)


@played
async def test_one_slow_answer_is_no_slow_line_for_longer_than_the_next_quick_one_takes() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.clock.turn(30)
        desk.parts.connectivity.heard(desk.server.now(), took=2.5)
        assert kind_of(desk.parts.connectivity) == "slow"
        await desk.clock.turn(20)
        assert kind_of(desk.parts.connectivity) == "online"
    await desk.close()
