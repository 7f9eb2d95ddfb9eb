"""Disks of the simulated machines: real tables in real SQLite, kept in memory, that outlive a killed process.

A console's transaction reaches the disk after a while and only then its future resolves; what a kill catches before
that never happened. The server's transactions are one step of its writer each. A disk can be copied and put back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from mmc_console.client.errors import StoreFault
from mmc_console.client.store import Store
from mmc_console.client.store import engine as client_engine
from mmc_console.client.store.schema import migrate as client_schema
from mmc_console.server.store.engine import Database, _driver, _naming

T = TypeVar("T")
_MOST = 1_000_000


class Disk:
    """One SQLite database that is nobody's process."""

    def __init__(self, like: Disk | None = None) -> None:
        self.connection: Any = client_engine.connect(None, None)
        if like is not None:
            self.become(like)

    def become(self, other: Disk) -> None:
        """Hold from now on what *other* holds."""
        self.full(now=False)
        other.connection.backup(self.connection)

    def full(self, *, now: bool) -> None:
        """From now on there is no room for another page; or there is again."""
        most = self.connection.execute("PRAGMA page_count").fetchone()[0] if now else _MOST
        self.connection.execute(f"PRAGMA max_page_count = {most}").fetchone()

    def close(self) -> None:
        """Let it go."""
        self.connection.close()


def console_disk() -> Disk:
    """An empty console's disk with its tables."""
    disk = Disk()
    client_schema(disk.connection)
    return disk


class DiskStore(Store):
    """A console's store on a disk; dead with its process."""

    def __init__(self, disk: Disk, chance: Random) -> None:
        self.path = Path("/simulated")
        self._disk, self._chance = disk, chance
        self._free_at = 0.0
        self.dead = False

    @property
    def is_open(self) -> bool:
        """Whether its process lives."""
        return not self.dead

    def start(self, work: Callable[[client_engine.Connection], T]) -> asyncio.Future[T]:
        """*work* as one transaction, flushed when the future resolves; in the order asked for."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._free_at = max(self._free_at, loop.time()) + self._chance.uniform(0.001, 0.015)
        loop.call_at(self._free_at, self._flush, work, future)
        return future

    def _flush(self, work: Callable[[client_engine.Connection], T], future: asyncio.Future[T]) -> None:
        if self.dead:
            return
        connection = self._disk.connection
        try:
            with client_engine.named():
                connection.execute("BEGIN")
                try:
                    result = work(connection)
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:  # a full disk may have rolled back by itself
                        connection.execute("ROLLBACK")
                    raise
        except StoreFault as fault:
            if not future.done():
                future.set_exception(fault)
            return
        if not future.done():
            future.set_result(result)

    async def close(self) -> None:
        """Its process ends in good order."""
        self.dead = True


class MemoryDatabase(Database):
    """The server's database on a disk: one connection writes and reads, for one thread does all."""

    def __init__(self, disk: Disk) -> None:
        super().__init__(Path("/simulated"), b"")
        self._disk = disk

    def _connect(self, *, readers: bool) -> Any:
        return self._disk.connection

    def reopen(self) -> None:
        """A disk in memory has no other end to open."""

    def _engine(self, *, readers: bool) -> Engine:
        """Without SQLAlchemy's own transactions: one that is begun and ended here costs a third of it."""
        return create_engine(
            "sqlite://", module=_driver(), creator=lambda: self._disk.connection, poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
        )  # fmt: skip

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction of the one connection."""
        connection, driver = self._connection, self._disk.connection
        assert connection is not None, "open() comes first"
        driver.execute("BEGIN IMMEDIATE")
        try:
            with _naming():
                yield connection
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            raise
        driver.execute("COMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """What is committed: nothing else is going on while this is asked."""
        assert self._connection is not None, "open() comes first"
        with _naming():
            yield self._connection
