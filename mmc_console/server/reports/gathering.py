"""Reads a report's days one after the other, and keeps of each what all of them together are worked out from.

The database adds up and writes the measured times of a group into one text; nothing is sorted, and every page is
deciphered once, where `figures.counting` asks six times. Its definitions are used here, so that both tell the same;
a test compares them. A day is one short question, between two of which everybody else has their turn.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import add
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

from mmc_console.server.figures.counting import HOUR_MS, SERVED, SERVICE, WAIT, WAITED, Scope, T
from mmc_console.server.log.tables import tickets, visits
from mmc_console.server.reports.ranks import spread_of
from mmc_console.wire.reports import ReportFigures, VisitFigures

STATES: Final = {"served": "done", "no_shows": "no_show", "cancelled": "cancelled", "transferred": "transferred"}
STANDING: Final = ("waiting", "called", "in_service", "held")
Key = Any
Span = tuple[int, int, int]
_ENDED: Final = and_(T.state == "done", WAITED)
_V: Final = visits.c
_WHOLE: Final = and_(_V.state == "complete", _V.closed_ms.is_not(None))
_EXAMS: Final = (
    select(_V.id, _V.exam_type)
    .where(_V.day.between(bindparam("of_day"), bindparam("of_day")))
    .cte("exams")
    .prefix_with("MATERIALIZED")
)
"""The day's visits with an index of their own, made for the question: they are in no order of their ids. `BETWEEN` lets
the planner expect many of them; where it expects few it goes through all of them for each ticket."""
EXAM: Final = _EXAMS.c.exam_type


_COUNTED: Final = ("total", *STATES, "standing")
"""The counts at the beginning of a row, after its keys, in this order; then the texts of times, then the span."""


@dataclass(slots=True)
class Cell:
    """One line's tickets and visits so far."""

    counts: list[int] = field(default_factory=lambda: [0] * len(STATES))
    total: int = 0
    open: int = 0
    unfinished: int = 0
    waits: list[array[int]] = field(default_factory=list)
    services: list[array[int]] = field(default_factory=list)
    wholes: list[array[int]] = field(default_factory=list)
    finished: int = 0
    worked_ms: int = 0
    registered: int = 0
    completed: int = 0

    def add(self, counted: Sequence[int], waits: array[int], services: array[int], *, running: bool) -> None:
        """The counts of a row of the day's question, and its times."""
        total, *states, standing = counted
        self.total += total
        self.counts = list(map(add, self.counts, states))
        if running:
            self.open += standing
        else:
            self.unfinished += standing
        if waits:
            self.waits.append(waits)
        if services:
            self.services.append(services)

    def work(self, span: Span) -> None:
        """A day on which something was finished."""
        self.finished += span[0]
        self.worked_ms += span[2] - span[1]

    def add_visits(self, row: Any, wholes: array[int]) -> None:
        """A row of the day's question about visits."""
        self.registered += row.registered
        self.completed += row.completed
        if wholes:
            self.wholes.append(wholes)

    def figures(self, *, with_visits: bool) -> ReportFigures:
        """All of it, as it is told."""
        speed = round(self.finished * HOUR_MS / self.worked_ms, 2) if self.finished and self.worked_ms else None
        seen = VisitFigures(registered=self.registered, completed=self.completed, whole=spread_of(self.wholes))
        return ReportFigures(
            wait=spread_of(self.waits), service=spread_of(self.services), throughput=speed,
            visits=seen if with_visits else None,
            total=self.total, open=self.open, unfinished=self.unfinished, **dict(zip(STATES, self.counts, strict=True)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the lines are made: by *columns* of each day's tickets, named by *key*; *visit_key* for those that count
    visits too. Both are given the day and the values. `EXAM` may be among the columns."""

    columns: tuple[ColumnElement[Any], ...]
    key: Callable[[date, tuple[Any, ...]], Key]
    visit_columns: tuple[ColumnElement[Any], ...] = ()
    visit_key: Callable[[date, tuple[Any, ...]], Key] | None = None


def gather(conn: Connection, scope: Scope, wanted: Wanted) -> tuple[Cell, dict[Key, Cell]]:
    """All tickets and visits of these days, and each line's."""
    whole = Cell()
    cells: dict[Key, Cell] = {}
    question = _of_tickets(wanted.columns, scope.clinic)
    visit_question = None if scope.clinic else _of_visits(wanted.visit_columns)
    number = len(wanted.columns)
    texts = number + len(_COUNTED)
    for day in _days(scope):
        spans: dict[Key, Span] = {}
        for row in conn.execute(question, {"of_day": day.isoformat()}):
            if not row[number]:
                continue  # without keys there is one row even of nothing
            key = wanted.key(day, tuple(row[:number]))
            waits, services, finished, began, ended = row[texts:]
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = Cell()
            times = _numbers(waits), _numbers(services)
            for each in (whole, cell):
                each.add(row[number:texts], *times, running=day >= scope.today)
            if finished:
                spans[key] = _joined(spans.get(key), (finished, began, ended))
        for key, span in spans.items():
            cells[key].work(span)
        if spans:
            whole.work(_over_all(spans))
        if visit_question is None:
            continue
        for row in conn.execute(visit_question, {"of_day": day.isoformat()}):
            if not row.registered:
                continue
            wholes = _numbers(row.wholes)
            whole.add_visits(row, wholes)
            if wanted.visit_key is not None:
                key = wanted.visit_key(day, tuple(row[: len(wanted.visit_columns)]))
                cells.setdefault(key, Cell()).add_visits(row, wholes)
    return whole, cells


def _of_tickets(columns: tuple[ColumnElement[Any], ...], clinic: str) -> Select[Any]:
    keys = [each.label(f"k{i}") for i, each in enumerate(columns)]
    sums = [func.count().filter(T.state == state) for state in STATES.values()]
    question = select(
        *keys, func.count(), *sums, func.count().filter(T.state.in_(STANDING)),
        func.group_concat(WAIT).filter(WAITED),
        func.group_concat(SERVICE).filter(SERVED), func.count().filter(_ENDED),
        func.min(T.first_called_ms).filter(_ENDED), func.max(T.closed_ms).filter(_ENDED),
    )  # fmt: skip
    if EXAM in columns:
        question = question.select_from(tickets.outerjoin(_EXAMS, _EXAMS.c.id == T.visit))
    which = T.day == bindparam("of_day")
    return question.where(and_(which, T.clinic == clinic) if clinic else which).group_by(*keys)


def _of_visits(columns: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    keys = [each.label(f"k{i}") for i, each in enumerate(columns)]
    question = select(
        *keys, func.count().label("registered"),
        func.count().filter(_V.state == "complete").label("completed"),
        func.group_concat(_V.closed_ms - _V.registered_ms).filter(_WHOLE).label("wholes"),
    )  # fmt: skip
    return question.where(_V.day == bindparam("of_day")).group_by(*keys)


def _numbers(text: str | None) -> array[int]:
    return array("q", map(int, text.split(","))) if text else array("q")


def _joined(one: Span | None, other: Span) -> Span:
    return other if one is None else (one[0] + other[0], min(one[1], other[1]), max(one[2], other[2]))


def _over_all(spans: dict[Key, Span]) -> Span:
    numbers, began, ended = zip(*spans.values(), strict=True)
    return sum(numbers), min(began), max(ended)


def _days(scope: Scope) -> Iterator[date]:
    day = scope.first
    while day <= scope.last:
        yield day
        day += timedelta(days=1)
