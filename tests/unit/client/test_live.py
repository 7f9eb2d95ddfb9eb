"""The stream's own loop: patient, bounded, never a storm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise

import httpx
import pytest

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.errors import BadAnswer, ServerBusy, Unreachable, WireFault
from mmc_console.client.handclock import HandClock
from mmc_console.client.live import Live, fault_of
from mmc_console.client.sse import Message
from mmc_console.client.testing import reference_center
from tests.unit.client.stage import played

Script = Callable[[int], "list[bytes] | WireFault"]
HEARTBEAT = b"event: heartbeat\ndata: {}\n\n"


class Streams(BehavingServer):
    """A server whose streams follow a script: what the n-th connection brings before it falls silent or breaks."""

    def __init__(self, clock: HandClock, script: Script, *, breaks: bool) -> None:
        super().__init__(reference_center(), clock)
        self.script, self.breaks, self.clock = script, breaks, clock
        self.opened: list[float] = []
        self.positions: list[str | None] = []

    @asynccontextmanager
    async def stream(self, bearer: str, position: str | None) -> AsyncIterator[AsyncIterator[bytes]]:
        self.opened.append(self.clock.monotonic())
        self.positions.append(position)
        told = self.script(len(self.opened))
        if isinstance(told, WireFault):
            raise told
        async with aclosing(self._play(told)) as body:
            yield body

    async def _play(self, chunks: list[bytes]) -> AsyncGenerator[bytes, None]:
        for chunk in chunks:
            yield chunk
        if not self.breaks:
            await asyncio.Event().wait()


class Followed:
    """A live loop over scripted streams, and what it told."""

    def __init__(self, script: Script, *, breaks: bool = True, jitter: float = 1.0, slow: float = 0.0) -> None:
        self.clock = HandClock()
        self.slow = slow  # how long the first one waits for its session and its snapshot
        self.server = Streams(self.clock, script, breaks=breaks)
        self.messages: list[Message] = []
        self.faults: list[WireFault] = []
        self.live = Live(
            self.server, self._bearer, self.clock, prepare=self._prepare, position=lambda: "e:1",
            on_open=lambda: None, on_messages=self._take, on_fault=self._lost, jitter=lambda: jitter,
        )  # fmt: skip

    async def run(self, seconds: float) -> list[float]:
        """Let it run; the moments a connection was asked for."""
        task = asyncio.ensure_future(self.live.run())
        await self.clock.turn(seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return self.server.opened

    async def _bearer(self) -> str:
        return "token"

    async def _prepare(self) -> None:
        slow, self.slow = self.slow, 0.0
        # house(sleeping): the time of a hand-turned clock
        await self.clock.sleep(slow)

    async def _take(self, messages: list[Message]) -> None:
        self.messages += messages

    async def _lost(self, fault: WireFault) -> None:
        self.faults.append(fault)


@played
async def test_it_waits_one_second_doubling_to_thirty_while_nobody_answers() -> None:
    followed = Followed(lambda n: Unreachable("no"))
    opened = await followed.run(130)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [1, 2, 4, 8, 16, 30, 30, 30]


@played
async def test_jitter_halves_the_wait_at_most() -> None:
    followed = Followed(lambda n: Unreachable("no"), jitter=0.0)
    opened = await followed.run(60)
    assert [round(b - a, 3) for a, b in pairwise(opened)][:6] == [1, 1, 2, 4, 8, 15], "and never two within a second"


@played
async def test_success_starts_the_doubling_again() -> None:
    followed = Followed(lambda n: [HEARTBEAT] if n % 4 == 0 else Unreachable("no"))
    opened = await followed.run(30)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [1, 2, 4, 1, 2, 4, 8, 1, 2, 4][: len(opened) - 1]


@played
async def test_a_stream_silent_for_45_seconds_is_dead() -> None:
    followed = Followed(lambda n: [HEARTBEAT], breaks=False)
    opened = await followed.run(100)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [46, 46]
    assert len(followed.messages) == 3


@pytest.mark.parametrize(
    ("retry", "wait"),
    [(b"-5", 1), (b"0", 1), (b"10", 1), (b"5000", 5), (b"99999999999", 30)],
)
@played
async def test_retry_is_obeyed_within_bounds(retry: bytes, wait: float) -> None:
    followed = Followed(lambda n: [b"retry: " + retry + b"\n\n", HEARTBEAT])
    opened = await followed.run(100)
    assert {round(b - a, 3) for a, b in pairwise(opened)} == {wait}


@played
async def test_a_stream_that_ends_at_once_every_time_is_asked_for_once_a_second() -> None:
    followed = Followed(lambda n: [HEARTBEAT])
    opened = await followed.run(20)
    assert min(b - a for a, b in pairwise(opened)) >= 1
    assert len(opened) == 21


@played
async def test_a_busy_server_says_when() -> None:
    followed = Followed(lambda n: ServerBusy(12.0))
    opened = await followed.run(40)
    assert [b - a for a, b in pairwise(opened)] == [12, 12, 12]


@played
async def test_a_busy_server_that_does_not_say_when_is_left_in_peace_as_any_other() -> None:
    busy = fault_of(httpx.Response(503, content=b"<html>"))
    assert isinstance(busy, ServerBusy)
    opened = await Followed(lambda n: busy).run(130)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [1, 2, 4, 8, 16, 30, 30, 30]
    opened = await Followed(lambda n: busy, jitter=0.0).run(60)
    assert [round(b - a, 3) for a, b in pairwise(opened)][:6] == [1, 1, 2, 4, 8, 15]


@played
async def test_a_busy_server_that_says_when_is_never_asked_sooner_nor_more_often_than_any_other() -> None:
    opened = await Followed(lambda n: ServerBusy(5.0)).run(60)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [5, 5, 5, 8, 16]
    opened = await Followed(lambda n: ServerBusy(40.0)).run(300)
    assert {round(b - a, 3) for a, b in pairwise(opened)} == {40}


@played
async def test_a_stream_that_speaks_starts_the_doubling_of_a_busy_server_again() -> None:
    opened = await Followed(lambda n: [HEARTBEAT] if n % 4 == 0 else ServerBusy(0.0)).run(20)
    assert [round(b - a, 3) for a, b in pairwise(opened)] == [1, 2, 4, 1, 2, 4][: len(opened) - 1]


@pytest.mark.parametrize("fault", [ServerBusy(0.0), Unreachable("no"), None])
@pytest.mark.parametrize("slow", [0.0, 0.7, 3.0])
@played
async def test_two_connections_are_a_second_apart_however_long_the_first_was_prepared(
    slow: float, fault: WireFault | None
) -> None:
    def told(n: int) -> list[bytes] | WireFault:
        if fault is None:
            followed.live.again()
        return fault or [HEARTBEAT]

    followed = Followed(told, breaks=False, jitter=0.0, slow=slow)
    opened = await followed.run(slow + 5)
    assert len(opened) > 3
    assert min(b - a for a, b in pairwise(opened)) >= 1
    assert opened[0] == slow, "the first waits for nothing else"


@played
async def test_what_is_no_stream_is_said_and_tried_again() -> None:
    followed = Followed(lambda n: [b"x" * 5_000_000])
    await followed.run(0.5)
    assert isinstance(followed.faults[0], BadAnswer)


@played
async def test_a_stream_is_let_go_and_opened_anew_for_another_session() -> None:
    followed = Followed(lambda n: [HEARTBEAT], breaks=False)
    task = asyncio.ensure_future(followed.live.run())
    await followed.clock.turn(10)
    followed.live.again()
    await followed.clock.turn(1)
    assert followed.server.opened == [0, 10]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
