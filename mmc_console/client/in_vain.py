"""What need not have happened where another desk was first: nobody has anything to decide about it.

Somebody was called, did not come, and was sent away as absent: if reception had cancelled, held or moved them
meanwhile, that is why. And a pause that was over before anybody else heard of it keeps nobody waiting any more.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from mmc_console.client.row import Row
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    CloseClinic,
    NoShow,
    OpenClinic,
    Override,
    PauseClinic,
    Recall,
)
from mmc_console.domain.ids import ActionId, TicketId
from mmc_console.wire.answers import Outcome
from mmc_console.wire.problems import Problem


def is_over(outcome: Outcome, why: Problem) -> bool:
    """Whether another desk was first, and whoever was called is in no room by now."""
    first = outcome == "conflict" and why.code in ("already-moved", "called-elsewhere", "clinic-changed")
    return first and "room" not in why.params


def in_vain(outbox: Iterable[Row], back: Container[ActionId]) -> frozenset[ActionId]:
    """Calls that nobody has followed, with their recalls and no-shows, and pauses that are over.

    Only while what ended it waits for the server's word, and is not taken *back*.
    """
    rows = list(outbox)
    fresh = [row for row in rows if row.unsent and row.id not in back]
    found = {pause.id for pause in fresh if isinstance(pause.action, PauseClinic) and _is_past(pause, fresh)}
    absent = {row.action.ticket: row for row in fresh if isinstance(row.action, NoShow)}
    if absent:
        insisted = {row.action.conflict for row in rows if isinstance(row.action, Override) and not row.decided}
        for stay in _stays(sorted(rows, key=lambda row: row.place), absent):
            found |= _nothing_of(stay, insisted)
    return frozenset(found)


def _is_past(pause: Row, rows: Iterable[Row]) -> bool:
    """Whether something else was said of that clinic later."""
    assert isinstance(pause.action, PauseClinic)
    clinic = pause.action.clinic
    words = (row for row in rows if isinstance(row.action, (OpenClinic, PauseClinic, CloseClinic)) and row.n > pause.n)
    return any(getattr(row.action, "clinic", None) == clinic for row in words)


def _stays(rows: Iterable[Row], absent: dict[TicketId, Row]) -> Iterator[Sequence[Row]]:
    """For each of these no-shows what was done since the call that it ends: the call, recalls, and itself."""
    stays = dict[TicketId, list[Row]]()
    for row in rows:
        action = row.action
        for ticket in absent.keys() & {getattr(action, "ticket", None), getattr(action, "current", None)}:
            if isinstance(action, (CallNext, CallTicket)) and action.ticket == ticket:
                stays[ticket] = [row]
            elif ticket in stays:
                stays[ticket].append(row)
                if row is absent[ticket]:
                    yield stays[ticket]
                if not isinstance(action, Recall):
                    del stays[ticket]


def _nothing_of(stay: Sequence[Row], insisted: Container[ActionId]) -> set[ActionId]:
    """Which of them come to nothing: the call, where it finishes nobody; and once it has not been, what followed it."""
    call, *then = stay
    if call.unsent:
        finishes = isinstance(call.action, CallNext) and call.action.current is not None
        return set() if finishes else {call.id}
    has_failed = call.state == "conflict" and call.decided and call.id not in insisted
    return {row.id for row in then} if has_failed else set()
