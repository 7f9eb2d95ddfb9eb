"""The shape of the console's file, step by step; `user_version` counts the steps done."""

from __future__ import annotations

from mmc_console.client.errors import Newer
from mmc_console.client.store.engine import Connection, roll_back

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE facts (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        """CREATE TABLE snapshot (
            one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL)""",
        "CREATE TABLE events (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        """CREATE TABLE outbox (
            n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, at TEXT NOT NULL,
            seq INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL)""",
        "CREATE INDEX outbox_by_state ON outbox (state)",
        "CREATE TABLE cards (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
    ),
)


def migrate(connection: Connection) -> None:
    """Bring the file to the newest shape, each step whole or not at all; Newer when it is ahead of us."""
    done = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if done > len(STEPS):
        raise Newer(f"shape {done}, this program knows {len(STEPS)}")
    for number, step in enumerate(STEPS[done:], done + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in step:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            roll_back(connection)
            raise
