"""The files that a restore has replaced: kept until it is clear why it was needed, then removed.

They hold people's data, and each is as large as the centre. Only folders that a restore has named are touched.
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
_NAME: Final = re.compile(r"(\d{8}T\d{6})Z-[0-9a-f]{6}")


def tidy(folder: Path, now: datetime) -> list[str]:
    """Remove what was replaced more than `KEPT_DAYS` ago, the newest after `NEWEST_DAYS`. The ids of what went."""
    return _remove(_old(folder, now))


def _old(folder: Path, now: datetime) -> dict[Path, int]:
    """What may go, and after how many days."""
    newest_first = sorted(_made_by_restores(folder / journal.KEPT), reverse=True)
    after = {path: NEWEST_DAYS if path == newest_first[0] else KEPT_DAYS for path in reversed(newest_first)}
    return {path: days for path, days in after.items() if now - _when(path.name) > timedelta(days=days)}


def _remove(old: Mapping[Path, int]) -> list[str]:
    gone = []
    for path, days in old.items():
        try:
            shutil.rmtree(path)
        except OSError as fault:
            log.warning("what restore %s has replaced could not be removed: %s", path.name, fault.strerror)
        else:
            log.info("what restore %s has replaced is removed after %d days", path.name, days)
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


def _made_by_restores(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if _NAME.fullmatch(path.name)] if place.is_dir() else []


def _when(name: str) -> datetime:
    return datetime.strptime(name.partition("Z")[0], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
