"""What can go wrong with the database, by name: whose fault it is, and what a person can do.

    StoreError
      EngineTooOld    the SQLite this Python has can lose a committed write
      WrongKey        the file belongs to another key, or is no database
      NewerDatabase   a newer version of the program has written it
      DatabaseGone    there was a centre here, and its database is not there any more
      DatabaseBusy    another program held the write lock too long
      DiskFull        no room left, recovers by itself
      DiskFault       reading or writing failed
      CommitUnknown   COMMIT failed: whether it took effect is known only after reading again

Messages name no path and quote no SQL: they may reach a log.
"""

from __future__ import annotations

from typing import Final


class StoreError(Exception):
    """Base: the database cannot do what was asked. `code` is stable, kebab-case."""

    code = "database-failed"
    advice = "see the server's log"

    def __str__(self) -> str:
        return f"{self.code}: {self.args[0] if self.args else self.advice}"


class EngineTooOld(StoreError):
    """SQLite 3.7.0 to 3.51.2 can lose a committed write when the WAL is reset."""

    code = "engine-too-old"
    advice = "SQLite 3.51.3 or newer is needed"


class WrongKey(StoreError):
    """The key does not open this file."""

    code = "database-wrong-key"
    advice = "the database was made with other keys, or is damaged; put back the keys folder that belongs to it"


class NewerDatabase(StoreError):
    """Its schema is one this program does not know."""

    code = "database-newer"
    advice = "the database was written by a newer version of the program; install that version"


class DatabaseGone(StoreError):
    """Nobody's start makes an empty centre where one was lost: consoles would follow it."""

    code = "database-gone"
    advice = (
        "there was a centre here and its database is gone: put it back with `mmc-console restore`; to begin a new one, "
        "take the file administrators.sealed away first"
    )


class DatabaseBusy(StoreError):
    """Somebody else held the write lock for more than 5 s."""

    code = "database-busy"
    advice = "another program is writing to the database"


class DiskFull(StoreError):
    """There is no room for another page."""

    code = "disk-full"
    advice = "make room on the disk that holds the database"


class DiskFault(StoreError):
    """The system could not read or write the file."""

    code = "disk-failed"
    advice = "check the disk that holds the database"


class CommitUnknown(StoreError):
    """COMMIT itself failed: read the log again before answering anybody."""

    code = "commit-unknown"
    advice = "the last batch may or may not have been written"


def cause_of(fault: StoreError) -> str:
    """The code a person can do something about: a COMMIT that failed tells why, where the driver said it."""
    told = fault.args[0] if isinstance(fault, CommitUnknown) and fault.args else ""
    return told if told in {kind.code for kind in (DatabaseBusy, DiskFull, DiskFault, WrongKey)} else fault.code


_BUSY: Final = frozenset({5, 6})
_FULL: Final = 13
_FAULTS: Final = frozenset({8, 10, 11, 14})
_NOT_A_DATABASE: Final = 26


def named(fault: BaseException) -> StoreError | None:
    """The named error behind a driver's exception; None when it is a mistake of ours."""
    original: BaseException | None = getattr(fault, "orig", None) or fault
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary in _BUSY:
        return DatabaseBusy()
    if primary == _FULL:
        return DiskFull()
    if primary in _FAULTS:
        return DiskFault()
    if primary == _NOT_A_DATABASE:
        return WrongKey()
    return None
