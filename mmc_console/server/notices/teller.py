"""Finds the notices while actions are decided, and stores them with the events they come from.

Committed together or not at all: that is what makes each of them one. It runs on the writer's thread and only while
somebody wants notices. What was told stands in the table; memory only saves asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.domain.events import Event
from mmc_console.domain.notices import Notice, Notices
from mmc_console.domain.state import State
from mmc_console.server.log.events import millis
from mmc_console.server.notices.tables import notices
from mmc_console.server.store.prepared import Prepared

TOLD_FOR: Final = timedelta(hours=36)
"""A ticket lives one day."""
_COLUMNS: Final = [c.name for c in notices.columns if c.name != "n"]
_INSERT: Final = Prepared(
    insert(notices).values(dict.fromkeys(_COLUMNS)).on_conflict_do_nothing(index_elements=["about", "kind"])
)


class Teller:
    """One centre's notices. `on`: whether anybody wants them; may be set from any thread."""

    def __init__(self, committed: Callable[[], None] = lambda: None) -> None:
        self.on = False
        self._committed = committed
        self._told = Notices()
        self._found: list[tuple[Notice, tuple[Any, ...]]] = []

    def begin(self, conn: Connection, now: datetime) -> None:
        """Learn what was told already."""
        since = notices.c.at_ms >= millis(now - TOLD_FOR)
        rows = conn.execute(select(notices.c.about, notices.c.kind).where(since))
        self._told = Notices((row.about, row.kind) for row in rows)
        self._found = []

    def after(self, state: State, decided: Iterable[Event], now: datetime | None) -> None:
        """Look what is to be told *now* that these events of one action have been applied to *state*.

        None: they come back after a restore, and what follows from them was told at their own time.
        """
        if not self.on:
            return
        for event in decided:
            for notice in self._told.after(state, event, now):
                self._found.append((notice, _row(state, event, notice)))

    def store(self, conn: Connection) -> None:
        """Write what was found; the caller commits."""
        _INSERT.run_all(conn, [row for _, row in self._found])

    def take_back(self) -> None:
        """Nothing of it happened."""
        self._told.take_back(notice for notice, _ in self._found)
        self._found = []

    def keep_to(self, state: State) -> None:
        """Days that are over have left *state*; a server that runs for months must not remember them."""
        self._told.keep_to(state)

    def committed(self) -> None:
        """All of it is on the disk; tell those who hand it on."""
        self._found = []
        self._committed()


def forget(conn: Connection, now: datetime) -> None:
    """Drop what nobody asks for any more."""
    conn.execute(delete(notices).where(notices.c.at_ms < millis(now - 2 * TOLD_FOR)))


def _row(state: State, event: Event, notice: Notice) -> tuple[Any, ...]:
    visit = state.visits[notice.visit]
    ticket = None if notice.ticket is None else state.tickets[notice.ticket]
    values = {
        "about": notice.ticket or notice.visit,
        "kind": notice.kind,
        "seq": event.seq,
        "at_ms": millis(event.at),
        "visit": notice.visit,
        "ticket": notice.ticket,
        "patient": visit.patient,
        "number": visit.number,
        "label": notice.label,
        "clinic": None if ticket is None else ticket.clinic,
        "room": None if ticket is None else ticket.room,
        "stage": _first_of_stage(state, notice),
    }
    return tuple(values[name] for name in _INSERT.order)


def _first_of_stage(state: State, notice: Notice) -> str:
    """The clinics of the stage this ticket is the first of; empty for any other."""
    if notice.kind != "moved_on" or notice.ticket is None:
        return ""
    clinic = state.tickets[notice.ticket].clinic
    for stage in state.visits[notice.visit].stages:
        codes = [stop.clinic for stop in stage]
        if clinic in codes:
            here = [t for t in state.visit_tickets[notice.visit] if state.tickets[t].clinic in codes]
            return " ".join(codes) if here == [notice.ticket] else ""
    return ""
