"""`mmc-console backup`, `verify` and `backup-key`: backups from the server's own machine, also while it runs.

What was done is said on standard output, what was wrong on standard error, by name and with what to do. The recovery
key is written to standard output and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from mmc_console.server.areas import AREAS
from mmc_console.server.backups.catalogue import id_in
from mmc_console.server.backups.faults import ADVICE, BackupFailed, BadBackup, BadRecovery
from mmc_console.server.backups.format import read_header
from mmc_console.server.backups.keys import BackupKey, BackupKeys, backup_keys, key_from, next_key, print_once
from mmc_console.server.backups.places import places_of
from mmc_console.server.backups.proving import Proof, prove_file
from mmc_console.server.backups.records import secret_of
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.backups.stores import Place, store_at
from mmc_console.server.backups.taking import Taken
from mmc_console.server.backups.work import Order, Said, carry_out
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import DONE, NO_DATABASE, WRONG_ENTRY, CannotRun, centre_in, take_down
from mmc_console.server.keys import KeysFault, keys_folder
from mmc_console.server.preferences import Preferences
from mmc_console.server.store.errors import StoreError

REFUSED: Final = 5
FAILED: Final = 6
_ADVICE: Final = {
    **ADVICE,
    "backup-disk-full": "make room on the disk, or give another folder",
    "backup-folder-gone": "the folder is not there: plug the disk in, or give another folder",
    "backup-no-rights": "this user may not write there",
    "backup-disk-failed": "the disk could not be read or written",
    "backup-store-unreachable": "the store does not answer: check its address and the network",
    "backup-store-refused": "the store refuses: check its bucket, access key and secret",
    "backup-gone": "there is no such backup",
    "backup-source-damaged": "the database itself is damaged: restore the last good backup",
}


def backup(args: Namespace) -> int:
    """Take a backup of the centre in *args*; the exit code."""
    return _said("backup", lambda: _take(args, os.environ))


def verify(args: Namespace) -> int:
    """Check the backup in *args*; the exit code."""
    return _said("verify", lambda: _verify(args, os.environ))


def backup_key(args: Namespace) -> int:
    """The recovery copy of the backup key, once; the exit code."""
    return _said("backup-key", lambda: _print_key(args, os.environ))


def _said(command: str, work: object) -> int:
    assert callable(work)
    try:
        sys.stdout.write(f"{work()}\n")
    except CannotRun as stop:
        sys.stderr.write(f"mmc-console {command}: {stop}\n")
        return stop.code
    except BadBackup as bad:
        sys.stderr.write(f"mmc-console {command}: {bad.code}: {_ADVICE.get(bad.code, '')}\n")
        return REFUSED
    except BackupFailed as fault:
        sys.stderr.write(f"mmc-console {command}: {_named(fault.code, fault.place)}\n")
        return FAILED
    except (KeysFault, StoreError) as fault:
        sys.stderr.write(f"mmc-console {command}: {fault}\n")
        return NO_DATABASE
    return DONE


def _named(code: str, place: str = "") -> str:
    return ": ".join(part for part in (code, place, _ADVICE.get(code, "")) if part)


def _take(args: Namespace, environ: Mapping[str, str]) -> str:
    places = _places(args.data, environ)
    if args.to is not None:
        places = (Place("folder", folder=str(args.to.absolute())),)
    taken: list[Taken] = []
    with centre_in(args.data, environ) as (database, keys), _scratch(args.data) as scratch:
        order = Order(
            "take", str(database.path), keys.database, str(keys.folder), str(scratch), places, "manual", chain=False
        )
        database.close()  # the copy is made beside SQLite, and this process must hold none of its locks then

        def hear(said: Said) -> None:
            if said.taken is not None:
                taken.append(said.taken)

        fault = carry_out(order, hear, threading.Event())
    if fault is not None:
        raise BadBackup(fault.code) if fault.refused else BackupFailed(fault.code, fault.place)
    note = taken[0].note
    with centre_in(args.data, environ) as (database, keys):
        take_down(database, keys, "backup-taken", note.header.id, outcome="done", apart=args.to is not None)
    lines = [f"backup {note.header.id} taken and verified: {note.size} bytes, in {', '.join(taken[0].places)}"]
    lines += [f"not in {place}: {_named(code)}" for place, code in taken[0].faults.items()]
    return "\n".join(lines)


def _verify(args: Namespace, environ: Mapping[str, str]) -> str:
    if args.data is None and not args.recovery_key:
        raise CannotRun(WRONG_ENTRY, "give --data, whose keys open it, or --recovery-key")
    keys = _typed() if args.recovery_key else backup_keys(_keys_of(args.data, environ))
    with ExitStack() as stack:
        scratch = stack.enter_context(_scratch(args.scratch or args.data))
        file = stack.enter_context(_opened(args, environ))
        proof = _proven(file, keys, scratch)
    return (
        f"whole: {proof.seq} events of history {proof.epoch}, {sum(proof.counts.values())} rows, "
        f"{proof.size} bytes, sha256 {proof.sha256}"
    )


def _proven(file: BinaryIO, keys: BackupKeys | BackupKey, scratch: Path) -> Proof:
    header = read_header(file)
    if header.chain is not None:
        raise BadBackup("backup-chain-broken")
    file.seek(0) if file.seekable() else None
    return prove_file(file, keys, scratch, lambda *_: None)


@contextmanager
def _opened(args: Namespace, environ: Mapping[str, str]) -> Iterator[BinaryIO]:
    """The file that was named, or the backup with this id in one of the centre's stores."""
    path = Path(args.backup)
    if path.is_file():
        with path.open("rb") as file:
            yield file
        return
    if args.data is None:
        raise CannotRun(WRONG_ENTRY, f"{path.name}: there is no such file")
    for place in _places(args.data, environ):
        store = store_at(place)
        name = next((item.name for item in store.items() if id_in(item.name) == args.backup), None)
        if name is not None:
            with tempfile.TemporaryFile(dir=args.scratch or args.data) as copy, store.open(name) as file:
                shutil.copyfileobj(file, copy)
                copy.seek(0)
                yield copy
            return
    raise CannotRun(WRONG_ENTRY, f"{args.backup}: there is no such file, and no backup with this id in the stores")


