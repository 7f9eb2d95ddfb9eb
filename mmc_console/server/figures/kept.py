"""The lines of days that are over, kept so that a report of a year reads a few megabytes and not every ticket.

They can never tell anything but the rows: whoever writes a ticket or a visit of a day takes the day's lines away in the
same transaction (`log.rows`), and a question that finds none asks the rows. So late work from a desk, a correction or a
restore need nothing of their own, and the table may be emptied at any time. A day is made in three steps, and the
write lock is not held while it is counted: an empty place is put in; the lines are made of what is committed after
that; they are written where the place is still empty. A change in between has taken the place away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal, TypeVar, get_args

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from mmc_console.server.log.tables import day_lines, tickets, visits
from mmc_console.server.store.prepared import Prepared

L = TypeVar("L")
What = Literal["room", "exam", "hour", "work", "visits"]
Made = Callable[[date, What], str]
"""What the lines of a day must have been made by to hold now."""
_K: Final = day_lines.c
_READ: Final = Prepared(
    select(_K.body).where(_K.day == bindparam("day"), _K.what == bindparam("what"), _K.made == bindparam("made"))
)
_NEW: Final = insert(day_lines)
_PLACE: Final = Prepared(_NEW.on_conflict_do_update(
    index_elements=["day", "what"], set_={"made": _NEW.excluded.made, "body": _NEW.excluded.body},
))  # fmt: skip
_FILL: Final = Prepared(
    update(day_lines)
    .where(_K.day == bindparam("of_day"), _K.what == bindparam("of"), _K.body.is_(None))
    .values(body=bindparam("lines"))
)
_readers: Final[dict[Any, Callable[[bytes], Any]]] = {}
_encode: Final = msgspec.msgpack.Encoder().encode


VERSION: Final = "1"
"""To be raised with any change of what a line holds or how it is counted: older ones count as not there."""


def read(conn: Connection, day: date, what: What, made: str, kind: type[L]) -> list[L] | None:
    """The lines of a day, if they are kept and were made this way."""
    row = _READ.one(conn, day=day.isoformat(), what=what, made=made)
    return None if row is None or row.body is None else _reader(kind)(row.body)


def missing(conn: Connection, today: date, made: Made) -> list[date]:
    """Days before *today* with a ticket or visit of which not everything is kept, the newest first."""
    rows = conn.execute(select(_K.day, _K.what, _K.made).where(_K.body.is_not(None)))
    kept = {(row.day, row.what): row.made for row in rows}
    days = (date.fromisoformat(day) for day in _days(conn) if day < today.isoformat())
    return [day for day in days if any(kept.get((day.isoformat(), w)) != made(day, w) for w in get_args(What))][::-1]


def make_room(conn: Connection, day: date, made: Made) -> None:
    """The first step."""
    _PLACE.run_all(conn, [(day.isoformat(), what, made(day, what), None) for what in get_args(What)])


def fill(conn: Connection, day: date, lines: dict[What, list[Any]]) -> bool:
    """The third step; False when the day has changed meanwhile."""
    done = [_FILL.run(conn, of_day=day.isoformat(), of=what, lines=_encode(part)) for what, part in lines.items()]
    return all(done)


def _reader(kind: type[L]) -> Callable[[bytes], list[L]]:
    found = _readers.get(kind)
    if found is None:
        found = _readers[kind] = msgspec.msgpack.Decoder(list[kind]).decode  # type: ignore[valid-type]  # it is a value
    return found


def _days(conn: Connection) -> list[str]:
    """Every day that has a ticket or a visit, by jumping from one to the next: nothing else of them is read."""
    found: set[str] = set()
    for table in (tickets, visits):
        first = select(func.min(table.c.day).label("day")).cte("days", recursive=True)
        after = select(func.min(table.c.day)).where(table.c.day > first.c.day).scalar_subquery()
        days = first.union_all(select(after).where(first.c.day.is_not(None)))
        found.update(conn.execute(select(days.c.day).where(days.c.day.is_not(None))).scalars())
    return sorted(found)
