"""A centre's backups as their stores tell them, without its server: whether there is a good one, and where it lies."""

from __future__ import annotations

from pathlib import Path

from mmc_console.doctor.findings import Finding
from mmc_console.server.areas import AREAS
from mmc_console.server.backups.keys import backup_keys
from mmc_console.server.backups.places import SAME_DISK, places_of
from mmc_console.server.backups.records import secret_of
from mmc_console.server.backups.schedule import is_late, last_of
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.backups.shelf import Shelf
from mmc_console.server.clock import SystemClock
from mmc_console.server.keys import Keys
from mmc_console.server.preferences import Preferences
from mmc_console.server.store.engine import Database


def backups(database: Database, keys: Keys, folder: Path) -> Finding:
    """By the notes beside them alone: `verify` looks into one. What only a running server knows is asked of it."""
    clock = SystemClock()
    preferences = Preferences(database, clock, AREAS)
    preferences.load()
    settings, ring, now = preferences.read(BackupSettings), backup_keys(keys.folder), clock.now()
    places = places_of(settings, folder.absolute(), secret_of(database, ring))
    contents = Shelf(lambda: places, lambda: ring, folder.absolute()).look(now)
    good = [kept.note for kept in contents.backups if kept.note.verified_at is not None and not kept.note.refused]
    last = last_of((note.header.at for note in good), now)
    figures = {"backups": float(len(good))}
    gone = next((place.detail for place in contents.places if place.detail != "ok"), "")
    if last is None:
        detail = "backup-none"
    elif is_late(last, last, now, settings.every_hours):
        detail = "backup-late"
    elif gone:
        detail = gone
    elif all(place.near for place in contents.places):
        detail = SAME_DISK
    else:
        return Finding(check="backups", figures=figures)
    return Finding(check="backups", status="degraded", detail=detail, figures=figures)