def _print_key(args: Namespace, environ: Mapping[str, str]) -> str:
    folder = _keys_of(args.data, environ)
    key = (next_key(folder) if args.new else backup_keys(folder)).newest
    text = print_once(folder, key)
    if text is None:
        raise CannotRun(
            WRONG_ENTRY,
            f"the recovery copy of key {key.id} was handed out already. If it is lost, `mmc-console backup-key --new` "
            "makes a new key, for the backups from now on",
        )
    if (args.data / "center.db").is_file():
        try:
            with centre_in(args.data, environ) as (database, keys):
                take_down(database, keys, "backup-key-printed", key.id, new=args.new)
        except CannotRun as fault:  # the copy is handed out once, whatever else fails
            sys.stderr.write(f"mmc-console backup-key: {fault}\n")
    return f"recovery key {key.id}. Keep it on paper, away from this machine; it is not shown again.\n\n{text}\n"


def _keys_of(folder: Path, environ: Mapping[str, str]) -> Path:
    if not (folder / "center.db").is_file() and not keys_folder(folder, environ).is_dir():
        raise CannotRun(NO_DATABASE, f"{folder}: there is no centre here")
    return keys_folder(folder, environ)


def _places(folder: Path, environ: Mapping[str, str]) -> tuple[Place, ...]:
    """As the centre's settings say."""
    with centre_in(folder, environ) as (database, keys):
        preferences = Preferences(database, SystemClock(), AREAS)
        preferences.load()
        secret = secret_of(database, backup_keys(keys.folder))
        return places_of(preferences.read(BackupSettings), folder.absolute(), secret)


def _typed() -> BackupKey:
    try:
        return key_from(sys.stdin.readline())
    except BadRecovery as fault:
        where = f"group {fault.group} is mistyped" if fault.group else "the groups are right, but not in this order"
        raise CannotRun(WRONG_ENTRY, f"this is not a recovery key: {where}") from None


@contextmanager
def _scratch(folder: Path | None) -> Iterator[Path]:
    """A place to unpack in, gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix="backup-scratch-", dir=folder) as made:
            yield Path(made)
    except FileNotFoundError:
        raise CannotRun(WRONG_ENTRY, f"{folder}: there is no such folder") from None
