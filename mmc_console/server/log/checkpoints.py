"""The state at a place of the log, kept so that a start reads little, and the state as it is loaded.

A checkpoint can always be thrown away: the log makes the same state. It holds the days a person may still ask about
(`DAYS`); older ones are in the log and in the report rows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mmc_console.domain.centre import Center
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import Epoch
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.server.log import events
from mmc_console.server.log.tables import checkpoints
from mmc_console.server.store.prepared import Prepared

VERSION: Final = 1
"""Another version is not read: the log is, from the beginning."""
DAYS: Final = 8
"""Service days before today that stay in memory."""
AHEAD: Final = timedelta(days=1)
"""So far a clock may have stood ahead: what is left out as old by one that was further may be of today."""
UNDOABLE: Final = timedelta(hours=80)
"""After this an action's former rows are of no use to an undo. It was made within minutes of the action, but at a desk
that may have been alone since, from a Thursday's first hours until it is switched on on Sunday. A busy day of them
(2,000 tickets) takes some 3 MB."""
ROWS_AT_ONCE: Final = 200
"""Rows that are packed in one go, in about a millisecond: the interpreter runs nothing else meanwhile."""
_KEPT: Final = 2
_NEWEST: Final = Prepared(
    select(checkpoints.c.body, checkpoints.c.at_ms)
    .where(
        checkpoints.c.version == bindparam("version"),
        checkpoints.c.epoch == bindparam("epoch"),
        checkpoints.c.seq <= bindparam("seq"),
        checkpoints.c.at_ms <= bindparam("until"),
    )
    .order_by(checkpoints.c.seq.desc())
)


class Parts(Struct, frozen=True, kw_only=True):
    """What a state is made from; immutable rows, so it may be encoded while the state moves on."""

    center: Center
    visits: tuple[Visit, ...]
    tickets: tuple[Ticket, ...]
    clinic_days: tuple[ClinicDay, ...]
    rooms: tuple[RoomHold, ...]
    names: dict[str, str]
    traces: tuple[Trace, ...]
    desk_times: dict[str, datetime]
    seq: int
    at: datetime | None
    days_from: date | None = None
    """The first day of which all is here; None in those of before it was kept."""


_ARRAY: Final = (0x90, b"\xdc", b"\xdd")
_MAP: Final = (0x80, b"\xde", b"\xdf")
_parts = msgspec.msgpack.Decoder(Parts)
_encode = msgspec.msgpack.Encoder().encode


def parts_of(state: State, today: date) -> Parts:
    """The rows of *state* that belong to *today* and the days shortly before."""
    first = _first(state, today)
    visits = tuple(v for v in state.visits.values() if v.day >= first)
    tickets = tuple(t for t in state.tickets.values() if t.day >= first)
    kept = {*(v.id for v in visits), *(t.id for t in tickets)}
    recent = state.calendar.starts(today) - UNDOABLE
    return Parts(
        center=state.center,
        visits=visits,
        tickets=tickets,
        clinic_days=tuple(c for c in state.clinics.values() if c.day >= first),
        rooms=tuple(state.rooms.values()),
        names={alias: id for alias, id in state.alias.items() if id in kept},
        traces=tuple(t for t in state.traces.values() if t.at >= recent),
        desk_times=dict(state.desk_times),
        seq=state.seq,
        at=state.at,
        days_from=first,
    )


def _first(state: State, today: date) -> date:
    """The first day that is kept; one that is gone already, by a clock that stood ahead, is not here again."""
    first = today - timedelta(days=DAYS)
    return first if state.days_from is None else max(first, state.days_from)


def leaves_out(state: State, today: date) -> bool:
    """Whether there is a visit in *state* that a checkpoint of *today* does not have."""
    first = _first(state, today)
    return any(visit.day < first for visit in state.visits.values())


def state_of(parts: Parts) -> State:
    """The state these rows make."""
    state = state_from(
        parts.center, parts.visits, parts.tickets, parts.clinic_days, parts.rooms, parts.names, parts.traces,
        parts.seq, parts.at,
    )  # fmt: skip
    state.desk_times.update(parts.desk_times)
    state.days_from = parts.days_from
    return state


def packed(parts: Parts) -> bytes:
    """*parts* as they are stored. Whoever else has work to do goes first, again and again: zlib lets them."""
    pack = zlib.compressobj(1)
    return b"".join([*map(pack.compress, pieces(parts)), pack.flush()])


def pieces(parts: Parts) -> Iterator[bytes]:
    """*parts* in MessagePack, the same bytes as at once, a few rows at a time."""
    yield _head(_MAP, len(parts.__struct_fields__))
    for name in parts.__struct_fields__:
        table = getattr(parts, name)
        yield _encode(name)
        if not isinstance(table, (tuple, dict)):
            yield _encode(table)
            continue
        kind, rows = (_ARRAY, table) if isinstance(table, tuple) else (_MAP, tuple(table.items()))
        yield _head(kind, len(rows))
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[first : first + ROWS_AT_ONCE]
            yield _encode(dict(some) if kind is _MAP else some)[len(_head(kind, len(some))) :]


def _head(kind: tuple[int, bytes, bytes], count: int) -> bytes:
    """What stands before the items of an array or a map: https://github.com/msgpack/msgpack/blob/master/spec.md"""
    few, more, most = kind
    if count < 16:
        return bytes([few | count])
    return more + count.to_bytes(2) if count < 1 << 16 else most + count.to_bytes(4)


def save(conn: Connection, epoch: Epoch, parts: Parts, body: bytes, at: datetime) -> None:
    """Keep a checkpoint (*body*: `packed(parts)`), drop all but the newest."""
    conn.execute(delete(checkpoints).where(checkpoints.c.seq == parts.seq))
    row = {"seq": parts.seq, "epoch": epoch, "version": VERSION, "at_ms": events.millis(at), "body": body}
    conn.execute(insert(checkpoints).values(**row))
    newest = select(checkpoints.c.seq).order_by(checkpoints.c.seq.desc()).limit(_KEPT)
    conn.execute(delete(checkpoints).where(checkpoints.c.seq.not_in(newest)))


def follow(conn: Connection, head: events.Head, epoch: Epoch) -> None:
    """The history *epoch* goes on from *head*: what was kept of it holds there too, and the log need not be read."""
    shared = (checkpoints.c.epoch == head.epoch) & (checkpoints.c.seq <= head.seq)
    conn.execute(delete(checkpoints).where(~shared))
    conn.execute(update(checkpoints).values(epoch=epoch))


class Found(NamedTuple):
    """A state, and the position of the checkpoint it was made from (0: none)."""

    state: State
    seq: int


def load(conn: Connection, head: events.Head, now: datetime) -> Found:
    """The state at the end of the log: the newest checkpoint, then the events after it.

    None that was made later than *now*: the clock was wrong then, and today may be left out of it as long gone.
    """
    until = events.millis(now + AHEAD)
    newest = _NEWEST.one(conn, version=VERSION, epoch=head.epoch, seq=head.seq, until=until)
    state = State() if newest is None else state_of(_parts.decode(zlib.decompress(newest.body)))
    seq = state.seq
    if newest is not None and state.days_from is None:
        state.days_from = _first(state, state.calendar.day(datetime.fromtimestamp(newest.at_ms / 1000, UTC)))
    for event, _ in events.after(conn, seq):
        evolve(state, event)
    return Found(state, seq)
