"""What is in all the stores together, looked at from the server: list, read, remove, tidy. Blocks; for threads.

A store that cannot be reached takes nothing from the others: what it last had is still shown, and its fault is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mmc_console.server.backups.catalogue import NOTE, Kept, Note, backups_in, joined, name_of, note_in
from mmc_console.server.backups.chains import Point, points_in
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.keys import BackupKeys
from mmc_console.server.backups.places import is_near
from mmc_console.server.backups.retention import ages, in_order, to_delete
from mmc_console.server.backups.stores import Place, Store, store_at
from mmc_console.wire.backups import PlaceRow

log = logging.getLogger(__name__)


class Contents(NamedTuple):
    """What was found at one look."""

    backups: list[Kept]
    places: list[PlaceRow]


class Shelf:
    """The stores of one centre, as *places* says they are; its database is in *folder*, where it has one."""

    def __init__(
        self, places: Callable[[], tuple[Place, ...]], keys: Callable[[], BackupKeys], folder: Path | None = None
    ) -> None:
        self._places, self._keys, self._folder = places, keys, folder
        self._last: dict[str, list[Note]] = {}
        self._known: dict[tuple[str, str, int], Note] = {}
        self._standing: dict[str, PlaceRow] = {}

    def stores(self) -> list[Store]:
        """The stores now, the main one first."""
        return [store_at(place) for place in self._places()]

    def look(self, now: datetime) -> Contents:
        """Everything that is there."""
        found: dict[str, list[Note]] = {}
        rows = []
        for place in self._places():
            store = store_at(place)
            free: int | None = None
            try:
                found[store.name] = self._notes(store)
                free = store.free()
                detail = "ok"
            except BackupFailed as fault:
                detail = fault.code
                found[store.name] = self._last.get(store.name, [])
            near = self._folder is not None and is_near(place, self._folder)
            before = self._standing.get(store.name)
            since = before.since if before is not None and before.detail == detail else now
            if detail != "ok" and (before is None or before.detail != detail):
                log.warning("backups: store %s: %s", store.name, detail)
            rows.append(PlaceRow(store.name, detail, since, free, near))
        self._last = found
        self._standing = {row.name: row for row in rows}
        return Contents(joined(found.items()), rows)

    def forget(self) -> None:
        """What notes said may be another by now."""
        self._known = {}

    def _notes(self, store: Store) -> list[Note]:
        """Of notes that were read once and prove something only the names are asked for again: a look goes round often,
        and each note of a store far away costs its time."""
        keys = self._keys()
        notes = []
        for item in backups_in(store):
            note = self._known.get((store.name, *item)) or note_in(store, item, keys)
            if note is not None:
                notes.append(note)
                if note.verified_at is not None:
                    self._known[store.name, item.name, item.size] = note
        return notes

    def open(self, kept: Kept) -> tuple[AbstractContextManager[BinaryIO], int]:
        """Read a backup from the first store that has it; and its size. BackupFailed."""
        store = self.store_with(kept)
        return store.open(name_of(kept.note.header)), kept.note.size

    def store_with(self, kept: Kept) -> Store:
        """The first store that has it and answers."""
        last = BackupFailed("backup-gone")
        for store in self.stores():
            if store.name in kept.places:
                try:
                    if store.has(name_of(kept.note.header)):
                        return store
                except BackupFailed as fault:
                    last = fault
        raise last

    def place_of(self, store: Store) -> Place:
        """How another process reaches this store. BackupFailed: it is none of ours any more."""
        place = next((place for place in self._places() if place.name == store.name), None)
        if place is None:
            raise BackupFailed("backup-gone", store.name)
        return place

    def points(self, base: str = "") -> list[Point]:
        """Every shipped moment that some store has."""
        found: dict[str, Point] = {}
        for store in self.stores():
            try:
                found.update((point.name, point) for point in points_in(store, base))
            except BackupFailed as fault:
                log.info("backups: store %s is not asked for points: %s", store.name, fault.code)
        return sorted(found.values(), key=lambda point: (point.base, point.number))

    def remove(self, kept: Kept) -> None:
        """A backup and all that was shipped after it, from every store. BackupFailed when one keeps it."""
        for store in self.stores():
            if store.name not in kept.places:
                continue
            for item in store.items(kept.id):
                store.delete(item.name)
            name = name_of(kept.note.header)
            store.delete(name + NOTE)
            store.delete(name)

    def tidy(self, backups: list[Kept], center: str, now: datetime, days: int, log_days: int) -> list[Kept]:
        """Remove what the rule lets go, of this centre only; what was removed."""
        ours = [kept for kept in backups if kept.note.header.center == center]
        gone = to_delete(ours, now, days)
        for kept in gone:
            try:
                self.remove(kept)
            except BackupFailed as fault:
                log.warning("backups: an old one could not be removed: %s", fault.code)
        ordered = in_order(ours)
        old = ages(ordered, now)
        for kept in ordered[:-1]:  # the newest one's chain is being written
            if old[kept.id] > timedelta(days=log_days):
                self._unchain(kept)
        return gone

    def _unchain(self, kept: Kept) -> None:
        for store in self.stores():
            try:
                for point in points_in(store, kept.id):
                    store.delete(point.name)
            except BackupFailed as fault:
                log.info("backups: what was shipped is kept on in store %s: %s", store.name, fault.code)
