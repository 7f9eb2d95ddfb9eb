"""The server's repeated work: looks after backups, health, alerts and what is to be forgotten, each in its own time.

One task each, so that a slow one delays no other. What a round raises is logged and counted, and the round comes again:
nothing that is repeated may end because it failed once. How each went is there to be asked, for the health report.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


@dataclass
class Round:
    """One piece of repeated work, and how it went."""

    name: str
    seconds: float
    work: Work
    at_once: bool
    failed: int = 0
    """How often in a row; 0 after one that succeeded."""
    fault: str = ""
    """The kind of the last failure: a name for the log and the report, never a text."""
    done: int = 0
    wanted: asyncio.Event = field(default_factory=asyncio.Event)


class Rounds:
    """All of it, started and stopped together. Work is added before `start()`."""

    def __init__(self) -> None:
        self._rounds: dict[str, Round] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def add(self, name: str, seconds: float, work: Work, *, at_once: bool = True) -> None:
        """Do *work* every *seconds*, counted from its end; first at the start, unless told otherwise."""
        assert name not in self._rounds, name
        self._rounds[name] = Round(name, seconds, work, at_once)

    def start(self) -> None:
        """Begin. To be called in the event loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._repeat(each), name=f"round {each.name}") for each in self._all()]

    def hurry(self, name: str) -> None:
        """The next round of *name* comes now."""
        self._rounds[name].wanted.set()

    async def once(self, name: str) -> None:
        """One round of *name*, here and now; what it raises comes out."""
        await self._rounds[name].work()

    def failing(self) -> dict[str, str]:
        """The rounds whose last run failed, with the kind of fault."""
        return {each.name: each.fault for each in self._all() if each.failed}

    async def stop(self) -> None:
        """End them; a round in its middle is cancelled where it waits."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def _all(self) -> list[Round]:
        return list(self._rounds.values())

    async def _repeat(self, each: Round) -> None:
        if each.at_once:
            await self._once(each)
        while True:
            try:
                async with asyncio.timeout(each.seconds):
                    await each.wanted.wait()
            except TimeoutError:
                pass  # its time has come
            each.wanted.clear()
            await self._once(each)

    async def _once(self, each: Round) -> None:
        try:
            await each.work()
        except Exception as fault:  # whatever it is: the next round may do better, and health tells of it
            each.failed += 1
            each.fault = type(fault).__name__
            if each.failed == 1:
                log.exception("round %s failed", each.name)
            elif not each.failed & (each.failed - 1):  # ever seldomer: one comes each second, and may fail for days
                log.warning("round %s failed again (%d): %s", each.name, each.failed, each.fault)
        else:
            if each.failed:
                log.info("round %s works again", each.name)
            each.failed, each.fault = 0, ""
            each.done += 1
