"""The files that a restore has replaced: kept until it is clear why it was needed, then removed. So is the copy that an
update has made of the database before it changed it.

They hold people's data, and each is as large as the centre. Only what a restore or an update has named is touched.
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.restore import journal

log = logging.getLogger(__name__)

KEPT_DAYS: Final = 7
NEWEST_DAYS: Final = 30
"""As long as backups: people who were made nameless since are in it."""
EVERY: Final = 3600.0
"""Seconds between two looks."""
LOOKS: Final = 3
_MOMENT: Final = re.compile(r"\d{8}T\d{6}Z")
_NAME: Final = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_COPY: Final = re.compile(r"center-before-migration-\d+-\d{8}T\d{6}Z\.db")


def tidy(folder: Path, now: datetime) -> list[str]:
    """Remove what was replaced more than `KEPT_DAYS` ago, the newest after `NEWEST_DAYS`. The ids of what went."""
    return _remove(_old(folder, now))


def _old(folder: Path, now: datetime) -> dict[Path, int]:
    """What may go, and after how many days."""
    newest_first = sorted(_named(folder / journal.KEPT, _NAME), reverse=True)
    after = {path: NEWEST_DAYS if path == newest_first[0] else KEPT_DAYS for path in reversed(newest_first)}
    after |= dict.fromkeys(_named(folder, _COPY), NEWEST_DAYS)
    return {path: days for path, days in after.items() if now - _when(path.name) > timedelta(days=days)}


def _remove(old: Mapping[Path, int]) -> list[str]:
    gone = []
    for path, days in old.items():
        what = f"what restore {path.name} has replaced" if path.is_dir() else f"{path.name}, of before an update,"
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as fault:
            log.warning("%s could not be removed: %s", what, fault.strerror)
        else:
            log.info("%s is removed after %d days", what, days)
            gone.append(path.name)
    return gone


class Leftover:
    """The round that does it, once some looks in a row have found the same."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._found = Counter[Path]()
        """How many looks in a row have found it old: a clock may stand years ahead until it is set."""

    async def round(self) -> None:
        """Look once."""
        await asyncio.to_thread(self._look)

    def _look(self) -> None:
        old = _old(self._folder, self._clock.now())
        self._found = Counter({path: self._found[path] + 1 for path in old})
        _remove({path: days for path, days in old.items() if self._found[path] >= LOOKS})


def _named(place: Path, names: re.Pattern[str]) -> list[Path]:
    return [path for path in place.iterdir() if names.fullmatch(path.name)] if place.is_dir() else []


def _when(name: str) -> datetime:
    found = _MOMENT.search(name)
    assert found is not None, "each of these names has its moment in it"
    return datetime.strptime(found[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
