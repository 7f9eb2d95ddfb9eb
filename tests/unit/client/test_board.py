"""A board's line: always back within seconds, and its credential kept where this PC can keep one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.board import FIRST, MOST, SILENCE, BoardLine, Pairing, Standing
from mmc_console.client.errors import BadAnswer, ProblemAnswer, ServerBusy, StoreLost, Unreachable, WireFault
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.domain.board import BoardView
from mmc_console.wire.answers import Heartbeat
from mmc_console.wire.boards import CREDENTIAL, BoardNews, BoardSettings, Paired, PairRequest
from mmc_console.wire.health import DeviceStatus
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
NEWS = BoardNews(
    now=NOW, board=BoardSettings(name="hall"), view=BoardView(day=date(2026, 11, 23), site={}, clinics=(), calls=())
)
PICTURE = b"event: board\ndata: " + encode(NEWS) + b"\n\n"
BEAT = b"event: heartbeat\ndata: " + encode(Heartbeat(NOW)) + b"\n\n"
SECRET = CREDENTIAL + "A" * 43


class Centre:
    """A server that does what the plan says, one connection after the other."""

    address = "http://127.0.0.1:1"

    def __init__(self, clock: HandClock, plan: list[WireFault | list[bytes | float]]) -> None:
        self._clock, self.plan = clock, plan
        self.opened: list[float] = []

    @asynccontextmanager
    async def board_stream(self, bearer: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.opened.append(self._clock.monotonic())
        todo = self.plan.pop(0) if self.plan else [PICTURE, *[10.0, BEAT] * 1_000]
        if isinstance(todo, WireFault):
            raise todo
        yield self._said(todo)

    async def _said(self, todo: Sequence[object]) -> AsyncIterator[bytes]:
        for each in todo:
            if isinstance(each, bytes):
                yield each
            elif isinstance(each, float):
                await self._clock.sleep(each)  # house(sleeping): the clock is turned by hand

    async def pair(self, request: PairRequest) -> Paired:
        raise AssertionError(request)

    async def tell_status(self, bearer: str, status: DeviceStatus) -> None:
        raise Unreachable("gone")


class Board:
    """A line and what it told."""

    def __init__(self, plan: list[WireFault | list[bytes | float]]) -> None:
        self.clock = HandClock()
        self.centre = Centre(self.clock, plan)
        self.news: list[BoardNews] = []
        self.heard: list[datetime] = []
        self.standing: list[Standing] = []
        self.line = BoardLine(
            self.centre, SECRET, self.clock, on_news=self.news.append, on_heard=self.heard.append,
            on_standing=self.standing.append, jitter=lambda: 0.0,
        )  # fmt: skip

    async def run(self, seconds: float) -> None:
        running = asyncio.ensure_future(self.line.run())
        await self.clock.turn(seconds)
        assert not running.done()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@played
async def test_it_tells_the_picture_and_heartbeats() -> None:
    board = Board([[PICTURE[:20], PICTURE[20:] + BEAT, 10.0, BEAT, 1e9]])
    await board.run(11)
    assert board.news == [NEWS]
    assert len(board.heard) == 2
    assert set(board.standing) == {"live"}


@played
async def test_silence_opens_another_connection() -> None:
    board = Board([[PICTURE, 1e9]])
    await board.run(SILENCE + 2)
    assert len(board.centre.opened) == 2
    assert "lost" in board.standing


@played
async def test_a_centre_that_does_not_serve_now_is_asked_less_and_less_often_too() -> None:
    board = Board([ServerBusy(0.0) for _ in range(20)])
    board.line._jitter = lambda: 1.0
    await board.run(25)
    assert [round(b - a, 3) for a, b in pairwise(board.centre.opened)][:6] == [1, 2, 4, 5, 5, 5]
    assert set(board.standing) == {"busy"}


@pytest.mark.parametrize(
    ("fault", "standing"),
    [
        (Unreachable("x"), "lost"), (BadAnswer("x"), "lost"), (ServerBusy(60), "busy"),
        (ProblemAnswer(problem("not-authenticated")), "refused"), (ProblemAnswer(problem("not-allowed")), "lost"),
    ],
)  # fmt: skip
def test_every_fault_has_its_standing_and_is_tried_again_within_seconds(fault: WireFault, standing: Standing) -> None:
    @played
    async def scene() -> None:
        board = Board([fault, fault, fault])
        await board.run(3 * MOST + 1)
        assert board.standing[0] == standing
        assert board.standing[-1] == "live"
        assert board.news == [NEWS]

    scene()


broken = st.one_of(
    st.just(Unreachable("x")), st.just(ServerBusy(300)), st.just(ProblemAnswer(problem("unavailable"))),
    st.lists(st.one_of(st.binary(max_size=30), st.just(PICTURE), st.floats(0, 40)), max_size=5),
)  # fmt: skip


@given(st.lists(broken, max_size=12))
def test_whatever_the_server_does_it_is_back_within_seconds_and_asks_no_faster_than_twice_a_second(
    plan: list[WireFault | list[bytes | float]],
) -> None:
    @played
    async def scene() -> None:
        board = Board(list(plan))
        await board.run(len(plan) * (MOST + SILENCE * 6) + 5)
        assert board.standing[-1] == "live"
        gaps = [b - a for a, b in pairwise(board.centre.opened)]
        assert all(gap >= FIRST - 1e-6 for gap in gaps)

    scene()


@played
async def test_a_status_that_cannot_be_told_disturbs_nothing() -> None:
    await Board([]).line.tell(DeviceStatus(sound="ok"))


@pytest.mark.parametrize("lasting", [True, False])
def test_the_credential_is_kept_in_the_keyring_where_there_is_one(tmp_path: Path, lasting: bool) -> None:
    async def scene() -> None:
        keys = MemoryKeys(lasting=lasting)
        pairing = Pairing(tmp_path, keys)
        assert await pairing.load() is None
        await pairing.keep("https://centre.test", SECRET)
        file = (tmp_path / "board.json").read_text()
        assert (SECRET in file) is not lasting
        assert (tmp_path / "board.json").stat().st_mode & 0o77 == 0
        assert await Pairing(tmp_path, keys).load() == ("https://centre.test", SECRET)
        if lasting:
            assert await Pairing(tmp_path, MemoryKeys(lasting=True)).load() is None, "a copied folder is worth nothing"
            with pytest.raises(StoreLost):
                await Pairing(tmp_path, MemoryKeys(why="locked")).load()

    asyncio.run(scene())
