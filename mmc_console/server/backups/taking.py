"""Takes a backup: one moment copied into the first store that can hold it, read back, proven, then put in the others.

Blocks for as long as it lasts and belongs to a process of its own (`work`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import Struct
from msgspec.structs import replace

from mmc_console import __version__
from mmc_console.server.backups import marks
from mmc_console.server.backups.catalogue import Note, name_of, verified, write_note
from mmc_console.server.backups.faults import BackupFailed, BadBackup
from mmc_console.server.backups.format import CHUNK, Header, Kind, Manifest, Written, new_id, write_backup
from mmc_console.server.backups.keys import BackupKeys, backup_keys
from mmc_console.server.backups.pages import PAGE, PLAIN
from mmc_console.server.backups.proving import Going, Proof, prove
from mmc_console.server.backups.snapshot import Marks, Snapshot
from mmc_console.server.backups.stores import Store
from mmc_console.server.clock import Clock
from mmc_console.server.keys import load_key

NO_PLACE: Final = "backup-no-place"


class Source(Struct, frozen=True):
    """The centre a backup is of: its database and that one's key, the folder of its keys, and one for scratch."""

    database: Path
    key: bytes
    keys: Path
    scratch: Path

    def __repr__(self) -> str:
        return "Source()"


class Taken(Struct, frozen=True):
    """A backup that was taken and proven; `faults`: why by store it is not there too."""

    note: Note
    places: tuple[str, ...]
    faults: dict[str, str]


def take(
    source: Source, stores: Sequence[Store], kind: Kind, clock: Clock, going: Going, id: str = "", *,
    chain: bool = True,
) -> Taken:  # fmt: skip
    """Take one now. BackupFailed when no store could hold it, BadBackup when what was read back is not what was
    written; then it is removed."""
    keys = backup_keys(source.keys)
    faults: dict[str, str] = {}
    for store in stores:
        try:
            note, last, marked, position = _written(source, store, keys, kind, clock.now(), going, id or new_id())
        except BackupFailed as fault:
            if fault.place != store.name:
                raise
            faults[store.name] = fault.code
            id = ""  # another moment under the same id would be sealed with the same keys and nonces once more
            continue
        break
    else:
        raise BackupFailed(next(iter(faults.values()), NO_PLACE), next(iter(faults), ""))
    note = _proven(source, store, note, keys, clock, going)
    if chain:
        marks.keep(source.scratch, marks.State.of(note, position, last), marked)
    places = [store.name]
    for other in stores:
        if other.name not in faults and other.name != store.name:
            try:
                copy(store, other, note, keys, going)
            except BackupFailed as fault:
                faults[other.name] = fault.code
            else:
                places.append(other.name)
    return Taken(note, tuple(places), faults)


def _written(
    source: Source, store: Store, keys: BackupKeys, kind: Kind, at: datetime, going: Going, id: str
) -> tuple[Note, str, Marks, marks.Position]:
    marked = Marks()
    with Snapshot(source.database, source.key) as moment:
        facts = moment.facts()
        header = Header(
            id=id, kind=kind, product=__version__, schema=facts.schema, center=facts.center, epoch=facts.epoch,
            seq=facts.seq, at=at, key=keys.newest.id, page_size=PAGE, pages=moment.pages, size=moment.pages * PLAIN,
            chunk=CHUNK,
        )  # fmt: skip
        going("count", 0, 1)
        rows, log, last = moment.counts(), moment.log_digest(), moment.event_digest(facts.seq)
        secrets = secrets_in(source.keys)

        def write(sink: BinaryIO) -> Written:
            return write_backup(
                sink, keys.newest, header, moment.all_pages(marked),
                lambda whole: Manifest(whole, rows, log, last, secrets),
                lambda done: going("write", done, header.size),
            )  # fmt: skip

        written = store.put(name_of(header), write)
    note = Note(header, written.size, written.sha256)
    write_note(store, note, keys.newest)
    return note, last, marked, moment.position


def _proven(source: Source, store: Store, note: Note, keys: BackupKeys, clock: Clock, going: Going) -> Note:
    name = name_of(note.header)
    try:
        proof = prove(store, name, keys, source.scratch, going)
        if proof.sha256 != note.sha256:
            raise BadBackup("backup-changed", "what was read back")
    except BadBackup:
        with suppress(BackupFailed):
            remove(store, name)
        raise
    proven = verified(note, clock.now())
    write_note(store, proven, keys.newest)
    return proven


def copy(source: Store, target: Store, note: Note, keys: BackupKeys, going: Going) -> None:
    """Put a backup into one more store, and read it back from there: the same bytes are proven by the same proof."""
    name = name_of(note.header)
    with source.open(name) as file:
        target.put(name, lambda sink: _pour(file, sink, note.size, going))
    if _digest(target, name, note.size, going) != note.sha256:
        remove(target, name)
        raise BackupFailed("backup-not-kept", target.name)
    key = keys.find(note.header.key)
    if key is not None:
        write_note(target, note, key)


def remove(store: Store, name: str) -> None:
    """A backup and its note are gone; the note first, so that none is left without its backup."""
    from mmc_console.server.backups.catalogue import NOTE

    store.delete(name + NOTE)
    store.delete(name)


def reproven(source: Source, store: Store, note: Note, at: datetime, going: Going, *, tested: bool = False) -> Proof:
    """Check a backup again, and write on its note what was found."""
    keys = backup_keys(source.keys)
    key = keys.find(note.header.key)
    try:
        proof = prove(store, name_of(note.header), keys, source.scratch, going)
        if note.sha256 and proof.sha256 != note.sha256:
            raise BadBackup("backup-changed", "not the file that was written")
    except BadBackup as fault:
        if key is not None:
            write_note(store, replace(note, verified_at=None, refused=fault.code), key)
        raise
    if key is not None:
        found = replace(verified(note, at), sha256=proof.sha256, size=proof.size)
        write_note(store, replace(found, tested_at=at) if tested else found, key)
    return proof


def secrets_in(folder: Path) -> dict[str, str]:
    """The keys that what is in the database needs: all but its own, which every copy has anew, and the backups'."""
    paths = sorted(path for path in folder.glob("*.key") if not path.name.startswith((".", "backup-", "database")))
    return {path.name: load_key(path).hex() for path in paths}


def _pour(file: BinaryIO, sink: BinaryIO, size: int, going: Going) -> None:
    done = 0
    while part := file.read(1024 * 1024):
        sink.write(part)
        done += len(part)
        going("copy", done, size)


def _digest(store: Store, name: str, size: int, going: Going) -> str:
    whole, done = hashlib.sha256(), 0
    with store.open(name) as file:
        while part := file.read(1024 * 1024):
            whole.update(part)
            done += len(part)
            going("check", done, size)
    return whole.hexdigest()
