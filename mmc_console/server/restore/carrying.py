"""What a restored database takes over from the one it replaces, because going back in it would be wrong.

The audit goes on: what was done since the backup was done, also when its effect is gone. Consoles and sign-ins go on,
or everybody would have to enrol again; one that was let in no more stays out. So it is with boards. Plugins are not
told again what they were told. Whoever was made nameless on purpose stays so; whose time was over is forgotten by the
next round. The people who work here and their rights are the restored ones. What the server has measured and what has
happened to it is not undone by going back either: its health, its figures, its alerts and incidents. Where the replaced
database cannot be read, nothing is carried. Every table stands in one of the three lists here; a test says so.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Table,
    delete,
    insert,
    inspect,
    literal_column,
    select,
    text,
    true,
)

from mmc_console.server.log import events
from mmc_console.server.store.engine import Database

AUDIT: Final = "audit"
"""The audit's table, and what the names of its others begin with."""
LATER: Final = "later-actions.csv"

ROLLED_BACK: Final = frozenset({
    "log_heads", "events", "results", "visits", "tickets", "day_lines", "checkpoints", "ledger", "returned",
    "patients", "patient_aliases", "notes", "page_tokens", "page_rated", "ratings", "notices",
    "users", "preferences", "backup_secrets", "centre_drafts", "centre_publications",
    "key_rotations",  # how far values are under the new key is said of these very values
    "health_probe",
})  # fmt: skip
"""What is the centre's: as it was then, to the last row."""

CARRIED: Final = (
    "health_changes", "health_spans", "maintenance", "stations", "figure_samples",
    "alerts", "alert_messages", "alert_told", "incidents", "incident_entries", "incident_follow_ups",
    "backup_runs", "key_copies", "figure_scrapers",
)  # fmt: skip
"""What is the machine's story, and what was handed out or taken away: as it is now, to the last row."""

OWN_RULES: Final = frozenset({
    AUDIT, "audit_head", "devices", "sessions", "auth_changes", "boards", "plugins", "plugin_waiting",
})  # fmt: skip
"""Something of both, by the statements below."""

_CONSOLES: Final = (
    "DELETE FROM sessions",
    "INSERT OR IGNORE INTO devices SELECT * FROM replaced.devices WHERE id NOT IN (SELECT id FROM main.devices)",
    "UPDATE devices SET revoked = 1 WHERE id IN (SELECT id FROM replaced.devices WHERE revoked)",
    """UPDATE devices SET key = was.key, seen_ms = was.seen_ms,
         generation = max(coalesce(devices.generation, was.generation), coalesce(was.generation, devices.generation))
       FROM replaced.devices AS was WHERE was.id = devices.id AND was.no = devices.no""",
    """INSERT OR IGNORE INTO sessions SELECT s.* FROM replaced.sessions AS s
       WHERE s.user IN (SELECT id FROM main.users) AND s.device IN (SELECT id FROM main.devices)""",
    """UPDATE auth_changes SET count = 1 + max(count, (SELECT max(was.count) FROM replaced.auth_changes AS was))""",
)
_BOARDS: Final = (
    "UPDATE boards SET secret_hash = NULL, code_hash = NULL, code_until_ms = NULL",
    """UPDATE boards SET secret_hash = was.secret_hash, code_hash = was.code_hash, code_until_ms = was.code_until_ms,
         sound = was.sound, seen_ms = was.seen_ms
       FROM replaced.boards AS was WHERE was.id = boards.id""",
    """INSERT OR IGNORE INTO boards (id, name, hall, clinics, floors, speaks, volume, quiet, theme, code_hash,
         code_until_ms, secret_hash, sound, seen_ms)
       SELECT id, name, hall, clinics, floors, speaks AND hall NOT IN (SELECT hall FROM main.boards WHERE speaks),
         volume, quiet, theme, code_hash, code_until_ms, secret_hash, sound, seen_ms
       FROM replaced.boards WHERE id NOT IN (SELECT id FROM main.boards)""",
)
"""What each shows is as it was then."""
_PLUGINS: Final = (
    """UPDATE plugins SET seq = max(plugins.seq, min(was.seq, (SELECT coalesce(max(seq), 0) FROM main.events))),
                          n = max(plugins.n, min(was.n, (SELECT coalesce(max(n), 0) FROM main.notices)))
       FROM replaced.plugins AS was WHERE was.name = plugins.name""",
    "DELETE FROM plugin_waiting WHERE (plugin, n) NOT IN (SELECT plugin, n FROM replaced.plugin_waiting)",
    """INSERT OR IGNORE INTO plugin_waiting SELECT was.* FROM replaced.plugin_waiting AS was
       WHERE was.plugin IN (SELECT name FROM main.plugins) AND was.n IN (
         SELECT here.n FROM main.notices AS here JOIN replaced.notices AS there
         ON (there.n, there.about, there.kind) = (here.n, here.about, here.kind))""",
)


