"""Following the log through the stream: nothing is missed, nothing doubled, whatever the stream does."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from mmc_console.client import follow, kept_log
from mmc_console.client.errors import Overtaken, ProblemAnswer
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.sse import Message
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import Cancel, PauseClinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.answers import Heartbeat
from mmc_console.wire.json import encode, event_of
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running


async def pause_elsewhere(desk: LocalGateway, clinic: str) -> None:
    """Somebody at another desk pauses a clinic."""
    if "huda" not in desk.server.users:
        desk.server.add_user("huda", ["supervisor"])
    desk.server.do(PauseClinic, "huda", clinic=ClinicCode(clinic), reason="break")


@played
async def test_what_others_do_is_seen_without_asking() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await pause_elsewhere(desk, "lab")
        await desk.clock.settle()
        assert desk.state.clinic(ClinicCode("lab"), desk.today()).state == "paused"
    await desk.close()


@played
async def test_after_a_break_the_missing_events_come_and_nothing_is_doubled() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        desk.server.go_away()
        await desk.clock.turn(60)
        assert str(desk.connection.kind) == "offline"
        for clinic in ("lab", "eyes", "dental"):
            await pause_elsewhere(desk, clinic)
        desk.server.come_back()
        await desk.clock.turn(40)
        assert str(desk.connection.kind) == "online"
        assert desk.parts.desk.replica.seq == desk.server.state.seq
        assert desk.state.clinic(ClinicCode("dental"), desk.today()).state == "paused"
    await desk.close()


@played
async def test_behind_a_proxy_that_swallows_streams_it_asks_every_few_seconds() -> None:
    desk = await LocalGateway.with_center()
    desk.server.mute = True
    async with running(desk):
        for clinic, seconds in (("lab", 5.1), ("eyes", 60.0)):
            await pause_elsewhere(desk, clinic)
            await desk.clock.turn(seconds)
            assert desk.state.clinic(ClinicCode(clinic), desk.today()).state == "paused"
            assert str(desk.connection.kind) == "online"
    await desk.close()


@played
async def test_a_stream_that_died_in_silence_is_asked_past_and_opened_anew() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.clock.turn(1)
        flowing = [desk.parts.live.flowing]
        desk.server.mute = True  # also for the one that will be opened: so it shows that there is another
        await pause_elsewhere(desk, "lab")
        await desk.clock.turn(5)
        assert desk.state.clinic(ClinicCode("lab"), desk.today()).state == "paused"
        flowing.append(desk.parts.live.flowing)
        desk.server.mute = False
        await desk.clock.turn(50)
        assert [*flowing, desk.parts.live.flowing] == [True, False, True]
    await desk.close()


@played
async def test_a_stream_of_comments_alone_is_asked_past_and_is_not_dead() -> None:
    desk = await LocalGateway.with_center()
    opened = list[float]()

    async def frames(*_: object) -> AsyncGenerator[bytes, None]:
        opened.append(desk.clock.monotonic())
        yield b"event: heartbeat\ndata: " + encode(Heartbeat(desk.server.now())) + b"\n\n"
        while True:
            await desk.clock.sleep(3.0)  # house(sleeping): the time of a hand-turned clock
            yield b": a proxy keeps it open\n\n"

    desk.server._frames = frames  # type: ignore[method-assign,assignment]  # what is in between, not the server
    async with running(desk):
        await desk.clock.turn(60)
        assert opened == [0], "it lives, and there was no news"
        for clinic in ("lab", "eyes"):
            await pause_elsewhere(desk, clinic)
            await desk.clock.turn(5)
            assert desk.state.clinic(ClinicCode(clinic), desk.today()).state == "paused"
        await desk.clock.turn(60)
        assert len(opened) <= 3, "opened anew for what it has swallowed, and for nothing else"
    await desk.close()


@played
async def test_a_line_that_has_swallowed_a_question_may_have_swallowed_the_silent_stream_too() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.clock.turn(1)
        streams = [desk.parts.live.flowing]
        desk.server.mute = True  # also for the one that will be opened: so it shows that there is another
        desk.parts.connectivity.failed(Overtaken("x"))
        await desk.clock.turn(1.5)
        streams.append(desk.parts.live.flowing)
        await desk.clock.turn(2)
        desk.parts.connectivity.failed(Overtaken("x"))
        await desk.clock.turn(1.5)
        assert [*streams, desk.parts.live.flowing] == [True, True, False], "young, it has had nothing to say"
    await desk.close()


@played
async def test_a_restored_server_is_taken_in_whole() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await pause_elsewhere(desk, "lab")
        desk.server.restart_history()
        await desk.clock.turn(5)
        assert desk.parts.desk.replica.epoch == desk.server.epoch
        assert desk.parts.desk.replica.seq == desk.server.state.seq
    await desk.close()


@played
async def test_late_news_of_another_history_are_not_taken_for_this_one() -> None:
    desk = await LocalGateway.with_center()
    follow, old = desk.parts.follow, desk.server.epoch
    event = msgspec.structs.replace(event_of(bytes(desk.server.log[-1])), seq=desk.server.state.seq + 1)
    follow._not_before = desk.clock.monotonic() + 1  # taking in the last ones took long
    await follow.take([Message("queue_update", encode(event).decode(), f"{old}:{event.seq}")])
    desk.server.restart_history()
    await follow.renew()
    async with running(desk):
        await desk.clock.turn(5)
        assert desk.parts.desk.replica.seq == desk.server.state.seq == event.seq - 1
    await desk.close()


@played
async def test_a_line_that_breaks_while_another_history_is_asked_for_is_a_broken_line() -> None:
    desk = await LocalGateway.with_center()
    stream, opened = desk.server.stream, list[float]()

    def elsewhere(bearer: str, position: str | None) -> object:
        opened.append(desk.clock.monotonic())
        desk.server.stream = stream  # type: ignore[method-assign]  # this one call fails
        desk.server.go_away()
        raise ProblemAnswer(problem("epoch-changed"))

    async with running(desk):
        desk.server.stream = elsewhere  # type: ignore[method-assign,assignment]  # this one call fails
        desk.parts.live.again()
        await desk.clock.turn(5)
        assert len(opened) == 1
        assert desk.connection.kind == "offline"
        desk.server.come_back()
        await desk.clock.turn(40)
        assert desk.parts.live.flowing
    await desk.close()


@played
async def test_a_position_the_server_no_longer_knows_takes_a_snapshot() -> None:
    desk = await LocalGateway.with_center()
    await pause_elsewhere(desk, "lab")

    async def gone(bearer: str, after: str, limit: int) -> object:
        raise ProblemAnswer(problem("gone"))

    desk.server.events = gone  # type: ignore[method-assign,assignment]  # this one call fails
    await desk.refresh()
    assert desk.state.clinic(ClinicCode("lab"), desk.today()).state == "paused"
    await desk.close()


@played
async def test_what_a_console_brings_after_days_away_takes_a_snapshot_where_its_day_is_not_known(
    tmp_path: Path,
) -> None:
    away = await LocalGateway.with_center(profile=tmp_path / "away")
    visit = await away.register("1001")
    await away.go_offline()
    receipt = await away.act(Cancel, visit=visit.id, reason="left")
    await away.clock.turn(3 * 24 * 3600)
    away.server.come_back()
    here, there = [
        await LocalGateway.with_center(server=away.server, clock=away.clock, username=name, profile=tmp_path / name)
        for name in ("saad", "rana")
    ]
    assert here.state.visit(visit.id) is None, "today's rows only"
    async with running(here):
        await away.go_online()
        assert (await receipt.outcome).outcome == "applied"
        await here.register("1002", settled=False)
        await here.clock.turn(5)
        assert here.parts.desk.replica.seq == away.server.state.seq
        assert [v.number for v in here.state.visits.of(here.today())] == ["001"]
    await there.refresh()
    assert there.parts.desk.replica.seq == away.server.state.seq, "asked for, not streamed"
    for desk in (here, there, away):
        await desk.close()


@played
async def test_a_start_survives_kept_news_of_a_day_it_has_not_kept(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    here = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    away = await LocalGateway.with_center(server=here.server, clock=here.clock, profile=tmp_path / "away")
    visit = await here.register("1001")
    await away.settle()
    await away.go_offline()
    await away.act(Cancel, visit=visit.id, reason="left")
    here.server.come_back()
    await here.clock.turn(3 * 24 * 3600)
    await here.parts.follow.condense()  # as once every so many events
    await away.go_online()
    await here.settle()
    here.clock.stores.remove(here.parts.store)
    await here.parts.store.close()  # killed: nothing is put in order
    again = await LocalGateway.with_center(server=here.server, clock=here.clock, profile=tmp_path, keys=keys)
    assert again.parts.desk.replica.seq == here.server.state.seq
    for desk in (again, away):
        await desk.close()


@played
async def test_thousands_of_events_are_kept_as_one_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "CONDENSE_AFTER", 10)
    desk = await LocalGateway.with_center()
    for _ in range(8):
        await pause_elsewhere(desk, "lab")
        desk.server.do(PauseClinic, "huda", clinic=ClinicCode("eyes"), reason="break")
    await desk.settle()
    kept = await desk.parts.store.run(kept_log.load)
    assert kept is not None
    assert len(kept.events) < 10
    assert kept.snapshot.seq + len(kept.events) == desk.server.state.seq
    await desk.close()
