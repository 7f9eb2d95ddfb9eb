"""Brings what is stored under older keys over to the newest, some rows in a transaction, from any point on again.

Going over the same rows twice changes nothing, so it does not matter where it was killed. A value that cannot be read
stays as it is.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection

from mmc_console.server.keys import Keys
from mmc_console.server.people.fields import Fields, Unreadable

log = logging.getLogger(__name__)

PLACES: Final[dict[str, tuple[str, ...]]] = {"field": ("patients", "notes"), "index": ("patients",)}
"""The tables that hold something of each kind, in the order they are gone over."""
_SEALED: Final[dict[str, tuple[str, ...]]] = {"patients": ("number", "name", "phone"), "notes": ("text",)}


class Part(Struct, frozen=True):
    """What a step did: the last row it looked at (empty: none is left), and how many there were."""

    cursor: str
    rows: int


def total(conn: Connection, kind: str) -> int:
    """How many rows a whole exchange of this kind goes over."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return sum(driver.execute(f"SELECT count(*) FROM {place}").fetchone()[0] for place in PLACES[kind])  # noqa: S608 - our own names


def left(conn: Connection, keys: Keys) -> int:
    """How many rows still hold a value under an older field key: the whole tables are looked at."""
    driver = conn.connection.driver_connection
    assert driver is not None
    newest, found = keys.field_id.to_bytes(2, "big"), 0
    for place, columns in _SEALED.items():
        older = " OR ".join(f"(length({c}) > 0 AND substr({c}, 1, 2) != ?)" for c in columns)
        query = f"SELECT count(*) FROM {place} WHERE {older}"  # noqa: S608 - our own names
        found += driver.execute(query, [newest] * len(columns)).fetchone()[0]
    return found


def move(conn: Connection, keys: Keys, kind: str, place: str, after: str, rows: int) -> Part:
    """Bring the next *rows* of *place* behind the row *after* under the newest key of *kind*."""
    driver = conn.connection.driver_connection
    columns = _SEALED[place]
    wanted = columns if kind == "field" else ("number", "number_hash")
    query = f"SELECT id, {', '.join(wanted)} FROM {place} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - our own names
    assert driver is not None
    found = driver.execute(query, (after, rows)).fetchall()
    fields = Fields(keys)
    made = (_sealed_anew(fields, keys, place, columns, found), columns) if kind == "field" else (
        _hashed_anew(fields, found), ("number_hash",),
    )  # fmt: skip
    changed, names = made
    if changed:
        setting = ", ".join(f"{name} = ?" for name in names)
        driver.executemany(f"UPDATE {place} SET {setting} WHERE id = ?", changed)  # noqa: S608 - our own names
    return Part(found[-1][0] if len(found) == rows else "", len(found))


def _sealed_anew(
    fields: Fields, keys: Keys, place: str, columns: tuple[str, ...], found: list[Any]
) -> list[tuple[Any, ...]]:
    newest, changed = keys.field_id.to_bytes(2, "big"), []
    for id, *values in found:
        if all(not value or value[:2] == newest for value in values):
            continue
        try:
            plain = [fields.open(place, column, id, value) for column, value in zip(columns, values, strict=True)]
        except Unreadable:
            log.warning("%s %s cannot be read, so it stays under its old key", place, id)
            continue
        changed.append((*(fields.seal(place, c, id, text) for c, text in zip(columns, plain, strict=True)), id))
    return changed


def _hashed_anew(fields: Fields, found: list[Any]) -> list[tuple[Any, ...]]:
    changed = []
    for id, number, standing in found:
        try:
            plain = fields.open("patients", "number", id, number)
        except Unreadable:
            log.warning("patients %s cannot be read, so it is found by its old hash only", id)
            continue
        hashed = fields.hashed("patients.number", plain)
        if plain and hashed != standing:  # somebody who was erased has no number
            changed.append((hashed, id))
    return changed
