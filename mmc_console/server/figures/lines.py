"""A day's tickets and visits in lines: what the dashboard and every report are added up from.

A line is what the database has counted of a day for one key (a clinic's room, an exam type, an hour), with every
measured time, so that the lines of many days give the ranks of all of them to the last digit. The lines of a day that
is over are kept (`kept`): they are the answer to the same question, and go as soon as a ticket changes after all.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, Literal, TypeVar

from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, func, select

from mmc_console.domain.service_day import Calendar
from mmc_console.server.figures import kept
from mmc_console.server.figures.counting import SERVED, SERVICE, TIMED, WAIT, WAITED, T, hour_of, offsets
from mmc_console.server.figures.kept import What
from mmc_console.server.figures.ranks import NONE, Times, times_of
from mmc_console.server.log.tables import tickets, visits

L = TypeVar("L")
By = Literal["room", "exam", "hour"]
Key = tuple[str | int | None, ...]
COUNTED: Final = ("done", "no_show", "cancelled", "transferred", "waiting", "called", "in_service", "held")
"""The states in the order of a line's counts, after the number of all."""
NEAR: Final = timedelta(days=7)
"""Moments of a day's tickets lie that near to it; the centre's clocks may be put on or back in between."""
_ENDED: Final = and_(T.state == "done", WAITED)
_V: Final = visits.c
_WHOLE: Final = and_(_V.state == "complete", _V.closed_ms.is_not(None))
_DAY: Final[BindParameter[Any]] = bindparam("of_day")
_EXAMS: Final = (
    select(_V.id, _V.exam_type).where(_V.day.between(_DAY, _DAY)).cte("exams").prefix_with("MATERIALIZED")
)  # fmt: skip
"""The day's visits with an index of their own, made for the question: they are in no order of their ids. `BETWEEN` lets
the planner expect many of them; where it expects few it goes through all of them for each ticket."""


class Line(Struct, frozen=True, array_like=True):
    """The tickets of one key: `(clinic, room)`, `(exam,)` or `(hour of issue,)`."""

    key: Key
    counts: tuple[int, ...]
    """How many, and how many in each state of `COUNTED`."""
    waits: Times
    services: Times
    finished: int = 0
    """Finished ones that were called, the first of these calls and the last of their ends."""
    began: int = 0
    ended: int = 0


class HourLine(Struct, frozen=True, array_like=True):
    """What happened in one hour of the clock, whenever the ticket was issued."""

    hour: int
    issued: int = 0
    served: int = 0
    absent: int = 0
    """No-shows whose last call was in it."""
    waits: Times = NONE
    services: Times = NONE


class VisitLine(Struct, frozen=True, array_like=True):
    """The visits of one exam type, by the day of their registration. `wholes`: how long the completed ones took."""

    exam: str
    registered: int
    completed: int
    wholes: Times


