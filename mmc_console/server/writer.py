"""The centre's writer: the only one who decides, and the only one who holds the state.

Requests of all consoles are gathered while the previous commit is on its way to the disk, decided together on one
thread, committed once and answered after the flush. Reads of the state are asked of the same thread (`ask`), so nobody
ever sees a batch that was not committed. What cannot be committed is taken back whole and answered `unavailable`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final, TypeVar

from mmc_console.domain import exit_pin
from mmc_console.domain.actions import AnyAction, PublishCenter
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode, Epoch, mint_action_id
from mmc_console.domain.permissions import SYSTEM_ACTOR, Actor
from mmc_console.domain.service_day import Calendar, calendar_of
from mmc_console.domain.state import State
from mmc_console.server.auth.senders import Lost
from mmc_console.server.clock import Clock
from mmc_console.server.clock_doubt import CLOCK_BEHIND, ClockDoubt
from mmc_console.server.feed import Entry, Feed
from mmc_console.server.log import events, ledger
from mmc_console.server.log.ledger import Ledger
from mmc_console.server.log.times import Times
from mmc_console.server.notices.teller import Teller
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.people import People
from mmc_console.server.returning import Returning
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import CommitUnknown, StoreError
from mmc_console.server.writer_asks import Answered, Ask, Audited, Health, Shown, Work, overridden, reject, resolve
from mmc_console.server.writer_batch import Batch
from mmc_console.server.writer_load import Loaded, load, unseen
from mmc_console.server.writer_upkeep import Upkeep
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest

T = TypeVar("T")
log = logging.getLogger(__name__)

ACTIONS_AT_ONCE: Final = 1_000


class Unavailable(Exception):
    """Nothing of it was recorded; the same may be sent again. *reason* is the store's code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EpochChanged(Exception):
    """The sender believes in another history; nothing was done."""

    def __init__(self, epoch: Epoch) -> None:
        super().__init__(epoch)
        self.epoch = epoch


class Failed(Exception):
    """A mistake of ours, already logged; nothing was recorded."""


