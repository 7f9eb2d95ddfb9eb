"""The files that a restore has replaced: kept until it is clear why it was needed, then removed.

They hold people's data, and each is as large as the centre. Only folders that a restore has named are touched.
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from mmc_console.server.clock import Clock
from mmc_console.server.restore import journal

log = logging.getLogger(__name__)

KEPT_DAYS: Final = 7
EVERY: Final = 3600.0
"""Seconds between two looks."""
_NAME: Final = re.compile(r"(\d{8}T\d{6})Z-[0-9a-f]{6}")


def tidy(folder: Path, now: datetime) -> list[str]:
    """Remove what was replaced more than `KEPT_DAYS` ago; the newest stays, however old it is. The ids of what went."""
    gone = []
    for path in sorted(_made_by_restores(folder / journal.KEPT))[:-1]:
        if now - _when(path.name) <= timedelta(days=KEPT_DAYS):
            continue
        try:
            shutil.rmtree(path)
        except OSError as fault:
            log.warning("what restore %s has replaced could not be removed: %s", path.name, fault.strerror)
        else:
            log.info("what restore %s has replaced is removed after %d days", path.name, KEPT_DAYS)
            gone.append(path.name)
    return gone


class Leftover:
    """The round that does it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    async def round(self) -> None:
        """Look once."""
        await asyncio.to_thread(tidy, self._folder, self._clock.now())


def _made_by_restores(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if _NAME.fullmatch(path.name)] if place.is_dir() else []


def _when(name: str) -> datetime:
    return datetime.strptime(name.partition("Z")[0], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
