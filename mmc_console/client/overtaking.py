"""Questions under way, and the newer answers that overtake them.

A line that comes back does not bring back what it had swallowed: such a question would wait until its time is out. So
once a later one has been answered, an older one that has heard nothing since before that was asked is let go as soon as
it has been silent for longer than a server takes. Whoever asked may ask again: what changes anything carries an id, and
takes effect once. A question that may take minutes is not among them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from mmc_console.client.errors import Overtaken

BEHIND = 2.0
"""Seconds a question must have been silent: a server may take its time."""
SUSPECT = 5.0
"""Seconds a connection is kept without work. After trouble none that was kept then is used."""


class Overtaking:
    """The questions of one client."""

    def __init__(self) -> None:
        self._heard: dict[asyncio.Timeout, float] = {}
        self._trouble: float | None = None

    @asynccontextmanager
    async def question(self, *, lasting: bool = False) -> AsyncIterator[Callable[[], None]]:
        """Ask within this, and call what it gives whenever something comes. Overtaken: a newer one was answered.

        One that is *lasting* may be silent for as long as it takes.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(None) as limit:
                if not lasting:
                    self._heard[limit] = began

                def heard() -> None:
                    now = loop.time()
                    if not lasting and not limit.expired():
                        self._heard[limit] = now
                        limit.reschedule(None)
                    self._overtake(began, now)

                try:
                    yield heard
                finally:
                    self._heard.pop(limit, None)
        except TimeoutError as fault:
            self.suspect()
            raise Overtaken("overtaken") from fault

    def suspect(self) -> None:
        """The line has just shown itself to be bad: what is kept open may be dead."""
        self._trouble = asyncio.get_running_loop().time()

    @property
    def suspected(self) -> bool:
        """Whether connections that were kept open are not to be trusted now."""
        return self._trouble is not None and asyncio.get_running_loop().time() < self._trouble + SUSPECT

    def _overtake(self, asked: float, now: float) -> None:
        for limit, last in self._heard.items():
            if last < asked and limit.when() is None and not limit.expired():
                limit.reschedule(max(now, last + BEHIND))
