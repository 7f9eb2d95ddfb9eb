"""What is kept of each plugin: reading and writing its row. Decides nothing."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from mmc_console.server.alerts import keeping
from mmc_console.server.log import events
from mmc_console.server.notices.tables import notices
from mmc_console.server.plugins.tables import plugins, waiting
from mmc_console.wire.json import encode
from mmc_console.wire.plugins import About

COUNTS = ("sent", "skipped", "refused", "failed", "expired", "retried")

UNREADABLE = "declaration-unreadable"
"""What it declares was written by another version: it is off until it is switched on, and asked, anew."""


class Kept(Struct, frozen=True, kw_only=True):
    """One plugin as it stands in the database."""

    name: str
    source: str
    on: bool
    version: int
    about: About
    granted: frozenset[str]
    settings: dict[str, str]
    seq: int
    n: int
    counts: dict[str, int]
    error: str
    error_ms: int | None
    sent_ms: int | None


class Waiting(NamedTuple):
    """A notice that is to be tried again."""

    n: int
    tries: int
    next_ms: int


_about = msgspec.json.Decoder(About)
_settings = msgspec.json.Decoder(dict[str, str])


def every(conn: Connection) -> dict[str, Kept]:
    """Every plugin that was ever set up, by name."""
    return {row.name: _kept(row) for row in conn.execute(select(plugins).order_by(plugins.c.name))}


def one(conn: Connection, name: str) -> Kept | None:
    """The plugin of this name."""
    row = conn.execute(select(plugins).where(plugins.c.name == name)).one_or_none()
    return None if row is None else _kept(row)


def put(
    conn: Connection, name: str, source: str, *, on: bool, about: About, granted: frozenset[str],
    settings: dict[str, str],
) -> None:  # fmt: skip
    """Write what an administrator decided. One that is switched on is told what happens from now on."""
    before = one(conn, name)
    values: dict[str, Any] = {
        "source": source, "on": on, "about": encode(about), "granted": " ".join(sorted(granted)),
        "settings": encode(settings),
    }  # fmt: skip
    if before is None:
        values |= dict.fromkeys(COUNTS, 0) | {"name": name, "version": 1, "error": "", "seq": 0, "n": 0}
        conn.execute(insert(plugins).values(**values))
    else:
        conn.execute(update(plugins).where(plugins.c.name == name).values(**values, version=before.version + 1))
    if on and not (before is not None and before.on):
        head = events.head(conn)
        newest = conn.execute(select(func.max(notices.c.n))).scalar_one_or_none()
        here = {"seq": head.seq if head is not None else 0, "n": newest or 0, "error": "", "error_ms": None}
        conn.execute(update(plugins).where(plugins.c.name == name).values(**here))
        conn.execute(delete(waiting).where(waiting.c.plugin == name))
        keeping.begin_now(conn, name)


def record(
    conn: Connection, name: str, *, counts: dict[str, int], seq: int | None = None, n: int | None = None,
    error: str | None = None, now_ms: int,
) -> None:  # fmt: skip
    """Count what became of something, and how far the plugin was told."""
    values: dict[str, Any] = {column: plugins.c[column] + more for column, more in counts.items()}
    if seq is not None:
        values["seq"] = seq
    if n is not None:
        values["n"] = func.max(plugins.c.n, n)
    if error is not None:
        values |= {"error": error, "error_ms": now_ms}
    if counts.get("sent"):
        values["sent_ms"] = now_ms
    if values:
        conn.execute(update(plugins).where(plugins.c.name == name).values(**values))


def wait(conn: Connection, name: str, item: Waiting) -> None:
    """Try this notice again later."""
    row = sqlite.insert(waiting).values(plugin=name, n=item.n, tries=item.tries, next_ms=item.next_ms)
    changed = {"tries": item.tries, "next_ms": item.next_ms}
    conn.execute(row.on_conflict_do_update(index_elements=["plugin", "n"], set_=changed))


def wait_no_more(conn: Connection, name: str, n: int) -> None:
    """This notice is settled."""
    conn.execute(delete(waiting).where(waiting.c.plugin == name, waiting.c.n == n))


def waiting_of(conn: Connection, name: str) -> list[Waiting]:
    """What is to be tried again, the soonest first."""
    question = select(waiting).where(waiting.c.plugin == name).order_by(waiting.c.next_ms).limit(50)
    return [Waiting(row.n, row.tries, row.next_ms) for row in conn.execute(question)]


def count_waiting(conn: Connection, name: str) -> int:
    """How many are to be tried again."""
    return conn.execute(select(func.count()).select_from(waiting).where(waiting.c.plugin == name)).scalar_one()


def _kept(row: Row[Any]) -> Kept:
    try:
        about, on, error = _about.decode(row.about), row.on, row.error
    except msgspec.MsgspecError:  # of another version of this program: no reason for a centre not to open
        about, on, error = About(version="", summary={}), False, UNREADABLE
    return Kept(
        name=row.name, source=row.source, on=on, version=row.version, about=about,
        granted=frozenset(row.granted.split()), settings=_settings.decode(row.settings), seq=row.seq, n=row.n,
        counts={name: getattr(row, name) for name in COUNTS}, error=error, error_ms=row.error_ms,
        sent_ms=row.sent_ms,
    )  # fmt: skip
