"""What is counted: the definitions that the dashboard and the reports share, and who stands in line.

Nothing is kept as a counter; every figure is asked of the tickets' rows, which stand in step with the log. All of it is
whole milliseconds until the last division, so that the same rows give the same figures to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    func,
    literal,
    select,
)

from mmc_console.domain.service_day import Calendar
from mmc_console.server.log.tables import tickets

T: Final = tickets.c
HOUR_MS: Final = 3_600_000
BEGAN: Final = func.coalesce(T.started_ms, T.called_ms)
WAIT: Final = T.first_called_ms - T.issued_ms
SERVICE: Final = T.closed_ms - BEGAN
WAITED: Final = T.first_called_ms.is_not(None)
TIMED: Final = T.first_called_ms >= T.issued_ms
"""Else a desk that was alone had called them before the ticket they were given meanwhile: nobody knows since when."""
SERVED: Final = and_(T.state == "done", BEGAN.is_not(None), T.closed_ms > BEGAN)
"""An end that came late, after somebody had moved on, measures no service."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tickets: of these days, both included, and of one clinic or of all. *today* is the running service day."""

    first: date
    last: date
    today: date
    clinic: str = ""

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition."""
        days = T.day.between(self.first.isoformat(), self.last.isoformat())
        return and_(days, T.clinic == self.clinic) if self.clinic else days


def hour_of(moment: ColumnElement[Any], pieces: Sequence[tuple[int, int]]) -> ColumnElement[int]:
    """The hour on the centre's clocks, which differ by *pieces* (`offsets`), at *moment*, a column of milliseconds."""
    offset: ColumnElement[int] = literal(pieces[0][1], Integer)
    if len(pieces) > 1:
        changes = [(moment >= since, literal(ms, Integer)) for since, ms in reversed(pieces)]
        offset = case(*changes, else_=literal(pieces[0][1], Integer))
    return ((moment + offset) // HOUR_MS) % 24


def offsets(calendar: Calendar, first: date, last: date) -> list[tuple[int, int]]:
    """From when on the centre's clocks differ from UTC by how many milliseconds, over these days."""
    at, end = calendar.starts(first), calendar.ends(last)
    found = [(_ms(at), _offset(at, calendar))]
    while at < end:
        after = min(at + timedelta(days=1), end)
        if _offset(after, calendar) != found[-1][1]:
            low, high = at, after
            while high - low > timedelta(minutes=1):  # zones change on whole minutes
                middle = low + (high - low) / 2
                low, high = (low, middle) if _offset(middle, calendar) != found[-1][1] else (middle, high)
            change = datetime.fromtimestamp(_ms(high) // 60_000 * 60, UTC)
            found.append((_ms(change), _offset(after, calendar)))
        at = after
    return found


def in_line(conn: Connection, scope: Scope, moments: Sequence[int]) -> list[int]:
    """How many stood in line at each of these moments: issued, and neither called yet nor closed."""
    standing = (
        and_(T.issued_ms <= at, func.coalesce(T.first_called_ms, at + 1) > at, func.coalesce(T.closed_ms, at + 1) > at)
        for at in moments
    )
    question = select(*(_sum(each).label(f"n{i}") for i, each in enumerate(standing))).where(scope.rows)
    return list(conn.execute(question).one()) if moments else []


def longest(conn: Connection, scope: Scope) -> dict[str, tuple[str, int]]:
    """By clinic: who of those waiting now stands longest in this line, and since when, in milliseconds."""
    place = func.row_number().over(partition_by=T.clinic, order_by=(T.queued_ms, T.id)).label("i")
    standing = select(T.clinic, T.label, T.queued_ms, place).where(scope.rows, T.state == "waiting").subquery()
    first = select(standing.c.clinic, standing.c.label, standing.c.queued_ms).where(standing.c.i == 1)
    return {row[0]: (row[1], row[2]) for row in conn.execute(first)}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _offset(at: datetime, calendar: Calendar) -> int:
    return int((calendar.stamp(at).utcoffset() or timedelta()).total_seconds() * 1000)
