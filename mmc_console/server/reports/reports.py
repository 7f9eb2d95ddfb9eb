"""Makes a report: which days, in which lines, in which order, against which days before. Blocks; give it a thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from mmc_console.domain.centre import Center
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.clock import Clock
from mmc_console.server.figures.counting import Scope
from mmc_console.server.figures.lines import Key as LineKey
from mmc_console.server.figures.lines import Lines
from mmc_console.server.figures.tally import Key, Tally
from mmc_console.server.reports.gathering import Wanted, figures, gather
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.reports import By, Group, ReportAnswer, ReportFigures, ReportRow

WEEK_BEGINS: Final = 6
"""On Sunday, as `date.weekday` counts."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One report: these days, both included, in lines *by* periods or, when there is one, by *group*."""

    first: date
    last: date
    by: By = "day"
    group: Group | None = None
    clinic: str = ""
    compare: bool = False


class Reports:
    """The reports of one centre."""

    def __init__(self, database: Database, writer: Writer, clock: Clock) -> None:
        self._database, self._writer, self._clock = database, writer, clock

    @property
    def center(self) -> Center:
        """The centre as it is now."""
        return self._writer.center

    def today(self) -> date:
        """The running service day."""
        return calendar_of(self.center.center).day(self._clock.now())

    def make(self, asked: Asked) -> ReportAnswer:
        """The report, all of it of one committed moment."""
        center, now = self.center, self._clock.now()
        calendar = calendar_of(center.center)
        scope = Scope(asked.first, asked.last, calendar.day(now), asked.clinic)
        lines = Lines(calendar)
        with self._database.read() as conn:
            whole, tallies = gather(conn, lines, scope, _wanted(asked))
            before = days_before(asked.first, asked.last) if asked.compare else None
            past = _total(conn, lines, Scope(*before, scope.today, asked.clinic)) if before else None
        stamped = calendar.stamp(now)
        with_visits = asked.group in (None, "exam") and not asked.clinic
        start = calendar.starts(asked.first).hour
        order = _Order(center, start)
        rows = tuple(
            _row(asked, key, tallies[key], with_visits=with_visits) for key in sorted(tallies, key=order.place)
        )
        return ReportAnswer(
            day=scope.today, now=stamped, centre=center.center.name, first=asked.first, last=asked.last,
            by=None if asked.group else asked.by, group=asked.group, clinic=asked.clinic,
            total=figures(whole, with_visits=not asked.clinic), rows=rows,
            before_first=before[0] if before else None, before_last=before[1] if before else None, before=past,
        )  # fmt: skip


def _total(conn: Connection, lines: Lines, scope: Scope) -> ReportFigures:
    whole, _ = gather(conn, lines, scope, Wanted("room" if scope.clinic else "hour", lambda day, key: ""))
    return figures(whole, with_visits=not scope.clinic)


def days_before(first: date, last: date) -> tuple[date, date]:
    """The days to compare with: the same part of the month or year before, or as many days just before."""
    if first.day == 1:
        if (last + _DAY).day == 1 and first.month == 1 and last.month == 12 and first.year == last.year:
            return date(first.year - 1, 1, 1), date(first.year - 1, 12, 31)
        if (first.year, first.month) == (last.year, last.month):
            end = first - _DAY
            begin = end.replace(day=1)
            return begin, end if (last + _DAY).day == 1 else min(end, begin.replace(day=1) + (last - first))
        if first.month == 1 and first.year == last.year:
            until = last.replace(year=last.year - 1, day=min(last.day, 28) if last.month == 2 else last.day)
            return date(first.year - 1, 1, 1), until
    return first - (last - first) - _DAY, first - _DAY


def period_of(day: date, by: By, first: date, last: date) -> tuple[date, date]:
    """The period *day* is in, cut to the asked days. Weeks begin on Sunday."""
    if by == "day":
        return day, day
    if by == "week":
        begin = day - timedelta(days=(day.weekday() - WEEK_BEGINS) % 7)
        end = begin + 6 * _DAY
    else:
        begin = day.replace(day=1)
        end = (begin + timedelta(days=31)).replace(day=1) - _DAY
    return max(begin, first), min(end, last)


def _wanted(asked: Asked) -> Wanted:
    def period(day: date, _: object) -> Key:
        return period_of(day, asked.by, asked.first, asked.last)

    def first(day: date, key: LineKey) -> Key:
        return key[0] or ""

    match asked.group:
        case None:
            return Wanted("room" if asked.clinic else "hour", period, period)
        case "clinic":
            return Wanted("room", first)
        case "room":
            return Wanted("room", lambda day, key: (key[0], key[1] or 0))
        case "exam":
            return Wanted("exam", first, lambda day, exam: exam)
        case _:
            return Wanted("hour", lambda day, key: key[0])


class _Order:
    """Lines as people expect them: clinics and exams as the centre lists them, hours from the day's beginning."""

    def __init__(self, center: Center, start: int) -> None:
        self._start = start
        codes = [*(clinic.code for clinic in center.clinics), *(exam.code for exam in center.exam_types)]
        self._places = {str(code): place for place, code in enumerate(codes)}

    def place(self, key: Key) -> tuple[Any, ...]:
        if isinstance(key, int):
            return ((key - self._start) % 24,)
        if isinstance(key, str):
            return self._place(key), key
        first, second = key
        return (first, second) if isinstance(first, date) else (self._place(first), first, second)

    def _place(self, code: str) -> int:
        return self._places.get(code, len(self._places))


def _row(asked: Asked, key: Key, tally: Tally, *, with_visits: bool) -> ReportRow:
    found = figures(tally, with_visits=with_visits)
    told: dict[str, Any] = {name: getattr(found, name) for name in ReportFigures.__struct_fields__}
    match asked.group:
        case None:
            told |= {"first": key[0], "last": key[1]}
        case "clinic":
            told |= {"clinic": key}
        case "room":
            told |= {"clinic": key[0], "room": key[1]}
        case "exam":
            told |= {"exam": key}
        case _:
            told |= {"hour": key}
    return ReportRow(**told)
