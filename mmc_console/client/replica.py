"""The server's confirmed state with this console's own unanswered actions laid over it, by the same rules.

One `State` holds both: what is laid over is taken back by its inverses, confirmed events are applied,
and it is laid over again. So screens read one thing, and nothing flickers. It never guesses a number,
and in a clinic with several rooms never who is called. It knows no disk and no network.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import takewhile

from msgspec import structs

from mmc_console.client.ahead import Ahead, take_in
from mmc_console.client.choices import shows_name
from mmc_console.domain.actions import AnyAction, CallNext
from mmc_console.domain.clinics import RoomHold
from mmc_console.domain.decide import Context, Performed, perform
from mmc_console.domain.events import AnyEvent, Event, TicketIssued, TicketRequeued, TicketTransferred, VisitRegistered
from mmc_console.domain.ids import ActionId, ClinicCode, Epoch, TicketId
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.refusals import Unable
from mmc_console.domain.state import Inverse, State, apart, take_back
from mmc_console.domain.tickets import Ticket
from mmc_console.wire.answers import Snapshot

_NEVER = datetime.min.replace(tzinfo=UTC)
EARLY_AT_MOST = 10_000
"""Events kept while the ones before them are on their way."""


class Gap(Exception):
    """Events are missing after position *after*: ask for them.

    *unknown*: none is, but the next speaks of somebody a snapshot has left out (what a console that was away for days
    brings is of its own day): only another snapshot tells more.
    """

    def __init__(self, after: int, applied: Sequence[AnyEvent], *, unknown: bool = False) -> None:
        super().__init__(f"events missing after {after}")
        self.after, self.applied, self.unknown = after, applied, unknown


@dataclass(slots=True)
class Layer:
    """One action laid over. `reached`: the answer's position; from there on the log itself shows it."""

    action: AnyAction
    actor: Actor
    patient: PatientRef | None = None
    original: AnyAction | None = None
    known: bool = False
    """The server has answered: what it chose is written into `action`."""
    reached: int | None = None
    performed: Performed | None = None
    fault: Unable | None = None
    expects: int = 0
    """How many events it had when it was laid over an unknowing log."""


