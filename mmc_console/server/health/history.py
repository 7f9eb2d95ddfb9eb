"""What the checks have said, when the server was there, and what stood still on purpose: written down and counted.

A time counts as up when the server ran and was not unhealthy, as looked at every minute. Between two looks the worse of
the two holds; between the last look of one run and the first of the next nobody could work, and it counts as down. Only
what was named as maintenance before it was over is left out. All of it is synchronous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from mmc_console.server.clock import Clock
from mmc_console.server.health.tables import health_changes, health_spans, maintenance
from mmc_console.server.log.events import millis
from mmc_console.server.store.engine import Database
from mmc_console.wire.health import (
    HealthChange,
    HistoryView,
    Maintenance,
    MaintenanceRequest,
    Status,
    Stretch,
    Stretched,
    Uptime,
)

APART_MS: Final = 150_000
"""Looks of one run that lie further apart: the machine slept in between."""
KEPT: Final = timedelta(days=400)
CHANGES_AT_MOST: Final = 500
LONGEST: Final = timedelta(days=31)
_BAD: Final = {"healthy": 0, "degraded": 1, "unhealthy": 2}
_UP: Final = ("healthy", "degraded")


class BadSpan(Exception):
    """This maintenance cannot be named: *reason* is `over`, `backwards`, `too-long` or `no-zone`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class History:
    """One run of the server writes here; everybody reads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._last: tuple[int, int, Status] | None = None
        """The row of this run that is being extended: its number, its end, its status."""

    def note(self, status: Status, changes: Sequence[HealthChange]) -> None:
        """One look: *status* holds now; *changes* since the last one are written with it, in one short write."""
        now = millis(self._clock.now())
        self._last = self._database.transact(lambda conn: self._write(conn, now, status, changes))

    def _write(
        self, conn: Connection, now: int, status: Status, changes: Sequence[HealthChange]
    ) -> tuple[int, int, Status]:
        if changes:
            conn.execute(
                insert(health_changes),
                [
                    {
                        "at_ms": millis(change.at), "check": change.check, "status": change.status,
                        "detail": change.detail, "about": joined(change.about),
                    }
                    for change in changes
                ],
            )  # fmt: skip
        last = self._last
        if last is not None and 0 <= now - last[1] <= APART_MS:
            number, ended, before = last
            if status == before:
                conn.execute(update(health_spans).where(health_spans.c.n == number).values(to_ms=now))
                return number, now, status
            begins = ended if _BAD[status] > _BAD[before] else now
            conn.execute(update(health_spans).where(health_spans.c.n == number).values(to_ms=begins))
        else:
            begins = now
        row = insert(health_spans).values(from_ms=begins, to_ms=now, status=status)
        return conn.execute(row.returning(health_spans.c.n)).scalar_one(), now, status

    def forget(self) -> None:
        """Let go of what is older than it is kept."""
        before = millis(self._clock.now() - KEPT)

        def work(conn: Connection) -> None:
            conn.execute(delete(health_changes).where(health_changes.c.at_ms < before))
            conn.execute(delete(health_spans).where(health_spans.c.to_ms < before))
            conn.execute(delete(maintenance).where(maintenance.c.to_ms < before))

        self._database.transact(work)

    def last_said(self) -> dict[str, HealthChange]:
        """The newest change of each check."""
        newest = select(func.max(health_changes.c.n)).group_by(health_changes.c.check)
        with self._database.read() as conn:
            rows = conn.execute(select(health_changes).where(health_changes.c.n.in_(newest))).all()
        return {row.check: _change(row, _utc) for row in rows}

    def uptime(self, begins: datetime, ends: datetime) -> Uptime:
        """How much of this time people could work; what lies in the future is left out."""
        with self._database.read() as conn:
            return uptime(list(stretches(conn, begins, min(ends, self._clock.now()), self._clock.now())))

    def read(
        self, begins: datetime, ends: datetime, stamp: Callable[[datetime], datetime], check: str = ""
    ) -> HistoryView:
        """What there is of this time; of one *check* only, if named."""
        changes = select(health_changes).where(
            health_changes.c.at_ms >= millis(begins), health_changes.c.at_ms <= millis(ends)
        )
        if check:
            changes = changes.where(health_changes.c.check == check)
        changes = changes.order_by(health_changes.c.n.desc()).limit(CHANGES_AT_MOST)
        with self._database.read() as conn:
            found = [_change(row, stamp) for row in conn.execute(changes)]
            drawn = tuple(
                Stretch(stamp(one.begins), stamp(one.ends), one.status)
                for one in stretches(conn, begins, min(ends, self._clock.now()), self._clock.now())
            )
            named = tuple(planned(conn, begins, stamp))
        return HistoryView(
            begins=stamp(begins), ends=stamp(ends), stretches=drawn, changes=tuple(reversed(found)), maintenance=named
        )

    # -- what stands still on purpose ------------------------------------------------------------

    def name(self, asked: MaintenanceRequest, by: str) -> None:
        """Name a time beforehand; BadSpan. What has begun may still be named, never from before now."""
        now = self._clock.now()
        if asked.begins.tzinfo is None or asked.ends.tzinfo is None:
            raise BadSpan("no-zone")
        if asked.ends <= asked.begins:
            raise BadSpan("backwards")
        if asked.ends <= now:
            raise BadSpan("over")
        if asked.ends - asked.begins > LONGEST:
            raise BadSpan("too-long")
        begins = max(asked.begins, now)
        row = {
            "from_ms": millis(begins), "to_ms": millis(asked.ends), "reason": asked.reason.strip() or "-", "by": by,
            "named_ms": millis(now),
        }  # fmt: skip
        self._database.transact(lambda conn: conn.execute(insert(maintenance).values(**row)))

    def planned(self, stamp: Callable[[datetime], datetime]) -> tuple[Maintenance, ...]:
        """What is named and not over yet."""
        with self._database.read() as conn:
            return tuple(planned(conn, self._clock.now(), stamp))

    def take_back(self, number: int) -> bool:
        """It will not be: one that has begun ends now, one to come was never named. False when there is none."""
        now = millis(self._clock.now())

        def work(conn: Connection) -> bool:
            here = maintenance.c.n == number
            if conn.execute(delete(maintenance).where(here, maintenance.c.from_ms >= now)).rowcount:
                return True
            begun = update(maintenance).where(here, maintenance.c.to_ms > now)
            return bool(conn.execute(begun.values(to_ms=now)).rowcount)

        return self._database.transact(work)


def planned(conn: Connection, after: datetime, stamp: Callable[[datetime], datetime]) -> Iterator[Maintenance]:
    """Maintenance that ends after this moment."""
    rows = conn.execute(select(maintenance).where(maintenance.c.to_ms > millis(after)).order_by(maintenance.c.from_ms))
    for row in rows:
        yield Maintenance(
            id=row.n, begins=stamp(_moment(row.from_ms)), ends=stamp(_moment(row.to_ms)), reason=row.reason, by=row.by
        )


def stretches(conn: Connection, begins: datetime, ends: datetime, now: datetime) -> Iterator[Stretch]:
    """This time in pieces without a gap: how the server was, or that it was not there, or on purpose.

    The look that is due any moment is not missed yet: what was found last holds until *now*.
    """
    first = conn.execute(select(func.min(health_spans.c.from_ms))).scalar_one_or_none()
    start, end = millis(begins), millis(ends)
    if start >= end:
        return
    if first is None or first >= end:
        yield _stretch(start, end, "unknown")
        return
    if first > start:
        yield _stretch(start, first, "unknown")
        start = first
    rows = conn.execute(
        select(health_spans.c.from_ms, health_spans.c.to_ms, health_spans.c.status)
        .where(health_spans.c.to_ms >= start, health_spans.c.from_ms <= end)
        .order_by(health_spans.c.from_ms, health_spans.c.n)
    ).all()
    holes = [
        (row.from_ms, row.to_ms)
        for row in conn.execute(
            select(maintenance).where(maintenance.c.to_ms > start, maintenance.c.from_ms < end)
            .order_by(maintenance.c.from_ms)
        )
    ]  # fmt: skip
    at = start
    for index, (begin, until, status) in enumerate(rows):
        if index == len(rows) - 1 and 0 <= millis(now) - until <= APART_MS:
            until = max(until, min(millis(now), end))
        if begin > at:
            yield from _split(at, min(begin, end), "down", holes)
            at = begin
        if until > at:
            yield from _split(at, min(until, end), status, holes)
            at = min(until, end)
    if at < end:
        yield from _split(at, end, "down", holes)


def _split(begin: int, end: int, status: Stretched, holes: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Where it was not up, what was named as maintenance is planned."""
    if status in _UP:
        yield _stretch(begin, end, status)
        return
    for hole, until in holes:
        if until <= begin or hole >= end:
            continue
        if hole > begin:
            yield _stretch(begin, hole, status)
        begin = max(begin, hole)
        yield _stretch(begin, min(until, end), "planned")
        begin = min(until, end)
    if begin < end:
        yield _stretch(begin, end, status)


