"""How a start finds its folder: whether a centre has lived in it, and whether its database is destroyed.

A new database is made in a new folder only. Where a centre was, and its database is gone or is none any more, an empty
centre in its place would be the worst answer: consoles would be told to bring all they have into a strange history.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from mmc_console.server.backups.places import OWN
from mmc_console.server.restore import known_admins
from mmc_console.server.restore.watch import CORRUPT, DAMAGED, GONE
from mmc_console.server.restore.work import let_go
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import version_of

ADVICE: Final = (
    "the server answers, and does nothing but restore: an administrator signs in at a console that was in use before "
    "and restores there; or stop the server, and use `mmc-console restore`. For a new centre take an empty folder."
)


def lived(folder: Path) -> bool:
    """Whether a centre was in this folder before: it has left the administrators' file, or backups."""
    if (folder / known_admins.FILE).exists():
        return True
    kept = folder / OWN
    return kept.is_dir() and any(path.is_file() for path in kept.iterdir())


def open_present(database: Database, folder: Path, key: bytes) -> str:
    """Open the database, made where none was ever here; else how it is destroyed. StoreError: it is something else."""
    before = lived(folder)
    if before and not database.path.is_file():
        return GONE
    try:
        database.open()
        if before:
            with database.read() as conn:
                empty = version_of(conn) is None
            if empty:
                let_go(database)
                return DAMAGED
    except StoreError as fault:
        let_go(database)
        if not is_destroyed(fault, folder, key):
            raise
        return DAMAGED
    return ""


def is_destroyed(fault: BaseException, folder: Path, key: bytes) -> bool:
    """Whether *fault* says that this is no database any more; the keys are the right ones: another file says so."""
    cause = fault.__cause__
    code = getattr(getattr(cause, "orig", None) or cause, "sqlite_errorcode", 0) or 0
    return isinstance(fault, StoreError) and code & 0xFF in CORRUPT and known_admins.read(folder, key) is not None


def say_destroyed(lost: str) -> None:
    """For whoever has started the server."""
    sys.stderr.write(f"mmc-console serve: {lost}: {ADVICE}\n")
    sys.stderr.flush()
