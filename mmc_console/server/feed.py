"""The feed: every event encoded once, handed to all streams in ticks.

Lives on the event loop. Readers are woken at most every 20 ms, and those that stand at the same place get the same
bytes, so that a thousand streams cost little more than one. A reader that cannot keep up is cut, never waited for. The
feed shows only what was committed: the writer publishes after its flush.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import monotonic
from typing import Final, NamedTuple

from mmc_console.domain.ids import ClinicCode, Epoch
from mmc_console.server.figures.histogram import Histogram
from mmc_console.server.hits import Hits
from mmc_console.wire.answers import Heartbeat
from mmc_console.wire.json import encode

TICK: Final = 0.02
RING: Final = 20_000
HEARTBEAT: Final = 2.0
"""Whoever hears nothing for two of these looks after its line: a connection that died in silence is told by nobody."""
STUCK_AFTER: Final = 10.0
"""A reader that takes nothing for so long, or is too far behind all the while, is cut."""
BEHIND_AT_MOST: Final = 1_000_000
"""Bytes. One commit may be longer: who takes what comes is not cut for what others did at once."""
COMMITS: Final = 512
"""Commits whose moment is remembered, to tell how late a stream was: a reader further behind is catching up."""
PROBE: Final = "probe"
"""The session of the reader that only finds out whether the feed works."""
_PIECE: Final = 256 * 1024
_AROUND: Final = 90
"""What a frame adds to an event's JSON, about."""
_EACH: Final = 40e-6
"""What waking one reader costs; with many, ticks grow so that waking never fills the loop."""

Filter = frozenset[ClinicCode] | None


class Entry(NamedTuple):
    """One event as JSON. `clinics`: whom it concerns; None: everybody. Framed only when somebody is there to read."""

    seq: int
    clinics: Filter
    body: bytes


Heard = Callable[[Sequence[Entry] | None], None]


class Position(NamedTuple):
    """A place in a log."""

    epoch: str
    seq: int


def _frame(epoch: bytes, seq: int, body: bytes) -> bytes:
    return b"id: %s:%d\nevent: queue_update\ndata: %s\n\n" % (epoch, seq, body)


def position_of(text: str) -> Position | None:
    """`EPOCH:SEQ` taken apart; None when it is none."""
    epoch, colon, seq = text.rpartition(":")
    if not colon or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
        return None
    return Position(epoch, int(seq))


