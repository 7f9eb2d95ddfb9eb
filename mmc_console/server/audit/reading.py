"""What the audit holds, by time, act, person, console and what it is about; newest first, in pages. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, func, select

from mmc_console.server.audit.chain import Entry, read
from mmc_console.server.audit.tables import audit
from mmc_console.server.auth.tables import devices, users
from mmc_console.wire.audit import COUNTED_AT_MOST, AuditRow


class Wanted(Struct, frozen=True):
    """What is looked for; None: whatever it is. Times in milliseconds, `until_ms` not included."""

    from_ms: int | None = None
    until_ms: int | None = None
    act: str | None = None
    user: str | None = None
    device: str | None = None
    about: str | None = None


def page(
    conn: Connection, wanted: Wanted, stamp: Callable[[int], datetime], *, before: int | None, limit: int
) -> tuple[AuditRow, ...]:
    """The newest *limit* entries that are wanted, of those before the entry *before*."""
    query = _wanted(select(audit.c.body, audit.c.hash), wanted)
    if before is not None:
        query = query.where(audit.c.seq < before)
    names = Names(conn)
    found = conn.execute(query.order_by(audit.c.seq.desc()).limit(limit))
    return tuple(names.row(read(body), hash, stamp) for body, hash in found)


def count(conn: Connection, wanted: Wanted) -> int:
    """How many there are; what is beyond 10,000 is not counted."""
    some = _wanted(select(audit.c.seq), wanted).limit(COUNTED_AT_MOST).subquery()
    found: int = conn.execute(select(func.count()).select_from(some)).scalar_one()
    return found


def everything(conn: Connection, wanted: Wanted, stamp: Callable[[int], datetime]) -> Iterator[AuditRow]:
    """All that is wanted, oldest first, row by row."""
    names = Names(conn)
    for body, hash in conn.execute(_wanted(select(audit.c.body, audit.c.hash), wanted).order_by(audit.c.seq)):
        yield names.row(read(body), hash, stamp)


def last_of(conn: Connection, act: str) -> Entry | None:
    """The newest entry of this act."""
    query = select(audit.c.body).where(audit.c.act == act).order_by(audit.c.seq.desc()).limit(1)
    body = conn.execute(query).scalar_one_or_none()
    return None if body is None else read(body)


class Names:
    """What users and consoles are called now."""

    def __init__(self, conn: Connection) -> None:
        self._users: dict[str, str] = dict(conn.execute(select(users.c.id, users.c.name)).all())
        self._desks: dict[str, str] = dict(conn.execute(select(devices.c.id, devices.c.desk)).all())

    def row(self, entry: Entry, hash: bytes, stamp: Callable[[int], datetime]) -> AuditRow:
        """The entry as it is shown."""
        return AuditRow(
            seq=entry.seq, at=stamp(entry.at_ms), act=entry.act, user=entry.user, name=self._users.get(entry.user, ""),
            device=entry.device, desk=self._desks.get(entry.device, ""), about=entry.about,
            about_name=self._users.get(entry.about, ""), detail=dict(entry.detail), request=entry.request,
            hash=hash.hex(),
        )  # fmt: skip


def _wanted(query: Select[Any], wanted: Wanted) -> Select[Any]:
    c = audit.c
    asked: list[ColumnElement[bool]] = []
    if wanted.from_ms is not None:
        asked.append(c.at_ms >= wanted.from_ms)
    if wanted.until_ms is not None:
        asked.append(c.at_ms < wanted.until_ms)
    for column, value in (
        (c.act, wanted.act),
        (c.user, wanted.user),
        (c.device, wanted.device),
        (c.about, wanted.about),
    ):
        if value is not None:
            asked.append(column == value)
    return query.where(*asked)
