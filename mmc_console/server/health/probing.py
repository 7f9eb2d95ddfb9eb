"""Whether what is committed reaches those who look: the feed is tried with an own reader, and slow ones are counted."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from mmc_console.server.feed import Feed
from mmc_console.server.health.health import Verdict
from mmc_console.server.log import events
from mmc_console.server.store.engine import Database

IN_TIME: Final = 1.0
"""Seconds until a committed event must have been handed out; it takes some 20 ms."""
LOOK_AGAIN: Final = 0.02
SLOW_WINDOW: Final = 600.0
SLOW_AT_MOST: Final = 3
"""So many cut streams within the window are a PC that slept; more are a network that does not carry."""


class FeedCheck:
    """Whether the feed stands where the log does, and gives the newest event to a reader in time."""

    def __init__(self, feed: Feed, database: Database, *, in_time: float = IN_TIME) -> None:
        self._feed, self._database, self._in_time = feed, database, in_time

    async def __call__(self) -> Verdict:
        """Try it. Runs in the event loop, where the feed lives."""
        head = await asyncio.to_thread(self._head)
        if head is None or head.epoch != self._feed.epoch:
            return Verdict("healthy")  # there is nothing to show, or the log's own check tells of another history
        for _ in range(int(self._in_time / LOOK_AGAIN)):
            if self._feed.seq >= head.seq:
                break
            await asyncio.sleep(LOOK_AGAIN)  # what was committed just now is on its way to the feed
        else:
            return Verdict("unhealthy", "feed-behind", {"behind": float(head.seq - self._feed.seq)})
        began = time.monotonic()  # a loop's own time may stand still within a turn
        try:
            async with asyncio.timeout(self._in_time):
                given = await self._feed.probe()
        except TimeoutError:
            return Verdict("unhealthy", "feed-stuck")
        took = {"feed_ms": round((time.monotonic() - began) * 1000, 2)}
        return Verdict("healthy", "ok", took) if given else Verdict("unhealthy", "feed-wrong", took)

    def _head(self) -> events.Head | None:
        with self._database.read() as conn:
            return events.head(conn)


class StreamsCheck:
    """How many streams there are, and whether many had to be cut lately because they did not keep up."""

    def __init__(
        self, feed: Feed, boards: Callable[[], int], monotonic: Callable[[], float] = time.monotonic
    ) -> None:  # fmt: skip
        self._feed, self._boards, self._monotonic = feed, boards, monotonic
        self._cuts: deque[tuple[float, int]] = deque([(monotonic(), feed.slow)])

    async def __call__(self) -> Verdict:
        """Count."""
        now = self._monotonic()
        self._cuts.append((now, self._feed.slow))
        while len(self._cuts) > 1 and now - self._cuts[1][0] >= SLOW_WINDOW:
            self._cuts.popleft()
        cut = self._feed.slow - self._cuts[0][1]
        figures = {"streams": float(self._feed.readers), "boards": float(self._boards()), "cut": float(cut)}
        return Verdict("degraded", "streams-slow", figures) if cut > SLOW_AT_MOST else Verdict("healthy", "ok", figures)
