"""What the commands share that work on a centre's database beside its running server."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import Final

from mmc_console.server.audit import Audit
from mmc_console.server.clock import SystemClock
from mmc_console.server.keys import Keys, KeysFault, keys_folder, open_keys
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import NewerDatabase, StoreError
from mmc_console.server.store.migrate import HEAD, version_of

DONE: Final = 0
WRONG_ENTRY: Final = 2
EXISTS: Final = 3
NO_DATABASE: Final = 4


class CannotRun(Exception):
    """Ends the command with this exit code and this line."""

    def __init__(self, code: int, line: str) -> None:
        super().__init__(line)
        self.code = code


@contextmanager
def centre_in(folder: Path, environ: Mapping[str, str]) -> Iterator[tuple[Database, Keys]]:
    """The database of the centre in *folder*, of this program's version, and its keys; CannotRun says why not."""
    path = folder / "center.db"
    if not path.is_file():
        raise CannotRun(NO_DATABASE, f"{folder}: there is no centre here; start `mmc-console serve` with it once")
    try:
        keys = open_keys(keys_folder(folder, environ), database_exists=True)
        database = Database(path, keys.database)
        database.open()
        try:
            _check_version(database)
            here = path.stat()
            yield database, keys
            _check_same(path, here)
        finally:
            database.close()
    except (KeysFault, StoreError) as fault:
        raise CannotRun(NO_DATABASE, str(fault)) from None


def take_down(database: Database, keys: Keys, act: str, about: str = "", **detail: object) -> None:
    """Write what a command has done into the audit, with who of the machine did it; CannotRun: it is done, unrecorded.

    The chain is the running server's too: it goes on at the end it finds inside its transaction.
    """
    audit = Audit(database, keys, SystemClock())
    try:
        user = getuser()
    except (KeyError, OSError):  # nobody of that number is known here
        user = ""
    audit.record(act, by=None, about=about, detail={"command": user, **detail})
    try:
        audit.flush()
    except StoreError as fault:
        raise CannotRun(NO_DATABASE, f"done, but not taken down in the audit: {fault}") from None


def _check_version(database: Database) -> None:
    with database.read() as conn:
        version = version_of(conn)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise NewerDatabase
    raise CannotRun(NO_DATABASE, "the database is not of this version yet; start `mmc-console serve` with it once")


def _check_same(path: Path, before: os.stat_result) -> None:
    """A restore puts another file in the place of the one that was opened: what was written is in the replaced one."""
    now = path.stat() if path.exists() else None
    if now is None or (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino):
        raise CannotRun(NO_DATABASE, "a restore has put another database in place meanwhile: do it again")
