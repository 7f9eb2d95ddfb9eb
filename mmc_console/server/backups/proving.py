"""Whether a backup is one: unpacked whole into a scratch place, opened by a real SQLCipher, and asked.

The same for the check after writing, the daily test, `verify` and the report after a restore. The scratch file lies
encrypted under a key that exists in this process only, and is gone afterwards, however it went.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from msgspec import Struct

from mmc_console.server.backups.faults import DAMAGED, BackupFailed, BadBackup
from mmc_console.server.backups.keys import BackupKey, BackupKeys
from mmc_console.server.backups.snapshot import counts, event_digest, log_digest
from mmc_console.server.backups.stores import Store
from mmc_console.server.backups.unpack import Unpacked, unpack
from mmc_console.server.store.engine import connect

T = TypeVar("T")
Going = Callable[[str, int, int], None]
"""Hears which step this is, how far it is, of how much; may raise to call it off."""


class Proof(Struct, frozen=True):
    """What a backup was found to hold: the file's SHA-256 and size, and of its database the last event and its history,
    rows by table and the hash over the log."""

    sha256: str
    size: int
    epoch: str
    seq: int
    counts: dict[str, int]
    log: str
    segments: int = 0


def prove(
    store: Store, name: str, keys: BackupKeys | BackupKey, scratch: Path, going: Going, segments: Sequence[str] = (),
) -> Proof:  # fmt: skip
    """Read backup *name* back from *store*, with these *segments* after it; BadBackup when it does not hold."""
    with ExitStack() as stack:
        base = stack.enter_context(store.open(name))
        return prove_file(base, keys, scratch, going, _opened(store, segments))


def prove_file(
    base: BinaryIO, keys: BackupKeys | BackupKey, scratch: Path, going: Going, segments: Iterable[BinaryIO] = ()
) -> Proof:
    """The same of an open file."""
    key = secrets.token_bytes(32)
    with scratch_file(scratch) as path:
        found = unpack(path, key, keys, base, segments, going=lambda done, of: going("read", done, of))
        return examine(path, key, found, going)


def examine(path: Path, key: bytes, found: Unpacked, going: Going = lambda *_: None) -> Proof:
    """What the unpacked database at *path* holds; BadBackup when it is not what its header and manifest say."""
    _look(path, key, lambda connection: _check_pages(connection, going))
    return _look(path, key, lambda connection: _check_content(connection, found, going))


def examine_at_once(path: Path, key: bytes, found: Unpacked) -> Proof:
    """The same by two threads: somebody waits for it, and the driver works outside Python's lock."""
    with ThreadPoolExecutor(1) as second:
        pages = second.submit(_look, path, key, lambda connection: _check_pages(connection, lambda *_: None))
        proof = _look(path, key, lambda connection: _check_content(connection, found, lambda *_: None))
        pages.result()
    return proof


def _look(path: Path, key: bytes, check: Callable[[Any], T]) -> T:
    """Let *check* ask the database at *path*; what the driver cannot make sense of is a BadBackup."""
    with closing(connect(path, key, readers=False)) as connection:
        try:
            return check(connection)
        except Exception as fault:
            if type(fault).__module__.startswith("sqlcipher3"):
                raise BadBackup(DAMAGED, "database") from None
            raise


def _check_pages(connection: Any, going: Going) -> None:
    going("check", 0, 4)
    _must(not connection.execute("PRAGMA cipher_integrity_check").fetchall(), "pages")
    going("check", 1, 4)
    _must(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "structure")


def _check_content(connection: Any, found: Unpacked, going: Going) -> Proof:
    going("check", 2, 4)
    _check_log(connection.execute, found)
    log = log_digest(connection)
    _must(not found.manifest.log or found.manifest.log == log, "log")
    going("check", 3, 4)
    rows = counts(connection)
    _must(not found.manifest.counts or found.manifest.counts == rows, "rows")
    _must(found.manifest.last == event_digest(connection, found.header.seq), "last event")
    going("check", 4, 4)
    number = found.header.chain.number if found.header.chain else 0
    return Proof(found.base.sha256, found.base.size, found.header.epoch, found.header.seq, rows, log, number)


@contextmanager
def scratch_file(scratch: Path) -> Iterator[Path]:
    """A place for one database file in *scratch*, emptied afterwards; BackupFailed when there is none."""
    folder = scratch / f"unpacked-{secrets.token_hex(6)}"
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError:
        raise BackupFailed("backup-no-scratch") from None
    try:
        yield folder / "scratch.db"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_log(ask: Any, found: Unpacked) -> None:
    rows, first, last = ask("SELECT count(*), min(seq), max(seq) FROM events").fetchone()
    _must(rows == 0 or (first == 1 and last == rows), "a gap in the log")
    _must((last or 0) == found.header.seq, "the log's end")
    heads = [row[0] for row in ask("SELECT epoch FROM log_heads").fetchall()]
    _must(heads == [found.header.epoch], "history")
    schema = [row[0] for row in ask("SELECT version_num FROM alembic_version").fetchall()]
    _must(schema == [found.header.schema], "schema")


def _opened(store: Store, names: Sequence[str]) -> Iterator[BinaryIO]:
    for name in names:
        with store.open(name) as file:
            yield file


def _must(true: bool, what: str) -> None:
    if not true:
        raise BadBackup(DAMAGED, what)
