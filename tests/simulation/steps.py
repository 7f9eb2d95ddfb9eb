"""Who did what with each ticket: nobody goes over a step of another desk that they had not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import ActionId
from mmc_console.domain.state import State

MOVES = (
    e.TicketCalled, e.TicketStarted, e.TicketFinished, e.TicketNoShow, e.TicketRequeued, e.TicketHeld, e.TicketResumed,
    e.TicketTransferred, e.TicketCancelled,
)  # fmt: skip
WHOLE = (a.Cancel, a.SkipStop, a.ChangeExam, a.Admit, a.CorrectPatient)
"""What is done with a visit as a whole, and may close whichever ticket it has by then."""
IN_LINE = (e.TicketRequeued, e.TicketHeld, e.TicketResumed)
"""After which somebody waits, or is aside, where they were."""


class Steps:
    """Those of one log, as it grows."""

    def __init__(self) -> None:
        self._moved: dict[str, list[Any]] = {}
        self._back: dict[str, e.Undone] = {}
        """What was taken back last, after which somebody stands in line again."""
        self._overruled: dict[str, int] = {}
        """Where a person has decided against what others had done."""
        self._told: dict[tuple[str, str | None], int] = {}
        """Where a desk has tried something again with a ticket: what had waited for that follows it. Or has taken
        something back: the answer says how it stands then, before the news of what others had done comes."""

        self._led: set[ActionId] = set()
        """Admissions of somebody who stood there by then: whoever was aside is in line again, over what was before."""
        self._insisted: set[ActionId] = set()
        """On what a person has insisted: also what moves nobody, and what had waited for that follows it."""
        self._undone: set[ActionId] = set()
        """What was taken back: nobody goes over that."""

    def take(self, event: e.AnyEvent) -> None:
        """One event more."""
        if isinstance(event, e.Overridden):
            self._overruled.update((ticket.id, event.seq) for ticket in event.tickets)
            self._insisted.add(event.action)
        elif event.action in self._insisted:
            self._told[getattr(event, "ticket", ""), event.desk] = event.seq
        if isinstance(event, e.Undone):
            self._undone.add(event.undoes)
            self._back.update((row.id, event) for row in event.tickets if row.state in ("waiting", "held", "no_show"))
            self._told.update(((row.id, event.desk), event.seq) for row in event.tickets)
        if isinstance(event, e.NumberAlias):
            self._led.add(event.action)
        if isinstance(event, MOVES):
            self._moved.setdefault(event.ticket, []).append(event)

    def gone_over(
        self, state: State, action: a.Action, event: e.AnyEvent, known: int, seen: frozenset[ActionId]
    ) -> Any | None:
        """The step of another desk that *event* of *action* went over; *known*, *seen*: what the desk knew."""
        told = self._told.get((getattr(event, "ticket", ""), event.desk), 0)
        if action.replaces is not None and isinstance(event, MOVES):
            self._told[event.ticket, event.desk] = event.seq
        for other in self._before(state, action, event):
            others = other.desk != event.desk and other.action != event.action
            if others and other.seq > max(known, told) and other.action not in seen | self._undone:
                return other
        return None

    def _before(self, state: State, action: a.Action, event: e.AnyEvent) -> Iterable[Any]:
        called = isinstance(action, a.CallNext) and isinstance(event, e.TicketCalled)
        if called or (isinstance(action, a.TicketAction) and isinstance(event, MOVES)):
            return self._with_ticket(state, action, event)
        if isinstance(action, WHOLE) and isinstance(event, MOVES):
            return self._with_visit(state, action, event)
        return ()

    def _with_ticket(self, state: State, action: a.Action, event: Any) -> Iterable[Any]:
        named = getattr(action, "ticket", "")
        moved = self._moved.get(event.ticket, [])
        late = any(isinstance(other, e.TicketTransferred) and other.left for other in moved)
        if event.ticket != state.alias.get(named, named) or late:  # a late finish of somebody admitted elsewhere
            return ()
        moved = [other for other in moved if other.seq > self._overruled.get(event.ticket, 0)]
        if isinstance(event, e.TicketCalled):
            return () if self._still_stood_there(action, event.ticket, moved) else moved
        return self._since_own_call(moved, event)

    def _still_stood_there(self, call: a.Action, ticket: str, moved: Sequence[Any]) -> bool:
        """Whether nobody has said anything of them since that call was made but, at most, that they did not come."""
        back = self._back.get(ticket)
        last = max((*moved[-1:], *([back] if back is not None else ())), key=lambda each: each.seq, default=None)
        if isinstance(last, e.TicketNoShow) or last is None:
            return True
        if isinstance(last, e.Undone) and any((row.id, row.state) == (ticket, "no_show") for row in last.tickets):
            return True  # what was done after that they did not come is taken back
        return isinstance(last, (*IN_LINE, e.Undone)) and last.at <= call.at

    def _with_visit(self, state: State, action: a.Action, event: Any) -> Iterable[Any]:
        """Nobody is taken from where another desk had them since; whoever leaves has not been anywhere since either."""
        all_of_it = state.visit_tickets[state.tickets[event.ticket].visit]
        whole = isinstance(action, a.Cancel) and action.ticket is None
        tickets = all_of_it if whole else (event.ticket,)
        moved = [other for id in tickets for other in self._moved.get(id, ()) if other.seq > self._overruled.get(id, 0)]
        if isinstance(action, a.Admit):  # before the news came: where they were called until then, they were not
            moved = [other for other in moved if other.at > event.at]
        return self._since_own_call(moved, event) if isinstance(action, a.Cancel) and not whole else moved

    def _since_own_call(self, moved: Sequence[Any], event: Any) -> list[Any]:
        """Of these steps with one ticket those after that desk's last call or admission: it went over those before."""
        own = (other for other in moved if other.desk == event.desk)
        over = [other.seq for other in own if isinstance(other, e.TicketCalled) or other.action in self._led]
        return [other for other in moved if other.seq > max(over, default=0)]
