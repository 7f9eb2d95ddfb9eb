"""Keeps the replica equal to the server's log: takes in the stream, asks for what is missing, starts again if it must.

A gap asks for the events in between; another epoch, or a position the server no longer knows, takes a snapshot. What is
taken in is kept in the store, so that the next start needs no network. It shows nothing and decides nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from mmc_console.client.cards import Cards
from mmc_console.client.clock import Clock
from mmc_console.client.condense import snapshot_of
from mmc_console.client.connectivity import CLOCK, Connectivity
from mmc_console.client.day_turn import DayTurn
from mmc_console.client.errors import (
    BadAnswer,
    NotSignedIn,
    ProblemAnswer,
    StoreFault,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.client.replica import Gap, Replica
from mmc_console.client.server_port import Server
from mmc_console.client.session import Session
from mmc_console.client.sse import Message
from mmc_console.client.store import Store, tables
from mmc_console.client.store.engine import Connection
from mmc_console.domain.events import AnyEvent, PatientCorrected, VisitRegistered
from mmc_console.domain.ids import Epoch
from mmc_console.wire.answers import Heartbeat, Snapshot
from mmc_console.wire.json import Malformed, decode, encode, encode_long, event_of

LIMIT = 500
POLL = 4.0
"""Seconds a stream may be silent until the server is asked whether there is news: two heartbeats of ours."""
SOON = 0.01
CROWD = 40
"""Own actions from which on laying them over anew is felt. What others did waits until fewer would have to be: at the
end it is taken in once, with what the server has made of them."""
SLICE = 200
"""Of what has waited, so many events are taken in at once: a few ms."""
PATIENT, LOOK_AGAIN = 3.0, 0.2
"""Seconds news wait at the most, as much may be laid over for hours: behind a conflict, say."""
SHARE = 3
"""News wait so many times as long as taking in the last ones took, so that the screen keeps its share of the loop."""
CONDENSE_AFTER = 2_000
"""Events kept one by one before they are written down as one snapshot."""
KEEP = timedelta(days=1)


class Follow:
    """One console's way of keeping up."""

    def __init__(
        self, server: Server, session: Session, replica: Replica, store: Store, cards: Cards,
        connectivity: Connectivity, clock: Clock, *, flowing: Callable[[], bool],
        silent: Callable[[], float], again: Callable[[], None], on_change: Callable[[], None],
        on_news: Callable[[Sequence[AnyEvent]], None], on_ready: Callable[[], None],
        on_history: Callable[[Epoch], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._server, self._session, self._replica, self._store = server, session, replica, store
        self._cards, self._connectivity = cards, connectivity
        self._clock, self._flowing, self._on_change, self._on_ready = clock, flowing, on_change, on_ready
        self._on_history, self._silent, self._again, self._on_news = on_history, silent, again, on_news
        self._day_turn = DayTurn(clock)
        self._asking = asyncio.Lock()
        self._kept = 0
        self._late: list[AnyEvent] = []
        self._some_late = asyncio.Event()
        self._taking = 0
        self._behind = False
        """News are missing, and the question for them has failed: the stream will not bring them again."""
        self._not_before = 0.0
        self._lacking = asyncio.Event()
        """The log speaks of what the last snapshot has left out: only another one tells more."""
        self.min_client = ""

    @property
    def position(self) -> str | None:
        """EPOCH:SEQ of the last event known; None before the first snapshot."""
        epoch = self._replica.epoch
        return f"{epoch}:{self._replica.seq}" if epoch is not None else None

    async def take(self, messages: Sequence[Message]) -> None:
        """What the stream said."""
        events: list[AnyEvent] = []
        for message in messages:
            try:
                if message.event == "queue_update":
                    if self._is_other(message.last_id):
                        await self.renew()
                        events.clear()
                    else:
                        events.append(event_of(message.body.encode()))
                elif message.event == "heartbeat":
                    now = decode(message.body.encode(), Heartbeat).now
                    self._connectivity.heard(now, told=True)
                    self._cards.ask()
                    if self._has_left_out(now):
                        epoch = self._replica.epoch
                        await self.renew_quietly()
                        if self._replica.epoch != epoch:
                            events.clear()
                elif message.event == "maintenance":
                    raise UnderMaintenance(LOOK_AGAIN)
                elif message.event == "reset":
                    await self.renew()
                    events.clear()
            except (Malformed, msgspec.DecodeError) as fault:
                raise BadAnswer(f"{message.event}: {fault}") from fault
        if events:
            self._connectivity.heard(told=True)
            self._on_news(events)  # whatever has to wait with being shown
            if self._taking or self._late or self._clock.monotonic() < self._not_before or self._is_dear(events):
                self._late += events
                self._some_late.set()
            elif not await self.apply(events):
                await self.catch_up()

    async def run(self) -> None:
        """Take in what had to wait; until cancelled."""
        while True:
            await self._some_late.wait()
            until = self._clock.monotonic() + PATIENT
            await self._clock.sleep(self._not_before - self._clock.monotonic())
            while (self._taking or self._is_dear(self._late)) and self._clock.monotonic() < until:
                await self._clock.sleep(LOOK_AGAIN)
            self._some_late.clear()
            late, self._late = self._late, []
            try:
                if not await self.apply_many(late):
                    await self.catch_up()
            except WireFault as fault:
                self._behind = True
                self._connectivity.failed(fault)
            except (NotSignedIn, StoreFault):
                self._behind = True

    def _is_dear(self, events: Sequence[AnyEvent]) -> bool:
        """Whether taking these in means laying much of one's own over anew."""
        return bool(events) and self._replica.left_over(events[-1].seq) > CROWD

    async def apply_many(self, events: Sequence[AnyEvent], *, whole: bool = False) -> bool:
        """The same as `apply`, and the screen goes on between a few events and the next few."""
        epoch = self._replica.epoch
        if len(events) > SLICE:
            self._taking += 1
            try:
                fresh = await self._overtake(events, whole)
            finally:
                self._taking -= 1
            self._tell(fresh)
            await self.keep(fresh)
        if self._replica.epoch != epoch:
            return True  # news of a history that has ended meanwhile
        return await self.apply(events, whole=whole)

    async def _overtake(self, events: Sequence[AnyEvent], whole: bool) -> Sequence[AnyEvent]:
        ahead, run = self._replica.ahead(events, whole=whole)
        if not run:
            return ()
        for first in range(0, len(run), SLICE):
            if not ahead.take(run[first : first + SLICE]):
                break
            await self._clock.sleep(0)
        began = self._clock.monotonic()
        fresh = self._replica.overtake(ahead)
        self._rest(began)
        return fresh

    async def apply(self, events: Sequence[AnyEvent], *, whole: bool = False) -> bool:
        """Take in confirmed events (*whole*: to the end of an action); False when some are missing before them."""
        fresh, complete = self.take_in(events, whole=whole)
        await self.keep(fresh)
        return complete

    def take_in(self, events: Sequence[AnyEvent], *, whole: bool = False) -> tuple[Sequence[AnyEvent], bool]:
        """The events that are new, now in the replica, for `keep`; and whether none are missing before the others."""
        began = self._clock.monotonic()
        try:
            fresh: Sequence[AnyEvent] = self._replica.apply(events, whole=whole)
            complete = True
        except Gap as gap:
            fresh, complete = gap.applied, False
            if gap.unknown:
                self._lacking.set()
        self._tell(fresh)
        self._rest(began)
        return fresh, complete

    def _rest(self, began: float) -> None:
        """Hundreds of own actions laid over make each turn dear: the screen has its share before the next."""
        now = self._clock.monotonic()
        self._not_before = max(self._not_before, now + (now - began) * SHARE)

    def _tell(self, fresh: Sequence[AnyEvent]) -> None:
        if fresh:
            self._on_change()
        for event in fresh:
            if isinstance(event, PatientCorrected):
                self._cards.stale(event.patient)
            elif isinstance(event, VisitRegistered):
                self._cards.registered(event.patient)

    async def catch_up(self) -> None:
        """Ask for what is missing until there is nothing more; a snapshot if the server no longer has it."""
        async with self._asking:
            some: list[AnyEvent] = []
            while True:
                position = f"{self._replica.epoch}:{some[-1].seq}" if some else self.position
                if position is None or self._lacking.is_set():
                    await self._snapshot()
                    return
                try:
                    answer = await self._server.events(await self._session.bearer(), position, LIMIT)
                except WireFault as fault:
                    if not isinstance(fault, ProblemAnswer) or fault.code not in ("gone", "epoch-changed"):
                        await self.apply_many(some)  # over a line that breaks again and again it still gets on
                        raise
                    await self._snapshot()
                    return
                if answer.epoch != self._replica.epoch:
                    await self._snapshot()
                    return
                events, before = [event_of(bytes(raw)) for raw in answer.events], self._replica.seq
                if events:
                    self._on_news(events)
                some += events
                whole = bool(events) and events[-1].seq == answer.seq
                if events and not whole and len(self._replica.layers) > CROWD:
                    continue
                if self._is_dear(some):
                    self._late += some
                    self._some_late.set()
                    return
                await self.apply_many(some, whole=whole)
                some.clear()
                if not self._lacking.is_set() and (self._replica.seq >= answer.seq or self._replica.seq == before):
                    self._connectivity.told()
                    return

    async def prepare(self) -> None:
        """Take the first snapshot, if there is none yet: a stream has nothing to add to."""
        async with self._asking:
            if self.position is None:
                await self._snapshot()

    async def poll(self) -> None:
        """Ask for news whenever the stream brings none, though the server is there, or would not bring some again.

        Some proxies swallow streams, and a connection can die in silence: one that was asked past, and still says
        nothing, is opened anew.
        """
        pause = POLL
        while True:
            await self._clock.sleep(pause)
            await self._begin_day()
            pause = POLL - self._silent() if self._flowing() and not self._behind else 0.0
            if pause > SOON:
                continue
            pause, before = POLL, self.position
            if not self._may_ask():
                continue
            asked, behind = self._clock.monotonic(), self._behind
            self._behind = False  # before asking: what is missed meanwhile is asked for as well
            try:
                await self.catch_up()
            except WireFault as fault:
                self._behind |= behind
                self._connectivity.failed(fault, asked)
                continue
            except (NotSignedIn, StoreFault):
                self._behind |= behind
                continue
            self._cards.ask()
            if self._flowing() and self._silent() >= POLL and (self._late or self.position != before):
                self._again()

    def _may_ask(self) -> bool:
        there = self.position is not None and not self._connectivity.offline
        return there and self._session.user is not None and not self._session.ended

    async def _begin_day(self) -> None:
        """Take a snapshot once the day has turned; by no clock that may stand ahead."""
        if self._may_ask() and self._connectivity.certain:
            today = self._replica.state.calendar.day(self._connectivity.now())
            if self._day_turn.is_due(self._replica.day, today):
                await self.renew_quietly(names_stay=True)

    async def renew(self, *, names_stay: bool = False) -> None:
        """Take a snapshot. *names_stay*: also of whom it does not speak, for the same person."""
        async with self._asking:
            await self._snapshot(names_stay=names_stay)

    async def renew_quietly(self, *, names_stay: bool = False) -> None:
        """Take a snapshot if the server gives one now; else what is here stays, and the stream will tell."""
        try:
            await self.renew(names_stay=names_stay)
        except ProblemAnswer:
            self._connectivity.heard()  # a person who must change the password first may read nothing yet
        except WireFault as fault:
            self._connectivity.failed(fault)
        except (NotSignedIn, StoreFault):
            return  # the session has just ended; it is said to whoever sits here. A full disk keeps nobody out

    async def lost(self, fault: WireFault) -> None:
        """The stream could not be opened, or has ended."""
        if isinstance(fault, (Unreachable, BadAnswer)):
            await self._connectivity.probe()  # a stream may break, or be swallowed, while the server is there
            return
        self._connectivity.failed(fault)
        if isinstance(fault, ProblemAnswer):
            self._connectivity.heard()
            try:
                if fault.problem.status == 401:
                    self._session.doubt(await self._session.bearer())
                elif fault.problem.status in (404, 409, 410):
                    await self.renew()
            except WireFault as other:
                self._connectivity.failed(other)

    async def condense(self) -> None:
        """Write the confirmed state down as one snapshot, instead of the events that led to it."""
        epoch = self._replica.epoch
        if epoch is None or not self._kept:
            measured = encode(self._connectivity.measured)
            await self._store.remember(lambda connection: tables.write_fact(connection, CLOCK, measured))
            return
        self._kept = 0
        state = self._replica.alone()
        now = state.at or self._connectivity.now()  # this PC's clock may stand weeks ahead: today would be left out
        snapshot = snapshot_of(state, epoch, now, state.calendar.day(now) - KEEP)
        await self._write(snapshot)

    async def _snapshot(self, *, names_stay: bool = False) -> None:
        asker = self._session.user
        snapshot = await self._server.snapshot(await self._session.bearer())
        self._connectivity.heard(snapshot.now, told=True)
        before = self.position
        if snapshot.epoch != self._replica.epoch:
            if before is not None:
                await self._on_history(snapshot.epoch)  # on the disk before anything new may go to this history
            self._late.clear()  # news of another history: their positions mean something else in this one
        # the stream may have overtaken it: it would not bring again what it has brought
        overtaken = snapshot.epoch == self._replica.epoch and snapshot.seq < self._replica.seq
        if not overtaken:
            self._replica.reset(snapshot)
            self._lacking.clear()
            self._kept = 0
        self.min_client = snapshot.min_client
        self._on_change()
        if names_stay and self._session.user == asker:
            await self._cards.add(snapshot.cards, passed=self.position != before)
        else:  # what one person may see is not for the next
            await self._cards.replace(snapshot.cards if self._session.user == asker else ())
        if not overtaken:
            await self._write(msgspec.structs.replace(snapshot, cards=()))
        if before is None:
            self._on_ready()

    async def _write(self, snapshot: Snapshot) -> None:
        measured = encode(self._connectivity.measured)

        def write(connection: Connection) -> None:
            tables.write_snapshot(connection, snapshot.epoch, snapshot.seq, encode_long(snapshot))
            tables.write_fact(connection, CLOCK, measured)

        await self._store.remember(write)

    async def keep(self, events: Sequence[AnyEvent]) -> None:
        """Write new events down, so that the next start needs no network. A disk that is full hides no news."""
        epoch: Epoch | None = self._replica.epoch
        if not events or epoch is None:
            return
        rows, measured = [(event.seq, encode(event)) for event in events], encode(self._connectivity.measured)

        def write(connection: Connection) -> None:
            tables.write_events(connection, epoch, rows)
            tables.write_fact(connection, CLOCK, measured)  # a clock set back at the next start stands before it

        await self._store.remember(write)
        self._kept += len(rows)
        if self._kept > CONDENSE_AFTER:
            await self.condense()

    def _has_left_out(self, now: datetime) -> bool:
        """Whether what is here began on a later day: the clock stood ahead then, and today was long gone."""
        day = self._replica.day
        return day is not None and self._replica.state.calendar.day(now) < day

    def _is_other(self, position: str) -> bool:
        epoch, _, _ = position.rpartition(":")
        return bool(epoch) and epoch != self._replica.epoch
