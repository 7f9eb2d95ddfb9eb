"""What a patient should be told, worked out from the log: each once per ticket and kind.

Fed with every event in order, after it was applied. Screens never decide this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from mmc_console.domain import events as e
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.order import sequence
from mmc_console.domain.state import State

NoticeKind = Literal[
    "your_turn", "next_in_line", "near_turn", "called_again", "moved_on", "clinic_paused", "visit_complete"
]
_LIVES: Final[dict[NoticeKind, timedelta]] = {
    "your_turn": timedelta(minutes=5), "called_again": timedelta(minutes=5), "next_in_line": timedelta(minutes=10),
    "near_turn": timedelta(minutes=10), "clinic_paused": timedelta(minutes=30), "moved_on": timedelta(minutes=30),
    "visit_complete": timedelta(hours=1),
}  # fmt: skip
_NEAR: Final[tuple[NoticeKind, ...]] = "next_in_line", "near_turn"


class Notice(Struct, frozen=True):
    """One thing to tell one patient. `ticket` is None only when the visit is complete."""

    kind: NoticeKind
    visit: VisitId
    ticket: TicketId | None
    label: str


def lives(kind: NoticeKind) -> timedelta:
    """How long it is of use: "it is your turn" of an hour ago would send people to the wrong place."""
    return _LIVES[kind]


def turn_kinds(ahead: int, near: int) -> tuple[NoticeKind, ...]:
    """What somebody waiting with so many people before is to be told, the stronger first."""
    if ahead <= 1:
        return _NEAR
    return ("near_turn",) if ahead <= near else ()


class Notices:
    """Remembers what was told: about a ticket or visit, of a kind."""

    def __init__(self, told: Iterable[tuple[str, NoticeKind]] = ()) -> None:
        self._told: set[tuple[str, NoticeKind]] = set(told)

    def after(self, state: State, event: e.Event, now: datetime | None = None) -> list[Notice]:
        """What is to be told now that *event* (just applied to *state*) has happened.

        Of what comes later than a place in the queue is of use (by *now*), none is told, nor counts as told: more of
        the same hours may be on its way, and have called them long ago. The next event of the clinic finds who is near.
        """
        late = set[str]() if now is None else {kind for kind in _NEAR if now - event.at > lives(kind)}
        return [n for n in self._found(state, event) if n.kind not in late and self._first(n)]

    def take_back(self, notices: Iterable[Notice]) -> None:
        """They were not told: what they come from did not happen."""
        self._told.difference_update((n.ticket or n.visit, n.kind) for n in notices)

    def keep_to(self, state: State) -> None:
        """Forget what was told about what *state* no longer has: nothing happens to it any more."""
        self._told = {key for key in self._told if key[0] in state.tickets or key[0] in state.visits}

    def _first(self, notice: Notice) -> bool:
        key = (notice.ticket or notice.visit, notice.kind)
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _found(self, state: State, event: e.Event) -> Iterator[Notice]:
        match event:
            case e.TicketCalled():
                yield self._of(state, "your_turn", event.ticket)
            case e.TicketRecalled():
                yield self._of(state, "called_again", event.ticket)
            case e.TicketIssued() if len(state.visit_tickets[event.visit]) > 1:
                yield self._of(state, "moved_on", event.ticket)
            case e.ClinicPaused():
                for ticket in sequence(state, event.clinic, event.day):
                    yield self._of(state, "clinic_paused", ticket.id)
            case e.VisitCompleted():
                visit = state.visits[event.visit]
                yield Notice("visit_complete", visit.id, None, visit.number)
        named = getattr(event, "ticket", None)
        moved = [t.id for t in event.tickets] if isinstance(event, e.Undone | e.Overridden) else [named]
        rows = [row for id in moved if id is not None and (row := state.ticket(id)) is not None]
        for day, clinic in dict.fromkeys((row.day, row.clinic) for row in rows):
            yield from self._near(state, clinic, day)

    def _near(self, state: State, clinic: ClinicCode, day: date) -> Iterator[Notice]:
        near = state.center.rules.near_turn_ahead
        for ahead, ticket in enumerate(islice(sequence(state, clinic, day), near + 1)):
            for kind in turn_kinds(ahead, near):
                yield self._of(state, kind, ticket.id)

    def _of(self, state: State, kind: NoticeKind, id: TicketId) -> Notice:
        ticket = state.tickets[id]
        return Notice(kind, ticket.visit, ticket.id, ticket.label)
