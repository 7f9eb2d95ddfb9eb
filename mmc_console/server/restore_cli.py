"""`mmc-console restore`: a centre put back to an earlier moment when nothing else works.

Needs no running server, no database and, on a new machine, nothing but the backups and the printed recovery key. Says
each step as it takes it; asks for the centre's code before anything is replaced.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mmc_console.server.backups.faults import BackupFailed, BadBackup, BadRecovery
from mmc_console.server.backups.keys import BackupKey, BackupKeys, backup_keys, key_from
from mmc_console.server.backups.retention import is_good
from mmc_console.server.backups.stores import FolderStore, Place, Store, store_at
from mmc_console.server.backups.taking import Source as Centre
from mmc_console.server.backups.taking import take
from mmc_console.server.clock import Clock, SystemClock
from mmc_console.server.command import DONE, EXISTS, NO_DATABASE, WRONG_ENTRY, CannotRun
from mmc_console.server.keys import KeysFault, keys_folder, load_key, open_keys
from mmc_console.server.listening import AlreadyRunning, only_one
from mmc_console.server.restore import journal, making, telling
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.onefile import OneFile
from mmc_console.server.restore.source import Source, Target
from mmc_console.server.restore.stored import Stored
from mmc_console.server.restore.telling import Telling
from mmc_console.server.restore.work import Restore, let_go, present_database
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.restore import Changes, Pair, RestoreAnswer

STEPS: Final = {
    "opening": "The backup is read, proven and laid out aside",
    "safety": "A safety backup of what is there now",
    "carrying": "The new database begins a history of its own, above every number given",
    "verifying": "It is looked through",
    "switching": "It is put in place: from here on the new one stands",
}
DEFAULT_FOLDER: Final = "backups"
_KEY_AT_MOST: Final = 4_096


def run(args: Namespace) -> int:
    """Do what *args* say; the exit code."""
    try:
        args.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if args.list:
            return _list(args)
        with only_one(args.data):
            return _restore(args, SystemClock())
    except CannotRun as fault:
        return _fail(fault.code, str(fault))
    except AlreadyRunning:
        return _fail(EXISTS, f"a server works in {args.data}: stop it first, or restore from a console's Backups page")
    except (RestoreFault, KeysFault, BackupFailed, StoreError) as fault:
        return _fail(NO_DATABASE, str(fault))
    except OSError as fault:
        return _fail(NO_DATABASE, f"{fault.filename or args.data}: {fault.strerror}")


def _fail(code: int, text: str) -> int:
    sys.stderr.write(f"mmc-console restore: {text}\n")
    return code


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _restore(args: Namespace, clock: Clock) -> int:
    settled = journal.settle(args.data)
    if settled:
        _say(f"A restore that was interrupted before: {settled}.")
    folder = keys_folder(args.data, os.environ)
    source, backup = _chosen(args, folder)
    present_key = _database_key(folder)
    work = Restore(args.data, folder, source, clock, _step, database_key=present_key)
    present = present_database(args.data, present_key)
    try:
        work.open(backup, args.to if args.to is not None or args.backup else _newest(source))
        changes = work.changes(present)
        _tell(changes)
        if args.dry_run:
            _say("Nothing was changed: this was a dry run.")
            return DONE
        _ask(args.yes, work.center)
        if present is not None and present_key is not None:
            work.safety = _safe_copy(args, folder, present_key, clock)
        work.make(present, changes, bring_back=not args.roll_back)
        report = work.report(by="", reason=args.reason, down=0.0)
        answer = RestoreAnswer(dry_run=False, changes=changes, report=report)
        to_tell = Telling(
            answer=answer, closed=work.began, audit_goes_on=work.audit_goes_on, taken_back=work.taken_back
        )
        with making.named():
            telling.intend(args.data, to_tell)
        if present is not None:
            let_go(present)
        work.switch()
    finally:
        if present is not None:
            let_go(present)
        work.give_up()
    keys = open_keys(folder, database_exists=True)
    standing = Database(args.data / journal.NAME, keys.database)
    standing.open()
    try:
        told = telling.tell(args.data, standing, clock, None, None)  # the server opens the incident
        report = next((done.report for done in told if done.report and done.report.id == work.id), report)
    finally:
        let_go(standing)
    _say(
        f"Restored in {report.seconds:.1f} s. Verified: {', '.join(check.name for check in report.checks if check.ok)}."
    )
    if report.kept:
        _say(f"The replaced files are kept in {journal.kept(args.data, report.id)}.")
    if report.later:
        _say(f"What came later is listed in {report.later} there.")
    _say(f"Start the server now: mmc-console serve --data {args.data}")
    return DONE if report.whole else NO_DATABASE


def _step(stage: str) -> None:
    _say(f"-- {STEPS.get(stage, stage)}.")


def _list(args: Namespace) -> int:
    source, _ = _source(args, keys_folder(args.data, os.environ))
    if not isinstance(source, Stored):
        raise CannotRun(WRONG_ENTRY, "--list needs a folder or a store, not one file")
    found = source.backups()
    if not found:
        raise CannotRun(NO_DATABASE, "there are no backups there")
    for kept in found:
        header = kept.note.header
        state = "good" if is_good(kept) else kept.note.refused or "not checked yet"
        _say(
            f"{header.id}  {_local(header.at)}  {header.kind:<6}  to {header.seq:>8}  {kept.note.size:>12,} B  {state}"
        )
    way = source.newest()
    _say(f"The last moment that can be restored: {_local(way.at)}, position {way.seq}.")
    return DONE


def _chosen(args: Namespace, folder: Path) -> tuple[Source, str]:
    source, only = _source(args, folder)
    if isinstance(source, Stored):
        backup = args.backup or source.newest().base.id
    elif args.backup:
        raise CannotRun(WRONG_ENTRY, "--backup goes with a folder or a store; a file is one backup")
    else:
        backup = only
    _say(f"Backup {backup}.")
    return source, backup


def _newest(source: Source) -> Target:
    """The last second that was shipped, where nothing else was asked for."""
    return source.newest().seq if isinstance(source, Stored) else None


def _source(args: Namespace, folder: Path) -> tuple[Source, str]:
    keys = _backup_keys(args.recovery_key, folder)
    if args.source is not None and not args.source.startswith("s3:") and Path(args.source).is_file():
        one = OneFile(Path(args.source), keys, folder)
        return one, one.id
    store = _store(args)
    return Stored(lambda: [store], lambda: keys, folder), ""


def _store(args: Namespace) -> Store:
    if args.source is None:
        return FolderStore(DEFAULT_FOLDER, args.data / DEFAULT_FOLDER)
    if not args.source.startswith("s3:"):
        if not Path(args.source).is_dir():
            raise CannotRun(WRONG_ENTRY, f"{args.source}: there is no such folder or file")
        return FolderStore("folder", Path(args.source))
    parts = urlsplit(args.source)
    try:
        access, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    except KeyError as missing:
        raise CannotRun(
            WRONG_ENTRY, f"{missing.args[0]} is not set: the store's name and secret are read from it"
        ) from None
    return store_at(Place(
        "s3", endpoint=os.environ.get("AWS_ENDPOINT_URL", ""), bucket=parts.netloc, prefix=parts.path.strip("/"),
        region=os.environ.get("AWS_REGION", ""), access=access, secret=secret,
    ))  # fmt: skip


def _backup_keys(given: str | None, folder: Path) -> BackupKeys:
    standing = backup_keys(folder).all if any(folder.glob("backup-*.key")) else ()
    typed: tuple[BackupKey, ...] = ()
    if given is not None:
        if given == "-":
            text = sys.stdin.readline()
        else:
            text = Path(given).read_text(encoding="utf-8", errors="replace")[:_KEY_AT_MOST]
        try:
            key = key_from(text.strip())
        except BadRecovery as fault:
            raise CannotRun(WRONG_ENTRY, f"{fault}: look at that group on the paper again") from None
        typed = () if any(each.id == key.id for each in standing) else (key,)
    if not standing and not typed:
        raise CannotRun(
            WRONG_ENTRY,
            f"there is no backup key in {folder}: give the printed one with --recovery-key FILE, or - to type it",
        )
    return BackupKeys((*typed, *standing))


def _database_key(folder: Path) -> bytes | None:
    path = folder / "database.key"
    return load_key(path) if path.is_file() else None


def _safe_copy(args: Namespace, folder: Path, key: bytes, clock: Clock) -> str:
    """The safety backup's id; empty where none can be taken: the replaced files are kept all the same."""
    _step("safety")
    place = FolderStore(DEFAULT_FOLDER, args.data / DEFAULT_FOLDER, made=True)
    centre = Centre(args.data / journal.NAME, key, folder, args.data / journal.SCRATCH / "safety")
    try:
        id = take(centre, [place], "safety", clock, lambda *_: None, chain=False).note.header.id
    except (BackupFailed, BadBackup, OSError) as fault:
        _say(f"   none could be taken ({fault}); the files that are replaced are kept all the same")
        return ""
    _say(f"   {id}")
    return id


