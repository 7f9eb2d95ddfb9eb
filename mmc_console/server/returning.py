"""Actions that come back after a restore: taken in the order they once had, across all consoles.

Each names the last position it had in the replaced history (`was`). One that would leave a hole before it waits for
whoever fills it, but only as long as something comes, and for one who is not there ever shorter; one that cannot be
done yet waits for what it builds on, but only in its console's first minutes: then a person decides. What waits is
held here as well, and taken in the moment its turn comes: work that went to and fro between desks would else come back
one question at a time. What waits need not survive the process: its console asks again.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final, NamedTuple, Self

from msgspec.structs import replace

from mmc_console.domain.actions import Action, AnyAction, CallNext, Override
from mmc_console.domain.events import Event, TicketCalled, TicketFinished, TicketIssued, VisitRegistered
from mmc_console.domain.ids import ActionId, Epoch
from mmc_console.domain.permissions import Actor
from mmc_console.server.auth.senders import Lost
from mmc_console.server.log.ledger import Ledger
from mmc_console.server.log.results import content_of
from mmc_console.server.writer_checks import AHEAD_AT_MOST

FOR_ORDER: Final = timedelta(seconds=6)
"""Nothing has come for so long: whoever would fill the hole is not there, and the earliest goes on."""
FOR_NEXT: Final = timedelta(seconds=1)
"""The same once a hole was passed over, and a quarter of it with each hole more: a console tells all it has at once, so
whose holes these are is not there, and all others would stand still for each of them. Until something of it comes."""
ENOUGH: Final = 20
"""Holes after which nothing is waited for."""
FOR_OTHERS: Final = timedelta(minutes=5)
"""So long after a console has begun to tell what it has, what cannot be done yet may be waiting for another one. Not
after the restore: the server may be started long after it, and consoles may come the next morning."""
FOR_ADMISSIONS: Final = FOR_OTHERS - timedelta(seconds=30)
"""What could be done wherever somebody stands lets so long go first what was done before it, counted from the first
console that is there: whatever builds on it waits a little longer."""


HELD_AT_MOST: Final = 10_000
"""Actions held in memory; what comes beyond is asked for again by its console."""
LINKS_AT_MOST: Final = 50_000
"""The same of what they build on. Most build on two or three; all are looked up when they may be taken."""


class Was(NamedTuple):
    """A position in a replaced history."""

    epoch: str
    seq: int


class Held(NamedTuple):
    """An action that waits for its turn, and who sent it."""

    was: Was
    actor: Actor
    device: str
    action: AnyAction
    after: tuple[ActionId, ...] = ()
    """Without whose effect it is not to be done."""


def was_of(action: Action, epoch: Epoch) -> Was | None:
    """Where *action* stood in a history before *epoch*; None for what never stood anywhere else."""
    of, _, seq = (action.was or "").rpartition(":")
    if not of or of == epoch or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
        return None
    return Was(of, int(seq))


def before_completion(action: AnyAction, decided: Iterable[Event]) -> Iterator[AnyAction]:
    """What *action* may have been before its console wrote into it what was *decided*."""
    events = list(decided)
    names: dict[str, set[str]] = {
        "ticket": {e.ticket for e in events if isinstance(e, TicketCalled)},
        "current": {e.ticket for e in events if isinstance(e, TicketFinished)},
        "next": {e.clinic for e in events if isinstance(e, TicketIssued)},
        "number": {e.number for e in events if isinstance(e, VisitRegistered)},
    }
    added = [n for n, values in names.items() if getattr(action, n, None) in values and hasattr(action, n)]
    if not isinstance(action, (CallNext, Override)):
        added = [n for n in added if n == "next"]
    for count in range(1, len(added) + 1):
        for some in combinations(added, count):
            without: dict[str, Any] = dict.fromkeys(some)
            yield replace(action, **without)


def as_it_came(action: AnyAction, first: bytes, decided: Iterable[Event]) -> bytes | None:
    """The content *first* stored of *action*, if all that its console has added since is what was *decided*."""
    return next((content for content in map(content_of, before_completion(action, decided)) if content == first), None)


class Before(NamedTuple):
    """A position that a desk had seen in a replaced history, and how much of that this one shares."""

    epoch: str
    seq: int
    shared: int


class _Asked:
    """What waits for its turn in one history, and when each was asked for last."""

    def __init__(self) -> None:
        self._at: dict[int, datetime] = {}
        self._order: list[int] = []
        """A whole day may wait, and each of it asks for the earliest: that one is found without a look at all."""

    def note(self, seq: int, now: datetime) -> None:
        """It is asked for now."""
        if seq not in self._at:
            insort(self._order, seq)
        self._at[seq] = now

    def set_back(self, now: datetime) -> None:
        """The clock was: nothing was asked for later than *now*."""
        self._at = {seq: min(at, now) for seq, at in self._at.items()}

    def forget(self, seq: int) -> None:
        """It waits no more."""
        if self._at.pop(seq, None) is not None:
            del self._order[bisect_left(self._order, seq)]

    def earliest(self, now: datetime) -> int:
        """The first that somebody is there for. One at least was asked for just now."""
        gone = next(i for i, seq in enumerate(self._order) if now - self._at[seq] < FOR_ORDER)
        for seq in self._order[:gone]:
            del self._at[seq]
        del self._order[:gone]
        return self._order[0]


class Returning:
    """Which of the replaced histories' actions are back."""

    def __init__(
        self, cuts: Mapping[str, int], since: datetime | None, *, left: bool = False,
        shares: Mapping[str, int] | None = None, stood: Mapping[ActionId, tuple[Epoch, int]] | None = None,
    ) -> None:  # fmt: skip
        self._shares, self._reached = dict(cuts if shares is None else shares), dict(cuts)
        self._since = since
        self._began: dict[str, datetime] = {}
        """When each console was heard first."""
        self._latest: datetime | None = None
        """When it was asked last: a server whose clock is set back then must not wait until it is as late again."""
        self._taken = frozenset(cuts) if left else None
        self._moved: datetime | None = None
        self._passed = Counter[str]()
        """How many holes were passed over in each history, since something came of one."""
        self._asked = defaultdict[str, _Asked](_Asked)
        self._known: set[ActionId] = set()
        """What was known already, and has been said once since."""
        self._stood = {id: Was(*place) for id, place in (stood or {}).items()}
        """Where what has come back stood."""
        self._held: dict[ActionId, Held] = {}
        self._links = 0
        """How many actions these build on."""
        self._order: list[tuple[Was, ActionId]] = []
        """What is held, as it once stood."""

    @classmethod
    def of(cls, ledger: Ledger) -> Self:
        """As a history stands by what was noted of it."""
        return cls(ledger.cuts, ledger.since, left=ledger.left, shares=ledger.shares, stood=ledger.stood)

    @property
    def began(self) -> bool:
        """Whether this history began with a restore; else nothing can come back."""
        return self._since is not None

    def was_before(self, at: datetime) -> bool:
        """Whether what was done *at* that time may be of a replaced history, by a clock as far ahead as one may be.

        Nothing later is: a console that only says so is not believed in whose name it speaks.
        """
        return self._since is not None and at <= self._since + AHEAD_AT_MOST

    def lost(self, action: Action, epoch: Epoch) -> Lost | None:
        """What a restore may have lost of *action*, in the history *epoch*."""
        if self._since is None or not self.was_before(action.at):
            return None
        return Lost(int(self._since.timestamp() * 1000), effect=was_of(action, epoch) is not None)

    def seen_before(self, seen: str | None) -> Before | None:
        """What a desk that had *seen* this much of a replaced history can know; None where it is of no other one."""
        of, _, seq = (seen or "").rpartition(":")
        if not self.began or not of or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
            return None
        return Before(of, int(seq), min(int(seq), self._shares.get(of, 0)))

    def stood(self, action: ActionId, before: Before) -> bool:
        """Whether *action* was brought back, and whoever had seen so much had seen it."""
        was = self._stood.get(action)
        return was is not None and was.epoch == before.epoch and was.seq <= before.seq

    def shared(self, was: Was) -> int:
        """How much of the history in which it stood this one shares."""
        return self._shares.get(was.epoch, 0)

    def came_back(self, action: ActionId) -> bool:
        """Whether *action* was brought back: it was decided once, where it stood."""
        return action in self._stood

    def stays_away(self, was: Was) -> bool:
        """Whether it was rolled back on purpose, or is of a history nobody here has heard of since."""
        return self._taken is not None and was.epoch not in self._taken

    def must_wait(self, was: Was, count: int, now: datetime) -> bool:
        """Whether an action that would make *count* events has to let others go first."""
        reached = self._reached.get(was.epoch)
        if reached is None or was.seq - count <= reached:
            return False
        self._keep_to(now)
        self._moved = self._moved or now
        asked = self._asked[was.epoch]
        asked.note(was.seq, now)
        passed = self._passed[was.epoch]
        if now - self._moved < (FOR_NEXT / 4 ** min(passed - 1, ENOUGH) if passed else FOR_ORDER):
            return True
        if was.seq > asked.earliest(now):
            return True
        self._passed[was.epoch] += 1
        return False

    def hold(self, held: Held) -> None:
        """Keep what has been answered `wait`, as it was asked last."""
        self.drop(held.action.id)
        if len(self._held) < HELD_AT_MOST and self._links + len(held.after) <= LINKS_AT_MOST:
            self._held[held.action.id] = held
            self._links += len(held.after)
            insort(self._order, (held.was, held.action.id))

    def first(self, at_most: int) -> list[Held]:
        """What waits, in the order it once had."""
        return [self._held[id] for _, id in self._order[:at_most]]

    def overtakes(self, was: Was, now: datetime) -> bool:
        """Whether anything that stood before it in its history waits here, and may still come in time."""
        self._keep_to(now)
        if now - min(self._began.values(), default=now) >= FOR_ADMISSIONS:
            return False
        first = bisect_left(self._order, (Was(was.epoch, 0), ""))
        return first < len(self._order) and self._order[first][0] < was

    @property
    def waiting(self) -> set[str]:
        """The consoles that have sent it."""
        return {held.device for held in self._held.values()}

    def let_go(self, devices: Collection[str], authors: Collection[Actor] = ()) -> None:
        """What these consoles have sent is not taken here, or what these did: they are let in no more, or have other
        rights now, and their console asks again."""
        for held in list(self._held.values()) if devices or authors else ():
            if held.device in devices or held.actor in authors:
                self.drop(held.action.id)

    def drop(self, id: ActionId) -> None:
        """It waits here no more: it was taken, or what it builds on has no effect, and a person decides first."""
        held = self._held.pop(id, None)
        if held is not None:
            self._links -= len(held.after)
            del self._order[bisect_left(self._order, (held.was, id))]

    def heard(self, device: str, now: datetime) -> None:
        """This console tells what it has."""
        self._keep_to(now)
        self._began.setdefault(device, now)

    def may_wait(self, was: Was, device: str, now: datetime) -> bool:
        """Whether what this console has, of so long ago, and cannot be done now, may still become possible."""
        self._keep_to(now)
        hears = self._since is not None and now - self._began.get(device, now) < FOR_OTHERS
        return hears and not self.stays_away(was)

    def _keep_to(self, now: datetime) -> None:
        if self._latest is not None and now < self._latest:
            self._moved = min(self._moved or now, now)
            self._began = {device: min(at, now) for device, at in self._began.items()}
            for asked in self._asked.values():
                asked.set_back(now)
        self._latest = now

    def back(self, was: Was, id: ActionId, now: datetime, *, fresh: bool = True) -> None:
        """It is back, or (not *fresh*) was known already. Said again, that is no sign of more to come."""
        news, self._stood[id] = fresh or id not in self._known, was
        if was.epoch in self._reached:
            self._asked[was.epoch].forget(was.seq)
        if fresh and was.seq < self._reached.get(was.epoch, was.seq):
            self._passed[was.epoch] = 0  # whose turn was passed over is there now
        self.drop(id)
        if was.seq > self._reached.get(was.epoch, was.seq):
            self._reached[was.epoch] = was.seq
        if news:
            self._moved = now
        if not fresh:
            self._known.add(id)
