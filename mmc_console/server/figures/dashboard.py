"""Puts together what `GET /api/v1/metrics` answers: of today, or of the days that are asked for.

Reads the database on a thread, through one reading connection, so that all of an answer is of one committed moment.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from mmc_console.domain.service_day import Calendar, calendar_of
from mmc_console.server.figures import counting, samples
from mmc_console.server.figures.counting import Scope
from mmc_console.server.figures.kpis import Sources, kpis
from mmc_console.server.figures.lines import HourLine, Lines
from mmc_console.server.figures.meters import Meters
from mmc_console.server.figures.ranks import spread_of
from mmc_console.server.figures.samples import Sample, Sum
from mmc_console.server.figures.settings import FigureSettings
from mmc_console.server.figures.tally import Tally, days_of, gather
from mmc_console.server.figures.traffic import Counted
from mmc_console.server.pages.ratings import satisfaction
from mmc_console.server.preferences import Preferences
from mmc_console.wire.figures import (
    CacheFigures,
    ClinicFigures,
    DayFigures,
    Figures,
    GroupFigures,
    HourFigures,
    Live,
    MetricsAnswer,
    Traffic,
    TrafficPoint,
    Waiter,
)

DAYS_AT_MOST: Final = 400
_MS: Final = 1000


class Dashboard:
    """The figures of one centre."""

    def __init__(self, meters: Meters, preferences: Preferences) -> None:
        self._meters, self._preferences = meters, preferences
        self.sources = Sources()

    @property
    def calendar(self) -> Calendar:
        """The centre's days."""
        return calendar_of(self._meters.writer.center.center)

    def today(self) -> date:
        """The running service day."""
        return self.calendar.day(self._meters.clock.now())

    def look(
        self, first: date, last: date, clinic: str, growing: Sample, lately: tuple[float, dict[str, Counted]]
    ) -> MetricsAnswer:
        """The answer for these days. *growing*, *lately*: read from the meters on the event loop. Blocks."""
        meters, calendar = self._meters, self.calendar
        now = meters.clock.now()
        scope = Scope(first, last, calendar.day(now), clinic)
        begin, end = calendar.starts(first), min(now, calendar.ends(last))
        running = last >= scope.today
        lines = Lines(calendar)
        with meters.database.read() as conn:
            whole, (by_clinic, by_day) = gather(
                conn, lines, scope, "room", lambda day, key: key[0], lambda day, key: day
            )  # fmt: skip
            total = whole.figures()
            clinics = self._clinics(conn, scope, now, by_clinic)
            hours = _hours(conn, scope, calendar, now, lines)
            days = _days(by_day) if first < last else ()
            answered = satisfaction(conn, first, last)
            traffic, work = _traffic(conn, scope, calendar, end, growing if running else None)
            table = kpis(
                self._preferences.read(FigureSettings), first=begin, end=end, sources=self.sources, work=work,
                total=total, satisfaction=answered, start=meters.started.took,
            )  # fmt: skip
            live = self._live(conn, now, lately, clinic) if running else None
        return MetricsAnswer(
            day=scope.today, now=calendar.stamp(now), first=first, last=last, clinic=clinic, total=total,
            clinics=clinics, hours=hours, days=days, satisfaction=answered, traffic=traffic, kpis=table, live=live,
        )  # fmt: skip

    def _clinics(
        self, conn: Connection, scope: Scope, now: datetime, found: dict[str, Tally]
    ) -> tuple[ClinicFigures, ...]:
        waiters = counting.longest(conn, scope) if scope.last >= scope.today else {}
        wanted = [c.code for c in self._meters.writer.center.clinics if scope.clinic in ("", c.code)]
        made = []
        for code in wanted:
            figures = (found.get(code) or Tally()).figures()
            label, since = waiters.get(code, ("", 0))
            waiter = Waiter(label, max(0.0, round(now.timestamp() - since / _MS, 1))) if label else None
            fields = {name: getattr(figures, name) for name in Figures.__struct_fields__}
            made.append(ClinicFigures(clinic=code, longest=waiter, **fields))
        return tuple(made)

    def _live(self, conn: Connection, now: datetime, lately: tuple[float, dict[str, Counted]], clinic: str) -> Live:
        meters = self._meters
        seconds, groups = lately
        full = self.calendar.stamp(now).replace(minute=0, second=0, microsecond=0)
        waited = samples.waiting_at(conn, full)
        before = None if waited is None else waited.get(clinic, 0) if clinic else sum(waited.values())
        boards, pages = meters.watching()
        since = meters.started.since
        return Live(
            seconds=round(seconds, 1),
            groups=tuple(
                GroupFigures(name, each.requests, each.refused, each.failed, each.delay.delays())
                for name, each in groups.items()
                if each.requests
            ),
            consoles=meters.feed.readers, boards=boards, pages=pages,
            stations=None if meters.stations is None else tuple(meters.stations()),
            waiting_before=before, hour=full if before is not None else None,
            started_at=None if since is None else self.calendar.stamp(now - timedelta(seconds=round(since))),
            log_position=meters.writer.health.seq,
        )  # fmt: skip


