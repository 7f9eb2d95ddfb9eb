"""Ships what has changed since the last backup, every few seconds, so that a lost disk loses seconds.

A segment is one committed moment: every page that is not what it was after the file before. Which those are is told by
the write-ahead log, and where that began anew, by the marks of all pages (`snapshot`). So nothing depends on the log
being kept, on the server's connections, or on having been there all the time; a start, or a crash, only makes the next
segment larger. A base and the segments after it, unpacked in order, are exactly the database of that moment.

Blocks; in a process of its own (`work`), which is the only one that writes this chain.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import BinaryIO, Final

from msgspec import Struct
from msgspec.structs import replace

from mmc_console import __version__
from mmc_console.server.backups import marks
from mmc_console.server.backups.chains import points_in, segment_name, unbroken
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.format import Chain, Header, Manifest, new_id, read_header, write_backup
from mmc_console.server.backups.keys import BackupKeys, backup_keys
from mmc_console.server.backups.pages import CHANGE, PAGE
from mmc_console.server.backups.snapshot import Facts, Position, Snapshot, stamp
from mmc_console.server.backups.stores import Store
from mmc_console.server.backups.taking import Source, secrets_in
from mmc_console.server.clock import Clock

OTHER_DATABASE: Final = "shipping-other-database"
NO_BASE: Final = "shipping-no-base"
_AGAIN: Final = 30
"""Turns after which a store that was out of reach is asked again."""


class Shipped(Struct, frozen=True):
    """Up to here everything is in a store. `number` 0: nothing was shipped after the base yet; `pages` and `size` of
    this segment, 0 when nothing had changed; `faults`: the stores that miss something, and why."""

    at: datetime
    base: str
    number: int
    seq: int
    pages: int = 0
    size: int = 0
    faults: dict[str, str] = {}


class Shipping:
    """The chain after one backup. `turn()` again and again; `keep()` at the end.

    BackupFailed when there is nothing to go on from: the next backup begins a chain anew.
    """

    def __init__(self, source: Source, stores: Sequence[Store], clock: Clock) -> None:
        self._source, self._stores, self._clock = source, list(stores), clock
        kept = marks.load(source.scratch)
        if kept is None:
            raise BackupFailed(NO_BASE)
        self._state, self._marks = kept
        self._stamp = b""
        self._behind: dict[str, str] = {}
        self._tries: dict[str, int] = {}
        self._turns = 0
        self._center = ""
        self._doubtful: dict[str, list[str]] = {}
        self._keys: BackupKeys = backup_keys(source.keys)
        self._follow()

    def turn(self) -> Shipped:
        """Ship what has changed. BackupFailed when no store could take it: the next turn ships it as well."""
        self._mend()
        at = self._clock.now()
        here = stamp(self._source.database)
        if here and here == self._stamp:
            return self._even(at)
        with Snapshot(self._source.database, self._source.key) as moment:
            facts = self._same(moment)
            changed = moment.changed(self._marks, Position(self._state.salts, self._state.frames))
            if not changed and moment.pages * 16 == len(self._marks.raw):
                self._state = replace(self._state, salts=moment.position.salts, frames=moment.position.frames)
                self._stamp = here
                return self._even(at)
            shipped = self._ship(moment, facts, changed, at)
        self._stamp = here
        return shipped

    def keep(self) -> None:
        """Note where the chain stands, for the next start; unless a backup was taken since: that one goes on there."""
        if marks.base(self._source.scratch) not in ("", self._state.base):
            return
        marks.keep(self._source.scratch, self._state, self._marks)

    def _ship(self, moment: Snapshot, facts: Facts, changed: list[int], at: datetime) -> Shipped:
        number = self._state.number + 1
        header = Header(
            id=new_id(), kind="segment", product=__version__, schema=facts.schema, center=facts.center,
            epoch=facts.epoch, seq=facts.seq, at=at, key=self._keys.newest.id, page_size=PAGE, pages=moment.pages,
            size=len(changed) * CHANGE, chain=Chain(self._state.base, number, self._state.before),
        )  # fmt: skip
        last = moment.event_digest(facts.seq)
        new: list[tuple[int, bytes]] = []

        def changes() -> Iterator[bytes]:
            for page in changed:
                plain, mark = moment.page(page)
                new.append((page, mark))
                yield page.to_bytes(4, "big") + plain

        draft = self._source.scratch / f"segment-{secrets.token_hex(6)}"
        draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "w+b") as file:
                sealed = secrets_in(self._source.keys)
                written = write_backup(
                    file, self._keys.newest, header, changes(), lambda whole: Manifest(whole, last=last, secrets=sealed)
                )
                self._put(file, segment_name(self._state.base, number, at, facts.seq))
        except OSError as fault:
            raise BackupFailed("backup-no-scratch") from fault
        finally:
            draft.unlink(missing_ok=True)
        for page, mark in new:
            self._marks.put(page, mark)
        self._marks.cut(moment.pages)
        self._state = replace(
            self._state, number=number, before=written.sha256, epoch=facts.epoch, seq=facts.seq, last=last,
            salts=moment.position.salts, frames=moment.position.frames,
        )  # fmt: skip
        return Shipped(at, self._state.base, number, facts.seq, len(changed), written.size, dict(self._behind))

    def _put(self, file: BinaryIO, name: str) -> None:
        """Into every store that is not behind; one at least, or BackupFailed."""
        first: BackupFailed | None = None
        done = False
        for store in self._stores:
            if store.name in self._behind:
                continue
            file.seek(0)
            try:
                for doubtful in self._doubtful.pop(store.name, []):
                    store.delete(doubtful)
                store.put(name, partial(shutil.copyfileobj, file))
            except BackupFailed as fault:
                first = first or fault
                self._fell_behind(store, fault, name)
            else:
                done = True
        if not done:
            for store in self._stores:  # nobody is ahead of anybody: all are asked again
                self._behind.pop(store.name, None)
            raise first or BackupFailed(NO_BASE)

    def _fell_behind(self, store: Store, fault: BackupFailed, name: str = "") -> None:
        if name:  # it may be there all the same, and another one will have its number
            self._doubtful.setdefault(store.name, []).append(name)
        self._behind[store.name] = fault.code
        self._tries[store.name] = self._turns + _AGAIN

    def _mend(self) -> None:
        """Give a store that was out of reach what it missed, once in a while."""
        self._turns += 1
        for store in self._stores:
            if store.name not in self._behind or self._tries.get(store.name, 0) > self._turns:
                continue
            whole = next((other for other in self._stores if other.name not in self._behind), None)
            if whole is None:
                return
            try:
                self._copy_missing(whole, store)
            except BackupFailed as fault:
                self._fell_behind(store, fault)
            else:
                del self._behind[store.name]

    def _copy_missing(self, whole: Store, store: Store) -> None:
        for doubtful in self._doubtful.pop(store.name, []):
            store.delete(doubtful)
        there = {point.name for point in points_in(store, self._state.base)}
        for point in points_in(whole, self._state.base):
            if point.name not in there:
                with whole.open(point.name) as file:
                    store.put(point.name, partial(shutil.copyfileobj, file))

    def _follow(self) -> None:
        """Go on from the chain's end: it may be ahead of what was kept, after a crash. Stores that have less of it, or
        cannot say, are behind."""
        ends: dict[str, int] = {}
        chains = {}
        for store in list(self._stores):
            try:
                if not store.has(self._state.file):
                    self._stores.remove(store)  # a chain without its base is worth nothing: the next one goes there too
                    continue
                chains[store.name] = unbroken(points_in(store, self._state.base), self._state.base)
                ends[store.name] = len(chains[store.name])
            except BackupFailed as fault:
                self._fell_behind(store, fault)
        if not ends:
            raise BackupFailed(next(iter(self._behind.values()), NO_BASE))
        furthest = max(ends, key=lambda name: ends[name])
        if ends[furthest] < self._state.number:
            raise BackupFailed(NO_BASE)  # what was kept is of a chain that is not there
        for store in self._stores:
            if store.name in ends and ends[store.name] < ends[furthest]:
                self._fell_behind(store, BackupFailed("backup-behind", store.name))
                self._tries[store.name] = 0
            if store.name == furthest and ends[furthest] > self._state.number:
                point = chains[furthest][-1]
                whole = hashlib.sha256()
                with store.open(point.name) as file:
                    header = read_header(file)
                with store.open(point.name) as file:
                    while part := file.read(1024 * 1024):
                        whole.update(part)
                self._state = replace(
                    self._state, number=point.number, before=whole.hexdigest(), epoch=header.epoch,
                    salts=b"", frames=0,
                )  # fmt: skip

    def _same(self, moment: Snapshot) -> Facts:
        """The moment is of the history the chain is of, and not of an older copy of it."""
        facts = moment.facts(self._center)
        self._center = facts.center
        state = self._state
        if facts.epoch != state.epoch or facts.seq < state.seq or moment.event_digest(state.seq) != state.last:
            marks.forget(self._source.scratch)
            raise BackupFailed(OTHER_DATABASE)
        return facts

    def _even(self, at: datetime) -> Shipped:
        state = self._state
        return Shipped(at, state.base, state.number, state.seq, faults=dict(self._behind))
