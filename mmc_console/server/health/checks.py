"""The checks: database, event log, disk, clock, keys. Each tries what it speaks of, and answers with a code."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from mmc_console.server.clock import Clock
from mmc_console.server.health.health import Check, Verdict
from mmc_console.server.keys import Keys, inspect
from mmc_console.server.log import events
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Writer

FULL: Final = 64 * 1024 * 1024
LOW: Final = 1024 * 1024 * 1024
CLOCK_BACK: Final = timedelta(minutes=2)
LAST_EVENTS: Final = 1_000


def checks(
    writer: Writer, database: Database, keys: Keys, clock: Clock, folder: Path, more: Mapping[str, Check]
) -> dict[str, Check]:
    """All checks of a server, by the name they are reported under; *more*: those of its other parts."""
    return {
        "database": lambda: check_database(writer, database),
        "event_log": lambda: check_log(writer, database),
        "disk": lambda: check_disk(folder),
        "clock": lambda: check_clock(database, clock),
        "keys": lambda: check_keys(keys),
        **more,
    }


def check_database(writer: Writer, database: Database) -> Verdict:
    """Whether it can be read now, and could be written the last time."""
    try:
        with database.read() as conn:
            events.head(conn)
    except StoreError as fault:
        return Verdict("unhealthy", fault.code)
    fault_code = writer.health.fault
    return Verdict("unhealthy", fault_code) if fault_code else Verdict("healthy")


def check_log(writer: Writer, database: Database) -> Verdict:
    """Whether the log reaches as far as readers were told, and its last part has no gap."""
    told = writer.health.seq  # first: what readers were told is on the disk before they are told
    with database.read() as conn:
        head = events.head(conn)
        if head is None:
            return Verdict("unhealthy", "no-log")
        newest = select(func.count()).where(event_rows.c.seq > head.seq - LAST_EVENTS)
        there = conn.execute(newest).scalar_one()
    if head.seq < told:
        return Verdict("unhealthy", "log-cut")
    return Verdict("healthy") if there == min(head.seq, LAST_EVENTS) else Verdict("unhealthy", "log-gap")


def check_disk(folder: Path) -> Verdict:
    """Whether there is room for more."""
    free = shutil.disk_usage(folder).free
    if free < FULL:
        return Verdict("unhealthy", "disk-full")
    return Verdict("degraded", "disk-low") if free < LOW else Verdict("healthy")


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
