"""One restore, step by step, for the server and for the command line. Blocks: call its steps from a thread.

    opening      the backup is verified, laid out aside and brought to this version
    safety       the present database is backed up once more
    maintenance  nobody's actions are taken any more
    carrying     the new one begins a history of its own and takes over what goes on
    verifying    it is looked through: what is wrong is told while the old one still stands
    switching    from here on the new one stands
    starting     the server works on it

Up to `switching` a kill, a power cut or any fault leaves the old database as it was.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from mmc_console.domain.ids import Epoch
from mmc_console.server import restoring
from mmc_console.server.audit.chain import Entry
from mmc_console.server.audit.rows import Head, keep_head
from mmc_console.server.auth import Principal
from mmc_console.server.centre.drafts import take_back
from mmc_console.server.clock import Clock
from mmc_console.server.keys import KEY_BYTES, load_key
from mmc_console.server.log import events
from mmc_console.server.restore import carrying, compare, journal, making
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Laid, Source, Target
from mmc_console.server.restoring import Known
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import HEAD, version_of
from mmc_console.wire.restore import Changes, RestoreReport, Verified

log = logging.getLogger(__name__)

STAGES: Final = ("opening", "safety", "maintenance", "carrying", "verifying", "switching", "starting")
Reach = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """A backup that was laid out, found good and counted."""

    place: Path
    new: Database
    laid: Laid
    facts: compare.Facts
    was: str
    """The older version it had, or nothing."""


class Restore:
    """A restore of the centre in *folder*, whose keys are in the folder *keys*. *reach* is told each stage."""

    def __init__(
        self, folder: Path, keys: Path, source: Source, clock: Clock, reach: Reach, *, database_key: bytes | None = None
    ) -> None:
        self._folder, self._keys, self._source, self._clock, self._reach = folder, keys, source, clock, reach
        self._fresh = database_key is None
        self._key = database_key or secrets.token_bytes(KEY_BYTES)
        self._head: Head | None = None
        self._spare = secrets.token_bytes(KEY_BYTES)
        self.began = clock.now()
        self.id = f"{self.began:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self._opened: Opened | None = None
        self.backup = ""
        self.safety = ""
        self.epoch = Epoch("")
        self.bring_back = True
        self.later = ""
        self.audit_goes_on = False
        """Whether the replaced database's audit was taken over; else what it had after the backup is lost."""
        self.taken_back = 0
        """Publications that waited in the backup, and are drafts again."""
        self.checks: tuple[Verified, ...] = ()

    @property
    def opened(self) -> Opened:
        """The backup as it was laid out."""
        assert self._opened is not None, "open() comes first"
        return self._opened

    @property
    def center(self) -> str:
        """The code of the backup's centre."""
        return self.opened.facts.center

    def open(self, backup: str, to: Target) -> None:
        """Lay the backup out aside. RestoreFault: it cannot be used, and everything is as it was."""
        self._reach("opening")
        self.backup = backup
        with making.named():
            place = journal.begin(self._folder, self.id)
            laid = self._source.lay(backup, to, place, self._key)
            if laid.file != place / journal.NAME:
                laid.file.rename(place / journal.NAME)
            new = Database(place / journal.NAME, self._key)
            new.open()
            try:
                was = making.bring_up(new, self._clock.now())
                with new.read() as conn:
                    facts = compare.facts(conn)
            except BaseException:
                new.close()
                raise
        self._opened = Opened(place, new, laid, facts, was)
        if not facts.center:
            raise RestoreFault("backup-empty")

    def changes(self, present: Database | None) -> Changes:
        """What it changes; *present*: the database it replaces, None where that cannot be read."""
        now, opened = self._clock.now(), self.opened
        with making.named(), opened.new.read() as then:
            if present is not None:
                try:
                    with present.read() as conn:
                        return compare.changes(self.backup, then, opened.facts, conn, now, opened.was)
                except (StoreError, DBAPIError) as fault:
                    log.warning("the present database cannot be read whole: %s", type(fault).__name__)
            return compare.changes(self.backup, then, opened.facts, None, now, opened.was)

    def make(
        self, present: Database | None, changes: Changes, *, bring_back: bool, by: Principal | None = None
    ) -> None:
        """The new database, whole and verified; *by*: who has asked. Nobody may write to *present* any more."""
        opened, now = self.opened, self._clock.now()
        self._reach("carrying")
        self.bring_back = bring_back
        with making.named():
            readable = present if changes.readable else None
            self.epoch = making.begin(
                opened.new, now, self._known(readable, now, changes.shared), bring_back=bring_back
            )  # fmt: skip
            if readable is not None and changes.shared:
                self.audit_goes_on = carrying.carry(opened.new, readable, changes.shared)
            self.taken_back = take_back(opened.new, self._clock)
            if readable is not None and not bring_back and changes.later:
                carrying.list_later(readable, changes.shared, opened.place / carrying.LATER)
                self.later = carrying.LATER
            self._head = making.take_down(
                opened.new, self._keys, self._audit_key(), self._entry(changes, by), goes_on=self.audit_goes_on
            )
            self._reach("verifying")
            self.checks = making.verify(opened.new, opened.facts, self.epoch, now)
            making.close(opened.new)
        bad = [check.name for check in self.checks if not check.ok]
        if bad:
            log.error("restore %s: the new database is not as it must be: %s", self.id, ", ".join(bad))
            raise RestoreFault("restore-unverified", f"{', '.join(bad)}: not as it must be")

    def switch(self) -> None:
        """Put the new database in place. Whoever held the old one has let go of it."""
        with making.named():
            come = self._keys_to_come()
            if come:
                aside = self.opened.place / journal.KEYS
                aside.mkdir(mode=0o700)
                for name, text in come.items():
                    (aside / name).write_text(f"{text}\n", encoding="ascii")
            try:
                self._put_in_place(come)
            except OSError as fault:
                found = journal.under_way(self._folder)
                if found is not None and found.state != "switching":
                    raise
                log.warning("restore %s is decided on, and goes on after a fault: %s", self.id, fault.strerror)
                self._put_in_place(come)
        try:
            if self._head is not None:
                keep_head(self._keys, self._head)
        except OSError as fault:  # the next entry keeps it
            log.warning("the audit's head cannot be kept beside the keys: %s", fault.strerror)

    def _put_in_place(self, come: Mapping[str, str]) -> None:
        """From wherever the journal says it is, to the end."""
        found = journal.under_way(self._folder)
        if found is not None and found.state == "preparing":
            journal.commit(self._folder, self.id, self._keys if come else None)
            self._reach("switching")
            found = journal.under_way(self._folder)
        if found is not None:
            journal.finish(self._folder, found)

    @property
    def decided(self) -> bool:
        """Whether the new database stands, whatever happens, or will as soon as it can be put in place."""
        found = journal.under_way(self._folder)
        return found is not None and (found.id, found.state) == (self.id, "switching")

    def give_up(self) -> None:
        """Leave everything as it was; after `switch` there is nothing to give up."""
        if self._opened is not None:
            try:
                self._opened.new.close()
            except StoreError as fault:
                log.warning("the new database could not be closed in order: %s", fault.code)
        found = journal.under_way(self._folder)
        if found is not None and found.id == self.id and found.state == "preparing":
            journal.take_back(self._folder, found)

    def report(self, *, by: str, reason: str, down: float, more: Sequence[Verified] = ()) -> RestoreReport:
        """What it has led to."""
        ended = self._clock.now()
        return RestoreReport(
            id=self.id, epoch=self.epoch, began=self.began, ended=ended,
            seconds=round((ended - self.began).total_seconds(), 3), down_seconds=round(down, 3), by=by, reason=reason,
            bring_back=self.bring_back, safety=self.safety,
            kept=self.id if journal.kept(self._folder, self.id).is_dir() else "",
            later=self.later, checks=(*self.checks, *more),
        )  # fmt: skip

    def _entry(self, changes: Changes, by: Principal | None) -> Entry:
        user, device = (str(by.actor.user), by.device) if by is not None else ("", "")
        detail = {"seq": changes.seq, "bring_back": self.bring_back, "safety": self.safety}
        return Entry(0, events.millis(self._clock.now()), "restore", user, device, self.id, detail)

    def _audit_key(self) -> bytes:
        """The key the audit is chained with from the switch on: the backup's, what is there, or a new one."""
        text, path = self.opened.laid.secrets.get("audit.key"), self._keys / "audit.key"
        if text is not None:
            return bytes.fromhex(text)
        return load_key(path) if path.is_file() else self._spare

    def _keys_to_come(self) -> dict[str, str]:
        """The key files that are to be written: what the restored data needs and is not there already.

        Where any token key is, none comes: it opens nothing that is stored, who is signed in stays so, and one that
        was exchanged because it had become known is believed no more.
        """
        wanted = dict(self.opened.laid.secrets)
        if self._fresh:
            wanted["database.key"] = self._key.hex()
        if any(self._keys.glob("token*.key")):
            wanted = {name: text for name, text in wanted.items() if not name.startswith("token")}
        elif not any(name.startswith("token") for name in wanted):
            wanted["token.key"] = secrets.token_hex(KEY_BYTES)
        wanted.setdefault("audit.key", self._audit_key().hex())
        found = {}
        for name, text in wanted.items():
            path = self._keys / name
            if not path.is_file() or path.read_text(encoding="ascii").strip() != text:
                found[name] = text
        return found

    def _known(self, present: Database | None, at: datetime, shared: int) -> list[Known]:
        """What the replaced history has given out, or else what was shipped of it beyond the chosen moment."""
        if present is not None:
            return [replace(making.known_of(present, at), shared=shared)]
        opened = self.opened
        if opened.laid.reached <= opened.facts.seq:
            return []
        ahead = opened.place / "ahead"
        ahead.mkdir(mode=0o700)
        database = Database(self._source.lay(self.backup, opened.laid.reached, ahead, self._key).file, self._key)
        database.open()
        with closing(database):
            making.bring_up(database, at)
            known = making.known_of(database, at + restoring.BEHIND)
        shutil.rmtree(ahead, ignore_errors=True)
        # what came after the last of it is still unknown: whoever could not be asked may know more
        apart = restoring.distance()
        return [Known({day: count + apart for day, count in known.numbers.items()}, known.desks + apart)]


def let_go(database: Database) -> None:
    """Close it, in whatever state it is."""
    try:
        database.close()
    except Exception as fault:  # noqa: BLE001 - a destroyed one fails in its own ways; it is let go of all the same
        log.warning("the replaced database could not be closed in order: %s", type(fault).__name__)


def present_database(folder: Path, database_key: bytes | None) -> Database | None:
    """The database that stands in *folder*, opened; None where there is none that this version can read.

    One of an older version is left as it is: it would have to be changed first.
    """
    path = folder / journal.NAME
    if database_key is None or not path.is_file():
        return None
    database = Database(path, database_key)
    try:
        database.open()
        with database.read() as conn:
            if version_of(conn) != HEAD or events.head(conn) is None:
                raise StoreError("of another version")
    except (StoreError, DBAPIError, OSError) as fault:
        log.warning("the present database cannot be read: %s", type(fault).__name__)
        let_go(database)
        return None
    return database
