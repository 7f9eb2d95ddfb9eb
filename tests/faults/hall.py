"""A board without a window, on a real server's line: what hangs in the hall, and whether it is what the server says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from mmc_console.client.api import open_api
from mmc_console.client.board import BoardLine, BoardServer, Standing, pair
from mmc_console.client.clock import SystemClock
from mmc_console.domain.board import BoardView
from mmc_console.wire.boards import BoardNews


class Hall:
    """The picture on the wall."""

    def __init__(self, server: BoardServer, credential: str) -> None:
        self._server, self._credential = server, credential
        self._shown: BoardView | None = None
        self._news = asyncio.Event()
        self.line = self._line(self._took)

    def _line(self, took: Callable[[BoardNews], None]) -> BoardLine:
        return BoardLine(
            self._server, self._credential, SystemClock(), on_news=took, on_heard=_heard, on_standing=_stands
        )

    def _took(self, news: BoardNews) -> None:
        self._shown = news.view
        self._news.set()

    async def until_right(self) -> None:
        """Wait until it shows what a board that is switched on now is shown."""
        first: asyncio.Future[BoardView] = asyncio.get_running_loop().create_future()

        def took(news: BoardNews) -> None:
            if not first.done():
                first.set_result(news.view)

        fresh = asyncio.ensure_future(self._line(took).run())
        try:
            right = await first
        finally:
            fresh.cancel()
            await asyncio.gather(fresh, return_exceptions=True)
        while self._shown != right:
            self._news.clear()
            await self._news.wait()


def _heard(at: datetime) -> None:
    """Nobody looks at the clock here."""


def _stands(standing: Standing) -> None:
    """Nor at the word about the line."""


@asynccontextmanager
async def hall(url: str, code: str) -> AsyncIterator[Hall]:
    """A board of its own, paired by *code*."""
    api = await open_api(url)
    paired = await pair(api, code, "hall")
    found = Hall(api, paired.credential)
    running = asyncio.ensure_future(found.line.run())
    try:
        yield found
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await api.close()
