"""How the server is reached, since when, and what its clock says. Measured from answers; it decides nothing else.

The corrected clock lives here: this PC's clock plus the offset last measured, and never before the server's last word
on the time: a clock set back meanwhile must not date what is pressed to before its author had come in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from mmc_console.client.clock import Clock
from mmc_console.client.clock_offset import ClockOffset
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    Overtaken,
    ServerBusy,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.client.server_port import Server
from mmc_console.client.shown import Connection

SLOW = 2.0
"""Seconds an answer may take before it counts as slow."""
QUIET = 20.0
"""Seconds without news after which the server is asked for a sign of life."""
PROBE = 2.0
"""Seconds between two such questions while it does not answer."""
PATIENT = 10.0
"""The most between two, on a line so slow that the questions themselves would fill it."""
AT_ONCE = 4
"""Such questions under way, the sender's one among them: one swallowed by a dead line keeps no later one from being
answered."""
WRONG, SET_RIGHT = timedelta(minutes=1), timedelta(seconds=90)
"""A clock that is wrong by more is told of, and somebody sets it, by hand, so nearly right."""
SET_BACK = timedelta(seconds=1)
"""What is less is no clock that was set, only two that run unevenly."""

Kind = Literal["starting", "online", "slow", "offline"]
Why = Literal["", "maintenance", "stranded"]
"""Why a server that is there counts as offline: it takes nothing, so work goes on here as without it."""


CLOCK = "clock"


class Measured(Struct, frozen=True):
    """The clock's offset in seconds as last measured, and the time of the server's last word; of the last one by which
    the log was known here, where that is another."""

    off: float = 0.0
    at: datetime | None = None
    told: datetime | None = None


class Connectivity:
    """One server's reachability and clock."""

    def __init__(
        self, server: Server, clock: Clock, on_change: Callable[[], None], *,
        measured: Measured, on_overtaken: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """*on_overtaken*: the line has swallowed a question, and is whole again."""
        self._server, self._clock, self._on_change, self._on_overtaken = server, clock, on_change, on_overtaken
        self._offset, self._last_news = ClockOffset(_still(measured, clock.now())), measured.at
        self._told = measured.told or measured.at
        self._floor = (measured.at, clock.monotonic()) if measured.at is not None else None
        self._pair = clock.now(), clock.monotonic()
        self._jumped: float | None = None
        """When this PC's clock was found set, or the PC awake again; until a question asked since has been answered."""
        self._kind: Kind = "starting"
        self._since = self.now()
        self._heard = clock.monotonic()
        self._measured = False
        self._took = 0.0
        self._awaiting = False
        self._why: Why = ""
        self._stage = ""
        self._busy: datetime | None = None
        self._asking: set[asyncio.Task[bool]] = set()
        self._there = asyncio.Event()
        self._there.set()
        self.certificate_changed = False

    @property
    def doubtful(self) -> bool:
        """This PC's clock stands before the server's last known word, and nobody has told the right time since."""
        return not self._measured and self._last_news is not None and self._uncertain() < self._last_news

    @property
    def certain(self) -> bool:
        """Whether the server has told this start the time, and this PC's clock has gone as time does since."""
        self._look_for_jump()
        return self._measured and self._jumped is None

    @property
    def shown(self) -> Connection:
        """As a screen shows it."""
        return Connection(
            self._kind, self._since, self._last_news, self._server.address, self.clock_off,
            self._why == "maintenance", self._stage, self._why == "stranded", self._told, self._busy,
        )  # fmt: skip

    @property
    def offline(self) -> bool:
        """Whether this console knows that the server cannot be reached."""
        return self._kind == "offline"

    @property
    def online(self) -> bool:
        """Whether it can be: the server has been heard since the start, and is not known to be away."""
        return self._kind in ("online", "slow")

    @property
    def stranded(self) -> bool:
        """Whether that is so because its database is destroyed: an administrator is answered all the same."""
        return self._why == "stranded"

    @property
    def clock_off(self) -> timedelta:
        """Server minus this PC, as last measured; more where this PC has been set back since."""
        back = self.now() - self._uncertain()
        return self._offset.best + back if back > SET_BACK else self._offset.best

    @property
    def last_news(self) -> datetime | None:
        """The corrected time of the server's last word."""
        return self._last_news

    @property
    def measured(self) -> Measured:
        """What the store keeps, so that the next start knows the server's time."""
        return Measured(self._offset.best.total_seconds(), self._last_news, self._told)

    def now(self) -> datetime:
        """The present moment by the server's clock, as far as it is known; UTC."""
        self._look_for_jump()
        moment = self._uncertain()
        if self._floor is None:
            return moment
        return max(moment, self._floor[0] + timedelta(seconds=self._clock.monotonic() - self._floor[1]))

    def _uncertain(self) -> datetime:
        """This PC's clock, corrected as it last had to be; it may have been set since."""
        return self._clock.now() + self._offset.best

    def heard(
        self, theirs: datetime | None = None, took: float | None = None, *, works: bool = True, told: bool = False
    ) -> None:
        """The server has answered after *took* seconds, saying it was *theirs* there; *works*: as only one with a
        database does; *told*: what there is in the log is known here up to now."""
        if theirs is not None:
            self._measure(theirs, took)
        self._heard = self._clock.monotonic()
        if took is not None:
            self._took, self._awaiting = took, False
        before, self._last_news = self._last_news, self.now()
        if told:
            self.told()
        self.certificate_changed = False
        if (took is None and self._why) or (not works and self.stranded):
            return  # a stream may go on while nothing is taken: only an answer to a question ends that
        if took is not None or self._kind in ("starting", "offline"):
            self._turn("slow" if took is not None and took > SLOW else "online")
        if before is None:
            self._on_change()

    def told(self) -> None:
        """What there is in the log is known here up to now; nothing else is said by it of the line."""
        self._told = self.now()

    def served(self) -> None:
        """The server has begun to do its work for this console: whatever was restored is."""
        if self._why:
            self._turn("online")

    def waiting(self, seconds: float) -> None:
        """An answer has been awaited for *seconds*: it may be lost, so the server is asked for a sign of life."""
        if seconds >= SLOW:
            self._awaiting = True
            if self._kind == "online":
                self._turn("slow")

    def failed(self, fault: WireFault, asked: float | None = None) -> None:
        """A request, made when *asked*, had no answer; a refusal is an answer."""
        if isinstance(fault, Overtaken):
            self._on_overtaken()
            return
        if asked is not None and self._heard > asked:
            return  # there has been a newer one
        if isinstance(fault, CertificateChanged):
            self.certificate_changed = True
        if isinstance(fault, UnderMaintenance):
            told, self._stage = self._stage, fault.stage or self._stage
            self._turn("offline", "maintenance")
            if told != self._stage:
                self._on_change()
        elif isinstance(fault, (Unreachable, CertificateChanged)):
            self._turn("offline")
        elif isinstance(fault, ServerBusy):
            if fault.stranded:
                self._turn("offline", "stranded")
                return
            self._busy = self.now()
            if not self.stranded:  # a limit it keeps then too is no sign that it works
                self._turn("slow")

    async def run(self) -> None:
        """Ask for a sign of life whenever there has been no news; until cancelled."""
        try:
            while True:
                await self._clock.sleep(min(max(PROBE, 3 * self._took), PATIENT) if self._kind == "slow" else PROBE)
                self._end_of_asking()
                self._look_for_jump()
                if self._in_doubt() and len(self._asking) < AT_ONCE:
                    self._asking.add(asyncio.ensure_future(self.probe()))
        finally:
            for task in self._asking:
                task.cancel()
            await asyncio.gather(*self._asking, return_exceptions=True)

    def _in_doubt(self) -> bool:
        quiet = self._clock.monotonic() - self._heard
        unsure = self._awaiting or self._jumped is not None or self._offset.doubted is not None
        slow = self._kind == "slow" and self._took > SLOW  # only an answer can tell that it is not any more
        return self._kind in ("starting", "offline") or slow or unsure or quiet > QUIET

    def _look_for_jump(self) -> None:
        """Whether the time of day has gone another way than time: the clock was set, or this PC has slept.

        Where it was wrong by just as much it was set right: a sleep of that very length is the only other way.
        """
        (wall, mono), self._pair = self._pair, (self._clock.now(), self._clock.monotonic())
        jump = self._pair[0] - wall - timedelta(seconds=self._pair[1] - mono)
        if abs(jump.total_seconds()) > SLOW:
            self._jumped = self._pair[1]
            if abs(self._offset.best) > WRONG and abs(jump - self._offset.best) < SET_RIGHT:
                self._offset.jumped(jump)

    async def probe(self) -> bool:
        """One question whether the server is there. Whatever else answers in its place is none of ours: it is away."""
        began = self._clock.monotonic()
        try:
            theirs = await self._server.health()
        except WireFault as fault:
            self.failed(Unreachable("not ours") if isinstance(fault, BadAnswer) else fault, began)
            return False
        self.heard(theirs, self._clock.monotonic() - began)
        return True

    async def reached(self) -> bool:
        """Whether the server is there, as far as one question can tell: or any other, answered before it is.

        The question itself then goes on to its end: one cut off while it connects leaves its socket open.
        """
        asking, there = asyncio.ensure_future(self.probe()), asyncio.ensure_future(self._there.wait())
        self._asking.add(asking)
        try:
            await asyncio.wait({asking, there}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            asking.cancel()
            raise
        finally:
            there.cancel()
        self._end_of_asking()
        return not self.offline

    def _end_of_asking(self) -> None:
        for done in [task for task in self._asking if task.done()]:
            self._asking.discard(done)
            done.result()

    def _measure(self, theirs: datetime, way: float | None) -> None:
        """News without a question (*way* is None) may have come late; an answer is half its way old.

        What was said before this PC's clock jumped, and is heard only now, says nothing of the clock.
        """
        self._look_for_jump()
        now = self._clock.monotonic()
        if self._jumped is not None:
            if way is None or now - way < self._jumped:
                return
            self._jumped = None
            self._offset.void()
        self._measured = True
        offset = theirs + timedelta(seconds=(way or 0.0) / 2) - self._clock.now()
        if way is not None:
            self._offset.asked(offset, way, now)
        elif not self._offset.told(offset, now):
            return
        self._floor = self._uncertain(), now

    def _turn(self, kind: Kind, why: Why = "") -> None:
        if (kind, why) != (self._kind, self._why):
            self._kind, self._why, self._since = kind, why, self.now()
            self._stage = self._stage if why == "maintenance" else ""
            if kind == "offline":
                self._there.clear()
            else:
                self._there.set()
            self._on_change()


def _still(measured: Measured, now: datetime) -> timedelta:
    """The offset measured, as far as it can still be true. A clock that stood ahead, and is put right while we did not
    run, would stand before the server's last word by it; without it, it does not."""
    off = timedelta(seconds=measured.off)
    return timedelta() if measured.at is not None and now + off < measured.at <= now else off
