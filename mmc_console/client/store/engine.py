"""Opens the console's one encrypted file, and gives SQLite's errors our names.

Knows SQLCipher and nothing of what is kept. A connection belongs to the store's own thread.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import sqlcipher3.dbapi2 as sqlcipher

from mmc_console.client.errors import EngineTooOld, StoreFault, StoreFull, StoreLost, WrongKey

OLDEST = (3, 51, 3)
"""Older ones can lose a committed write when the WAL is reset (3.7.0 to 3.51.2)."""
_FULL, _NOT_A_DATABASE = sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOTADB


class StoreDamaged(StoreLost):
    """The file itself is damaged: no later try reads it, as it may where a disk or a folder was away."""

    code = "store-damaged"


class Cursor(Protocol):
    """The part of a DB-API cursor used here."""

    rowcount: int

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """The part of a DB-API connection used here."""

    total_changes: int

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Any, /) -> Cursor: ...
    def close(self) -> None: ...


def connect(path: Path | None, key: bytes | None) -> Connection:
    """The file at *path* opened with its 32-byte *key*; None for both is a store in memory only.

    EngineTooOld, WrongKey, StoreDamaged, StoreFull and StoreLost say what is the matter.
    """
    if sqlcipher.sqlite_version_info < OLDEST:
        raise EngineTooOld(sqlcipher.sqlite_version)
    with named():
        raw = sqlcipher.connect(
            str(path) if path else ":memory:", isolation_level=None, check_same_thread=True, cached_statements=256
        )  # with fewer some are prepared again each time
        connection = cast("Connection", raw)
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # raw: nothing to stretch, it is random
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read proves the key
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")  # sorting must not spill names in clear
            connection.execute("PRAGMA busy_timeout = 5000")
        except BaseException:
            connection.close()
            raise
        if path is not None:
            path.chmod(0o600)
        return connection


@contextlib.contextmanager
def named() -> Iterator[None]:
    """Turn SQLite's errors into ours; anything that is a mistake of this program passes as it is."""
    try:
        yield
    except sqlcipher.Error as fault:
        found = _name(fault)
        if found is None:
            raise
        raise found from fault
    except OSError as fault:
        raise (StoreFull if fault.errno == errno.ENOSPC else StoreLost)(str(fault)) from fault


def roll_back(connection: Connection) -> None:
    """Take back what was begun; a disk that took nothing may have done so by itself."""
    if getattr(connection, "in_transaction", True):
        connection.execute("ROLLBACK")


def _name(fault: sqlcipher.Error) -> StoreFault | None:
    code = (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF
    if code == _FULL:
        return StoreFull(str(fault))
    if code == _NOT_A_DATABASE:
        return WrongKey(str(fault))
    if code == sqlite3.SQLITE_CORRUPT:
        return StoreDamaged(str(fault))
    if code in {
        sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
    }:  # fmt: skip
        return StoreLost(str(fault))
    return None
