"""Reading and appending events. `seq` counts from 1 without a gap; an event is never changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select

from mmc_console.domain.events import AnyEvent, Event
from mmc_console.domain.ids import Epoch
from mmc_console.server.log.tables import events, heads
from mmc_console.server.store.prepared import Prepared
from mmc_console.wire.json import event_of

_APPEND: Final = Prepared(insert(events))
_BODIES: Final = Prepared(
    select(events.c.body)
    .where(events.c.seq >= bindparam("first"), events.c.seq <= bindparam("last"))
    .order_by(events.c.seq)
)
_PAGE: Final = Prepared(
    select(events.c.body)
    .where(events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
    .limit(bindparam("at_most"))
    .offset(bindparam("skipped"))
)
_NAMING: Final = Prepared(
    select(events.c.body)
    .where(events.c.seq > bindparam("after"), events.c.seq <= bindparam("until"))
    .where(func.instr(events.c.body, bindparam("named")) > literal_column("0"))
    .order_by(events.c.seq)
)
_TIME: Final = Prepared(select(events.c.at_ms).where(events.c.seq == bindparam("seq")))
_AT_ONCE: Final = 2_000
_HEAD: Final = Prepared(select(heads.c.epoch, select(func.max(events.c.seq)).scalar_subquery().label("seq")))


class Head(NamedTuple):
    """Where the log stands."""

    epoch: Epoch
    seq: int


@lru_cache(maxsize=4_096)
def millis(at: datetime) -> int:
    """*at* as milliseconds since 1970. Remembered: the same few moments are asked for with every row of an action."""
    return int(at.timestamp() * 1000)


def maybe_millis(at: datetime | None) -> int | None:
    """The same, of a time that may not have come."""
    return None if at is None else millis(at)


def head(conn: Connection) -> Head | None:
    """The epoch and the last event's position (0: none); None for a log that was never begun."""
    row = _HEAD.one(conn)
    return None if row is None else Head(Epoch(row.epoch), row.seq or 0)


def begin(conn: Connection, at: datetime) -> Head:
    """Begin a log with an epoch of its own; the one that is there stays."""
    standing = head(conn)
    if standing is not None:
        return standing
    epoch = Epoch(str(UUID(bytes=secrets.token_bytes(16), version=4)))
    conn.execute(insert(heads).values(id=1, epoch=epoch, created_ms=millis(at)))
    return Head(epoch, 0)


def row_of(event: Event, body: bytes) -> tuple[Any, ...]:
    """The row of one event, column by column; *body* is its JSON."""
    return event.seq, millis(event.at), event.type, event.action, body


def append(conn: Connection, rows: list[tuple[Any, ...]]) -> None:
    """Add events at the end; the primary key refuses a position that is taken."""
    _APPEND.run_all(conn, rows)


def bodies(conn: Connection, first: int, last: int) -> list[bytes]:
    """The JSON of the events *first* to *last*, in order."""
    return [row.body for row in _BODIES.all(conn, first=first, last=last)]


def page(conn: Connection, after: int, limit: int) -> list[bytes]:
    """The JSON of at most *limit* events after position *after*, in order."""
    return [row.body for row in _PAGE.all(conn, after=after, at_most=limit, skipped=0)]


def naming(conn: Connection, after: int, until: int, named: bytes) -> list[bytes]:
    """The JSON of the events after position *after* up to *until* that have *named* in them, in order."""
    return [row.body for row in _NAMING.all(conn, after=after, until=until, named=named)]


def after(conn: Connection, seq: int) -> Iterator[tuple[AnyEvent, bytes]]:
    """Every event after position *seq*, in order, with its JSON."""
    found = [b""]
    while found:
        found = page(conn, seq, _AT_ONCE)
        for body in found:
            event = event_of(body)
            seq = event.seq
            yield event, body


def time_of(conn: Connection, seq: int) -> int | None:
    """When event *seq* counted for, in milliseconds; None when there is none."""
    row = _TIME.one(conn, seq=seq)
    return None if row is None else row.at_ms
