"""One restore, step by step, for the server and for the command line. Blocks: call its steps from a thread.

    opening      the backup is verified, laid out aside and brought to this version
    safety       the present database is backed up once more
    carrying     the new one begins a history of its own and takes over what goes on
    verifying    it is looked through: what is wrong is told while the old one still stands
    switching    from here on the new one stands

Up to `switching` a kill, a power cut or any fault leaves the old database as it was.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from mmc_console.server import restoring
from mmc_console.server.clock import Clock
from mmc_console.server.keys import Keys, key_files
from mmc_console.server.restore import carrying, compare, journal, making
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Laid, Safety, Source, Target
from mmc_console.server.restoring import Known
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.restore import Changes, RestoreReport, Verified

log = logging.getLogger(__name__)

STAGES: Final = ("opening", "maintenance", "safety", "carrying", "verifying", "switching", "starting")
Reach = Callable[[str], None]


class Restore:
    """A restore of the centre in *folder*. *reach* is told each stage as it begins."""

    def __init__(self, folder: Path, keys: Path, source: Source, clock: Clock, reach: Reach) -> None:
        self._folder, self._keys, self._source, self._clock, self._reach = folder, keys, source, clock, reach
        self.id = f"{clock.now():%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"
        self.began = clock.now()
        self._place: Path | None = None
        self._new: Database | None = None
        self._laid: Laid | None = None
        self._facts: compare.Facts | None = None
        self._was = ""
        self.backup = ""
        self.safety = ""
        self.epoch = ""
        self.bring_back = True
        self.later = ""
        self.checks: tuple[Verified, ...] = ()

    def open(self, backup: str, to: Target) -> None:
        """Lay the backup out aside. RestoreFault: it cannot be used; nothing is left of it."""
        self._reach("opening")
        self.backup = backup
        self._place = journal.begin(self._folder, self.id)
        with making.named():
            self._laid = self._source.lay(backup, to, self._place)
            file = self._place / journal.NAME
            if self._laid.file != file:
                self._laid.file.rename(file)
            self._new = Database(file, self._laid.keys.database)
            self._new.open()
            self._was = making.bring_up(self._new, self._clock.now())
            with self._new.read() as conn:
                self._facts = compare.facts(conn)
        if not self._facts.center:
            raise RestoreFault("backup-empty")

    @property
    def center(self) -> str:
        """The code of the backup's centre."""
        assert self._facts is not None, "open() comes first"
        return self._facts.center

    def changes(self, present: Database | None) -> Changes:
        """What it changes; *present*: the database it replaces, None where that cannot be read."""
        assert self._new is not None, "open() comes first"
        with making.named(), self._new.read() as then:
            if present is not None:
                try:
                    with present.read() as now:
                        return compare.changes(self.backup, then, now, self._clock.now(), self._was)
                except (StoreError, DBAPIError) as fault:
                    log.warning("the present database cannot be read whole: %s", type(fault).__name__)
            return compare.changes(self.backup, then, None, self._clock.now(), self._was)

    def keep_safe(self, present: Database | None, take: Safety) -> None:
        """The safety backup. Where none can be taken, the replaced files are kept all the same."""
        self._reach("safety")
        if present is None:
            return
        try:
            self.safety = take(present)
        except Exception as fault:  # whatever keeps it from being taken must not keep the centre closed
            log.warning("no safety backup could be taken: %s", type(fault).__name__)

    def make(self, present: Database | None, changes: Changes, *, bring_back: bool) -> None:
        """The new database, whole and verified. Nobody may write to *present* any more."""
        assert self._new is not None and self._facts is not None and self._place is not None, "open() comes first"
        self._reach("carrying")
        self.bring_back = bring_back
        now = self._clock.now()
        with making.named():
            readable = present if changes.readable else None
            epoch = making.begin(self._new, now, self._known(readable, now), bring_back=bring_back)
            if readable is not None and changes.shared:
                carrying.carry(self._new, readable)
            if readable is not None and not bring_back and changes.later:
                carrying.list_later(readable, changes.shared, self._place / carrying.LATER)
                self.later = carrying.LATER
            self.epoch = epoch
            self._reach("verifying")
            with self._new.read() as conn:
                found = compare.facts(conn)
            self.checks = making.verify(self._new, self._facts, found, epoch)
            making.close(self._new)
        bad = [check.name for check in self.checks if not check.ok]
        if bad:
            log.error("restore %s: the new database is not as it must be: %s", self.id, ", ".join(bad))
            raise RestoreFault("backup-damaged", f"{', '.join(bad)}: not as it must be")

    def switch(self) -> None:
        """Put the new database in place. Whoever held the old one has let go of it."""
        assert self._laid is not None and self._place is not None, "make() comes first"
        come = key_files(self._laid.keys, beside=self._keys)
        for name, text in come.items():
            (self._place / "keys").mkdir(mode=0o700, exist_ok=True)
            (self._place / "keys" / name).write_text(text, encoding="ascii")
        with making.named():
            journal.commit(self._folder, self.id, self._keys if come else None)
        self._reach("switching")
        found = journal.under_way(self._folder)
        assert found is not None
        journal.finish(self._folder, found)

    def give_up(self) -> None:
        """Leave everything as it was; after `switch` there is nothing to give up."""
        if self._new is not None:
            try:
                self._new.close()
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

    def _known(self, present: Database | None, at: datetime) -> list[Known]:
        """What the replaced history has given out, or else what was shipped of it beyond the chosen moment."""
        if present is not None:
            return [making.known_of(present, at)]
        assert self._laid is not None and self._facts is not None and self._place is not None
        if self._laid.reached <= self._facts.seq:
            return []
        ahead = self._place / "ahead"
        ahead.mkdir(mode=0o700)
        laid = self._source.lay(self.backup, self._laid.reached, ahead)
        database = Database(laid.file, laid.keys.database)
        database.open()
        try:
            making.bring_up(database, at)
            # still unknown is what came after: whoever was not asked may know more, so the distance stays
            known = making.known_of(database, at)
            return [Known({day: n + restoring.distance() for day, n in known.numbers.items()}, known.desks)]
        finally:
            database.close()
            shutil.rmtree(ahead, ignore_errors=True)


def present_database(folder: Path, keys: Keys | None, at: datetime) -> Database | None:
    """The database that stands in *folder*, opened; None where there is none that can be read."""
    path = folder / journal.NAME
    if keys is None or not path.is_file():
        return None
    database = Database(path, keys.database)
    try:
        database.open()
        making.bring_up(database, at)
    except (StoreError, RestoreFault, DBAPIError, OSError) as fault:
        log.warning("the present database cannot be read: %s", type(fault).__name__)
        database.close()
        return None
    return database
