"""Who works at this console, in memory and on its disk."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mmc_console.client.errors import StoreFault
from mmc_console.client.known import Kept
from mmc_console.client.store import Store, tables
from mmc_console.wire.json import encode

log = logging.getLogger(__name__)

FACT = "session"


class Keeping:
    """What is `kept` of this console's people; as it is now, whatever the disk takes."""

    def __init__(self, store: Store, kept: Kept, on_change: Callable[[], None]) -> None:
        """*on_change*: something of it is another that somebody can see."""
        self.kept = kept
        self._store, self._on_change = store, on_change
        self._owed = False
        """The disk has not taken the last of it."""

    async def keep(self, kept: Kept) -> None:
        """From now on it is so: a disk that takes nothing locks nobody out. `settle` writes then what it owes."""
        before, self.kept = self.kept, kept
        body = encode(kept)
        try:
            await self._store.run(lambda connection: tables.write_fact(connection, FACT, body))
        except StoreFault as fault:
            self._owed = True
            log.warning("who works here could not be stored: %s", fault.code)
        else:
            self._owed = False
        if before.shown != kept.shown:
            self._on_change()

    async def settle(self) -> None:
        """Write once more what the disk did not take: a lock or a sign-out must not end with this program."""
        if self._owed:
            await self.keep(self.kept)
