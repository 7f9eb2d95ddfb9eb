"""Every SQL statement of the console's file: functions over a connection, run on the store's thread.

Rows go in and out as the bytes their owners made; nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from mmc_console.client.store.engine import Connection


def read_fact(connection: Connection, name: str) -> bytes | None:
    """One named fact, or None."""
    row = connection.execute("SELECT body FROM facts WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]) if row else None


def write_fact(connection: Connection, name: str, body: bytes | None) -> None:
    """Set one fact; None forgets it."""
    if body is None:
        connection.execute("DELETE FROM facts WHERE name = ?", (name,))
    else:
        connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, body))


def read_snapshot(connection: Connection) -> tuple[str, int, bytes] | None:
    """Epoch, position and body of the last snapshot."""
    row = connection.execute("SELECT epoch, seq, body FROM snapshot").fetchone()
    return (row[0], row[1], bytes(row[2])) if row else None


def write_snapshot(connection: Connection, epoch: str, seq: int, body: bytes) -> None:
    """Replace the snapshot, and forget the events it contains or that belong to another history."""
    before = connection.execute("SELECT epoch FROM snapshot").fetchone()
    connection.execute("INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?, ?)", (epoch, seq, body))
    if before and before[0] == epoch:
        connection.execute("DELETE FROM events WHERE seq <= ?", (seq,))
    else:
        connection.execute("DELETE FROM events")


def read_events(connection: Connection, after: int) -> list[bytes]:
    """The kept events after *after*, in order, up to the first gap."""
    found: list[bytes] = []
    for seq, body in connection.execute("SELECT seq, body FROM events WHERE seq > ? ORDER BY seq", (after,)):
        if seq != after + len(found) + 1:
            break
        found.append(bytes(body))
    return found


def write_events(connection: Connection, epoch: str, events: Sequence[tuple[int, bytes]]) -> None:
    """Keep events; those of another history than the snapshot's are not written."""
    row = connection.execute("SELECT epoch FROM snapshot").fetchone()
    if row and row[0] == epoch:
        connection.executemany("INSERT OR IGNORE INTO events VALUES (?, ?)", events)


def last_n(connection: Connection) -> int:
    """The highest outbox number ever given in this file."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    return int(row[0]) if row else 0


def read_outbox(connection: Connection) -> list[bytes]:
    """All outbox rows in order."""
    return [bytes(row[0]) for row in connection.execute("SELECT body FROM outbox ORDER BY n")]


def insert_row(connection: Connection, n: int, id: str, state: str, at: str, body: bytes) -> None:
    """Add one outbox row."""
    connection.execute("INSERT INTO outbox (n, id, state, at, body) VALUES (?, ?, ?, ?, ?)", (n, id, state, at, body))


def update_rows(connection: Connection, rows: Iterable[tuple[int, str, int, bytes]]) -> None:
    """Change outbox rows given as (n, state, seq, body)."""
    for n, state, seq, body in rows:
        connection.execute("UPDATE outbox SET state = ?, seq = ?, body = ? WHERE n = ?", (state, seq, body, n))


def delete_rows(connection: Connection, ns: Iterable[int]) -> None:
    """Remove outbox rows; their numbers are never given again."""
    connection.executemany("DELETE FROM outbox WHERE n = ?", [(n,) for n in ns])


def read_cards(connection: Connection) -> list[bytes]:
    """All cards."""
    return [bytes(row[0]) for row in connection.execute("SELECT body FROM cards")]


def delete_cards(connection: Connection, ids: Iterable[str]) -> None:
    """Forget these cards."""
    connection.executemany("DELETE FROM cards WHERE id = ?", [(id,) for id in ids])


def keep_cards(connection: Connection, ids: Container[str]) -> None:
    """Forget all cards but these."""
    delete_cards(connection, [id for (id,) in connection.execute("SELECT id FROM cards") if id not in ids])


def write_cards(connection: Connection, cards: Iterable[tuple[str, bytes]], *, only: bool = False) -> None:
    """Keep cards; with *only*, these and no others."""
    if only:
        connection.execute("DELETE FROM cards")
    connection.executemany("INSERT OR REPLACE INTO cards VALUES (?, ?)", list(cards))
