"""The one thread that touches the console's file, with an async face.

Work is done in the order asked for, each piece one transaction, flushed before its future resolves.
It knows nothing of what the pieces do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from mmc_console.client.errors import StoreFault, StoreLost
from mmc_console.client.store.engine import Connection, connect, named, roll_back
from mmc_console.client.store.schema import migrate

log = logging.getLogger(__name__)

T = TypeVar("T")


class Store:
    """One encrypted file (`durable`), or the same tables in memory."""

    _refusing = False
    """Whether the last that was to be remembered was not: it is logged once."""
    failing = False
    """Whether the last that was to be written was not."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._connection: Connection | None = None

    @classmethod
    async def open(cls, path: Path | None, key: bytes | None) -> Store:
        """Open or create; raises a StoreFault. *path* and *key* None: memory only."""
        assert (path is None) == (key is None), "a file always has a key"
        store = cls(path)
        try:
            await store._begin(lambda: store._connect(path, key))
        except BaseException:
            store._thread.shutdown()
            raise
        return store

    @property
    def durable(self) -> bool:
        """Whether what is written here survives this process."""
        return self.path is not None

    @property
    def is_open(self) -> bool:
        """Whether it still takes work."""
        return self._connection is not None

    def start(self, work: Callable[[Connection], T]) -> asyncio.Future[T]:
        """Begin *work* as one transaction; the future resolves once it is flushed, or with a StoreFault.

        The order of calls is the order of the work. Whoever waits shields it: a cancelled waiter cancels no write.
        """
        connection = self._connection  # of this moment: what is asked before `close` is done before it
        return self._begin(lambda: self._transact(connection, work))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """*work* as one transaction, flushed."""
        return await asyncio.shield(self.start(work))

    async def remember(self, work: Callable[[Connection], object]) -> bool:
        """*work* as `run`, of what only the next start needs: a disk that takes nothing stops nobody. Whether done."""
        try:
            await self.run(work)
        except StoreFault as fault:
            if not self._refusing:
                log.warning("nothing is remembered for the next start: %s", fault.code)
            self._refusing = True
            return False
        self._refusing = False
        return True

    async def close(self) -> None:
        """Finish what was asked for and let the file go; twice does no harm."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await asyncio.shield(self._begin(connection.close))
        self._thread.shutdown()

    def _begin(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.wrap_future(self._thread.submit(work))

    def _connect(self, path: Path | None, key: bytes | None) -> None:
        connection = connect(path, key)
        try:
            with named():
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _transact(self, connection: Connection | None, work: Callable[[Connection], T]) -> T:
        if connection is None:
            raise StoreLost("closed")
        before = connection.total_changes
        try:
            with named():
                connection.execute("BEGIN IMMEDIATE")
                try:
                    result = work(connection)
                    connection.execute("COMMIT")
                except BaseException:
                    roll_back(connection)
                    raise
        except StoreFault:
            self.failing = True
            raise
        if connection.total_changes != before:  # a full disk is read as well as any other
            self.failing = False
        return result
