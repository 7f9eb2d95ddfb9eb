"""What goes wrong around boards: a picture that fails once, a line that stands still, busy readers of the database."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mmc_console.domain.board import BoardView, board_view
from mmc_console.server.boards import showing
from mmc_console.server.boards.showing import Watcher
from mmc_console.wire.boards import BoardSettings
from mmc_console.wire.json import encode
from tests.guards import ExpectedLogs
from tests.server.auth_parts import START
from tests.server.test_boards_http import Acts, centre, frames, paired


def test_a_picture_that_fails_once_leaves_no_board_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("boards could not be shown")
    failing = [False]

    def drawn(*asked: Any) -> BoardView:
        if failing[0]:
            failing[0] = False
            raise KeyError("a ticket that is not there")
        return board_view(*asked)

    monkeypatch.setattr(showing, "board_view", drawn)

    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            acts = Acts(server, admin)
            board = await paired(server, admin)
            stream = frames(server, {"Authorization": f"Bearer {board.token}"})
            await anext(stream)
            failing[0] = True
            label = await acts.called("lab", "11111111")
            while True:
                kind, picture = await asyncio.wait_for(anext(stream), 8)
                assert kind == "board", "only heartbeats: it would show an old number as if it were live"
                if label in [call["label"] for call in picture["view"]["calls"]]:
                    break
            await stream.aclose()  # type: ignore[attr-defined]  # it is a generator

    asyncio.run(story())


def test_a_call_is_shown_as_it_is_committed_and_a_board_is_no_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "AT_LEAST", 3_600.0)

    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            server.feed._tick = 3_600.0  # consoles wait for theirs
            acts = Acts(server, admin)
            streams = []
            for n in range(2):
                board = await paired(server, admin, f"hall {n}")
                streams.append(frames(server, {"Authorization": f"Bearer {board.token}"}))
                await anext(streams[-1])
            assert server.feed.readers == 0
            label = await acts.called("lab", "11111111")
            for n, stream in enumerate(streams):
                while True:
                    kind, picture = await asyncio.wait_for(anext(stream), 8)
                    assert kind == "board"
                    assert picture["board"]["name"] == f"hall {n}", "what they share is the view alone"
                    if label in [call["label"] for call in picture["view"]["calls"]]:
                        break
                await stream.aclose()  # type: ignore[attr-defined]  # it is a generator

    asyncio.run(story())


def test_a_board_whose_line_stood_still_is_shown_nothing_that_is_over() -> None:
    def picture(day: int) -> bytes:
        return encode(BoardView(day=date(2026, 3, day), site={}, clinics=(), calls=()))

    async def story() -> list[bytes]:
        watcher, found = Watcher("hall", b"", BoardSettings(name="hall")), list[bytes]()
        for shown in ((1,), (2, 1, 3), (1,)):
            for day in shown:
                watcher.show(picture(day))
            found.append(await watcher.next(lambda: START))
        watcher.show(picture(2))
        watcher.show(picture(1))  # as it was, before the other one could be sent
        reading = asyncio.ensure_future(watcher.next(lambda: START))
        for _ in range(3):
            await asyncio.sleep(0)
        watcher.show(picture(2))
        watcher.show(picture(1))
        for _ in range(3):
            await asyncio.sleep(0)
        assert not reading.done()
        watcher.show(picture(4))
        return [*found, await reading]

    assert [frame.split(b'"day":"2026-03-0')[1][:1] for frame in asyncio.run(story())] == [b"1", b"3", b"1", b"4"]
