"""What boards are sent: each gets its whole picture, and again when it has changed.

The writer looks for them with its commit, so that a call is on its way to the hall with its answer to the desk; where
commits come closer than a tick, a question follows. One look at the state serves every board, boards of the same
clinics share their view as it is encoded once, and a board that reads slowly only ever misses pictures that are old by
then. Lives on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, Final

from msgspec import Raw

from mmc_console.domain.board import BoardView, LastCalls, board_view, clinics_of
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State
from mmc_console.server.boards.registry import Registry
from mmc_console.server.clock import Clock
from mmc_console.server.feed import TICK, Entry, Feed
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
AT_LEAST: Final = 2.0
"""Seconds after which the state is looked at again though nothing was heard."""
Scope = frozenset[ClinicCode]


class Watcher:
    """One stream to a board: the newest picture it has not been sent, and how it is woken."""

    def __init__(self, id: str, secret: bytes, settings: BoardSettings) -> None:
        self.id, self.secret, self.settings = id, secret, settings
        self.view: bytes | None = None
        self.sent: tuple[BoardSettings, bytes] | None = None
        self.seq = -1
        """Which position of the log it was last shown."""
        self.ended = ""
        self._news = asyncio.Event()

    def show(self, view: bytes) -> None:
        """This is the picture now (a `BoardView` as JSON), whatever waits to be sent."""
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
        encoded: Any = Raw(view)
        return b"event: board\ndata: %s\n\n" % encode(BoardNews(now=now(), board=self.settings, view=encoded))


class Showing:
    """Everybody who looks at boards."""

    def __init__(self, writer: Writer, registry: Registry, feed: Feed, clock: Clock) -> None:
        self._writer, self._registry, self._clock = writer, registry, clock
        self._watchers: set[Watcher] = set()
        self._last: dict[Scope, LastCalls] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._grown = asyncio.Event()
        feed.hear(self._heard)
        self._wanted: dict[Scope, LastCalls] = {}
        """What the writer looks for with its commits; replaced whole, as it is read on the writer's thread."""
        self._looked = 0.0
        self._seq = -1
        """The log up to here is on every board."""
        writer.after_commit = self._with_commit

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
                loop.create_task(self._follow(), name="boards"),
                loop.create_task(self._review(), name="boards"),
            ]
        await self._show([watcher])

    async def leave(self, watcher: Watcher) -> None:
        """The stream is gone; after the last one nothing is looked at any more."""
        self._watchers.discard(watcher)
        if not self._watchers:
            self._wanted = {}
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

    def _heard(self, entries: Sequence[Entry] | None) -> None:
        if entries is None:  # another history, or all may be different
            self._forget()
        if self._tasks and (not entries or entries[-1].seq > self._seq):
            self._grown.set()

    def _forget(self) -> None:
        self._last.clear()
        self._wanted, self._seq = {}, -1
        for watcher in self._watchers:
            watcher.seq = -1

    def _with_commit(self, state: State) -> Callable[[], None] | None:
        """On the writer's thread."""
        wanted, now = self._wanted, monotonic()
        if not wanted or now - self._looked < TICK:
            return None
        self._looked = now
        try:
            views = self._look(state, wanted)
        except Exception:
            log.exception("boards could not be shown")
            return self._forget
        return partial(self._shown, views, state.seq, None)

    def _look(self, state: State, wanted: dict[Scope, LastCalls]) -> dict[Scope, BoardView]:
        now = self._clock.now()
        return {scope: board_view(state, now, scope, last) for scope, last in wanted.items()}

    async def _follow(self) -> None:
        """A new picture where the log has grown and the writer has not brought it, at most every tick; and after a
        while without: a day turns without any event."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(AT_LEAST):
                    await self._grown.wait()
            except TimeoutError:
                pass
            self._grown.clear()
            began = loop.time()
            try:
                await self._show(list(self._watchers))
            except Unavailable:
                continue  # the writer is being mended: the boards say themselves how old their picture is
            except Exception:
                # a mistake of ours: the next look may be right, and nobody else would look again
                log.exception("boards could not be shown")
                self._forget()
            await asyncio.sleep(max(0.0, began + TICK - loop.time()))

    async def _show(self, watchers: list[Watcher]) -> None:
        scopes = {self.scope_of(w.settings) for w in (*watchers, *self._watchers)}
        wanted = {scope: self._last.setdefault(scope, LastCalls()) for scope in scopes}
        self._wanted = wanted
        seq, views = await self._writer.ask(lambda state: (state.seq, self._look(state, wanted)))
        self._shown(views, seq, watchers)

    def _shown(self, views: dict[Scope, BoardView], seq: int, watchers: list[Watcher] | None) -> None:
        """Show these, each to whom it concerns; older ones than they have seen are passed over."""
        encoded = {scope: encode(view) for scope, view in views.items()}
        everybody = watchers is None or self._watchers <= set(watchers)
        for watcher in self._watchers if watchers is None else watchers:
            view = encoded.get(self.scope_of(watcher.settings))
            if view is None:
                everybody = False  # the centre has other clinics now: it is asked for
            elif seq >= watcher.seq:
                watcher.seq = seq
                watcher.show(view)
        if everybody:
            self._seq = max(self._seq, seq)

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