class Replica:
    """`state` is for reading only; it is the projection at any moment between two calls."""

    def __init__(self) -> None:
        self.state = State()
        self.epoch: Epoch | None = None
        self.day: date | None = None
        """Of days before it not everybody is known here."""
        self.seq = 0
        self._layers: dict[ActionId, Layer] = {}
        self._under: dict[TicketId, Ticket | None] | None = None
        self._early: dict[int, AnyEvent] = {}
        self._bare = False

    @property
    def ready(self) -> bool:
        """Whether a centre is known."""
        return bool(self.state.settings)

    def left_over(self, seq: int) -> int:
        """How much would still have to be laid over, were the log here up to *seq*."""
        return sum(layer.reached is None or layer.reached > seq for layer in self._layers.values())

    @property
    def layers(self) -> Sequence[Layer]:
        """What is laid over, oldest first."""
        return tuple(self._layers.values())

    def layer(self, id: ActionId) -> Layer | None:
        """This action as it is laid over."""
        return self._layers.get(id)

    # -- what the log says --------------------------------------------------------

    def reset(self, snapshot: Snapshot) -> None:
        """Start again from *snapshot*; what is laid over stays, except what it contains."""
        assert not self._bare, "a snapshot is taken alone"
        for layer in self._layers.values():
            layer.performed = None  # it lay over another state
        self._under = None
        self._early.clear()
        self.state = state_of(snapshot)
        if snapshot.epoch != self.epoch:
            # what another history had confirmed is not known to be in this one
            self._layers = {id: layer for id, layer in self._layers.items() if not layer.known}
        self.epoch, self.seq, self.day = snapshot.epoch, snapshot.seq, snapshot.day
        self._lay_all()

    def apply(self, events: Iterable[AnyEvent], *, whole: bool = False) -> tuple[AnyEvent, ...]:
        """Take in confirmed events of this epoch, in any order, some of them perhaps known.

        *whole*: they end where an action ends. Returns those newly applied. Gap, after applying
        what could be, when some are missing.
        """
        events = list(events)
        for event in events:
            if event.seq > self.seq and len(self._early) < EARLY_AT_MOST:
                self._early[event.seq] = event
        run = self._run(self._early)
        missing = len(run) < len(self._early)
        fresh = self._finished(run, events, whole)
        for event in fresh:
            del self._early[event.seq]
        foreseen = 0 if self._bare else self._promote(fresh)
        if foreseen < len(fresh):
            with self.together():
                known = foreseen + take_in(self.state, fresh[foreseen:])
                self.seq = self.state.seq
            if known < len(fresh):
                raise Gap(self.seq, fresh[:known], unknown=True)
        if missing:
            raise Gap(self.seq + len(run) - len(fresh), fresh)
        return tuple(fresh)

    def _run(self, events: Mapping[int, AnyEvent]) -> list[AnyEvent]:
        """What of *events*, by position, follows without a gap on the last one known here."""
        run: list[AnyEvent] = []
        while (event_next := events.get(self.seq + 1 + len(run))) is not None:
            run.append(event_next)
        return run

    def ahead(self, events: Iterable[AnyEvent], *, whole: bool = False) -> tuple[Ahead, Sequence[AnyEvent]]:
        """The log alone beside what is shown, and which of *events* it can take in now; see `overtake`."""
        events = list(events)
        run = self._run(self._early | {event.seq: event for event in events})
        return Ahead(self.state, self.alone()), self._finished(run, events, whole)

    def alone(self) -> State:
        """What the log says without what is laid over, in tables of its own."""
        return apart(self.state, map(_inverse, self._laid()))

    def overtake(self, ahead: Ahead) -> Sequence[AnyEvent]:
        """Show what *ahead* has come to, under what is laid over now; the events that are new by it.

        None are when the log has gone on here as well meanwhile: what it took in can be taken in as anything else.
        """
        assert not self._bare, "the state is exchanged between two pieces of work"
        if ahead.of is not self.state or ahead.start != self.seq:
            return ()
        for layer in self._layers.values():
            layer.performed = None  # it lay over the other state
        self.state, self.seq, self._under = ahead.state, ahead.state.seq, None
        self._early = {seq: event for seq, event in self._early.items() if seq > self.seq}
        self._lay_all()
        return ahead.taken

    def _promote(self, fresh: Sequence[AnyEvent]) -> int:
        """How many of *fresh*, from the first, are exactly what the lowest layers have laid over.

        They stand there already: from now on as the log, and nothing has to be taken off and laid again.
        """
        taken = 0
        for layer in self._layers.values():
            done = layer.performed
            if layer.fault is not None:
                break
            if done is None or not done.events:
                continue
            if tuple(fresh[taken : taken + len(done.events)]) != done.events:
                break
            taken += len(done.events)
            self.seq = done.events[-1].seq
            layer.performed = dataclasses.replace(
                done, events=(), inverse=Inverse(self.seq, done.events[-1].at), repeated=True
            )
        if taken:
            self._under = None
            for id in [id for id, x in self._layers.items() if x.reached is not None and x.reached <= self.seq]:
                if self._has_no_effect(self._layers[id]):
                    del self._layers[id]
        return taken

    def _has_no_effect(self, layer: Layer) -> bool:
        return layer.performed is None or not layer.performed.inverse.puts

    def _finished(self, run: list[AnyEvent], events: Sequence[AnyEvent], whole: bool) -> list[AnyEvent]:
        """*run* up to the end of an action; *whole*: *events* end at one."""
        ends = whole and bool(run) and run[-1].seq == events[-1].seq
        return run if ends else run[: len(run) - self._unfinished(run)]

    def _unfinished(self, run: Sequence[AnyEvent]) -> int:
        """How many events at the end of *run* are the beginning of an action, the rest still on its way.

        One of ours is laid over whole already; taking in a part of it would show that part only. And a visit without
        a ticket, or a ticket that has gone nowhere, is nothing the rules know.
        """
        if not run:
            return 0
        layer = self._layers.get(run[-1].action)
        count = 1
        while count < len(run) and run[-1 - count].action == run[-1].action:
            count += 1
        ours = layer is not None and not layer.known and count < layer.expects
        return count if ours or isinstance(run[-1], (VisitRegistered, TicketTransferred)) else 0

    # -- what this console has done -----------------------------------------------

    def lay(self, layer: Layer, before: Collection[ActionId] = ()) -> Layer:
        """Lay one more action over, below those it goes *before*; what it did, or why nothing, is in the layer."""
        above = {id: each for id, each in self._layers.items() if id in before} if before else {}
        if above:
            with self.together():
                below = {id: each for id, each in self._layers.items() if id not in above}
                self._layers = below | {layer.action.id: layer} | above
            return layer
        self._layers[layer.action.id] = layer
        if not self._bare:
            self._lay(layer)
        return layer

    def exchange(self, layers: Iterable[Layer]) -> None:
        """Lay these over, in this order, instead of what is laid over now."""
        with self.together():
            self._layers = {layer.action.id: layer for layer in layers}

    def drop(self, id: ActionId) -> None:
        """Take an action away again: refused, in conflict, or withdrawn."""
        if id in self._layers:
            with self.together():
                del self._layers[id]

    def amend(self, id: ActionId, action: AnyAction) -> None:
        """Exchange a laid action for the same one with more written into it."""
        layer = self._layers.get(id)
        if layer is not None:
            with self.together():
                layer.action = action

    def answer(self, id: ActionId, action: AnyAction, reached: int, events: Sequence[AnyEvent]) -> bool:
        """The server has decided *action* with *events*; whether that differs from what is laid over.

        If so, `together` shows it.
        """
        layer = self._layers.get(id)
        if layer is None:
            return False
        layer.action, layer.known, layer.reached = action, True, reached
        if reached <= self.seq:
            if self._has_no_effect(layer):
                del self._layers[id]  # the stream was quicker: the log shows it
                return False
            return True
        done = layer.performed
        if done is None:
            return True
        return bool(done.events) and tuple(map(_gist, done.events)) != tuple(map(_gist, events))

    def answered_elsewhere(self, id: ActionId) -> None:
        """A history that is not here yet has taken this action: it stays laid over until that history comes."""
        layer = self._layers.get(id)
        if layer is not None:
            layer.known = True

    @contextmanager
    def together(self) -> Iterator[State]:
        """Everything laid over is off inside, and laid over again, once, at the end."""
        if self._bare:
            yield self.state
            return
        self._peel()
        self._bare = True
        try:
            yield self.state
        finally:
            self._bare = False
            self._lay_all()

    def confirmed(self, id: TicketId) -> Ticket | None:
        """The ticket as the log has it, without what is laid over."""
        if self._under is None:
            self._under = {}
            for layer in self._layers.values():
                for table, key, old in layer.performed.inverse.puts if layer.performed is not None else ():
                    if table is self.state.tickets and key not in self._under:
                        self._under[key] = old if isinstance(old, Ticket) else None
        return self._under[id] if id in self._under else self.state.ticket(id)

    def held(self, clinic: ClinicCode, room: int) -> RoomHold | None:
        """Who holds the room by the server's word, without what it has not answered."""
        for layer in self._layers.values():
            for table, key, old in layer.performed.inverse.puts if layer.performed and not layer.known else ():
                if table is self.state.rooms and key == (clinic, room):
                    return old if isinstance(old, RoomHold) else None
        return self.state.rooms.get((clinic, room))

    def preview(self, layer: Layer, above: Collection[ActionId] = ()) -> Performed | Unable:
        """What the rules say of an action now, below those laid over that it goes before (*above*); nothing stays."""
        if not self.ready:
            raise KeyError("no centre yet")
        over = takewhile(lambda each: each.action.id in above, self._laid())
        state = apart(self.state, map(_inverse, over)) if above else self.state
        try:
            done = perform(state, layer.action, self._context(layer))
        except Unable as why:
            return why
        take_back(state, done.inverse)
        return done

    def _context(self, layer: Layer, *, names: bool = True) -> Context:
        """*names*: whether a call that names nobody calls whoever is next here: where that is chosen, and written into
        the action. Once it is on its way only the server can say, and may say another; what it says is written in."""
        return Context(
            at=self.state.calendar.stamp(layer.action.at), actor=layer.actor, patient=layer.patient,
            original=layer.original, numbers=False, names=names,
        )  # fmt: skip

    def _peel(self) -> None:
        for layer in self._laid():
            take_back(self.state, _inverse(layer))
        for layer in self._layers.values():
            layer.performed = None
        self._under = None

    def _laid(self) -> list[Layer]:
        """What has changed the state shown, newest first."""
        return [layer for layer in reversed(self._layers.values()) if not self._has_no_effect(layer)]

    def _lay_all(self) -> None:
        reached = [id for id, x in self._layers.items() if x.reached is not None and x.reached <= self.seq]
        for id in reached:
            del self._layers[id]
        for layer in self._layers.values():
            self._lay(layer)

    def _lay(self, layer: Layer) -> None:
        layer.performed = layer.fault = None
        self._under = None
        if not self.ready or self._names_nobody(layer):
            return
        action = layer.action
        if layer.known:
            action = structs.replace(action, rev=None)  # it has met nobody, at whichever revision it went
        try:
            done = perform(self.state, action, self._context(layer, names=False))
        except Unable as why:
            layer.fault = why
            return
        layer.performed = done
        if not done.repeated:
            layer.expects = len(done.events)

    def _names_nobody(self, layer: Layer) -> bool:
        """A call whose person only the server can name: it shows as *calling…*, and nobody moves; also carried out
        after all."""
        action = layer.original if layer.original is not None else layer.action
        if not isinstance(action, CallNext) or action.ticket is not None or layer.known:
            return False
        day = self.state.calendar.day(action.at)
        return not shows_name(self.state, action.clinic, action.room, layer.actor.desk, day)


def _inverse(layer: Layer) -> Inverse:
    assert layer.performed is not None, "it was laid"
    return layer.performed.inverse


def _gist(event: Event) -> Event:
    """What an event says, whatever its place in the log and its time."""
    gist = structs.replace(event, seq=0, at=_NEVER)
    return structs.replace(gist, queued_at=_NEVER) if isinstance(gist, (TicketIssued, TicketRequeued)) else gist


def state_of(snapshot: Snapshot) -> State:
    """The state a snapshot describes."""
    state = state_from(
        snapshot.center, snapshot.visits, snapshot.tickets, snapshot.clinic_days, snapshot.rooms, snapshot.names,
        snapshot.traces, snapshot.seq, snapshot.now,
    )  # fmt: skip
    for day, count in snapshot.numbers.items():
        state.series[day, ""] = max(state.series.get((day, ""), 0), count)
    state.past = snapshot.past
    return state
