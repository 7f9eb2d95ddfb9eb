"""Tells every listener what has changed, coalesced: a slow screen misses no change and never gets a queue of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from mmc_console.client.shown import EVERYTHING, Change


class Changes:
    """One flag set per listener."""

    def __init__(self) -> None:
        self._listeners: dict[int, tuple[asyncio.Event, list[Change]]] = {}
        self._next = 0

    def announce(self, change: Change) -> None:
        """Add *change* to what every listener is told next."""
        for event, flags in self._listeners.values():
            flags[0] |= change
            event.set()

    async def listen(self) -> AsyncGenerator[Change, None]:
        """What has changed since the last turn; first everything. Ends when the caller stops asking."""
        key, self._next = self._next, self._next + 1
        event, flags = asyncio.Event(), [EVERYTHING]
        event.set()
        self._listeners[key] = event, flags
        try:
            while True:
                await event.wait()
                event.clear()
                told, flags[0] = flags[0], Change(0)
                yield told
        finally:
            del self._listeners[key]