class Lines:
    """The lines of any day, on the centre's clocks. Blocks."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def tickets(self, conn: Connection, day: date, by: By, clinic: str = "") -> list[Line]:
        """The day's tickets, of one clinic or of all."""
        if clinic and by != "room":
            return self.asked(conn, day, by, clinic)
        found = self._kept(conn, day, by, Line)
        if found is None:
            return self.asked(conn, day, by, clinic)
        return [line for line in found if line.key[0] == clinic] if clinic else found

    def together(self, conn: Connection, day: date, lines: list[Line], clinic: str = "") -> list[Line]:
        """The same tickets as *lines* in fewer parts, where those are kept: ranks of all are found among fewer."""
        return (None if clinic else self._kept(conn, day, "hour", Line)) or lines

    def hours(self, conn: Connection, day: date, clinic: str = "") -> list[HourLine]:
        """What happened hour by hour to the day's tickets."""
        found = None if clinic else self._kept(conn, day, "work", HourLine)
        return self.asked_hours(conn, day, clinic) if found is None else found

    def visits(self, conn: Connection, day: date) -> list[VisitLine]:
        """The day's visits."""
        found = self._kept(conn, day, "visits", VisitLine)
        return self.asked_visits(conn, day) if found is None else found

    def made(self, day: date, what: What) -> str:
        """What kept lines must have been made by to hold today; hours only by the centre's clocks as they are now."""
        return kept.VERSION if what not in ("hour", "work") else f"{kept.VERSION} {self._told(day)}"

    def keep(self, conn: Connection, day: date) -> dict[What, list[Any]]:
        """Everything that is kept of a day, asked of the rows."""
        return {
            "room": self.asked(conn, day, "room"), "exam": self.asked(conn, day, "exam"),
            "hour": self.asked(conn, day, "hour"), "work": self.asked_hours(conn, day),
            "visits": self.asked_visits(conn, day),
        }  # fmt: skip

    def asked(self, conn: Connection, day: date, by: By, clinic: str = "") -> list[Line]:
        """The day's tickets as the rows tell them now."""
        match by:
            case "room":
                keys: list[ColumnElement[Any]] = [T.clinic, T.room]
            case "exam":
                keys = [_EXAMS.c.exam_type]
            case _:
                keys = [hour_of(T.issued_ms, self._clocks(day))]
        question = _of_tickets(keys, clinic)
        if by == "exam":
            question = question.select_from(tickets.outerjoin(_EXAMS, _EXAMS.c.id == T.visit))
        n, number = len(keys), len(COUNTED) + 1
        found = []
        for row in conn.execute(question, {"of_day": day.isoformat()}):
            waits, services, finished, began, ended = row[n + number :]
            found.append(Line(
                tuple(row[:n]), tuple(row[n : n + number]), _times(waits), _times(services), finished,
                began or 0, ended or 0,
            ))  # fmt: skip
        return found

    def asked_hours(self, conn: Connection, day: date, clinic: str = "") -> list[HourLine]:
        """The day's work as the rows tell it now: each moment of a ticket falls into an hour of its own."""
        pieces = self._clocks(day)
        rows = and_(T.day == day.isoformat(), T.clinic == clinic) if clinic else T.day == day.isoformat()

        def by_hour(moment: ColumnElement[Any], which: ColumnElement[bool], *values: ColumnElement[Any]) -> Any:
            hour = hour_of(moment, pieces).label("h")
            question = select(hour, func.count(), *values).where(rows, which).group_by(hour)
            return {row[0]: tuple(row[1:]) for row in conn.execute(question)}

        issued = by_hour(T.issued_ms, T.issued_ms.is_not(None))
        called = by_hour(T.first_called_ms, WAITED, func.group_concat(WAIT).filter(TIMED))
        closed = by_hour(
            T.closed_ms, and_(T.state == "done", T.closed_ms.is_not(None)), func.group_concat(SERVICE).filter(SERVED)
        )
        absent = by_hour(T.called_ms, and_(T.state == "no_show", T.called_ms.is_not(None)))
        return [
            HourLine(
                hour, issued.get(hour, (0,))[0], closed.get(hour, (0,))[0], absent.get(hour, (0,))[0],
                _times(called.get(hour, (0, None))[1]), _times(closed.get(hour, (0, None))[1]),
            )
            for hour in sorted(issued.keys() | called.keys() | closed.keys() | absent.keys())
        ]  # fmt: skip

    def asked_visits(self, conn: Connection, day: date) -> list[VisitLine]:
        """The day's visits as the rows tell them now."""
        question = select(
            _V.exam_type, func.count(), func.count().filter(_V.state == "complete"),
            func.group_concat(_V.closed_ms - _V.registered_ms).filter(_WHOLE),
        ).where(_V.day == day.isoformat()).group_by(_V.exam_type)  # fmt: skip
        return [VisitLine(row[0] or "", row[1], row[2], _times(row[3])) for row in conn.execute(question)]

    def _told(self, day: date) -> str:
        return " ".join(f"{since}:{offset}" for since, offset in self._clocks(day))

    def _clocks(self, day: date) -> list[tuple[int, int]]:
        return offsets(self._calendar, day - NEAR, day + NEAR)

    def _kept(self, conn: Connection, day: date, what: What, kind: type[L]) -> list[L] | None:
        return kept.read(conn, day, what, self.made(day, what), kind)


def _of_tickets(keys: list[ColumnElement[Any]], clinic: str) -> Select[Any]:
    named = [each.label(f"k{i}") for i, each in enumerate(keys)]
    question = select(
        *named, func.count(), *(func.count().filter(T.state == state) for state in COUNTED),
        func.group_concat(WAIT).filter(TIMED), func.group_concat(SERVICE).filter(SERVED),
        func.count().filter(_ENDED), func.min(T.first_called_ms).filter(_ENDED),
        func.max(T.closed_ms).filter(_ENDED),
    )  # fmt: skip
    return question.where(and_(T.day == _DAY, T.clinic == clinic) if clinic else T.day == _DAY).group_by(*named)


def _times(text: str | None) -> Times:
    return times_of(map(int, text.split(","))) if text else NONE
