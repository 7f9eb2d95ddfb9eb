"""Backups of a running server: when one is due, who does it, how it went, and what is shipped meanwhile.

Everything that takes long is done by a process of its own (`worker`), one at a time; this only decides, and remembers.
What there is, the stores say; how it went, the table of runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from msgspec.structs import replace

from mmc_console.domain.centre import Site
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.audit import Audit
from mmc_console.server.backups import marks, records
from mmc_console.server.backups.catalogue import Kept, Note
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.format import Kind, new_id
from mmc_console.server.backups.keys import BackupKeys, backup_keys
from mmc_console.server.backups.places import places_of
from mmc_console.server.backups.retention import held_to, is_good
from mmc_console.server.backups.schedule import is_test_due, last_of, next_backup
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.backups.shelf import Contents, Shelf
from mmc_console.server.backups.stores import Place
from mmc_console.server.backups.stream import Stream
from mmc_console.server.backups.work import Fault, Order, Said
from mmc_console.server.backups.worker import Heard, Worker
from mmc_console.server.clock import Clock
from mmc_console.server.keys import Keys
from mmc_console.server.preferences import Preferences
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.backups import Deed, Run, StoreSecret, Working

log = logging.getLogger(__name__)

SCRATCH: Final = "backup-work"
RETRY: Final = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
_ACTS: Final[dict[Deed, str]] = {
    "take": "backup-taken", "test": "backup-tested", "verify": "backup-verified", "copy": "backup-copied",
}  # fmt: skip
FRESH: Final = 10.0
"""Seconds for which what was found in the stores counts as what is there."""


class Busy(Exception):
    """Another one is being taken or checked."""


class LastGood(Exception):
    """The last good backup stays until there is another."""


@dataclass(frozen=True)
class Parts:
    """What backups are made of."""

    folder: Path
    database: Database
    keys: Keys
    clock: Clock
    preferences: Preferences
    site: Callable[[], Site]
    epoch: Callable[[], str]
    audit: Audit | None = None


class Backups:
    """One centre's backups. `round` and `look_after_shipping` again and again, `stop()` in the end."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.began = parts.clock.now()
        self.working: Working | None = None
        self.contents = Contents([], [])
        self.last_fault: Fault | None = None
        self._looked: float | None = None
        self._safe = ("", 0)
        self._swept = False
        self._worker: Worker | None = None
        self._off = False
        self._removing = asyncio.Lock()
        self._tasks: set[asyncio.Task[Run]] = set()
        self._failed = 0
        self._retry_at: datetime | None = None
        self._new_chain = self._new_places = False
        self.last_test: Run | None = None
        self._secret: StoreSecret | None = None
        self._secret_known = False
        self.shelf = Shelf(self.places, self.keys, parts.folder)
        self.stream = Stream(parts.clock, self._order_for_shipping)
        parts.preferences.on_change(self._set)
        self._stale_stream = False
        self._scratch = parts.folder / SCRATCH

    # -- what there is ------------------------------------------------------------------

    @property
    def settings(self) -> BackupSettings:
        """As they are set now."""
        return self.parts.preferences.read(BackupSettings)

    def keys(self) -> BackupKeys:
        """The backup keys; the first is made when it is asked for first. Blocks."""
        return backup_keys(self.parts.keys.folder)

    def places(self) -> tuple[Place, ...]:
        """The stores, with the secret they are entered with. Blocks."""
        if not self._secret_known:
            self._secret = records.secret_of(self.parts.database, self.keys())
            self._secret_known = True
        return places_of(self.settings, self.parts.folder, self._secret)

    def secret_is_set(self) -> bool:
        """Whether the S3-compatible store has its secret. Blocks."""
        self.places()
        return self._secret is not None

    def set_secret(self, secret: StoreSecret) -> None:
        """Another way into the store; the stream takes it at its next start. Blocks."""
        records.keep_secret(self.parts.database, self.keys(), secret)
        self._secret_known, self._stale_stream, self._new_places = False, True, True

    def _set(self, area: str) -> None:
        if area == BackupSettings.AREA:
            self._stale_stream, self._looked, self._new_places = True, None, True

    async def look(self, *, anew: bool = False, changed: bool = False) -> Contents:
        """What is in the stores, at most some seconds ago; *changed*: what notes say may have."""
        now = asyncio.get_running_loop().time()
        if changed:
            self.shelf.forget()
        if anew or changed or self._looked is None or now - self._looked > FRESH:
            self.contents = await asyncio.to_thread(self.shelf.look, self.parts.clock.now())
            self._looked = now
            self._safe = (self.parts.epoch(), held_to(self.ours(), await asyncio.to_thread(self.places)))
        return self.contents

    async def find(self, id: str) -> Kept | None:
        """The backup with this id."""
        for anew in (False, True):
            found = next((kept for kept in (await self.look(anew=anew)).backups if kept.id == id), None)
            if found is not None:
                return found
        return None

    def ours(self) -> list[Kept]:
        """The good backups of the present history, the newest first."""
        epoch, center = self.parts.epoch(), self.parts.site().code
        headers = ((kept, kept.note.header) for kept in self.contents.backups)
        return [
            kept for kept, header in headers if is_good(kept) and (header.epoch, header.center) == (epoch, center)
        ]  # fmt: skip

    def safe_seq(self) -> int:
        """Up to here a verified backup holds the log; the writer asks with every batch, from its own thread."""
        epoch, seq = self._safe
        return seq if epoch == self.parts.epoch() else 0

    def stamp(self, at: datetime) -> datetime:
        """*at* as it is told outside: with the offset of the centre."""
        return calendar_of(self.parts.site()).stamp(at)

    # -- again and again -------------------------------------------------------------------

    async def round(self) -> None:
        """Do what is due: a backup, or the daily test. What was missed while the server was off comes first."""
        if self.working is not None:
            return
        if not self._swept:
            self._swept = True
            self.last_test = next(iter(await asyncio.to_thread(records.recorded, self.parts.database, 1, "test")), None)
            await asyncio.to_thread(self._sweep)
        await self.look(anew=True)
        now = self.parts.clock.now()
        if self._busy():  # something was begun by hand meanwhile
            return
        if self.next_at() <= now:
            await self._deed("take", "auto", None, new_id())
        elif self.ours() and is_test_due(self.last_test, now, self.settings.test_at, self.parts.site().timezone):
            await self._deed("test", "auto", self.ours()[0].note)

    def next_at(self) -> datetime:
        """When the next backup is due; a failed one is tried again earlier. Whatever the clock did meanwhile."""
        now = self.parts.clock.now()
        if self._retry_at is not None:
            return min(self._retry_at, now + RETRY[-1])
        held = {place for kept in self.ours() for place in kept.places}
        empty = any(row.detail == "ok" and row.name not in held for row in self.contents.places)
        if self._new_chain or (self._new_places and empty):  # a place that was just named does not wait for hours
            return min(self.began, now)
        return next_backup(self.last_at(now), min(self.began, now), self.settings.every_hours)

    def last_at(self, now: datetime) -> datetime | None:
        """When the last good backup of the present history was taken."""
        return last_of((kept.note.header.at for kept in self.ours()), now)

    async def look_after_shipping(self) -> None:
        """Keep the stream going where there is a backup to go on from."""
        if self._stale_stream or not self.settings.ship:
            self._stale_stream = False
            await self.stream.stop()
        if not self.settings.ship:
            return
        if self.stream.needs_base:
            self._new_chain, self.stream.needs_base = True, False
        if self._new_chain:
            return  # there is nothing to go on from
        if not self.stream.running and await asyncio.to_thread((self._scratch / marks.FILE).exists):
            self.stream.start()

    async def begin_anew(self) -> None:
        """History has changed (a restore): the chain ends here, and the next round takes a backup."""
        await self.stream.stop()
        await asyncio.to_thread(marks.forget, self._scratch)
        self._new_chain = True

    async def stop(self) -> None:
        """Call off what is being done, ship the rest, end."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.stream.stop()

    # -- by hand ----------------------------------------------------------------------------

    def begin(self, deed: Deed, kind: Kind, kept: Kept | None = None, folder: str = "") -> asyncio.Task[Run]:
        """Begin it now; Busy when something is being done. It goes on whoever waits for it."""
        if self.working is not None:
            raise Busy
        id = kept.id if kept is not None else new_id()
        note = kept.note if kept is not None else None
        self.working, self._off = Working(deed, id, self.parts.clock.now()), False
        task = asyncio.get_running_loop().create_task(self._deed(deed, kind, note, id, folder), name=f"backup {deed}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def under_way(self) -> frozenset[asyncio.Task[Run]]:
        """What was begun by hand and goes on."""
        return frozenset(self._tasks)

    def _busy(self) -> bool:
        return self.working is not None

    def call_off(self) -> bool:
        """What is being done ends; False when nothing is."""
        if self.working is None:
            return False
        self._off = True
        if self._worker is not None:
            self._worker.call_off()
        return True

    async def remove(self, kept: Kept) -> None:
        """Delete one; LastGood for the last good one. BackupFailed."""
        async with self._removing:  # two at once would each leave the other's
            if [other.id for other in self.ours()] == [kept.id]:
                raise LastGood
            if await asyncio.to_thread(marks.base, self._scratch) == kept.id:
                await self.begin_anew()  # what is shipped goes on from this one
            await asyncio.to_thread(self.shelf.remove, kept)
            await self.look(anew=True)

    # -- one deed -----------------------------------------------------------------------------

    async def _deed(self, deed: Deed, kind: Kind, note: Note | None, id: str = "", folder: str = "") -> Run:
        began = self.parts.clock.now()
        loop = asyncio.get_running_loop()
        since = loop.time()
        if note is not None:
            id = note.header.id
        if self.working is None:
            self.working, self._off = Working(deed, id, began), False
        outcome: Literal["done", "failed", "cancelled"] = "cancelled"
        heard = Heard()
        fault: Fault | None = None
        try:
            fault = await self._do(deed, kind, note, id, folder, heard)
            outcome = "done" if fault is None else "cancelled" if fault.code == "cancelled" else "failed"
        finally:
            self._worker = None
            took = loop.time() - since
            run = heard.run(Run(deed, kind, id, began, took, outcome), fault)
            try:
                await asyncio.shield(asyncio.to_thread(records.record, self.parts.database, run))
            except StoreError as broken:  # it is done all the same: the next round would do it again
                log.warning("backup: how it went could not be noted down: %s", broken.code)
            finally:
                self.working = None
        await self._after(run, fault)
        return run

    async def _do(self, deed: Deed, kind: Kind, note: Note | None, id: str, folder: str, heard: Heard) -> Fault | None:
        try:
            order = await asyncio.to_thread(self._order, deed, kind, note, id, folder)
        except BackupFailed as failed:
            return Fault(failed.code, failed.place)
        self._worker = Worker(order)
        if self._off:
            self._worker.call_off()

        def hear(said: Said) -> None:
            heard.hear(said)
            if said.step and self.working is not None:
                self.working = replace(self.working, step=said.step, done=said.done, of=said.of)

        return await self._worker.run(hear)

    def _order(self, deed: Deed, kind: Kind, note: Note | None, id: str, folder: str) -> Order:
        places = self.places()
        if note is not None:
            known = next((kept for kept in self.contents.backups if kept.id == note.header.id), None)
            if known is None:
                raise BackupFailed("backup-gone")
            source = self.shelf.place_of(self.shelf.store_with(known))
            places = (source, Place("copy", folder=folder)) if folder else (source,)
        return Order(
            deed, str(self.parts.database.path), self.parts.keys.database, str(self.parts.keys.folder),
            str(self._scratch), places, kind, id, note, at=self.parts.clock.now(),
        )  # fmt: skip

    def _order_for_shipping(self) -> Order:
        return Order(
            "ship", str(self.parts.database.path), self.parts.keys.database, str(self.parts.keys.folder),
            str(self._scratch), self.places(),
        )  # fmt: skip

    async def _after(self, run: Run, fault: Fault | None) -> None:
        if run.deed == "test":
            self.last_test = run
        if run.outcome == "failed":
            log.warning("backup: %s failed: %s %s", run.deed, run.detail, run.place)
        elif run.outcome == "done":
            log.info("backup: %s done in %.1f s", run.deed, run.seconds)
        if run.kind == "auto":  # what somebody asked for is taken down where it was asked
            self._record(_ACTS[run.deed], run.backup, outcome=run.outcome, reason=run.detail)
        if run.deed == "take":
            await self._taken(run, fault)
        await self.look(changed=True)

    async def _taken(self, run: Run, fault: Fault | None) -> None:
        if run.outcome != "done":
            self.last_fault = fault
            wait = RETRY[min(self._failed, len(RETRY) - 1)]
            self._failed += 1
            self._retry_at = self.parts.clock.now() + wait
            return
        self.last_fault, self._failed, self._retry_at = None, 0, None
        self._new_chain = self._new_places = False
        await self.stream.stop()
        await self.look_after_shipping()
        await self.look(changed=True)
        settings, center = self.settings, self.parts.site().code
        now = self.parts.clock.now()
        tidied = asyncio.to_thread(
            self.shelf.tidy, self.contents.backups, center, now, settings.keep_days, settings.keep_log_days
        )
        if gone := await tidied:
            log.info("backup: %d old ones removed", len(gone))
            self._record("backups-tidied", "", removed=len(gone))

    def _record(self, act: str, about: str, **detail: object) -> None:
        if self.parts.audit is not None:
            self.parts.audit.record(act, by=None, about=about, detail=detail)

    def _sweep(self) -> None:
        """What a process that was killed has left."""
        self._scratch.mkdir(mode=0o700, exist_ok=True)
        for path in self._scratch.iterdir():
            if path.name != marks.FILE:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for store in self.shelf.stores():
            with contextlib.suppress(BackupFailed):
                store.tidy()