class Writer:
    """One centre's writer. `load()` and `start()` before the first request, `stop()` after the last."""

    def __init__(
        self, database: Database, people: People, feed: Feed, clock: Clock, *,
        pin_key: bytes = b"", safe_seq: Callable[[], int] = lambda: 0, teller: Teller | None = None,
    ) -> None:  # fmt: skip
        self._database, self._people, self._feed, self._clock = database, people, feed, clock
        self._pin_key, self._safe_seq = pin_key, safe_seq
        self._teller = teller or Teller()
        self._tokens = Tokens(pin_key)
        self._pins: tuple[date, Center, dict[ClinicCode, str]] | None = None
        self._queue: SimpleQueue[Work | Ask[Any] | None] = SimpleQueue()
        self._state = State()
        self._epoch = Epoch("")
        self._times = Times()
        self._ledger = Ledger()
        self._returning = Returning({}, None)
        self.clock_doubt = ClockDoubt()
        self._stale = True
        self._fault: tuple[str, datetime] | None = None
        self._upkeep = Upkeep(database, clock)
        self._center: Center | None = None
        self._thread: threading.Thread | None = None
        self._taking = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self.audited: Audited = lambda conn, done: None
        self.after_commit: Callable[[State], Shown] = lambda state: None
        """Looks at the state on the writer's thread, ≤ 1 ms, raising nothing; what it gives is called on the loop."""

    # -- for the event loop ---------------------------------------------------------

    async def submit(self, actors: Sequence[Actor], device: str, request: ActionsRequest) -> ActionsAnswer:
        """Decide and store these actions, in order, each by its actor; returns after the flush.

        Unavailable, EpochChanged, Failed: nothing was recorded.
        """
        work = Work(actors, device, request, asyncio.get_running_loop().create_future())
        self._put(work)
        return await work.done

    async def ask(self, look: Callable[[State], T]) -> T:
        """What *look* finds in the committed state. It runs on the writer's thread: collect references, ≤ 1 ms."""
        question: Ask[T] = Ask(look, asyncio.get_running_loop().create_future())
        self._put(question)
        return await question.done

    async def pins(self) -> tuple[date, dict[ClinicCode, str]]:
        """The service day and its exit PINs by clinic; none where the centre does not use them."""
        now = self._clock.now()
        return await self.ask(lambda state: (state.calendar.day(now), self._pins_at(now)))

    async def publish(self, center: Center) -> None:
        """Publish *center* as an event of the log."""
        now = self._clock.now()
        action: Any = PublishCenter(id=mint_action_id(now, secrets.token_bytes(10)), at=now, center=center)
        answer = await self.submit([SYSTEM_ACTOR], "", ActionsRequest(actions=(action,)))
        problem = answer.results[0].problem
        if problem is not None:
            raise ValueError(f"the centre cannot be published: {problem.code}")

    @property
    def epoch(self) -> Epoch:
        """Which history this is."""
        return self._epoch

    def lost(self, action: AnyAction) -> Lost | None:
        """What a restore may have lost of *action*."""
        return self._returning.lost(action, self._epoch)

    @property
    def center(self) -> Center:
        """The centre as it was last published."""
        assert self._center is not None, "publish() comes first"
        return self._center

    @property
    def calendar(self) -> Calendar:
        """The centre's days and local times."""
        return calendar_of(self.center.center)

    @property
    def health(self) -> Health:
        """How the writer stands."""
        fault = self._fault
        if fault is None and self._thread is not None and not self._thread.is_alive():
            return Health("writer-ended", None, self._feed.seq)
        return Health(fault[0] if fault else "", fault[1] if fault else None, self._feed.seq)

    def load(self) -> bool:
        """Read the log. Whether a centre was ever published in it."""
        self._take(load(self._database, self._clock.now()), first=True)
        return bool(self._state.settings)

    def start(self, *, thread: bool = True) -> None:
        """Begin to answer: on a thread of its own, or whenever somebody calls `turn`."""
        self._loop, self._taking = asyncio.get_running_loop(), True
        if thread:
            self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
            self._thread.start()

    async def stop(self) -> None:
        """Answer what is waiting, keep a checkpoint, end the thread."""
        self._taking = False
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._queue.put(None)
        await asyncio.to_thread(thread.join)

    def _put(self, item: Work | Ask[Any]) -> None:
        if not self._taking:
            raise Unavailable("stopping")
        self._queue.put(item)

    # -- the writer's thread ----------------------------------------------------------

    def _run(self) -> None:
        while self.turn(wait=True):
            pass
        self._end()

    def turn(self, *, wait: bool = False) -> bool:
        """Answer everything asked so far (*wait*: at least one thing); False once told to stop.

        Questions first: they wait for no flush, and split no batch. Whoever asks after an answered action finds it.
        """
        items = [self._first()] if wait else []
        while not self._queue.empty():
            items.append(self._queue.get())  # nobody else takes from it
        for item in items:
            if isinstance(item, Ask):
                self._answer_ask(item)
        works: list[Work] = []
        actions = 0
        for item in items:
            if isinstance(item, Work):
                works.append(item)
                actions += len(item.request.actions)
                if actions >= ACTIONS_AT_ONCE:
                    self._write(works)
                    works, actions = [], 0
        self._write(works)
        self._tidy()
        return None not in items

    def _first(self) -> Work | Ask[Any] | None:
        """What comes next; the time until then may be a quiet moment."""
        patience = self._upkeep.patience(self._state)
        if patience is not None:
            try:
                return self._queue.get(timeout=patience)
            except Empty:
                self._tidy(quiet=True)
        return self._queue.get()

    def _tidy(self, *, quiet: bool = False) -> None:
        """Housekeeping must never end the thread that everybody's work waits for."""
        try:
            self._between(quiet=quiet)
        except Exception:
            log.exception("keeping the state small failed; it is read anew from the log")
            self._stale = True

    def _answer_ask(self, question: Ask[Any]) -> None:
        try:
            if self._stale or self._upkeep.is_ahead(self._state):
                self._recover()  # the state may hold what was never committed
            found = question.look(self._state)
        except StoreError as fault:
            self._call(reject, question.done, Unavailable(fault.code))
        except Exception as fault:
            log.exception("a question to the state failed")
            self._call(reject, question.done, fault)
        else:
            self._call(resolve, question.done, found)

    def _write(self, works: list[Work]) -> None:
        """Decide, store, commit and answer *works*."""
        if not works:
            return
        batch: Batch | None = None
        answers: list[ActionsAnswer | Exception] = []
        caught_up: tuple[Entry, ...] = ()
        ledger_before, stood = self._ledger, self._state.seq
        try:
            if self._stale or self._upkeep.is_ahead(self._state):
                self._recover()
                ledger_before, stood = self._ledger, self._state.seq
            with self._database.write() as conn:
                caught_up = self._catch_up(conn)
                now = self._clock.now()
                batch = Batch(
                    conn, self._state, self._people, self._epoch, now, self._times, self._pins_at, self._returning,
                    self._tokens, self._teller,
                )  # fmt: skip
                batch.look_up([(work.device, work.request) for work in works])
                answers = [self._decide(conn, batch, work, now) for work in works]
                if not batch.empty:
                    batch.store()
                    self.audited(conn, overridden(works, answers, batch.taken_late))
            committed = monotonic()
        except CommitUnknown as fault:
            self._stale = True
            self._refuse(works, fault.code)
        except StoreError as fault:
            if batch is not None:
                batch.take_back()
            came_back = any(action.was is not None for work in works for action in work.request.actions)
            if self._state.seq != stood or self._ledger is not ledger_before or came_back:
                self._stale = True  # what is remembered is ahead of the log, or of what was told: it is read again
            self._refuse(works, fault.code)
        except Exception:
            # a mistake of ours: the state may be half changed, so read it again; only the request at fault suffers
            log.exception("deciding failed")
            self._stale = True
            if len(works) > 1:
                for work in works:
                    self._write([work])
            else:
                self._call(reject, works[0].done, Failed())
        else:
            self._recovered()
            if batch.entries:
                self._teller.committed()
            self._center = self._state.settings.get("center")
            answered = [(w.done, a) for w, a in zip(works, answers, strict=True)]
            if (batch.entries or caught_up) and (shown := self.after_commit(self._state)) is not None:
                self._call(shown)
            self._call(self._deliver, (*caught_up, *batch.entries), answered, committed)

    def _decide(self, conn: Any, batch: Batch, work: Work, now: datetime) -> ActionsAnswer | Exception:
        request = work.request
        if request.epoch is not None and request.epoch != self._epoch:
            return EpochChanged(self._epoch)
        if self.clock_doubt.holds(batch.fresh(request), self._state.at, now):
            return Unavailable(CLOCK_BEHIND)
        if request.known and self._ledger.since is not None:
            self._ledger = ledger.hear(conn, self._ledger, request.known, self._state.calendar.day(now))
            self._ledger.apply(self._state)
        results = batch.take_all(work.actors, work.device, request)
        return ActionsAnswer(
            epoch=self._epoch, seq=self._state.seq, now=self._stamp(now), safe_seq=self._safe_seq(), results=results
        )

    def _stamp(self, at: datetime) -> datetime:
        return self._state.calendar.stamp(at) if self._state.settings else at

    def _catch_up(self, conn: Any) -> tuple[Entry, ...]:
        """Apply what another process wrote; another history is read from its beginning."""
        head = events.head(conn)
        if head is not None and head.epoch == self._epoch and head.seq == self._state.seq:
            return ()
        if head is None or head.epoch != self._epoch or head.seq < self._state.seq:
            self._stale = True
            raise StoreError("another history")
        return unseen(conn, self._state, self._times)

    def _recover(self) -> None:
        self._database.reopen()
        self._take(load(self._database, self._clock.now()), first=False)

    def _take(self, loaded: Loaded, *, first: bool) -> None:
        self._state, self._epoch = loaded.state, loaded.head.epoch
        self._upkeep.begin(loaded)
        self._ledger = loaded.ledger
        with self._database.read() as conn:
            self._teller.begin(conn, self._clock.now())
        self._returning = Returning.of(self._ledger)
        self._times.clear()
        for at in loaded.times:
            self._times.add(at)
        self._stale = False
        self._center = self._state.settings.get("center")
        if first:
            self._feed.begin(loaded.head.epoch, loaded.head.seq, loaded.recent)
        else:
            self._call(self._feed_again, loaded)

    def _feed_again(self, loaded: Loaded) -> None:
        if loaded.head.epoch == self._feed.epoch and loaded.head.seq >= self._feed.seq:
            self._feed.publish(loaded.recent)
        if loaded.head.epoch != self._feed.epoch or loaded.head.seq != self._feed.seq:
            self._feed.begin(loaded.head.epoch, loaded.head.seq, loaded.recent)

    def _refuse(self, works: list[Work], code: str) -> None:
        if self._fault is None:
            log.error("the log cannot be written: %s", code)
        self._fault = self._fault or (code, self._clock.now())
        for work in works:
            self._call(reject, work.done, Unavailable(code))

    def _recovered(self) -> None:
        if self._fault is not None:
            log.warning("the log can be written again, after %s", self._fault[0])
            self._fault = None

    def _deliver(self, entries: tuple[Entry, ...], answers: Answered, committed: float) -> None:
        self._feed.publish(entries, committed)
        for done, answer in answers:
            (reject if isinstance(answer, Exception) else resolve)(done, answer)

    def _call(self, function: Callable[..., None], *args: Any) -> None:
        assert self._loop is not None, "start() comes first"
        self._loop.call_soon_threadsafe(function, *args)

    # -- between two batches -------------------------------------------------------------

    def _pins_at(self, at: datetime) -> dict[ClinicCode, str]:
        if not self._state.settings or not self._state.center.rules.exit_pin:
            return {}
        day, center = self._state.calendar.day(at), self._state.center
        if self._pins is None or self._pins[0] != day or self._pins[1] is not center:
            self._pins = (day, center, exit_pin.pins(self._pin_key, day, center))
        return self._pins[2]

    def _between(self, *, quiet: bool) -> None:
        if self._stale or not self._state.settings:
            return
        state = self._upkeep.between(self._state, self._epoch, quiet=quiet)
        if state is not self._state:
            self._state = state
            self._ledger.apply(state)
            self._teller.keep_to(state)

    def _end(self) -> None:
        self._upkeep.end()
        if not self._stale and self._state.settings:
            self._upkeep.keep_last(self._state, self._epoch)
