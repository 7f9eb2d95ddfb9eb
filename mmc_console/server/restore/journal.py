"""Puts the new database in the old one's place so that, whenever the power goes, one of the two is there and whole.

Everything is made aside first, in `restore/ID` beside the database. One small file, `restore.json`, says how far it
is: until it says `switching` the old database stands and the next start throws the new one away; from then on the new
one stands and the next start finishes what is left, which is only renaming. The replaced files are kept in
`replaced/ID`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

log = logging.getLogger(__name__)

FILE: Final = "restore.json"
SCRATCH: Final = "restore"
KEPT: Final = "replaced"
NAME: Final = "center.db"
KEYS: Final = "keys"
_PARTS: Final = (f"{NAME}-wal", f"{NAME}-shm", NAME)
"""The file itself last: while it is there, what lies beside it belongs to it."""

ALONG: Final = ("later-actions.csv",)
"""Written while the new database is made, for whoever looks into the replaced one."""


class Unfinished(Exception):
    """A restore that is decided on cannot be put in place: nothing may be opened, or made, where it belongs."""


class Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a restore is."""

    id: str
    state: Literal["preparing", "switching"]
    keys: str = ""
    """The folder of the server's keys, where some come with the backup."""


def scratch(folder: Path, id: str) -> Path:
    """Where the new database is made."""
    return folder / SCRATCH / id


def kept(folder: Path, id: str) -> Path:
    """Where the replaced files are kept."""
    return folder / KEPT / id


def begin(folder: Path, id: str) -> Path:
    """Note that a restore has begun; its scratch folder, empty."""
    place = scratch(folder, id)
    place.mkdir(mode=0o700, parents=True)
    _write(folder, Journal(id, "preparing"))
    return place


def under_way(folder: Path) -> Journal | None:
    """The restore whose end was not reached, if there is one."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Journal)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        # it is written whole or not at all: this is no file of ours, and nothing was switched by it
        log.warning("the journal of a restore cannot be read; it is left aside")
        (folder / FILE).rename(folder / f"{FILE}.unread")
        return None


def commit(folder: Path, id: str, keys: Path | None = None) -> None:
    """From here on the new database stands, whatever happens."""
    place = scratch(folder, id)
    for path in [*place.iterdir(), *((place / KEYS).iterdir() if (place / KEYS).is_dir() else ())]:
        if path.is_file():
            _flush(path)
    flush_folder(place)
    _write(folder, Journal(id, "switching", "" if keys is None else str(keys)))


def finish(folder: Path, journal: Journal) -> None:
    """Put the new database in place. May be done again after any interruption."""
    place, aside = scratch(folder, journal.id), kept(folder, journal.id)
    if (place / NAME).exists():
        if any((folder / name).exists() for name in _PARTS):
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        for source, name in [*((folder, name) for name in _PARTS), *((place, name) for name in ALONG)]:
            with contextlib.suppress(FileNotFoundError):
                (source / name).rename(aside / name)
        if aside.is_dir():
            flush_folder(aside)
        _put_keys(place / KEYS, journal)
        (place / NAME).rename(folder / NAME)
        flush_folder(folder)
        flush_folder(place)
    _forget(folder, journal)


def take_back(folder: Path, journal: Journal) -> None:
    """Nothing was switched: the old database stands, and nothing of the new one is left."""
    _forget(folder, journal)


def settle(folder: Path) -> str:
    """Bring what was interrupted to its end, before a database is opened: `finished`, `taken-back`, or nothing."""
    journal = under_way(folder)
    if journal is None:
        shutil.rmtree(folder / SCRATCH, ignore_errors=True)  # begun, and killed before it was noted
        return ""
    if journal.state == "switching":
        finish(folder, journal)
        log.warning("restore %s was interrupted while it was put in place: finished", journal.id)
        return "finished"
    take_back(folder, journal)
    log.warning("restore %s was interrupted before anything was changed: taken back", journal.id)
    return "taken-back"


def put_in_place(folder: Path) -> None:
    """Finish a switch that was decided on, where one is left. Unfinished: it cannot be, and no database is to open."""
    try:
        found = under_way(folder)
        if found is not None and found.state == "switching":
            finish(folder, found)
    except OSError as fault:
        raise Unfinished(
            f"a restore was decided on and cannot be put in place ({fault.strerror}): mend that, then start again"
        ) from fault


def _put_keys(come: Path, journal: Journal) -> None:
    """Keys that come with the backup; one that is replaced stays beside it, for the database that is kept."""
    if not journal.keys or not come.is_dir():
        return
    target = Path(journal.keys)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(come.iterdir()):
        standing = target / path.name
        if standing.exists() and standing.read_bytes() != path.read_bytes():
            old = target / f"{path.name}.before-{journal.id}"
            if not old.exists():
                os.link(standing, old)
        draft = target / f".{path.name}.{journal.id}"
        shutil.copyfile(path, draft)
        draft.chmod(0o600)
        _flush(draft)
        draft.replace(standing)
    flush_folder(target)


def _forget(folder: Path, journal: Journal) -> None:
    (folder / FILE).unlink(missing_ok=True)
    flush_folder(folder)
    shutil.rmtree(folder / SCRATCH, ignore_errors=True)


def _write(folder: Path, journal: Journal) -> None:
    draft = folder / f".{FILE}"
    draft.write_bytes(msgspec.json.encode(journal))
    _flush(draft)
    draft.replace(folder / FILE)
    flush_folder(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Let the names in *folder* reach the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
