"""Keeps the open pages live: what has changed for one is sent to it, in ticks, and nothing when nothing has.

Lives on the event loop. A page holds only its newest picture, so a phone that reads slowly costs no memory; events tell
which clinics and visits to look at again, so that three hundred phones cost little more than those concerned.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, VisitId
from mmc_console.server.clock import Clock
from mmc_console.server.feed import Entry, Feed
from mmc_console.server.pages.pages import Pages, Seen
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Failed, Unavailable, Writer
from mmc_console.wire.answers import Heartbeat
from mmc_console.wire.json import encode

log = logging.getLogger(__name__)

TICK: Final = 0.02
HEARTBEAT: Final = 10.0
AT_MOST: Final = 6
"""Streams of one visit: a phone, a companion's, and what a bad line has left open."""
_EACH: Final = 150e-6
"""What one page more adds to a tick, so that looking never fills the loop or the writer's thread."""
_AFTER_FAULT: Final = 1.0
"""Seconds until it is looked again."""
GONE: Final = b"event: gone\ndata: {}\n\n"


class _Row(Struct):
    id: VisitId


class _Named(Struct):
    visit: VisitId | None = None
    visits: tuple[_Row, ...] = ()


_named = msgspec.json.Decoder(_Named)


class Watch:
    """One open page: what it was last shown, and what waits to be sent."""

    def __init__(self, visit: VisitId, seen: Seen) -> None:
        self.visit = visit
        self._ended = False
        self._shown = b""
        self._waits = b""
        self._wake = asyncio.Event()
        self.clinic: ClinicCode | None = None
        self.show(seen)

    def show(self, seen: Seen) -> None:
        """Send the page if it is another than before; end with it."""
        page, _, self.clinic = seen
        if page is None:
            self.end(GONE)
            return
        body = encode(page)
        if body != self._shown:
            self._shown = body
            self._waits = b"event: state\ndata: %s\n\n" % body
            self._wake.set()

    def beat(self, frame: bytes) -> None:
        """Say that the line still stands, unless there is something better to say."""
        self._waits = self._waits or frame
        self._wake.set()

    def end(self, last: bytes = b"") -> None:
        """Finish this stream after *last*."""
        self._ended = True
        self._waits += last
        self._wake.set()

    @property
    def over(self) -> bool:
        """Whether it has ended and its last word was taken."""
        return self._ended and not self._wake.is_set()

    async def next(self) -> bytes:
        """What to send now, when there is something."""
        await self._wake.wait()
        self._wake.clear()
        found, self._waits = self._waits, b""
        return found


class Live:
    """All open pages."""

    def __init__(self, pages: Pages, feed: Feed, writer: Writer, clock: Clock) -> None:
        self._pages, self._writer, self._clock = pages, writer, clock
        self._open: dict[VisitId, list[Watch]] = {}
        self._clinics: set[ClinicCode] = set()
        self._visits: set[VisitId] = set()
        self._everybody = False
        self._armed: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._day: date | None = None
        feed.hear(self._heard)

    @property
    def count(self) -> int:
        """How many pages are open."""
        return sum(map(len, self._open.values()))

    async def open(self, visit: VisitId) -> Watch:
        """Follow this visit; the page as it is now comes first."""
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().create_task(self._sweep(), name="pages")
        watch = Watch(visit, (await self._pages.look([visit]))[0])
        watches = self._open.setdefault(visit, [])
        watches.append(watch)
        if len(watches) > AT_MOST:
            watches.pop(0).end(b"event: full\ndata: {}\n\n")
        self.touch(visit)  # something may have happened while it was looked at
        return watch

    def leave(self, watch: Watch) -> None:
        """The stream is gone."""
        watches = self._open.get(watch.visit, [])
        if watch in watches:
            watches.remove(watch)
        if not watches:
            self._open.pop(watch.visit, None)

    def touch(self, visit: VisitId) -> None:
        """Look at this visit again: something besides the log has changed."""
        self._visits.add(visit)
        self._arm()

    async def close(self) -> None:
        """End every stream."""
        if self._armed is not None:
            self._armed.cancel()
        tasks = [task for task in (self._sweeper, self._looking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        open, self._open = self._open, {}
        for watches in open.values():
            for watch in watches:
                watch.end()

    def _heard(self, entries: Sequence[Entry] | None) -> None:
        if not self._open:
            return
        for entry in entries or ():
            if entry.clinics is None:
                self._everybody = True
                continue
            self._clinics |= entry.clinics
            named = _named.decode(entry.body)  # also with a clinic: it may be one that the person has left already
            self._visits.update(row.id for row in named.visits)
            if named.visit is not None:
                self._visits.add(named.visit)
        self._everybody = self._everybody or entries is None
        self._arm()

    def _arm(self) -> None:
        if self._armed is None and self._looking is None:
            loop = asyncio.get_running_loop()
            pause = max(TICK, len(self._open) * _EACH)
            self._armed = loop.call_at(max(loop.time(), self._last + pause), self._start)

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        self._armed, self._last = None, loop.time()
        self._looking = loop.create_task(self._look(), name="pages")
        self._looking.add_done_callback(self._looked)

    async def _look(self) -> None:
        """Look at everybody concerned once; what is heard meanwhile is for the next tick."""
        clinics, visits, everybody = self._clinics, self._visits, self._everybody
        self._clinics, self._visits, self._everybody = set(), set(), False
        concerned = [
            visit for visit, (first, *_) in self._open.items()
            if everybody or visit in visits or first.clinic is None or first.clinic in clinics
        ]  # fmt: skip
        try:
            for visit, seen in zip(concerned, await self._pages.look(concerned), strict=True):
                for watch in self._open.get(visit, ()):
                    watch.show(seen)
        except (Unavailable, StoreError, Failed) as fault:
            log.info("open pages are looked at again: %s", fault)
            self._everybody, self._last = True, self._last + _AFTER_FAULT

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.error("open pages could not be looked at", exc_info=fault)
            self._everybody, self._last = True, self._last + _AFTER_FAULT
        if not task.cancelled() and (self._clinics or self._visits or self._everybody):
            self._arm()

    async def _sweep(self) -> None:
        """Heartbeats, and the end of the day."""
        while True:
            today = self._writer.calendar.day(self._clock.now())
            if self._day is not None and today != self._day:
                self._everybody = True
                self._arm()
            if today != self._day:
                await asyncio.to_thread(self._forget)
            self._day = today
            await asyncio.sleep(HEARTBEAT)
            frame = b"event: heartbeat\ndata: %s\n\n" % encode(
                Heartbeat(self._writer.calendar.stamp(self._clock.now()))
            )
            for watches in self._open.values():
                for watch in watches:
                    watch.beat(frame)

    def _forget(self) -> None:
        try:
            self._pages.forget()
        except StoreError as fault:
            log.warning("the pages of days that are over were not forgotten: %s", fault.code)
