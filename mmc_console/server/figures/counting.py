"""Tickets counted by the database, in groups of whatever expressions: what the dashboard and the reports are made of.

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
from mmc_console.domain.tickets import OPEN
from mmc_console.server.log.tables import tickets
from mmc_console.wire.figures import Figures, Spread

T: Final = tickets.c
HOUR_MS: Final = 3_600_000
BEGAN: Final = func.coalesce(T.started_ms, T.called_ms)
WAIT: Final = T.first_called_ms - T.issued_ms
SERVICE: Final = T.closed_ms - BEGAN
WAITED: Final = T.first_called_ms.is_not(None)
SERVED: Final = and_(T.state == "done", BEGAN.is_not(None), T.closed_ms > BEGAN)
"""An end that came late, after somebody had moved on, measures no service."""
Key = tuple[Any, ...]


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


def counted(conn: Connection, scope: Scope, *by: ColumnElement[Any]) -> dict[Key, Figures]:
    """The figures of every group of equal *by* that has tickets; of all together (key `()`) without any."""
    waits, services = spreads(conn, scope, WAIT, WAITED, *by), spreads(conn, scope, SERVICE, SERVED, *by)
    speeds = _throughput(conn, scope, *by)
    open = T.day >= scope.today.isoformat()
    states = {"waiting": "waiting", "called": "called", "in_service": "in_service", "held": "held"}
    sums = [_sum(and_(open, T.state == state)).label(name) for name, state in states.items()]
    over = {"served": "done", "no_shows": "no_show", "cancelled": "cancelled", "transferred": "transferred"}
    sums += [_sum(T.state == state).label(name) for name, state in over.items()]
    unfinished = and_(T.day < scope.today.isoformat(), T.state.in_(sorted(OPEN)))
    question = select(*_keys(by), func.count().label("total"), _sum(unfinished).label("unfinished"), *sums)
    found: dict[Key, Figures] = {}
    for row in conn.execute(question.where(scope.rows).group_by(*_keys(by))):
        key, numbers = tuple(row[: len(by)]), row._mapping
        if not numbers["total"]:
            continue  # without groups there is one row even of nothing
        found[key] = Figures(
            total=numbers["total"], unfinished=numbers["unfinished"],
            **{name: numbers[name] for name in (*states, *over)},
            wait=waits.get(key, Spread()), service=services.get(key, Spread()), throughput=speeds.get(key),
        )  # fmt: skip
    return found


def numbers(conn: Connection, scope: Scope, which: ColumnElement[bool], *by: ColumnElement[Any]) -> dict[Key, int]:
    """How many tickets of each group *which* is true of."""
    question = select(*_keys(by), func.count()).where(scope.rows, which).group_by(*_keys(by))
    return {tuple(row[:-1]): row[-1] for row in conn.execute(question)}


def spreads(
    conn: Connection, scope: Scope, value: ColumnElement[int], which: ColumnElement[bool], *by: ColumnElement[Any]
) -> dict[Key, Spread]:
    """The spread of *value*, milliseconds, over the tickets *which* is true of, by group. Nearest ranks.

    Two questions: how many there are and their sum; then, sorted by the database, the values at the ranks that follow
    from that. Most of the time goes into deciphering the pages, once for each question.
    """
    keys = _keys(by)
    of = select(*keys, func.count(), func.sum(value)).where(scope.rows, which).group_by(*keys)
    counts = {tuple(row[: len(by)]): (row[-2], row[-1]) for row in conn.execute(of) if row[-2]}
    if not counts:
        return {}
    wanted = {rank for n, _ in counts.values() for rank in _ranks(n)}
    place = func.row_number().over(partition_by=list(by) or None, order_by=value).label("i")
    ranked = select(*keys, value.label("v"), place).where(scope.rows, which).subquery()
    at: dict[tuple[Key, int], int] = {}
    for row in conn.execute(select(ranked).where(ranked.c.i.in_(sorted(wanted)))):
        at[tuple(row[: len(by)]), row.i] = row.v
    found: dict[Key, Spread] = {}
    for key, (n, total) in counts.items():
        p50, p90 = (at[key, rank] / 1000 for rank in _ranks(n))
        found[key] = Spread(round(total / n / 1000, 1), p50, p90, n)
    return found


def _ranks(n: int) -> tuple[int, int]:
    """Which of *n* sorted values half, and nine in ten, do not exceed; counted from 1."""
    return (n + 1) // 2, (9 * n + 9) // 10


def _throughput(conn: Connection, scope: Scope, *by: ColumnElement[Any]) -> dict[Key, float]:
    """Finished in an hour: from each day's first call to its last end, the days added up."""
    keys = _keys(by)
    done = T.state == "done"
    days = (
        select(
            *keys,
            func.count().label("n"),
            (func.max(T.closed_ms) - func.min(T.first_called_ms)).label("span"),
        )
        .where(scope.rows, done, WAITED)
        .group_by(T.day, *keys)
        .subquery()
    )
    groups = [days.c[key.name] for key in keys]
    question = select(*groups, func.sum(days.c.n).label("n"), func.sum(days.c.span).label("span")).group_by(*groups)
    return {
        tuple(row[: len(by)]): round(row.n * HOUR_MS / row.span, 2)
        for row in conn.execute(question)
        if row.n and row.span
    }


def hour_of(moment: ColumnElement[Any], calendar: Calendar, scope: Scope) -> ColumnElement[int]:
    """The hour on the centre's clocks at *moment*, a column of milliseconds. Clocks that are put on or back count."""
    pieces = offsets(calendar, scope.first, scope.last)
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


def _keys(by: Sequence[ColumnElement[Any]]) -> list[Any]:
    return [each.label(f"k{i}") for i, each in enumerate(by)]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _offset(at: datetime, calendar: Calendar) -> int:
    return int((calendar.stamp(at).utcoffset() or timedelta()).total_seconds() * 1000)
