"""Where shipping stands, kept beside the database: after which file of a chain, and the mark of every page then.

It may be older than the chain: then the next segment holds more pages than it had to, and is right all the same. It
holds nothing secret, and without it shipping waits for the next backup.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from mmc_console.server.backups.catalogue import Note, name_of
from mmc_console.server.backups.snapshot import Marks, Position

FILE: Final = "shipping.state"
__all__ = ["FILE", "Position", "State", "forget", "keep", "load"]


class State(Struct, frozen=True):
    """After segment *number* (0: the base itself) of the chain of backup *base*; *before* is that file's SHA-256. The
    history is *epoch*, and *last* the hash of its event *seq*: a database that knows another one is another."""

    base: str
    number: int
    before: str
    epoch: str
    seq: int
    last: str = ""
    salts: bytes = b""
    frames: int = 0
    file: str = ""
    """What the base's file is called."""

    @classmethod
    def of(cls, note: Note, position: Position, last: str = "") -> State:
        """Right after a backup."""
        header = note.header
        return cls(
            header.id, 0, note.sha256, header.epoch, header.seq, last, position.salts, position.frames, name_of(header)
        )  # fmt: skip


def keep(folder: Path, state: State, marks: Marks) -> None:
    """Write it, whole or not at all."""
    body = msgspec.msgpack.encode((state, bytes(marks.raw)))
    draft = folder / f".{FILE}.{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(hashlib.sha256(body).digest() + body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)


def load(folder: Path) -> tuple[State, Marks] | None:
    """What was kept last; None when there is nothing, or nothing whole."""
    try:
        raw = (folder / FILE).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(raw[32:]).digest() != raw[:32]:
        return None
    try:
        state, marks = msgspec.msgpack.decode(raw[32:], type=tuple[State, bytes])
    except msgspec.DecodeError:
        return None
    return state, Marks(marks)


def base(folder: Path) -> str:
    """The backup that shipping goes on from; empty when there is none."""
    kept = load(folder)
    return kept[0].base if kept is not None else ""


def forget(folder: Path) -> None:
    """Shipping begins anew after the next backup."""
    (folder / FILE).unlink(missing_ok=True)
