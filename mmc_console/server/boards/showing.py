"""What boards are sent: each gets its whole picture, and again when it has changed.

One look at the state serves every board, boards of the same clinics share their view, and a board that reads slowly
only ever misses pictures that are old by then. Lives on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from mmc_console.domain.board import BoardView, LastCalls, board_view, clinics_of
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State
from mmc_console.server.boards.registry import Registry
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Feed, Reader
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Unavailable, Writer
from mmc_console.wire.answers import Heartbeat
from mmc_console.wire.boards import BoardNews, BoardSettings
from mmc_console.wire.json import encode

log = logging.getLogger(__name__)

REVIEW: Final = 1.0
"""Seconds after which a changed or removed board is noticed; whoever changed it may be another process."""
SEEN: Final = 60.0
BEAT: Final = 10.0
Scope = frozenset[ClinicCode]


class Watcher:
    """One stream to a board: the newest picture it has not been sent, and how it is woken."""

    def __init__(self, id: str, secret: bytes, settings: BoardSettings) -> None:
        self.id, self.secret, self.settings = id, secret, settings
        self.view: BoardView | None = None
        self.sent: tuple[BoardSettings, BoardView] | None = None
        self.ended = ""
        self._news = asyncio.Event()

    def show(self, view: BoardView) -> None:
        """This is the picture now, whatever waits to be sent."""
        if self.sent is None or (self.settings, view) != self.sent:
            self.view = view
            self._news.set()
        else:
            self.view = None  # it is again as it was sent last

    def end(self, why: str) -> None:
        """Finish this stream."""
        self.ended = self.ended or why
        self._news.set()

    async def next(self, now: Callable[[], datetime]) -> bytes:
        """The next frame: the picture once it has changed, else a heartbeat; empty at the end."""
        try:
            async with asyncio.timeout(BEAT):
                while self.view is None and not self.ended:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return b"event: heartbeat\ndata: %s\n\n" % encode(Heartbeat(now()))
        if self.ended or self.view is None:
            return b""
        self.sent, view, self.view = (self.settings, self.view), self.view, None
        return b"event: board\ndata: %s\n\n" % encode(BoardNews(now=now(), board=self.settings, view=view))


class Showing:
    """Everybody who looks at boards."""

    def __init__(self, writer: Writer, registry: Registry, feed: Feed, clock: Clock) -> None:
        self._writer, self._registry, self._feed, self._clock = writer, registry, feed, clock
        self._watchers: set[Watcher] = set()
        self._last: dict[Scope, LastCalls] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def watching(self) -> int:
        """How many boards are connected."""
        return len(self._watchers)

    def now(self) -> datetime:
        """The centre's time."""
        return calendar_of(self._writer.center.center).stamp(self._clock.now())

    def scope_of(self, settings: BoardSettings) -> Scope:
        """The clinics it is for, as the centre is now."""
        return clinics_of(self._writer.center, settings.clinics, settings.floors)

    async def look(self, settings: BoardSettings) -> BoardNews:
        """One picture."""
        scope = self.scope_of(settings)
        view = await self._writer.ask(lambda state: board_view(state, self._clock.now(), scope, LastCalls()))
        return BoardNews(now=self.now(), board=settings, view=view)

    async def open(self, watcher: Watcher) -> None:
        """Show *watcher* everything from now on, its first picture at once."""
        if not self._watchers:
            self._last.clear()  # calls came and went that nobody looked at
        self._watchers.add(watcher)
        if not self._tasks:
            loop = asyncio.get_running_loop()
            self._tasks = [
                loop.create_task(self._follow(self._feed.open(None, None, "boards")), name="boards"),
                loop.create_task(self._review(), name="boards"),
            ]
        await self._show([watcher])

    async def leave(self, watcher: Watcher) -> None:
        """The stream is gone; after the last one nothing is looked at any more."""
        self._watchers.discard(watcher)
        if not self._watchers:
            await self._rest()

    async def close(self) -> None:
        """End every stream."""
        for watcher in self._watchers:
            watcher.end("closing")
        await self._rest()

    async def _rest(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, reader: Reader) -> None:
        """A new picture whenever the log has grown, and with each heartbeat: a day turns without any event."""
        try:
            while not reader.ended:
                if reader.seq >= self._feed.seq and not reader.beat and not reader.reset:
                    await reader.wait()
                if reader.reset:
                    self._last.clear()
                reader.seq, reader.beat, reader.reset = self._feed.seq, False, False
                try:
                    await self._show(list(self._watchers))
                except Unavailable:
                    continue  # the writer is being mended: the boards say themselves how old their picture is
                except Exception:
                    # a mistake of ours: the next look may be right, and nobody else would look again
                    log.exception("boards could not be shown")
                    self._last.clear()
        finally:
            self._feed.leave(reader)

    async def _show(self, watchers: list[Watcher]) -> None:
        scopes = {w: self.scope_of(w.settings) for w in watchers}
        wanted = {scope: self._last.setdefault(scope, LastCalls()) for scope in scopes.values()}

        def look(state: State) -> dict[Scope, BoardView]:
            now = self._clock.now()
            return {scope: board_view(state, now, scope, last) for scope, last in wanted.items()}

        views = await self._writer.ask(look)
        for watcher, scope in scopes.items():
            watcher.show(views[scope])

    async def _review(self) -> None:
        """Follow what administrators change, and note which boards are there."""
        loop = asyncio.get_running_loop()
        noted, failing = loop.time() - SEEN, False
        while True:
            await asyncio.sleep(REVIEW)
            try:
                standing = await asyncio.to_thread(self._registry.standing)
                changed = [w for w in self._watchers if self._changed(w, standing)]
                if changed:
                    await self._show(changed)
                if loop.time() - noted >= SEEN:
                    noted = loop.time()
                    await asyncio.to_thread(self._registry.seen, [w.id for w in self._watchers])
                failing = False
            except Exception as fault:
                if not failing:
                    expected = isinstance(fault, (StoreError, Unavailable))
                    log.warning("boards cannot be read: %s", type(fault).__name__, exc_info=None if expected else fault)
                failing = True

    @staticmethod
    def _changed(watcher: Watcher, standing: dict[str, tuple[bytes, BoardSettings]]) -> bool:
        found = standing.get(watcher.id)
        if found is None or found[0] != watcher.secret:
            watcher.end("session")
            return False
        if found[1] == watcher.settings:
            return False
        watcher.settings = found[1]
        return True
