"""The chain in the database: entries appended inside a transaction, the head beside them and in the keys' folder.

The transaction holds the database's write lock, so that the server and the command line beside it write one chain.
A copy of the sealed head lies with the keys: a database whose end was cut off, or an older one in its place, is behind
it.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace
from sqlalchemy import Connection, select

from mmc_console.server.audit.chain import FIRST, Entry, link, seal, written
from mmc_console.server.audit.tables import head
from mmc_console.server.store.prepared import Prepared

log = logging.getLogger(__name__)

HEAD_FILE: Final = "audit.head"
_INSERT: Final = "INSERT INTO audit (seq, body, hash) VALUES (?, ?, ?)"
_HEAD: Final = Prepared(select(head.c.seq, head.c.hash, head.c.seal))
_SET_HEAD: Final = "INSERT OR REPLACE INTO audit_head (id, seq, hash, seal) VALUES (1, ?, ?, ?)"


class Head(Struct, frozen=True):
    """The newest entry, and the seal that says the key's holder wrote it."""

    seq: int
    hash: bytes
    seal: bytes


def append(conn: Connection, key: bytes, entries: Iterable[Entry]) -> Head:
    """Write *entries* (their `seq` is given here) behind the last one; the new head. Needs a writing transaction."""
    driver = driver_of(conn)
    last = head_of(conn)
    seq, hash = (last.seq, last.hash) if last is not None else (0, FIRST)
    rows = []
    for entry in entries:
        seq += 1
        body = written(replace(entry, seq=seq))
        hash = link(key, hash, body)
        rows.append((seq, body, hash))
    driver.executemany(_INSERT, rows)
    now = Head(seq, hash, seal(key, seq, hash))
    driver.execute(_SET_HEAD, (now.seq, now.hash, now.seal))
    return now


def append_after_loss(conn: Connection, key: bytes, kept: Head | None, entry: Entry) -> Head:
    """Say in the chain that its end was lost with a database, and seal it: in a restored one, without the old one.

    The gap stays visible for ever: an entry names how far the lost part had come. *kept*: the head beside the keys;
    *entry*: when, and what it is about.
    """
    last = head_of(conn)
    stands = last.seq if last is not None else 0
    lost = {"last": stands, "lost": max(0, kept.seq - stands)} if kept is not None else {"last": stands}
    return append(conn, key, [replace(entry, act="audit-continued", user="", device="", detail=lost)])


def head_of(conn: Connection) -> Head | None:
    """The head as the database has it."""
    row = _HEAD.one(conn)
    return None if row is None else Head(*row)


def keep_head(folder: Path, last: Head) -> None:
    """Put the head beside the keys, whole or not at all. Not flushed: an older head is behind, never wrong."""
    target = folder / HEAD_FILE
    draft = target.with_name(f".{HEAD_FILE}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encode(last))
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def kept_head(folder: Path) -> Head | None:
    """The head beside the keys; None when there is none, or what is there is none."""
    try:
        return decode((folder / HEAD_FILE).read_bytes(), type=Head)
    except (OSError, DecodeError):
        return None


def carry_over(old: Connection, new: Connection) -> int:
    """Copy the audit of *old* over that of *new*, so that the chain goes on after a restore; how many entries.

    *new* must be in a writing transaction. Where the old database cannot be read there is nothing to carry: begin with
    `append_after_loss`.
    """
    target, count = driver_of(new), 0
    target.execute("DELETE FROM audit")
    target.execute("DELETE FROM audit_head")
    source = driver_of(old).execute("SELECT seq, body, hash FROM audit ORDER BY seq")
    while rows := source.fetchmany(5_000):
        target.executemany(_INSERT, rows)
        count += len(rows)
    last = head_of(old)
    if last is not None:
        target.execute(_SET_HEAD, (last.seq, last.hash, last.seal))
    return count


def driver_of(conn: Connection) -> Any:
    """The driver's own connection: a chain is many small rows."""
    return conn.connection.driver_connection
