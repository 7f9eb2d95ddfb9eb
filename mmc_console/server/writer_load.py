"""How the writer learns the state: from the log at start and after a failed commit, and what another process added."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from mmc_console.domain.evolve import evolve
from mmc_console.domain.state import State
from mmc_console.server.feed import Entry
from mmc_console.server.log import checkpoints, events, ledger
from mmc_console.server.log.concern import concerned
from mmc_console.server.log.ledger import Ledger
from mmc_console.server.log.times import Times
from mmc_console.server.store.engine import Database
from mmc_console.wire.json import event_of

RECENT: Final = 2_000
"""Events the feed has at hand after a start: consoles that were away shortly need no snapshot."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the log says now."""

    state: State
    head: events.Head
    recent: tuple[Entry, ...]
    times: tuple[datetime, ...]
    checkpoint: int
    ledger: Ledger


def load(database: Database, now: datetime) -> Loaded:
    """Read the log, beginning one if there is none."""
    head = database.transact(lambda conn: events.begin(conn, now))
    with database.read() as conn:
        head = events.head(conn) or head
        found = checkpoints.load(conn, head, now)
        state = found.state
        inherited = ledger.read(conn, head.epoch)
        inherited.apply(state)
        recent: deque[Entry] = deque(maxlen=RECENT)
        times: deque[datetime] = deque(maxlen=RECENT)
        for raw in events.page(conn, max(0, head.seq - RECENT), RECENT):
            event = event_of(raw)
            recent.append(Entry(event.seq, concerned(event, state), raw))
            times.append(event.at)
    return Loaded(state, head, tuple(recent), tuple(times), found.seq, inherited)


def unseen(conn: Connection, state: State, times: Times) -> tuple[Entry, ...]:
    """Apply the events that another process wrote; they are published with the next answer."""
    entries = []
    for event, raw in events.after(conn, state.seq):
        evolve(state, event)
        times.add(event.at)
        entries.append(Entry(event.seq, concerned(event, state), raw))
    return tuple(entries)
