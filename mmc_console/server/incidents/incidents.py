"""Opens incidents, keeps their time line, says how long repairs took. Blocks: call it from a thread.

The time line is taken from the log when somebody looks, and kept: the log is forgotten sooner than what it teaches.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects import sqlite

from mmc_console.server.clock import Clock
from mmc_console.server.incidents.tables import entries, follow_ups, incidents
from mmc_console.server.log.events import millis
from mmc_console.server.logs import search as reading
from mmc_console.server.logs.search import Wanted
from mmc_console.server.store.engine import Database
from mmc_console.wire.alerts import (
    ChangeIncident,
    Entry,
    FollowUp,
    Incident,
    IncidentRow,
    IncidentState,
    Severity,
)
from mmc_console.wire.logs import FoundLine, stamp

BEFORE: Final = timedelta(minutes=2)
"""What went wrong began a little before somebody noticed."""
AGAIN: Final = timedelta(seconds=5)
"""Lines of several threads are not written in the order of their moments: the last seconds are read once more."""
ENTRIES_AT_MOST: Final = 500
ONE_READ: Final = 200
READ_SECONDS: Final = 0.5
LISTED: Final = 200
CODES: Final = frozenset({
    "signed-in", "sign-in-refused", "sign-in-blocked", "restore-done", "alert-raised", "alert-again", "alert-worse",
    "alert-better", "alert-resolved", "health-changed", "log-written-again",
})  # fmt: skip
"""Besides warnings and errors, these lines belong into a time line."""


class UnknownIncident(Exception):
    """There is no incident of this number."""


class Incidents:
    """The incidents of one centre."""

    def __init__(self, database: Database, clock: Clock, logs: Path) -> None:
        self._database, self._clock, self._logs = database, clock, logs

    def open(
        self,
        title: str,
        severity: Severity = "warning",
        *,
        by: str = "",
        alert: str = "",
        began: datetime | None = None,
    ) -> int:
        """Open one that *began* then (default: now); its number. The same alert opens one only.

        But an alert that comes again goes on as it was, and what it began anew after the work had gone on is another.
        """
        now = self._clock.now()
        first = min(began or now, now)

        def work(conn: Connection) -> int:
            if alert:
                there = select(incidents.c.id).where(
                    incidents.c.alert == alert, incidents.c.state != "closed",
                    or_(incidents.c.mitigated_ms.is_(None), incidents.c.mitigated_ms >= millis(first)),
                )  # fmt: skip
                found: int | None = conn.execute(there).scalar()
                if found is not None:
                    return found
            values = {
                "title": title, "severity": severity, "state": "open", "began_ms": millis(first), "alert": alert,
                "owner": by, "cause": "", "read_to": stamp(first - BEFORE), "more": False,
            }  # fmt: skip
            made = conn.execute(insert(incidents).values(values))
            assert made.inserted_primary_key is not None
            id = int(made.inserted_primary_key[0])
            _write(conn, id, Entry(at=now, sort="note", code="opened", by=by, text=""))
            return id

        return self._database.transact(work)

    def note(self, id: int, text: str, *, by: str = "") -> None:
        """Somebody's, or the program's own, word in the time line. UnknownIncident."""

        def work(conn: Connection) -> None:
            _find(conn, id)
            _write(conn, id, Entry(at=self._clock.now(), sort="note", by=by, text=text))

        self._database.transact(work)

    def change(self, id: int, asked: ChangeIncident, *, by: str = "") -> None:
        """Change what is given; a new state is written into the time line. UnknownIncident."""
        now = self._clock.now()

        def work(conn: Connection) -> None:
            row = _find(conn, id)
            values: dict[str, Any] = {
                name: value for name in ("title", "severity", "cause") if (value := getattr(asked, name)) is not None
            }
            if asked.state is not None and asked.state != row.state:
                values |= _moved(row, asked.state, now)
                _write(conn, id, Entry(at=now, sort="note", code=asked.state, by=by, text=""))
            if values:
                conn.execute(update(incidents).where(incidents.c.id == id).values(**values))

        self._database.transact(work)

    def add_follow_up(self, id: int, text: str, who: str) -> None:
        """Something to be done later. UnknownIncident."""

        def work(conn: Connection) -> None:
            _find(conn, id)
            conn.execute(insert(follow_ups).values(incident=id, text=text, who=who))

        self._database.transact(work)

    def follow_up_done(self, id: int, n: int, *, done: bool) -> None:
        """It was done, or was not after all. UnknownIncident."""
        at = millis(self._clock.now()) if done else None

        def work(conn: Connection) -> None:
            here = (follow_ups.c.n == n, follow_ups.c.incident == id)
            if not conn.execute(update(follow_ups).where(*here).values(done_ms=at)).rowcount:
                raise UnknownIncident(id)

        self._database.transact(work)

    def listing(self) -> tuple[IncidentRow, ...]:
        """Newest first."""
        waiting = select(func.count()).where(follow_ups.c.incident == incidents.c.id, follow_ups.c.done_ms.is_(None))
        query = select(incidents, waiting.scalar_subquery().label("waiting")).order_by(incidents.c.id.desc())
        with self._database.read() as conn:
            return tuple(
                IncidentRow(**_row(row), open_follow_ups=row.waiting) for row in conn.execute(query.limit(LISTED))
            )

    def one(self, id: int) -> Incident:
        """All there is about it, its time line as far as the log goes now. UnknownIncident."""
        self._fill(id)
        with self._database.read() as conn:
            row = _find(conn, id)
            lines = select(entries).where(entries.c.incident == id).order_by(entries.c.at_ms, entries.c.n)
            todo = select(follow_ups).where(follow_ups.c.incident == id).order_by(follow_ups.c.n)
            line = tuple(_entry(each) for each in conn.execute(lines))
            later = tuple(
                FollowUp(id=each.n, text=each.text, who=each.who, done_at=_at(each.done_ms))
                for each in conn.execute(todo)
            )
        took = None if row.mitigated_ms is None else (row.mitigated_ms - row.began_ms) / 1000
        return Incident(
            **_row(row), open_follow_ups=sum(each.done_at is None for each in later), cause=row.cause, entries=line,
            follow_ups=later, repair_seconds=took, more=row.more,
        )  # fmt: skip

    def time_to_repair(self, begin: datetime, end: datetime) -> float | None:
        """The mean of seconds from an incident's beginning until people could work again, of those mitigated in
        [*begin*, *end*); None when there was none."""
        found = self.repairs(begin, end)
        return fmean(found) if found else None

    def repairs(self, begin: datetime, end: datetime) -> list[float]:
        """The same, of each of them."""
        ended = (incidents.c.mitigated_ms >= millis(begin), incidents.c.mitigated_ms < millis(end))
        with self._database.read() as conn:
            rows = conn.execute(select(incidents.c.began_ms, incidents.c.mitigated_ms).where(*ended)).all()
        return [(row.mitigated_ms - row.began_ms) / 1000 for row in rows]

    def _fill(self, id: int) -> None:
        """Take what the log says of its time, as far as that was not taken yet."""
        with self._database.read() as conn:
            row = _find(conn, id)
            have = conn.execute(
                select(func.count()).where(entries.c.incident == id, entries.c.sort == "auto")
            ).scalar_one()
        closed = _at(row.closed_ms)
        end = stamp(self._clock.now() if closed is None else closed + timedelta(seconds=1))
        if row.read_to >= end or have >= ENTRIES_AT_MOST:
            return
        since = stamp(datetime.fromisoformat(row.read_to) - AGAIN)
        found, more = self._lines(since, end, ENTRIES_AT_MOST - have)

        def work(conn: Connection) -> None:
            for line in found:
                _write(conn, id, _of_log(line), line.id)
            changes = {"read_to": end, "more": row.more or more}
            conn.execute(update(incidents).where(incidents.c.id == id).values(**changes))

        self._database.transact(work)

    def _lines(self, since: str, until: str, most: int) -> tuple[list[FoundLine], bool]:
        """The lines of this time that tell something, oldest first, and whether there were more."""
        wanted = Wanted(level="warning", since=since, until=until, codes=CODES)
        found: list[FoundLine] = []
        cursor, rounds = "", 0
        while len(found) <= most and rounds < ONE_READ:
            page = reading.search(self._logs, wanted, cursor, most + 1 - len(found), READ_SECONDS)
            found += page.lines
            cursor, rounds = page.cursor, rounds + 1
            if not cursor:
                break
        # of too many the first ones tell how it began; the search has found the last
        return found[::-1][:most], len(found) > most


def _moved(row: Row[Any], state: IncidentState, now: datetime) -> dict[str, Any]:
    """What a new state changes. Closing one that nobody called mitigated means that it is."""
    values: dict[str, Any] = {"state": state}
    if state == "open":
        values |= {"mitigated_ms": None, "closed_ms": None}
    elif state == "mitigated":
        values |= {"mitigated_ms": row.mitigated_ms or millis(now), "closed_ms": None}
    else:
        values |= {"mitigated_ms": row.mitigated_ms or millis(now), "closed_ms": millis(now)}
    return values


def _find(conn: Connection, id: int) -> Row[Any]:
    row = conn.execute(select(incidents).where(incidents.c.id == id)).one_or_none()
    if row is None:
        raise UnknownIncident(id)
    return row


def _write(conn: Connection, id: int, entry: Entry, place: str = "") -> None:
    row = sqlite.insert(entries).values(
        incident=id, at_ms=millis(entry.at), sort=entry.sort, place=place or f"note-{uuid.uuid4().hex}",
        level=entry.level, code=entry.code, by=entry.by, text=entry.text,
    )  # fmt: skip
    conn.execute(row.on_conflict_do_nothing(index_elements=["incident", "place"]))


def _of_log(line: FoundLine) -> Entry:
    at = datetime.fromisoformat(line.at)
    return Entry(at=at, sort="auto", text=f"{line.source}: {line.text}", level=line.level, code=line.code)


def _entry(row: Row[Any]) -> Entry:
    at = datetime.fromtimestamp(row.at_ms / 1000, UTC)
    return Entry(at=at, sort=row.sort, text=row.text, level=row.level, code=row.code, by=row.by)


def _row(row: Row[Any]) -> dict[str, Any]:
    began = datetime.fromtimestamp(row.began_ms / 1000, UTC)
    return {
        "id": row.id, "title": row.title, "severity": row.severity, "state": row.state, "began": began,
        "mitigated": _at(row.mitigated_ms), "closed": _at(row.closed_ms), "alert": row.alert, "owner": row.owner,
    }  # fmt: skip


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)
