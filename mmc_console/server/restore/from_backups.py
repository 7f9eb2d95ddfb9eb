"""A restore's backups are the server's: where they lie is remembered for when no database can say it any more."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from mmc_console.server.backups.service import Backups, Busy
from mmc_console.server.backups.stores import Place, store_at
from mmc_console.server.restore.service import Restoring
from mmc_console.server.restore.stored import Stored

log = logging.getLogger(__name__)

PATIENCE: Final = 60.0
"""Seconds that a backup which is being taken is waited for; then it is called off."""
AGAIN: Final = 0.2


async def offer(backups: Backups, restoring: Restoring) -> None:
    """Let *restoring* find what *backups* keeps, and take a safety backup by it."""
    last: tuple[Place, ...] = await asyncio.to_thread(backups.places)

    def places() -> tuple[Place, ...]:
        """As they are set now; those of before where the database that knows cannot be asked."""
        nonlocal last
        try:
            last = backups.places()
        except Exception as fault:  # noqa: BLE001 - this is for the moment when everything fails
            log.warning("the settings of backups cannot be read: %s", type(fault).__name__)
        return last

    folder = backups.parts.keys.folder
    source = Stored(lambda: [store_at(place) for place in places()], backups.keys, folder)
    restoring.offer(source, lambda: take_safety(backups))


async def take_safety(backups: Backups) -> str:
    """One more backup, now; its id, empty when none could be taken."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            taking = backups.begin("take", "safety")
        except Busy:
            if asyncio.get_running_loop().time() > until:
                backups.call_off()
            await asyncio.sleep(AGAIN)
        else:
            await asyncio.wait({taking})  # it is called off with the services, where their database is lost meanwhile
            run = None if taking.cancelled() else taking.result()
            return run.backup if run is not None and run.outcome == "done" else ""
