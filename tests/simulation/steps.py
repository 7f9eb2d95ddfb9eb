"""Who did what with each ticket: nobody goes over a step of another desk that they had not seen."""

from __future__ import annotations

from collections.abc import Iterable
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


class Steps:
    """Those of one log, as it grows."""

    def __init__(self) -> None:
        self._moved: dict[str, list[Any]] = {}
        self._overruled: dict[str, int] = {}
        """Where a person has decided against what others had done."""

    def take(self, event: e.AnyEvent) -> None:
        """One event more."""
        if isinstance(event, e.Overridden):
            self._overruled.update((ticket.id, event.seq) for ticket in event.tickets)
        if isinstance(event, MOVES):
            self._moved.setdefault(event.ticket, []).append(event)

    def gone_over(
        self, state: State, action: a.Action, event: e.AnyEvent, known: int, seen: frozenset[ActionId]
    ) -> Any | None:
        """The step of another desk that *event* of *action* went over; *known*, *seen*: what the desk knew."""
        for other in self._before(state, action, event):
            others = other.desk != event.desk and other.action != event.action
            if others and other.seq > known and other.action not in seen:
                return other
        return None

    def _before(self, state: State, action: a.Action, event: e.AnyEvent) -> Iterable[Any]:
        if isinstance(action, a.TicketAction) and isinstance(event, MOVES):
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
        return [other for other in moved if other.seq > self._overruled.get(event.ticket, 0)]

    def _with_visit(self, state: State, action: a.Action, event: Any) -> Iterable[Any]:
        """Nobody is taken from where another desk had them since; whoever leaves has not been anywhere since either."""
        all_of_it = state.visit_tickets[state.tickets[event.ticket].visit]
        tickets = all_of_it if isinstance(action, a.Cancel) and action.ticket is None else (event.ticket,)
        moved = [other for id in tickets for other in self._moved.get(id, ())]
        if isinstance(action, a.Admit):  # before the news came: where they were called until then, they were not
            moved = [other for other in moved if other.at > event.at]
        return moved
