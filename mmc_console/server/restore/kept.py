"""The backups as their stores tell them, while there is no database to ask: listed and restored from, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mmc_console.server.backups.chains import Point, Way
from mmc_console.server.backups.keys import BackupKey, BackupKeys, backup_keys
from mmc_console.server.backups.shelf import Contents, Shelf
from mmc_console.server.backups.stores import Place, store_at
from mmc_console.server.clock import Clock
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.stored import Stored


@dataclass
class KeptBackups:
    """What is in these *places*; *keys*: the folder of the server's keys, *center*: the centre's code. It blocks."""

    places: tuple[Place, ...] = field(repr=False)
    keys: Path
    center: str
    clock: Clock

    def __post_init__(self) -> None:
        self._shelf = Shelf(lambda: self.places, self._backup_keys)
        self.source = Stored(lambda: [store_at(place) for place in self.places], self._backup_keys, self.keys)

    def _backup_keys(self) -> BackupKeys:
        return backup_keys(self.keys)

    @property
    def key(self) -> BackupKey:
        """The newest backup key."""
        return self._backup_keys().newest

    def look(self) -> Contents:
        """Everything there is, and how each store stands."""
        return self._shelf.look(self.clock.now())

    def points(self) -> list[Point]:
        """Every shipped moment."""
        return self._shelf.points()

    def newest(self) -> Way | None:
        """The last moment there is; None where there is none."""
        try:
            return self.source.newest()
        except RestoreFault:
            return None