def uptime(pieces: Sequence[Stretch]) -> Uptime:
    """The share of *pieces* in which people could work."""
    seconds = dict.fromkeys(("healthy", "degraded", "unhealthy", "down", "planned", "unknown"), 0.0)
    for piece in pieces:
        seconds[piece.status] += (piece.ends - piece.begins).total_seconds()
    up, down = seconds["healthy"] + seconds["degraded"], seconds["unhealthy"] + seconds["down"]
    measured = [piece.begins for piece in pieces if piece.status != "unknown"]
    return Uptime(
        share=up / (up + down) if up + down > 0 else None, measured_from=measured[0] if measured else None,
        down_seconds=down, planned_seconds=seconds["planned"],
    )  # fmt: skip


def joined(names: Sequence[str], most: int = 400) -> str:
    """*names* as they are kept: one a line, as many as fit."""
    text = ""
    for name in names:
        more = f"{text}\n{name}" if text else name
        if len(more) > most:
            break
        text = more
    return text


def _change(row: object, stamp: Callable[[datetime], datetime]) -> HealthChange:
    values = row._mapping  # type: ignore[attr-defined]  # a Row of the table
    return HealthChange(
        at=stamp(_moment(values["at_ms"])), check=values["check"], status=values["status"], detail=values["detail"],
        about=tuple(values["about"].split("\n")) if values["about"] else (),
    )  # fmt: skip


def _stretch(begin: int, end: int, status: Stretched) -> Stretch:
    return Stretch(_moment(begin), _moment(end), status)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def _utc(at: datetime) -> datetime:
    return at