class Reader:
    """One stream: where it stands, and how it is woken. Belongs to the task that sends."""

    def __init__(self, seq: int, clinics: Filter, session: str, *, reset: bool) -> None:
        self.seq, self.clinics, self.session = seq, clinics, session
        self.reset = reset
        self.live = False
        """Whether it has once caught up: from then on it may not stay behind."""
        self.late: float | None = None
        """Since when it is further behind than one may be."""
        self.since = 0.0
        """When the oldest event of what it was given last was committed; 0: it was given none, or was catching up."""
        self.ended = ""
        self.beat = True
        self.sending_since: float | None = None
        self.task: asyncio.Task[None] | None = None
        self._wake: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Let it look again."""
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def end(self, why: str) -> None:
        """Finish this stream after what it is sending now."""
        self.ended = self.ended or why
        self.wake()

    async def wait(self) -> None:
        """Until there may be something new."""
        self._wake = asyncio.get_running_loop().create_future()
        try:
            await self._wake
        finally:
            self._wake = None


class Feed:
    """The last events, and everybody who reads them."""

    def __init__(
        self, now: Callable[[], datetime], *, tick: float = TICK, ring: int = RING,
        steady: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self._now, self._tick, self._size, self._steady = now, tick, ring, steady
        self.epoch = Epoch("")
        self.seq = 0
        self._entries: list[Entry] = []
        self._readers: set[Reader] = set()
        self._ready: dict[tuple[int, Filter], tuple[bytes, int, float, int]] = {}
        """For each place: what comes next, where that leads, when the first of it was committed, how much is left."""
        self._commits: deque[tuple[int, float]] = deque(maxlen=COMMITS)
        self.delays = Histogram()
        self.hits = Hits("frames")
        self._armed = False
        self._last = 0.0
        self._sweeper: asyncio.Task[None] | None = None
        self._hearing: list[Heard] = []
        self.slow = 0
        """How many streams were cut because they did not keep up, since the start."""

    def hear(self, heard: Heard) -> None:
        """Tell *heard* of every committed event as it is published; of None when all may be different."""
        self._hearing.append(heard)

    @property
    def readers(self) -> int:
        """How many streams are open."""
        return sum(1 for reader in self._readers if reader.session != PROBE)

    def begin(self, epoch: Epoch, seq: int, entries: Iterable[Entry]) -> None:
        """Stand at *seq* of this history, with the newest *entries* at hand. Another epoch resets every reader."""
        if self.epoch and epoch != self.epoch:
            for reader in self._readers:
                reader.reset = True
                reader.wake()
        self.epoch, self.seq = epoch, seq
        self._entries = list(entries)[-self._size :]
        self._ready.clear()
        self._commits.clear()
        self._commits.append((seq, 0.0))  # what is there already was committed nobody knows when
        for heard in self._hearing:
            heard(None)

    def publish(self, entries: Sequence[Entry], committed: float | None = None) -> None:
        """Show events *committed* then (by the steady clock), in order; those already shown are passed over.

        Where some before them are left out, whoever stands before these begins anew.
        """
        fresh = [e for e in entries if e.seq > self.seq]
        if not fresh:
            return
        if fresh[0].seq != self.seq + 1:
            self._entries.clear()  # the ring has no hole: an event's place in it is counted
            for heard in self._hearing:
                heard(None)
        self._entries.extend(fresh)
        if len(self._entries) > self._size * 5 // 4:
            del self._entries[: -self._size]
        self.seq = fresh[-1].seq
        self._commits.append((self.seq, monotonic() if committed is None else committed))
        self._ready.clear()
        for heard in self._hearing:
            heard(fresh)
        self._arm()

    def _arm(self) -> None:
        if not self._armed and self._readers:
            self._armed = True
            loop = asyncio.get_running_loop()
            pause = max(self._tick, len(self._readers) * _EACH)
            loop.call_at(max(loop.time(), self._last + pause), self._wake_all)

    async def probe(self) -> bool:
        """Wake everybody as an event would, an own reader among them; whether it is given the newest event.

        Returns when that reader was woken: with a feed that is stuck, never.
        """
        reader = self.open(Position(self.epoch, max(self.seq - 1, 0)), None, PROBE)
        try:
            self._arm()
            await reader.wait()
            wanted = b"id: %s:%d\n" % (self.epoch.encode(), self.seq)
            return not self._entries or wanted in self.next_bytes(reader)
        finally:
            self.leave(reader)

    def _wake_all(self) -> None:
        self._armed = False
        self._last = asyncio.get_running_loop().time()
        for reader in self._readers:
            reader.wake()

    def open(self, after: Position | None, clinics: Filter, session: str) -> Reader:
        """A reader that stands at *after* (None: at the end)."""
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().create_task(self._sweep(), name="feed")
        seq = self.seq if after is None else after.seq
        first = self._entries[0].seq if self._entries else self.seq + 1
        unknown = after is not None and (after.epoch != self.epoch or seq > self.seq or seq + 1 < first)
        reader = Reader(self.seq if unknown else seq, clinics, session, reset=unknown)
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """The stream is gone."""
        self._readers.discard(reader)

    def cut(self, session: str) -> None:
        """End the streams of a session that ended."""
        for reader in self._readers:
            if reader.session == session:
                reader.end("session")

    async def close(self, why: str = "closing") -> None:
        """End every stream."""
        for reader in self._readers:
            reader.end(why)
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
            self._sweeper = None

    def next_bytes(self, reader: Reader) -> bytes:
        """What *reader* has to be sent now; empty when it has everything. Moves it on."""
        reader.since = 0.0
        if reader.reset:
            return self._reset(reader)
        beat = b""
        if reader.beat:
            reader.beat = False
            beat = b"event: heartbeat\ndata: %s\n\n" % encode(Heartbeat(self._now()))
        if reader.seq >= self.seq:
            reader.live = True
            return beat
        first = self._entries[0].seq if self._entries else self.seq + 1
        if reader.seq + 1 < first:
            return self._reset(reader)
        key = (reader.seq, reader.clinics)
        known = self._ready.get(key)
        self.hits.asked += 1
        if known is None:
            found, seq = self._join(reader.seq, reader.clinics)
            known = self._ready[key] = (found, seq, self._committed(reader.seq + 1), self._behind(seq))
        else:
            self.hits.hits += 1
        if reader.live:
            reader.since = known[2]
        reader.seq = known[1]
        if known[3] <= BEHIND_AT_MOST:
            reader.late = None
        elif reader.live and reader.late is None:
            reader.late = self._steady()
        elif reader.late is not None and self._steady() - reader.late > STUCK_AFTER:
            self._cut_slow(reader)
        return known[0] + beat

    def _reset(self, reader: Reader) -> bytes:
        reader.reset, reader.seq, reader.late = False, self.seq, None
        return b"event: reset\ndata: {}\n\n"

    def written(self, reader: Reader) -> None:
        """What *reader* was given last is with the network now."""
        if reader.since:
            self.delays.note(monotonic() - reader.since)

    def _committed(self, seq: int) -> float:
        """When event *seq* was committed; 0 when that was long ago."""
        found = 0.0
        for last, moment in reversed(self._commits):
            if last < seq:
                return found
            found = moment
        return 0.0

    def _cut_slow(self, reader: Reader) -> None:
        if not reader.ended:
            self.slow += 1
        reader.end("slow")

    def _behind(self, seq: int) -> int:
        if seq >= self.seq:
            return 0
        return sum(len(e.body) + _AROUND for e in self._entries[seq + 1 - self._entries[0].seq :])

    def _join(self, seq: int, clinics: Filter) -> tuple[bytes, int]:
        start = seq + 1 - self._entries[0].seq
        prev = 0 if clinics is None else self._previous(start, clinics)
        epoch = self.epoch.encode()
        parts: list[bytes] = []
        size = 0
        for entry in self._entries[start:]:
            if clinics is None:
                parts.append(_frame(epoch, entry.seq, entry.body))
            elif entry.clinics is None or not entry.clinics.isdisjoint(clinics):
                parts.append(_frame(epoch, entry.seq, b'{"prev":%d,%s' % (prev, entry.body[1:])))
                prev = entry.seq
            seq = entry.seq
            size += len(entry.body) + _AROUND
            if size > _PIECE:
                break
        return b"".join(parts), seq

    def _previous(self, start: int, clinics: frozenset[ClinicCode]) -> int:
        for entry in reversed(self._entries[:start]):
            if entry.clinics is None or not entry.clinics.isdisjoint(clinics):
                return entry.seq
        return 0

    async def _sweep(self) -> None:
        """Heartbeats, and an end to readers that do not read."""
        loop = asyncio.get_running_loop()
        beat_at = loop.time() + HEARTBEAT
        while True:
            await asyncio.sleep(1.0)
            now = loop.time()
            beat = now >= beat_at
            if beat:
                beat_at = now + HEARTBEAT
            for reader in list(self._readers):
                if reader.sending_since is not None and now - reader.sending_since > STUCK_AFTER:
                    self._cut_slow(reader)
                    if reader.task is not None:
                        reader.task.cancel()
                elif beat:
                    reader.beat = True
                    reader.wake()
