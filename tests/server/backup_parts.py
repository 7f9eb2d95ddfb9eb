"""What tests of backups are made of: a small centre with a real encrypted database, its stores."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from mmc_console import assets
from mmc_console.server.backups.catalogue import name_of
from mmc_console.server.backups.format import Header
from mmc_console.server.backups.keys import BackupKeys, backup_keys
from mmc_console.server.backups.snapshot import Marks, Snapshot
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.taking import Source, Taken, take
from mmc_console.server.keys import Keys
from mmc_console.server.log import events
from mmc_console.server.store.engine import Database, connect
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened


def nothing(step: str, done: int, of: int) -> None:
    """Progress nobody asks for."""


@dataclass
class SmallCentre:
    """A centre's folder with an open database, and a store beside it."""

    folder: Path
    database: Database
    keys: Keys
    clock: HandClock
    source: Source
    store: FolderStore
    seq: int = 0

    @property
    def backup_keys(self) -> BackupKeys:
        """Its backup keys."""
        return backup_keys(self.keys.folder)

    def work(self, events_more: int = 1) -> None:
        """Something happens: events, and rows of other tables that change."""

        def write(conn: Connection) -> None:
            for _ in range(events_more):
                self.seq += 1
                values = (self.seq, self.seq * 1000, "ticket_issued", str(self.seq), secrets.token_hex(120).encode())
                conn.exec_driver_sql("INSERT INTO events VALUES (?, ?, ?, ?, ?)", values)
                day = (f"2026-11-{self.seq % 20 + 1:02d}", "n", self.seq)
                conn.exec_driver_sql("INSERT OR REPLACE INTO ledger (key, kind, value) VALUES (?, ?, ?)", day)

        self.database.transact(write)

    def take(self, **more: Any) -> Taken:
        """A backup of it, in this process."""
        return take(self.source, [self.store], "manual", self.clock, nothing, **more)

    def file_of(self, header: Header) -> Path:
        """Where the store keeps it."""
        return self.folder / "backups" / name_of(header)


@contextmanager
def small_centre(folder: Path, seq: int = 40) -> Iterator[SmallCentre]:
    """A centre with so many events."""
    clock = HandClock()
    with opened(folder, tables=False) as (database, keys):
        migrate(database, clock.now())
        database.transact(lambda conn: events.begin(conn, clock.now()))
        source = Source(database.path, keys.database, keys.folder, folder / "backup-work")
        store = FolderStore("folder", folder / "backups", made=True)
        found = SmallCentre(folder, database, keys, clock, source, store)

        def publish(conn: Connection) -> None:
            center = msgspec.json.decode(assets.path("resources", "center.json").read_bytes())
            body = msgspec.json.encode({"seq": 1, "type": "centre_published", "center": center})
            conn.exec_driver_sql("INSERT INTO events VALUES (1, 1, 'centre_published', 'a', ?)", (body,))

        database.transact(publish)
        found.seq = 1
        found.work(seq - 1)
        yield found


def pages_of(path: Path, key: bytes) -> bytes:
    """Everything in a database, page by page, opened."""
    with Snapshot(path, key) as moment:
        return b"".join(moment.all_pages(Marks()))


def rows_of(path: Path, key: bytes, table: str) -> list[Any]:
    """Every row of a table."""
    connection = connect(path, key, readers=True)
    try:
        found: list[Any] = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - a test's own
        return found
    finally:
        connection.close()


def opened_file(content: bytes) -> io.BytesIO:
    """A file to read."""
    return io.BytesIO(content)


def day(number: int) -> datetime:
    """A moment of so many days after the start of 2025."""
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)
