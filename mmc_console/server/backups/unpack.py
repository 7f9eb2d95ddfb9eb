"""From a backup, and what was shipped after it, to a database file under a key of its own.

The one way back: the daily test, the check after writing, `verify` and the restore all go through here. The file is
made in a place of its own and is gone again when anything is refused; no other file is touched.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from mmc_console.server.backups.faults import CHAIN_BROKEN, DAMAGED, NEWER, NO_ROOM, BadBackup
from mmc_console.server.backups.format import Header, Manifest, Reading, Written
from mmc_console.server.backups.keys import BackupKey, BackupKeys
from mmc_console.server.backups.pages import CHANGE, PLAIN, PageFile
from mmc_console.server.store.migrate import HEAD

SPARE: Final = 64 * 1024 * 1024
"""Room that is left on the disk whatever is unpacked."""


class Unpacked(NamedTuple):
    """A database file that was put together: header and manifest of the last file, whose moment it is, and what the
    base's file is: its size and SHA-256."""

    header: Header
    manifest: Manifest
    base: Written


def unpack(
    path: Path, database_key: bytes, keys: BackupKeys | BackupKey, base: BinaryIO, segments: Iterable[BinaryIO] = (), *,
    going: Callable[[int, int], None] = lambda _done, _all: None,
) -> Unpacked:  # fmt: skip
    """Make *path* (which must not be there) the database that *base* and the *segments* after it, in order, hold.

    BadBackup refuses, OSError is the disk's; then there is no file. *going* hears bytes done, of how many.
    """
    room = max(0, shutil.disk_usage(path.parent).free - SPARE)
    reading = Reading(base, keys, room=room)
    if reading.header.chain is not None:
        raise BadBackup(CHAIN_BROKEN, "a segment is no backup of its own")
    _check_schema(reading.header)
    base_id = reading.header.id
    if reading.header.size != reading.header.pages * PLAIN:
        raise BadBackup(DAMAGED, "its size is not that of its pages")
    file = PageFile(path, database_key)
    try:
        header = reading.header
        for piece in reading.pieces(lambda done: going(done, header.size)):
            file.whole(piece)
        file.sized(header.pages)
        manifest, whole = reading.manifest, reading.written
        before = whole.sha256
        for number, source in enumerate(segments, 1):
            reading = Reading(source, keys, room=room)
            _check_link(reading.header, base_id, number, before, header)
            _check_schema(reading.header)
            for piece in reading.pieces():
                file.changes(piece)
            header, manifest, before = reading.header, reading.manifest, reading.written.sha256
            file.sized(header.pages)
        file.finish()
    except BaseException as fault:
        file.forget()
        if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
            raise BadBackup(NO_ROOM) from None
        raise
    return Unpacked(header, manifest, whole)


def _check_schema(header: Header) -> None:
    """A newer program's database is refused by its own name, before anything is unpacked."""
    if header.schema > HEAD:
        raise BadBackup(NEWER, f"schema {header.schema}")


def _check_link(header: Header, base: str, number: int, before: str, last: Header) -> None:
    chain = header.chain
    if chain is None or (chain.base, chain.number, chain.before) != (base, number, before):
        raise BadBackup(CHAIN_BROKEN, f"segment {number}")
    if header.center != last.center or header.size % CHANGE:
        raise BadBackup(DAMAGED, f"segment {number}")
