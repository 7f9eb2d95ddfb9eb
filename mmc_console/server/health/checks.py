"""The checks of what every server has: database, event log, keys, and its own repeated work.

Each tries what it speaks of, and answers with a code. Those of the machine are in `machine`, of the feed in `probing`,
of consoles and boards in `stations`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from mmc_console.server.clock import Clock
from mmc_console.server.health.health import Verdict
from mmc_console.server.health.tables import health_probe
from mmc_console.server.keys import Keys, inspect
from mmc_console.server.log import events
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.rounds import Rounds
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError, cause_of
from mmc_console.server.writer import Writer

CLOCK_BACK: Final = timedelta(minutes=2)
LAST_EVENTS: Final = 1_000
WRITE_EVERY: Final = 20.0
"""Seconds between two writes that only try: whoever asks every few seconds must not wear out the disk."""
SLOW_MS: Final = 1_000.0
"""A write that takes so long is felt at every desk."""


class DatabaseCheck:
    """Whether the database can be read and written now, and how long a write takes."""

    def __init__(
        self, writer: Writer, database: Database, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._writer, self._database, self._clock, self._monotonic = writer, database, clock, monotonic
        self._tried: tuple[float, Verdict] | None = None

    def __call__(self) -> Verdict:
        """Read now; write unless that was tried just now."""
        try:
            with self._database.read() as conn:
                events.head(conn)
        except StoreError as fault:
            return Verdict("unhealthy", fault.code)
        fault_code = self._writer.health.fault
        if fault_code:
            self._tried = None
            return Verdict("unhealthy", fault_code)
        if self._tried is None or self._monotonic() - self._tried[0] >= WRITE_EVERY:
            self._tried = (self._monotonic(), self._write())
        return self._tried[1]

    def _write(self) -> Verdict:
        try:
            took = {"write_ms": write_probe(self._database, self._clock, self._monotonic)}
        except StoreError as fault:
            return Verdict("unhealthy", cause_of(fault))
        return (
            Verdict("degraded", "database-slow", took) if took["write_ms"] > SLOW_MS else Verdict("healthy", "ok", took)
        )


def write_probe(database: Database, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> float:
    """Write one row that means nothing; how many milliseconds it took, with the flush. StoreError."""
    at = events.millis(clock.now())

    def write(conn: Connection) -> None:
        if not conn.execute(update(health_probe).values(at_ms=at)).rowcount:
            conn.execute(insert(health_probe).values(id=1, at_ms=at))

    began = monotonic()
    database.transact(write)
    return round((monotonic() - began) * 1000, 1)


def check_log(writer: Writer, database: Database) -> Verdict:
    """Whether the log reaches exactly as far as readers were told, and its last part has no gap."""
    told = writer.health.seq  # first: what readers were told is on the disk before they are told
    with database.read() as conn:
        head = events.head(conn)
        if head is None:
            return Verdict("unhealthy", "no-log")
        newest = select(func.count()).where(event_rows.c.seq > head.seq - LAST_EVENTS)
        there = conn.execute(newest).scalar_one()
    figures = {"seq": float(head.seq)}
    if head.seq < told:
        return Verdict("unhealthy", "log-cut", figures)
    if there != min(head.seq, LAST_EVENTS):
        return Verdict("unhealthy", "log-gap", figures)
    if head.epoch != writer.epoch:
        return Verdict("degraded", "log-replaced", figures)
    return Verdict("healthy", "ok", figures)


def check_clock(database: Database, clock: Clock) -> Verdict:
    """Whether the clock stands before what was already recorded: then it was set back."""
    with database.read() as conn:
        last = conn.execute(select(event_rows.c.at_ms).order_by(event_rows.c.seq.desc()).limit(1)).scalar_one_or_none()
    if last is not None and last > events.millis(clock.now() + CLOCK_BACK):
        return Verdict("degraded", "clock-set-back")
    return Verdict("healthy")


def check_keys(keys: Keys) -> Verdict:
    """Whether the key files are there and the same: the server works without them until its next start."""
    found = inspect(keys)
    return Verdict("healthy") if found == "ok" else Verdict("degraded", found)


def check_rounds(rounds: Rounds) -> Verdict:
    """Whether what the server repeats by itself works."""
    failing = rounds.failing()
    if failing:
        return Verdict("degraded", "rounds-failing", {"failing": float(len(failing))}, tuple(sorted(failing)))
    return Verdict("healthy")
