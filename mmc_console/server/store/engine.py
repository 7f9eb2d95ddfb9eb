"""The engine: SQLCipher behind SQLAlchemy Core, one writing connection and a few reading ones.

The only module that knows which database this is. Writing is one at a time: the writer's batches and the short writes
of other services take the same lock. It knows no table.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from mmc_console.server.store.errors import CommitUnknown, EngineTooOld, StoreError, named

T = TypeVar("T")

OLDEST_ENGINE: Final = (3, 51, 3)
BUSY_SECONDS: Final = 5.0
READERS: Final = 3
"""Reading connections that are kept. More are opened while more read at once: nobody waits for a slow report's, least
of all the event loop, which asks here whose a token is."""
_WAL_AT_MOST: Final = 64 * 1024 * 1024


class Database:
    """One encrypted database file. `open()` first; StoreError names what is wrong."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._lock = Lock()
        self._writing: Engine | None = None
        self._reading: Engine | None = None
        self._connection: Connection | None = None
        self._made = False
        """Whether the file was here: one that is gone since is destroyed, and no other is made in its place."""

    def open(self) -> None:
        """Check the engine, the key and the file; make the file if there is none."""
        check_engine(_driver().sqlite_version_info)
        writing = self._engine(readers=False)
        try:
            with _naming():
                self._connection = writing.connect()
        except StoreError:
            writing.dispose()
            raise
        self._made = True
        self._writing, self._reading = writing, self._engine(readers=True)

    def close(self) -> None:
        """Leave the file whole in one piece: the WAL is written back and emptied, unless another program uses it."""
        if self._connection is None:
            self._let_go()
            return
        driver: Any = self._connection.connection.driver_connection
        try:
            with _naming():
                driver.execute("PRAGMA busy_timeout = 0")  # waiting for others would hold the write lock meanwhile
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._let_go()

    def reopen(self) -> None:
        """Drop every connection, whatever state it is in, and open again."""
        with self._lock:
            self._let_go()
            self.open()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        for engine in (self._writing, self._reading):
            if engine is not None:
                engine.dispose()
        self._writing = self._reading = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: BEGIN IMMEDIATE, committed and flushed when the block ends, nothing of it when it raises.

        CommitUnknown when COMMIT itself failed; other StoreErrors: certainly nothing was written.
        """
        with self._lock:
            if self._connection is None:
                self._open_writing()
            connection = self._connection
            assert connection is not None
            with _naming():
                transaction = connection.begin()
            try:
                with _naming():
                    yield connection
            except BaseException:
                with _naming():
                    transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as fault:
                self._drop_writing()
                known = named(fault)
                raise CommitUnknown(known.code if known else "commit failed") from fault

    def _drop_writing(self) -> None:
        """A connection whose COMMIT failed takes no other transaction, whoever's it was: the next write opens one."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _open_writing(self) -> None:
        """Readers stay as they are, unless everything is closed."""
        if self._writing is None or self._reading is None:
            self.open()
            return
        with _naming():
            self._connection = self._writing.connect()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run *work* in a transaction of its own; blocks, so call it from a thread. Keep it under 100 ms."""
        with self.write() as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one committed moment and can write nothing."""
        if self._reading is None:
            raise StoreError("the database is closed")
        with _naming(), self._reading.connect() as connection, connection.begin():
            yield connection

    def copy_to(self, target: Path) -> None:
        """A flushed copy of the whole file, under the same key, as of the last commit."""
        with self._lock:
            assert self._connection is not None, "open() comes first"
            driver: Any = self._connection.connection.driver_connection
            with _naming():
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with self.path.open("rb") as source, os.fdopen(handle, "wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())

    @contextmanager
    def beside(self, other: Database, name: str) -> Iterator[None]:
        """Inside, statements of the writing connection find the tables of *other* as `name.table`."""
        with self._lock:
            self._plain(f"ATTACH DATABASE ? AS {name} KEY \"x'{other._key.hex()}'\"", str(other.path))
        try:
            yield
        finally:
            with self._lock:
                self._plain(f"DETACH DATABASE {name}")

    def faults(self, *, rows: bool = True) -> list[str]:
        """What is wrong with the file, page by page and row by row: codes, none when all is well. Takes its time.

        Not *rows*: they were looked at a moment ago.
        """
        with self._lock:
            found = ["pages" for _ in self._plain("PRAGMA cipher_integrity_check")][:1]
            found += ["rows" for row in (self._plain("PRAGMA quick_check(1)") if rows else ()) if row[0] != "ok"]
            found += ["foreign-keys" for _ in self._plain("PRAGMA foreign_key_check")][:1]
        return found

    def _plain(self, statement: str, *values: str) -> list[Any]:
        """One statement outside any transaction, on the writing connection."""
        assert self._connection is not None, "open() comes first"
        driver: Any = self._connection.connection.driver_connection
        with _naming():
            rows: list[Any] = driver.execute(statement, values).fetchall()
        return rows

    def _engine(self, *, readers: bool) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=_driver(),
            creator=lambda: connect(self.path, self._key, readers=readers, make=not (readers or self._made)),
            hide_parameters=True,  # an error's text may reach the log
            poolclass=QueuePool if readers else StaticPool,
            **({"pool_size": READERS, "max_overflow": -1} if readers else {}),
        )
        begin = "BEGIN" if readers else "BEGIN IMMEDIATE"

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine


def connect(path: Path, key: bytes, *, readers: bool, make: bool = False) -> Any:
    """A connection of the driver's own to the encrypted file, set up as every one must be; *readers* write nothing.

    *make* the file if it is not there; without, that is a fault.
    """
    driver = _driver()
    address = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    connection = driver.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, cached_statements=256
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_AT_MOST}")
        if readers:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def check_engine(version: tuple[int, ...]) -> None:
    """EngineTooOld for a SQLite that can lose a committed write."""
    if version < OLDEST_ENGINE:
        raise EngineTooOld(
            f"SQLite {'.'.join(map(str, version))}, {'.'.join(map(str, OLDEST_ENGINE))} or newer is needed"
        )


def _driver() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2


@contextmanager
def _naming() -> Iterator[None]:
    """Say by name what the driver says by number."""
    try:
        yield
    except DBAPIError as fault:
        known = named(fault)
        if known is None:
            raise
        raise known from fault
    except _driver().Error as fault:
        known = named(fault)
        if known is None:
            raise
        raise known from fault
