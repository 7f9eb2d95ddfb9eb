"""What a desk can know of this history where it acted in one that a restore has replaced.

Positions and revisions are of the history they were read in: the same number means something else here. Two histories
share what is before the cut; of what came after it, a desk knows only what has been brought back since and stood in its
own history before it acted. What others did besides is unseen: it makes a conflict, and takes no room over.

Clinics, rooms and persons have no revision. There it is told what another desk has said at a later time, unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.domain import events as e
from mmc_console.domain.actions import AnyAction, Cancel, Hold, NoShow, Requeue, SetPriority, SkipStop, Transfer
from mmc_console.domain.ids import DeskLetter, Epoch, TicketId
from mmc_console.domain.newest import STEPS, may_be_newer, moved, newest, searched
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.state import State
from mmc_console.domain.tickets import INSIDE, desk_mark
from mmc_console.server.feed import Entry
from mmc_console.server.log import events
from mmc_console.server.returning import Before, Returning, was_of
from mmc_console.server.writer_checks import seen_of
from mmc_console.wire.json import event_of

OVER_SINCE = (Hold, Requeue, NoShow)
"""Whoever was called later was called from where these had left them."""
TAKES_OUT = (*OVER_SINCE, Transfer, Cancel, SkipStop)
MOVES_NOBODY = (e.TicketRecalled, e.TicketPrioritySet, e.NumberAlias)


class KnownBefore:
    """Asked by a batch, of each action in it."""

    def __init__(
        self, conn: Connection, state: State, epoch: Epoch, returning: Returning, entries: Sequence[Entry],
        now: datetime,
    ) -> None:  # fmt: skip
        self._conn, self._state, self._epoch, self._returning, self._entries = conn, state, epoch, returning, entries
        self._now, self._start = now, state.seq
        self._read: dict[str, tuple[int, list[e.AnyEvent]]] = {}
        """What was found of a name, and after which position."""
        self._steps: dict[TicketId, list[e.AnyEvent]] = {}
        self._steps_after = state.seq

    def position(self, action: AnyAction) -> int | None:
        """Up to where in this log the desk had seen all; None where it does not say, or was judged where it acted."""
        seen, before = seen_of(action, self._epoch), self.elsewhere(action)
        if before is not None and was_of(action, self._epoch) is None:
            seen = before.shared
        return seen if seen is not None and seen <= self._state.seq else None

    def judged(self, action: AnyAction, desk: DeskLetter | None) -> AnyAction:
        """*action* at a revision of this history."""
        if action.rev is None:
            return action
        if was_of(action, self._epoch) is not None:
            return replace(action, rev=None)  # it was decided once, where it stood
        before, named = self.elsewhere(action), getattr(action, "ticket", None)
        ticket = self._state.ticket(named) if before is not None and named is not None else None
        if before is None or ticket is None or before.seq <= before.shared:
            return action
        moved = {
            desk_mark(event.desk)
            for event in self._since(max(before.shared, ticket.seq), ticket.id)
            if not isinstance(event, MOVES_NOBODY) and not self._returning.stood(event.action, before)
        }
        unseen = [at - 1 for mark, at in ticket.marks if mark in moved and mark != desk_mark(desk)]
        return replace(action, rev=max(min(unseen, default=ticket.rev), 0))

    def word(self, action: AnyAction, actor: Actor, taken: datetime) -> e.Event | None:
        """What another desk said last of the same clinic, room or person, later than *action*, unseen by this one.

        What comes back was decided once, where it stood, and goes over nothing but what was said since the restore.
        *taken*: when *action* was done, as this log has it.
        """
        at = min(action.at, self._now)
        named = searched(action) if may_be_newer(self._state, action, actor.desk, at) else ""
        if not named:
            return None
        was = was_of(action, self._epoch)
        if was is None:
            unseen = self._unseen(action, lambda seen: self._since(seen, named))
        else:
            since = self._since(self._returning.shared(was), named)
            unseen = (event for event in since if not self._returning.came_back(event.action))
        return newest(self._state, action, taken, actor.desk, unseen)

    def judged_since(self, action: AnyAction, actor: Actor) -> bool:
        """Whether any of what its desk did with the ticket since was judged here: not where all of it came back."""
        named = getattr(action, "ticket", None) if self._returning.began and action.rev is not None else None
        ticket, before = self._state.ticket(named) if named is not None else None, self.elsewhere(action)
        seen = before.shared if before is not None else seen_of(action, self._epoch)
        if ticket is None or seen is None:
            return True
        steps = [x for x in self._of(ticket.id, seen) if isinstance(x, STEPS) and x.ticket == ticket.id]
        own = [x.action for x in steps if desk_mark(x.desk) == desk_mark(actor.desk)]
        return not own or not all(map(self._returning.came_back, own))

    def moved(self, action: AnyAction, actor: Actor) -> dict[TicketId, e.Event]:
        """What other desks did with the tickets of the visit that *action* is about as a whole, unseen by this one."""
        if was_of(action, self._epoch) is not None:
            return {}
        return moved(self._state, action, actor.desk, lambda id: self._unseen(action, lambda seen: self._of(id, seen)))

    def _unseen(self, action: AnyAction, since: Callable[[int], Iterator[e.AnyEvent]]) -> Iterator[e.AnyEvent]:
        """Of what there is *since* a position what the desk had not seen when it acted; none where it does not say."""
        before = self.elsewhere(action)
        seen = before.shared if before is not None else seen_of(action, self._epoch)
        for event in since(seen) if seen is not None and seen < self._state.seq else ():
            if before is None or not self._returning.stood(event.action, before):
                yield event

    def need_not_over(self, action: AnyAction, desk: DeskLetter | None) -> None:
        """Nothing that comes back takes anybody out of a room to which another desk has called them later.

        What came of it is over: they were called from where it had left them.
        """
        if not isinstance(action, TAKES_OUT) or was_of(action, self._epoch) is None:
            return
        named, visit = getattr(action, "ticket", None), self._state.visit(getattr(action, "visit", None) or "")
        ticket = self._state.ticket(named) if named else self._state.open_ticket(visit.id) if visit else None
        if isinstance(action, SkipStop) and ticket is not None and ticket.clinic != action.clinic:
            return
        if ticket is None or ticket.state not in INSIDE:
            return
        calls = (step for step in self._of(ticket.id, ticket.seq) if isinstance(step, e.TicketCalled))
        last = max(calls, key=lambda call: call.seq, default=None)
        if last is not None and last.at > action.at and desk_mark(last.desk) != desk_mark(desk):
            if isinstance(action, OVER_SINCE):
                raise Refused("no-change", label=ticket.label)
            where = {"state": ticket.state, "clinic": ticket.clinic, "ticket": ticket.id, "room": last.room}
            raise Conflict("already-moved", label=ticket.label, by=last.actor, at=last.at.isoformat(), **where)

    def lacks(self, action: AnyAction) -> bool:
        """Whether what its desk had seen done with the ticket it names is missing here: it had seen all that is not."""
        before, named = self.elsewhere(action), getattr(action, "ticket", None)
        ticket = self._state.ticket(named) if named is not None else None
        if ticket is None or before is None or before.seq <= before.shared or isinstance(action, SetPriority):
            return False  # nothing it had seen is lost; or a newer word is in its way, and no step
        unseen = self._unseen(action, lambda seen: self._of(ticket.id, seen))
        return not any(isinstance(step, STEPS) and step.ticket == ticket.id for step in unseen)

    def elsewhere(self, action: AnyAction) -> Before | None:
        """What its desk had seen when it acted, if that was in a history that this one has replaced."""
        return self._returning.seen_before(action.seen) if seen_of(action, self._epoch) is None else None

    def _since(self, shared: int, name: str) -> Iterator[e.AnyEvent]:
        """No part of the log is read twice in a batch: what is brought after a long cut has mostly seen the same."""
        named = name.encode()
        first, stored = self._read.get(name, (self._start, []))
        if shared < first:
            found = events.naming(self._conn, shared, first, named)
            stored = [*map(event_of, found), *stored]
            self._read[name] = shared, stored
        yield from (event for event in stored if event.seq > shared)
        yield from self._fresh(named)

    def _of(self, ticket: TicketId, seen: int) -> Iterator[e.AnyEvent]:
        """The steps of one ticket. Read at once for all tickets: a desk that was away cancels many visits."""
        if seen < self._steps_after:
            found = events.naming(self._conn, seen, self._steps_after, b'"type":"ticket_')
            for step in map(event_of, found):
                if isinstance(step, STEPS):
                    self._steps.setdefault(step.ticket, []).append(step)
            self._steps_after = seen
        yield from (step for step in self._steps.get(ticket, ()) if step.seq > seen)
        yield from self._fresh(ticket.encode())

    def _fresh(self, named: bytes) -> list[e.AnyEvent]:
        return [event_of(entry.body) for entry in self._entries if named in entry.body]
