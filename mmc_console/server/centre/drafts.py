"""The draft of the centre: one, which every administrator writes on, with everything that was ever saved of it.

Whoever saves names the revision they began from. If somebody else has saved since, nothing is overwritten: the caller
is told who it was, and decides. What was overwritten on purpose is still there, as an earlier revision.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.ids import UserId
from mmc_console.server.centre.tables import drafts, publications
from mmc_console.server.clock import Clock
from mmc_console.server.store.engine import Database
from mmc_console.wire.json import encode

KEPT: Final = 200
"""Revisions that are kept: weeks of work, some four megabytes."""
Kind = Literal["draft", "kept", "gone"]


class Draft(Struct, frozen=True):
    """One revision."""

    revision: int
    at: datetime
    by: UserId
    base: int
    center: Center


class DraftChanged(Exception):
    """Somebody has saved since: the draft as it stands now, or none."""

    def __init__(self, standing: Draft | None, revision: int) -> None:
        super().__init__(revision)
        self.standing, self.revision = standing, revision


class Drafts:
    """The revisions. Every method blocks for one short question or write."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def present(self) -> Draft | None:
        """The draft, if one is being written."""
        with self._database.read() as conn:
            return _draft(_last(conn))

    def revision(self) -> int:
        """What a caller has to name who writes where there is no draft: 0 before the first, else the last one's."""
        with self._database.read() as conn:
            row = _last(conn)
        return 0 if row is None else int(row.revision)

    def at(self, revision: int) -> Draft | None:
        """A draft as it was saved once."""
        query = select(drafts).where(drafts.c.revision == revision, drafts.c.kind != "gone")
        with self._database.read() as conn:
            return _draft(conn.execute(query).one_or_none())

    def earlier(self, limit: int = 50) -> list[Draft]:
        """What was saved, newest first; the present one too."""
        query = select(drafts).where(drafts.c.kind != "gone").order_by(drafts.c.revision.desc()).limit(limit)
        with self._database.read() as conn:
            return [found for row in conn.execute(query) if (found := _draft(row)) is not None]

    def save(self, revision: int, base: int, center: Center, by: UserId) -> Draft:
        """Keep *center* as the draft. DraftChanged when somebody has saved since *revision*."""

        def write(conn: Connection) -> Draft:
            _check(conn, revision)
            return _add(conn, self._draft(base, center, by), "draft")

        return self._database.transact(write)

    def drop(self, revision: int, by: UserId) -> None:
        """There is no draft any more; what was saved stays to be found. DraftChanged as for `save`."""

        def write(conn: Connection) -> None:
            _check(conn, revision)
            end(conn, self._clock, by)

        self._database.transact(write)

    def give_back(self, conn: Connection, base: int, center: Center, by: UserId) -> None:
        """What was to be published comes back: as the draft, unless one is being written; then beside it."""
        _add(conn, self._draft(base, center, by), "draft" if _draft(_last(conn)) is None else "kept")

    def _draft(self, base: int, center: Center, by: UserId) -> Draft:
        return Draft(0, self._clock.now(), by, base, center)


def take_back(database: Database, clock: Clock) -> int:
    """No publication waits any more: their centres are drafts again; how many. A restore cannot know what became of
    them since its backup."""
    keeping = Drafts(database, clock)

    def write(conn: Connection) -> int:
        waiting = publications.c.state == "waiting"
        rows = conn.execute(select(publications).where(waiting).order_by(publications.c.due_ms)).all()
        for row in rows:
            keeping.give_back(conn, row.base, parse_center(row.body.encode()), UserId(row.by))
        ended = {"state": "cancelled", "ended_ms": millis(clock.now()), "ended_by": ""}
        conn.execute(update(publications).where(waiting).values(**ended))
        return len(rows)

    return database.transact(write)


def end(conn: Connection, clock: Clock, by: UserId) -> None:
    """From here on there is no draft."""
    values = {"at_ms": millis(clock.now()), "by": by, "base": 0, "kind": "gone", "body": ""}
    conn.execute(insert(drafts).values(**values))


def check_revision(conn: Connection, revision: int) -> None:
    """DraftChanged when *revision* is not the last one."""
    _check(conn, revision)


def millis(at: datetime) -> int:
    """*at* as milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def moment(at_ms: int) -> datetime:
    """The moment of these milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _last(conn: Connection) -> Any:
    query = select(drafts).where(drafts.c.kind != "kept").order_by(drafts.c.revision.desc()).limit(1)
    return conn.execute(query).one_or_none()


def _check(conn: Connection, revision: int) -> None:
    row = _last(conn)
    standing = _draft(row)
    present = 0 if row is None else int(row.revision)
    if revision != present and not (revision == 0 and standing is None):
        raise DraftChanged(standing, present)


def _draft(row: Any) -> Draft | None:
    if row is None or row.kind == "gone":
        return None
    return Draft(row.revision, moment(row.at_ms), UserId(row.by), row.base, parse_center(row.body.encode()))


def _add(conn: Connection, draft: Draft, kind: Kind) -> Draft:
    body = encode(draft.center).decode()
    row = {"at_ms": millis(draft.at), "by": draft.by, "base": draft.base, "kind": kind, "body": body}
    (revision,) = conn.execute(insert(drafts).values(**row)).inserted_primary_key or (0,)
    conn.execute(delete(drafts).where(drafts.c.revision <= revision - KEPT))
    return Draft(int(revision), draft.at, draft.by, draft.base, draft.center)
