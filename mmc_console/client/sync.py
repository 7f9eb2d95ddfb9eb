"""Sends the outbox: in order, one request at a time, until everything has an answer.

Retries wait exponentially with full jitter and obey `Retry-After`; a request the server calls malformed is halved until
the one row is found and parked for a person; what a server breaks on is `poison`'s. It decides nothing about queues,
and drops nothing.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any

from msgspec.structs import replace

from mmc_console.client.answering import answered, taken_back
from mmc_console.client.clock import Clock
from mmc_console.client.completion import events_of
from mmc_console.client.connectivity import SLOW, Connectivity
from mmc_console.client.errors import (
    BadAnswer,
    NeverLeft,
    NotSignedIn,
    Overtaken,
    ProblemAnswer,
    ServerBusy,
    StoreFault,
    Unreachable,
    WireFault,
)
from mmc_console.client.in_vain import in_vain
from mmc_console.client.numbering import Numbering, unnumbered
from mmc_console.client.outbox import Outbox
from mmc_console.client.poison import Poison
from mmc_console.client.raising import raised
from mmc_console.client.retelling import conflicts_before
from mmc_console.client.row import Row
from mmc_console.client.sender import Sender
from mmc_console.client.server_port import Server
from mmc_console.client.turns import Turns, is_of_another_history
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import ActionId, Epoch, UserId
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest

FIRST, MOST = 0.25, 30.0
EAGER = 4.0
"""Seconds between two tries made only because the server is back, twice as many each time one was in vain: a line that
comes and goes must not become a storm."""
INSISTENT = 1.0
"""Seconds between two tries made only because a person asks for one, however long they hold the key down."""
AT_MOST = 100
"""Rows a request has at most: what its answer takes must not be felt in the window."""
AT_LEAST = 8
"""Rows a request has at least, however slow the line."""
SPLIT = frozenset({400, 413, 422})
"""Statuses that blame the request itself, so part of it."""
Answered = Callable[[Sequence[Row], Sequence[AnyEvent], ActionsAnswer | None], Awaitable[None]]


class Sync:
    """The sender of one console."""

    def __init__(
        self, server: Server, sender: Sender, outbox: Outbox, connectivity: Connectivity, clock: Clock, *,
        epoch: Callable[[], Epoch | None], numbering: Numbering, answered: Answered,
        renew: Callable[[], Awaitable[None]], bring_back: Callable[[Epoch], Awaitable[None]],
        jitter: Callable[[], float] = random.random,
    ) -> None:  # fmt: skip
        self._server, self._sender, self._outbox = server, sender, outbox
        self._connectivity, self._clock = connectivity, clock
        self._epoch, self._numbering = epoch, numbering
        self._answered, self._renew, self._bring_back, self._jitter = answered, renew, bring_back, jitter
        self._later = Turns()
        self._awake = asyncio.Event()
        self._failures, self._at_most = 0, AT_MOST
        self._poison = Poison()
        self._hurried: set[str] = set()
        """What was tried once more at once, since the server last took something."""
        self._eager, self._eager_from = EAGER, 0.0
        self._serves, self._insists, self._insists_from = False, False, 0.0
        self.safe_seq = 0
        """A verified backup of the server holds the log up to here."""
        self._moved: tuple[Epoch, Epoch] | None = None
        """The server's history has changed, from and to, and nobody here may read it: what is recorded still goes."""
        self.stopped = ""
        """The code of the server's refusal to take anything from this console; empty while it takes."""

    def wake(self) -> None:
        """There is something new to send, or a reason to try at once."""
        self._numbering.recorded()
        self._awake.set()

    def now(self) -> None:
        """A person wants another try at once, also if the server has asked to be left alone for longer."""
        self._insists = True
        self.wake()

    def served(self) -> None:
        """The server does its work: what it has put off until later is tried at once. A server that is there and only
        says so (its database destroyed, say) is not gone, so nothing else tells that it is back."""
        self._serves = True
        self._later.clear()
        self.wake()

    def news(self, events: Sequence[AnyEvent]) -> None:
        """These have come into the log: of what has waited for its turn, the answer is fetched at once."""
        ago = self._connectivity.now() - max(event.at for event in events)  # they may tell of long before
        self._poison.heard(self._clock.monotonic() - ago.total_seconds())
        if self._later.come(event.action for event in events):
            self.wake()

    async def run(self) -> None:
        """Send whatever is there; until cancelled."""
        while True:
            self._awake.clear()
            self._insists = False
            try:
                wait = await self.step()
                if wait is None:
                    await self._numbering.meanwhile(self._awake.wait())
                elif wait > 0:
                    await self._pause(wait)
            except StoreFault:
                failed = {row.id for row in self._outbox.unsent}  # each try would spend a number
                await self._pause(self._back_off(), failed)  # nothing leaves that this PC could not note to have left

    async def step(self) -> float | None:
        """One request. Seconds to wait before the next; None when there is nothing to send."""
        epoch = self._history()
        try:
            author = self._sender.speaks_for
        except NotSignedIn:
            return self._sender.again_in if self._outbox.unsent else None
        if epoch is None:
            return None
        await self._numbering.give_late()
        if self._outbox.away(epoch):
            await self._bring_back(epoch)  # an answer of the history before came in after the snapshot of this one
        now = self._clock.monotonic()
        self._later.at(epoch, now)
        aside = self._poison.waits(now)
        back = [row for row in self._outbox.returning(author, aside) if row.id not in self._later]
        untold = [row for row in back if not self._later.told(row.id)]  # before new work; what only waits, after it
        rows = untold or self._outbox.sendable(author, {*aside, *self._later.ids}) or back
        if not rows:
            return self._until_more(author, [until - now for until in (*self._later, *aside.values())])
        alone = self._poison.alone([row.id for row in rows])
        batch = rows[: self._at_most] if alone is None else [row for row in rows if row.id == alone]
        if self._connectivity.offline and not await self._connectivity.reached():
            return self._back_off()  # nothing is marked as if it might have left: it can still be taken back
        try:
            bearer, whose = await self._numbering.meanwhile(self._sender.credential())
            if whose != author:
                return 0.0  # somebody else has signed in meanwhile: nothing leaves in another person's name
        except NotSignedIn:
            return self._sender.again_in
        except WireFault as fault:
            return await self._failed(fault)
        batch = await self._outbox.mark_sending(batch, self._connectivity.now())
        if not batch:
            return 0.0
        try:
            answer = await self._ask(bearer, batch, epoch)
        except ProblemAnswer as fault:
            return await self._refused(fault, bearer, batch)
        except WireFault as fault:
            if isinstance(fault, NeverLeft):
                await self._outbox.never_left(batch)
            if self._clock.monotonic() - now >= SLOW and len(batch) > AT_LEAST:
                self._at_most = max(len(batch) // 2, AT_LEAST)  # it may have been too much for this line
            before, wait = self._failures, await self._failed(fault)
            apart = isinstance(fault, (BadAnswer, Unreachable)) and not isinstance(fault, NeverLeft)
            if apart and await self._taken_apart(batch):
                self._failures = min(before, self._failures)  # it failed over this one
                return 0.0
            return wait
        return await self._settle(batch, answer)

    def _until_more(self, author: UserId | None, waits: list[float]) -> float | None:
        """Seconds until what may not go now may: it is to be asked again, or this console may be believed again."""
        again = self._sender.again_in if author is not None else None
        if again is not None and any(row.author != author for row in self._outbox.unsent):
            waits = [*waits, again]
        return min(waits, default=None)

    def _history(self) -> Epoch | None:
        """The history to send to: the one known here, or the one the server has told of while nobody may read it."""
        epoch = self._epoch()
        return self._moved[1] if self._moved is not None and self._moved[0] == epoch else epoch

    async def _ask(self, bearer: str, batch: list[Row], epoch: Epoch) -> ActionsAnswer:
        """The server's answer; registrations that wait too long for their number get this desk's own meanwhile."""
        began, again, ids = self._clock.monotonic(), False, {row.id for row in batch}
        asking = asyncio.ensure_future(self._server.act(bearer, self._request(batch, epoch)))
        try:
            if not await self._within(asking, self._numbering.wait(), ids):
                self._connectivity.waiting(self._clock.monotonic() - began)
                if await self._numbering.give(batch):
                    batch[:] = [row for old in batch if (row := self._outbox.get(old.id)) is not None]
                    asking.cancel()
                    await asyncio.gather(asking, return_exceptions=True)
                    began, again = self._clock.monotonic(), True
                    asking = asyncio.ensure_future(self._server.act(bearer, self._request(batch, epoch)))
                while not await self._within(asking, SLOW, ids):
                    self._connectivity.waiting(SLOW + self._clock.monotonic() - began)
            answer = await self._answer_of(asking, again)
        finally:
            if not asking.done():
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)
        self._connectivity.heard(answer.now, self._clock.monotonic() - began)
        return answer

    async def _answer_of(self, asking: asyncio.Future[ActionsAnswer], again: bool) -> ActionsAnswer:
        try:
            return await asking
        except NeverLeft as fault:
            if again:
                raise Unreachable("the first request may have arrived") from fault
            raise

    def _request(self, batch: Sequence[Row], epoch: Epoch) -> ActionsRequest:
        actions = raised(batch, self._outbox)
        after, conflicts = self._outbox.after(batch, epoch), conflicts_before(epoch, batch, self._outbox)
        return ActionsRequest(actions, epoch, self._outbox.known_numbers, after, conflicts)

    async def _within(self, asking: asyncio.Future[ActionsAnswer], seconds: float, asked: Container[ActionId]) -> bool:
        """Whether it is answered in time; who is not among those *asked* for is numbered meanwhile."""
        waiting = asyncio.ensure_future(self._clock.sleep(seconds))
        both: set[asyncio.Future[Any]] = {asking, waiting}
        try:
            await self._numbering.meanwhile(asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED), asked)
            return asking.done()
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    async def _settle(self, batch: list[Row], answer: ActionsAnswer) -> float:
        results = {result.id: result for result in answer.results}
        rows, back = list[Row](), list[Row]()
        events: dict[int, AnyEvent] = {}
        waits, undone, vain = list[Row](), frozenset[ActionId](), frozenset[ActionId]()
        if any(result.outcome in ("refused", "conflict") for result in answer.results):
            undone = taken_back(self._outbox)
            vain = in_vain(self._outbox, undone)
        for row in batch:
            result = results.get(row.id)
            if result is not None and result.outcome == "wait":
                if is_of_another_history(row.action, answer.epoch):
                    waits.append(row)  # anything else is held back by what it depends on, and by no clock
                if row.sent == 1 and row.action.was is None and not self._has_grown(row):
                    back.append(replace(row, state="waiting", sent=0, first_sent=None))  # left undone for certain
                continue
            if result is None or self._has_grown(row):
                continue
            happened = events_of(result)
            events.update((event.seq, event) for event in happened)
            rows.append(answered(row, result, answer, happened, undone, vain))
        self._later.wait(waits, self._clock.monotonic())
        self._later.come(row.id for row in rows)
        self.safe_seq = answer.safe_seq  # first: what a backup of another history holds says nothing of these
        await self._outbox.settle([*rows, *back])
        await self._answered(rows, [events[seq] for seq in sorted(events)], answer)
        self._failures, self.stopped, self._eager, self._hurried = 0, "", EAGER, set()
        self._poison.seeking = self._poison.seeking and len(batch) >= self._at_most
        self._poison.taken([row.id for row in rows])
        if not self._poison.seeking:
            self._at_most = min(self._at_most * 2, AT_MOST)
        return 0.0 if rows or self._later else self._back_off()

    def _has_grown(self, row: Row) -> bool:
        """A number was written into the row, and printed, while this answer was on its way: it is sent again."""
        now = self._outbox.get(row.id)
        return now is not None and unnumbered(row) and not unnumbered(now)

    async def _refused(self, fault: ProblemAnswer, bearer: str, batch: list[Row]) -> float | None:
        """The request as a whole had no effect; what `step` returns."""
        self._connectivity.heard()
        if fault.problem.status in SPLIT:
            if len(batch) > 1:
                self._at_most = (len(batch) + 1) // 2
            else:
                await self._park(batch[0], fault)
                self._at_most = min(self._at_most * 2, AT_MOST)
            return 0.0
        if fault.code == "epoch-changed":
            try:
                await self._numbering.meanwhile(self._renew())
            except NotSignedIn:
                if not self._has_moved(fault):
                    return None
            except WireFault as other:
                return await self._failed(other)
            return self._once(fault.code)  # it serves: how often it could not before says nothing any more
        if fault.problem.status == 401:
            self._sender.doubt(bearer)
            return self._back_off() if self._failures else self._count(0.0)
        if fault.problem.status >= 500 and await self._taken_apart(batch, fault):
            return 0.0
        self.stopped = fault.code
        return self._back_off()

    async def _taken_apart(self, batch: list[Row], refusal: ProblemAnswer | None = None) -> bool:
        """Whether there is other work to go on with, after the server broke, or without its *refusal* the line."""
        ids, undone = [row.id for row in batch], refusal is not None
        if not self._poison.broke(ids, undone=undone) or not await self._still_there(ids):
            return False
        sure = not self._poison.doubtful
        verdict = self._poison.verdict(ids, self._clock.monotonic(), undone=undone)
        if verdict == "park" and refusal is not None:
            await self._park(batch[0], refusal)
        elif verdict == "halve":
            self._at_most = (len(batch) + 1) // 2
        if sure and verdict in ("halve", "aside", "park"):
            self._failures = 0
        return sure and verdict != "wait"  # what is left alone once more keeps nothing else waiting either

    async def _still_there(self, asked: Container[ActionId]) -> bool:
        return await self._numbering.meanwhile(self._connectivity.probe(), asked)

    def _has_moved(self, fault: ProblemAnswer) -> bool:
        """Whether this console may send on by itself, to the history the server has named."""
        before, named = self._epoch(), fault.problem.params.get("epoch")
        try:
            own = self._sender.speaks_for is None
        except NotSignedIn:
            own = False
        if not own or before is None or not isinstance(named, str):
            return False
        self._moved = before, Epoch(named)
        return True

    async def _park(self, row: Row, fault: ProblemAnswer) -> None:
        """A person decides about it, unless its undo is on its way; it holds back what depends on it, nothing else."""
        nothing = row.id in taken_back(self._outbox)
        parked = replace(row, state="refused", problem=fault.problem, decided=nothing)
        await self._outbox.settle([parked])
        await self._answered([parked], (), None)

    async def _failed(self, fault: WireFault) -> float:
        self._connectivity.failed(fault)
        await self._numbering.give_late()
        if isinstance(fault, ServerBusy):
            return fault.retry_after + self._back_off()  # not all desks at the same moment
        return self._once("overtaken") if isinstance(fault, Overtaken) else self._back_off()  # the line is good

    def _once(self, why: str) -> float:
        """At once, though only once."""
        if why in self._hurried:
            return self._back_off()
        self._hurried.add(why)
        return self._count(0.0)

    def _back_off(self) -> float:
        """Full jitter: anywhere between nothing and twice the last bound."""
        bound = min(FIRST * 2**self._failures, MOST)
        return self._count(max(bound * self._jitter(), 0.01))

    def _count(self, wait: float) -> float:
        self._failures = min(self._failures + 1, 10)
        return wait

    async def _pause(self, seconds: float, but: Container[ActionId] = ()) -> None:
        """Sleep; the server's return, told by anybody, ends it early, and so does a person who insists."""
        offline, until, eager = self._connectivity.offline, self._clock.monotonic() + seconds, False
        self._serves = False
        while await self._woken(until - self._clock.monotonic(), but):
            if not self._failures:
                return  # nothing is wrong: only other consoles were waited for
            if self._insists:
                until = min(until, self._insists_from)
            back = self._serves or (offline and not self._connectivity.offline)
            if back and until > self._eager_from:
                until, eager = self._eager_from, True
        now = self._clock.monotonic()
        if self._insists:
            self._insists_from = now + INSISTENT
        if eager:
            self._eager_from = now + self._eager
            self._eager = min(self._eager * 2, MOST)

    async def _woken(self, seconds: float, but: Container[ActionId]) -> bool:
        """Whether there is any news before *seconds* have passed; all *but* those get their numbers meanwhile."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        waking = asyncio.ensure_future(self._awake.wait())
        both: set[asyncio.Future[Any]] = {sleeping, waking}
        try:
            await self._numbering.meanwhile(asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED), but)
            return not sleeping.done()
        finally:
            self._awake.clear()
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)
