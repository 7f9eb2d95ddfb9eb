"""What is in a store: each backup with a note beside it, which says what was proven of it.

The notes are the truth: they are there when the database is gone, and they carry a code that only whoever has the
backup key can make, so that nobody's note says `verified` of what was not. A backup without one is there all the same.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from mmc_console.server.backups.faults import BackupFailed, BadBackup
from mmc_console.server.backups.format import Header, read_header
from mmc_console.server.backups.keys import BackupKey, BackupKeys
from mmc_console.server.backups.stores import GONE, Item, Store, put_bytes, read_small

log = logging.getLogger(__name__)

SUFFIX: Final = ".backup"
NOTE: Final = ".json"


class Note(Struct, frozen=True, omit_defaults=True):
    """What is known of one backup in one store. `tested_at`: when it was last unpacked and compared with the source."""

    header: Header
    size: int
    sha256: str = ""
    verified_at: datetime | None = None
    tested_at: datetime | None = None
    refused: str = ""
    """Why it was refused when it was last checked; such a one is never counted as a backup."""


class _Signed(Struct, frozen=True):
    note: msgspec.Raw
    code: str


class Kept(Struct, frozen=True):
    """One backup: its note, and the stores it is in."""

    note: Note
    places: tuple[str, ...]

    @property
    def id(self) -> str:
        """The backup's own."""
        return self.note.header.id


def name_of(header: Header) -> str:
    """What a backup's file is called: in order of time."""
    return f"{header.at:%Y%m%dT%H%M%SZ}-{header.id}{SUFFIX}"


def id_in(name: str) -> str:
    """The backup's id in a file's name; empty when it is none."""
    stem = name.removesuffix(SUFFIX)
    found = stem.rpartition("-")[2]
    return found if name.endswith(SUFFIX) and "/" not in name and len(found) == 32 else ""


def write_note(store: Store, note: Note, key: BackupKey) -> None:
    """Put *note* beside its backup."""
    body = msgspec.json.encode(note)
    signed = _Signed(msgspec.Raw(body), _code(body, key))
    put_bytes(store, name_of(note.header) + NOTE, msgspec.json.encode(signed))


def read_note(store: Store, name: str, size: int, keys: BackupKeys) -> Note:
    """What is known of the backup in file *name*; BadBackup when it is none of ours. A note that is missing, not ours
    or of another file counts for nothing."""
    try:
        raw = read_small(store, name + NOTE)
        signed = msgspec.json.decode(raw, type=_Signed)
        note = msgspec.json.decode(signed.note, type=Note)
        key = keys.find(note.header.key)
        if (
            key is not None and hmac.compare_digest(signed.code, _code(bytes(signed.note), key))
            and name_of(note.header) == name and note.size == size
        ):  # fmt: skip
            return note
    except msgspec.DecodeError:
        log.warning("a backup's note cannot be read")
    except BackupFailed as fault:
        if fault.code != GONE:
            raise
    with store.open(name) as file:
        return Note(read_header(file), size)


def backups_in(store: Store) -> list[Item]:
    """The files in *store* that are called like backups."""
    return [item for item in store.items() if id_in(item.name)]


def note_in(store: Store, item: Item, keys: BackupKeys) -> Note | None:
    """What is known of the backup in this file; None when it is none."""
    try:
        return read_note(store, item.name, item.size, keys)
    except BadBackup:
        log.warning("a file among the backups is none")
    except BackupFailed as fault:
        if fault.code != GONE:  # deleted since it was listed
            raise
    return None


def in_store(store: Store, keys: BackupKeys) -> list[Note]:
    """Every backup in *store*."""
    return [note for item in backups_in(store) if (note := note_in(store, item, keys)) is not None]


def joined(found: Iterable[tuple[str, Iterable[Note]]]) -> list[Kept]:
    """One list of what is in several stores, the newest first. Of two notes the one that has proven more counts."""
    by_id: dict[str, Kept] = {}
    for place, notes in found:
        for note in notes:
            known = by_id.get(note.header.id)
            if known is None:
                by_id[note.header.id] = Kept(note, (place,))
            else:
                better = max(known.note, note, key=_proven)
                by_id[note.header.id] = Kept(better, (*known.places, place))
    return sorted(by_id.values(), key=lambda kept: (kept.note.header.at, kept.id), reverse=True)


def verified(note: Note, at: datetime) -> Note:
    """*note* after the backup was found whole."""
    return replace(note, verified_at=at, refused="")


def _proven(note: Note) -> tuple[bool, float]:
    return note.refused == "", note.verified_at.timestamp() if note.verified_at else 0.0


def _code(body: bytes, key: BackupKey) -> str:
    return hmac.new(hmac.digest(key.secret, b"mmc-backup-note", "sha256"), body, "sha256").hexdigest()