_ERASED: Final = """DELETE FROM patients WHERE id NOT IN (SELECT id FROM replaced.patients) AND (
    +id IN (SELECT patient FROM replaced.visits) OR +id IN (
    SELECT json_extract(CAST(was.body AS TEXT), '$.patient') FROM replaced.events AS was
    WHERE was.seq > :shared AND was.type = 'patient_corrected'
      AND json_extract(CAST(was.body AS TEXT), '$.fields[0]') = 'erased'))"""
"""Whoever was here in the replaced history too and is nobody there. Its log does not always say so: it may have begun
with a restore to a moment before they were erased, and be replaced by another."""
_THEIR_TEXTS: Final = "DELETE FROM notes WHERE id NOT IN (SELECT id FROM replaced.notes)"


def carry(new: Database, replaced: Database, shared: int) -> bool:
    """Take over what goes on; whether the audit does. Both are of this program's version, and the same until the
    position *shared*."""
    with new.beside(replaced, "replaced"), new.write() as conn:
        for statement in (*_CONSOLES, *_BOARDS, *_PLUGINS):
            conn.execute(text(statement))
        for name in CARRIED:
            _take_over(conn, name)
        if conn.execute(text(_ERASED), {"shared": shared}).rowcount:
            conn.execute(text(_THEIR_TEXTS))  # which of them were about whom nobody knows any more
        return _go_on_with_audit(conn)


def _take_over(conn: Connection, name: str) -> None:
    """All rows of the replaced table, in the place of the restored ones."""
    columns = ", ".join(f'"{column["name"]}"' for column in inspect(conn).get_columns(name))
    conn.execute(text(f'DELETE FROM main."{name}"'))  # noqa: S608 - names of our own tables
    conn.execute(text(f'INSERT INTO main."{name}" ({columns}) SELECT {columns} FROM replaced."{name}"'))  # noqa: S608 - names of our own tables


def _go_on_with_audit(conn: Connection) -> bool:
    """Append what the replaced audit has more, if it begins with what the restored one has: else they are strangers.

    Its rows are never changed, and each is chained to the one before: one equal row means all before it. What else the
    audit keeps (its head) belongs to its last row.
    """
    names = [name for name in inspect(conn).get_table_names() if name.startswith(AUDIT)]
    if AUDIT not in names or set(names) - set(inspect(conn).get_table_names(schema="replaced")):
        return False
    here, there = _tables(conn, AUDIT)
    row: ColumnElement[int] = literal_column("rowid")
    last = conn.execute(select(row, here).order_by(row.desc()).limit(1)).one_or_none()
    if last is not None and conn.execute(select(row, there).where(row == last[0])).one_or_none() != last:
        return False
    _copy(conn, here, there, row > (0 if last is None else last[0]))
    for name in names:
        if name != AUDIT:
            here, there = _tables(conn, name)
            conn.execute(delete(here))
            _copy(conn, here, there, true())
    return True


def _tables(conn: Connection, name: str) -> tuple[Table, Table]:
    return (
        Table(name, MetaData(), autoload_with=conn, schema="main"),
        Table(name, MetaData(), autoload_with=conn, schema="replaced"),
    )


def _copy(conn: Connection, here: Table, there: Table, which: ColumnElement[bool]) -> None:
    stored = [column.name for column in here.columns if column.computed is None]
    rows = select(*(there.c[name] for name in stored)).where(which)
    conn.execute(insert(here).from_select(stored, rows))


def list_later(replaced: Database, after: int, file: Path) -> int:
    """Write what the replaced database had after that position into *file*, one event a line; how many actions.

    By ids and labels, as the log has them: no person can be read out of it.
    """
    seen = set()
    with replaced.read() as conn, file.open("w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("seq", "at", "type", "label", "number", "clinic", "actor", "desk", "action", "visit", "ticket"))
        for event, _ in events.after(conn, after):
            told = msgspec.to_builtins(event)
            seen.add(event.action)
            rows.writerow((
                event.seq, event.at.isoformat(), event.type, told.get("label", ""), told.get("number", ""),
                told.get("clinic", ""), told.get("actor", ""), told.get("desk", ""), event.action,
                told.get("visit", ""), told.get("ticket", ""),
            ))  # fmt: skip
    return len(seen)
