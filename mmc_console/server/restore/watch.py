"""Notices that the database is destroyed while the server runs: gone, another file, or no longer readable.

What passes by itself (a full disk, a lock) is no destruction; nor is one look enough. It also keeps the file of the
administrators up to date, so that one can come in to restore.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from mmc_console.domain.centre import Site
from mmc_console.server.auth import users
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.stores import Place
from mmc_console.server.keys import Keys
from mmc_console.server.restore import known_admins
from mmc_console.server.restore.known_admins import Known
from mmc_console.server.store.engine import Database, connect
from mmc_console.server.store.errors import StoreError

log = logging.getLogger(__name__)

EVERY: Final = 1.0
LOOKS: Final = 2
"""So many in a row find the same."""
FAILING: Final = 5
"""After so many looks at which nothing could be written, the whole file is read through; at which nothing could be
read, it counts as destroyed."""
_RIGHTS: Final = (
    "SELECT coalesce((SELECT count FROM auth_changes), 0), (SELECT count(*) FROM devices), "
    "coalesce((SELECT sum(version) FROM plugins), 0)"
)
Rights = tuple[int, int, int]
"""How often rights have changed, how many consoles there are, and how often plugins were set up."""
CORRUPT: Final = frozenset({1, 11, 26})
"""Malformed, no database, or one without our tables: it was emptied."""
GONE: Final = "database-gone"
DAMAGED: Final = "database-damaged"


class Watch:
    """Looks after one open database. *fault*: what keeps the writer from writing now, or nothing; *places*: the
    stores of the backups."""

    def __init__(
        self, database: Database, keys: Keys, folder: Path, site: Callable[[], Site], fault: Callable[[], str],
        places: Callable[[], tuple[Place, ...]],
    ) -> None:  # fmt: skip
        self._database, self._keys, self._folder, self._site, self._fault = database, keys, folder, site, fault
        self._ask_places, self._places = places, tuple[Place, ...]()
        self._file = _identity(database.path)
        self._kept: tuple[Rights, tuple[Place, ...]] | None = None
        """What the administrators' file was last written for."""
        self.known: Known | None = None
        """What it says, or would if it could be written: it may be destroyed together with the database."""
        self._doubted = False
        self._failing = self._unreadable = 0

    async def run(self) -> str:
        """Until the database is destroyed: how. Cancel it to stop."""
        found, times = "", 0
        while times < LOOKS:
            now = await asyncio.to_thread(self.look)
            times = times + 1 if now and now == found else int(bool(now))
            found = now
            if times < LOOKS:
                await asyncio.sleep(EVERY)
        return found

    def look(self) -> str:
        """One look: nothing, or how it is destroyed."""
        if _identity(self._database.path) != self._file:
            return GONE
        self._failing = self._failing + 1 if self._fault() else 0
        try:
            with closing(connect(self._database.path, self._keys.database, readers=True)) as connection:
                rights = connection.execute(_RIGHTS).fetchone()
                connection.execute("SELECT body FROM events ORDER BY seq DESC LIMIT 1").fetchone()
                if self._failing >= FAILING:
                    self._failing = 0
                    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                        return DAMAGED
        except Exception as fault:  # noqa: BLE001 - the driver's own, and what a destroyed file makes of them
            if _out_of_handles():
                return ""  # too many connections: that says nothing of the file
            self._unreadable += 1  # a read that fails once may succeed the next time
            return DAMAGED if _code_of(fault) in CORRUPT or self._unreadable >= FAILING else ""
        self._unreadable = 0
        self._keep_admins(rights)
        return ""

    def _keep_admins(self, rights: Rights) -> None:
        try:
            self._places = self._ask_places()
        except (StoreError, DBAPIError, BackupFailed, OSError) as fault:
            log.warning("the settings of backups cannot be read: %s", type(fault).__name__)
        if (rights, self._places) == self._kept:
            return
        try:
            found = self._known(rights)
            if found is None:
                self._doubt()
                return
            self.known, now = found
            known_admins.keep(self._folder, self._keys.database, self.known)
            self._kept, self._doubted = (now, self._places), False
        except (StoreError, DBAPIError, OSError) as fault:
            log.warning("the administrators' file could not be written: %s", type(fault).__name__)

    def _known(self, seen: Rights) -> tuple[Known, Rights] | None:
        """What the database says of the administrators, and for which rights; None when it cannot be all.

        It may be destroyed while it is read, or be another one by now. What is counted only grows, a centre is never
        without an administrator, and who reads the same file before and after has read it.
        """
        with self._database.read() as conn:
            changes, consoles, plugins = conn.exec_driver_sql(_RIGHTS).one()
            known = known_admins.known_in(conn, self._site(), self._places)
            led = users.any_admin(conn)
        now: Rights = changes, consoles, plugins
        before = self._kept[0] if self._kept is not None else (0, 0, 0)
        grown = all(each >= max(least) for each, *least in zip(now, seen, before, strict=True))
        if not led or not grown or _identity(self._database.path) != self._file:
            return None
        return known, now

    def _doubt(self) -> None:
        """The file that is there stays: it is all that lets anybody in when the database is destroyed."""
        if not self._doubted and (self._folder / known_admins.FILE).exists():
            log.warning("the administrators' file stays as it was: what was read of them cannot be all")
        self._doubted = True


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _out_of_handles() -> bool:
    """Whether this process can open nothing at all now."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as fault:
        return fault.errno in (errno.EMFILE, errno.ENFILE)
    return False


def _code_of(fault: BaseException) -> int:
    code: Any = getattr(fault, "sqlite_errorcode", 0)
    return int(code or 0) & 0xFF