def _ask(given: str | None, center: str) -> None:
    if given is None:
        sys.stdout.write(f"Type the code of the centre ({center}) to restore it, anything else to leave all as it is: ")
        sys.stdout.flush()
        given = sys.stdin.readline()
    if given.strip().casefold() != center.casefold():
        raise CannotRun(WRONG_ENTRY, "that is not the code of this centre; nothing was changed")


def _tell(changes: Changes) -> None:
    _say(f"Centre {changes.center}. The restored moment: position {changes.seq}, {_local(changes.at)}.")
    if changes.readable:
        _say(f"What is there now: position {changes.now_seq}, {_local(changes.now_at)}.")
    else:
        _say("What is there now, if anything, cannot be read and compared. Desks bring back what they hold.")
    _say(f"   {'':<16}{'now':>10}{'then':>10}")
    rows: Sequence[tuple[str, Pair]] = (
        ("tickets", changes.tickets), ("visits", changes.visits), ("users", changes.users),
        *((f"  {each.clinic}", each.tickets) for each in changes.clinics),
    )  # fmt: skip
    for name, pair in rows:
        _say(f"   {name:<16}{'?' if pair.now is None else pair.now:>10}{pair.then:>10}")
    for user in changes.changed_users:
        _say(f"   user {user.username}: {user.kind}")
    for area in changes.settings:
        _say(f"   settings of {area} are others")
    if changes.centre_published:
        _say("   clinics, pathways or rules are others")
    if changes.migrated_from:
        _say(f"   it is of schema {changes.migrated_from} and is brought to this version")
    if changes.later:
        _say(
            f"   {changes.later} later actions; {changes.consoles} consoles hold {changes.from_desks} of them"
        )  # fmt: skip


def _local(at: datetime | None) -> str:
    return "-" if at is None else at.astimezone().isoformat(sep=" ", timespec="seconds")


def target_of(text: str) -> int | datetime:
    """A position or a moment, as it is typed; ValueError for neither. A moment without an offset is this machine's."""
    if text.isascii() and text.isdigit():
        return int(text)
    return datetime.fromisoformat(text).astimezone(UTC)