def _hours(conn: Connection, scope: Scope, calendar: Calendar, now: datetime, lines: Lines) -> tuple[HourFigures, ...]:
    """From the first hour in which anything happened to the last, in the day's own order."""
    found: dict[int, list[HourLine]] = {}
    for day in days_of(scope):
        for line in lines.hours(conn, day, scope.clinic):
            found.setdefault(line.hour, []).append(line)
    start = calendar.starts(scope.first)
    places = sorted((hour - start.hour) % 24 for hour in found)
    if not places:
        return ()
    last = places[-1]
    standing: dict[int, int] = {}
    if scope.first == scope.last:
        if scope.first == scope.today:
            last = max(last, int((now - start) / timedelta(hours=1)))
        ends = [_ms(min(now, start + timedelta(hours=place + 1))) for place in range(places[0], last + 1)]
        in_line = counting.in_line(conn, scope, ends)
        standing = {(start.hour + places[0] + i) % 24: number for i, number in enumerate(in_line)}
    hours = ((start.hour + place) % 24 for place in range(places[0], last + 1))
    return tuple(_hour(hour, found.get(hour, []), standing.get(hour)) for hour in hours)


def _days(found: dict[date, Tally]) -> tuple[DayFigures, ...]:
    """Every day that had tickets."""
    figures = ((day, tally.figures()) for day, tally in sorted(found.items()))
    return tuple(
        DayFigures(day=day, **{name: getattr(each, name) for name in Figures.__struct_fields__})
        for day, each in figures
    )  # fmt: skip


def _hour(hour: int, lines: list[HourLine], standing: int | None) -> HourFigures:
    return HourFigures(
        hour=hour, issued=sum(line.issued for line in lines), served=sum(line.served for line in lines),
        no_shows=sum(line.absent for line in lines), wait=spread_of([line.waits for line in lines]),
        service=spread_of([line.services for line in lines]), line=standing,
    )  # fmt: skip


def _traffic(
    conn: Connection, scope: Scope, calendar: Calendar, end: datetime, growing: Sample | None
) -> tuple[Traffic, Sum]:
    """The server's work in these days, as points and in all: quarters of an hour, hours, or days."""
    begin = calendar.starts(scope.first)
    length = (scope.last - scope.first).days + 1
    fresh = scope.today - scope.first < timedelta(days=1)
    if length == 1 and fresh:
        found, step = samples.minutes(conn, begin, end), 900
    else:
        found, step = samples.hours(conn, begin, end), 3_600 if length <= 8 else 86_400
    if growing is not None and growing.seconds:
        found = [*found, (end, growing)]
    whole = Sum(sample for _, sample in found)
    stretches: dict[datetime, list[Sample]] = {}
    if step == 86_400:
        for at, sample in found:
            stretches.setdefault(calendar.starts(calendar.day(at)), []).append(sample)
    else:
        stretches = samples.grouped(((at if step == 900 else _within(at), sample) for at, sample in found), step)
    points = tuple(_point(calendar.stamp(at), Sum(parts)) for at, parts in sorted(stretches.items()))
    caches = tuple(CacheFigures(name, asked, hits) for name, (asked, hits) in sorted(whole.caches.items()))
    traffic = Traffic(
        step=step, points=points, seconds=round(whole.seconds, 1), requests=whole.requests, errors=whole.errors,
        delay=whole.delay.delays(), stream=whole.stream.delays(), caches=caches,
    )  # fmt: skip
    return traffic, whole


def _point(at: datetime, work: Sum) -> TrafficPoint:
    asked, hits = work.looked
    return TrafficPoint(
        at=at, seconds=round(work.seconds, 1), requests=work.requests, errors=work.errors,
        delay=work.delay.delays(), stream=work.stream.delays(), streams=work.streams, asked=asked, hits=hits,
    )  # fmt: skip


def _within(at: datetime) -> datetime:
    """An hour is told by its beginning, what still grows by its end: both as a moment inside of it."""
    return at + timedelta(seconds=1) if not at.minute and not at.second else at


def _ms(at: datetime) -> int:
    return int(at.timestamp() * _MS)
