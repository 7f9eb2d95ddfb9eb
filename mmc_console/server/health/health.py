"""Runs the checks off the event loop, each with a time limit, and remembers since when each says what it says.

A check that hangs is `unhealthy`, and is not started again before it has come back. A report is kept for two seconds,
so that asking often costs nothing. What a check says is logged when it changes, once; whoever keeps the history is told
the same changes.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeGuard, cast

from msgspec import Struct

from mmc_console import __version__
from mmc_console.server.clock import Clock
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.health import WORST, CheckView, Finding, HealthChange, Report, Status

log = logging.getLogger(__name__)

LIMIT_SECONDS: Final = 2.0
KEPT_SECONDS: Final = 2.0
CHANGES_AT_MOST: Final = 1_000
"""So many changes wait to be written down while the database takes nothing."""


class Verdict(Struct, frozen=True):
    """What one check found. `detail` is a code; it names no path and no internals.

    `figures` (what was measured) and `about` (names of what is concerned) are for those who run the centre only.
    """

    status: Status
    detail: str = "ok"
    figures: dict[str, float] = {}
    about: tuple[str, ...] = ()


COULD_NOT: Final = Verdict("unhealthy", "check-failed")
NOT_CHECKED: Final = Verdict("degraded", "not-checked")
"""The database could not be read for it: that is told once, by the database's own check."""
Plain = Callable[[], Verdict]
Waiting = Callable[[], Awaitable[Verdict]]
Check = Plain | Waiting
"""A plain function runs on a thread of its own, a coroutine in the event loop; what it raises is `unhealthy`."""


class Health:
    """The checks of one server."""

    def __init__(self, checks: Mapping[str, Check], clock: Clock, *, limit: float = LIMIT_SECONDS) -> None:
        self._checks = dict(checks)
        self._clock = clock
        self._limit = limit
        self._under_way: dict[str, asyncio.Future[Verdict]] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._findings: dict[str, Finding] = {}
        self._report: tuple[float, Report] | None = None
        self._asking = asyncio.Lock()
        self._changes: list[HealthChange] = []

    def add(self, checks: Mapping[str, Check]) -> None:
        """Check these too."""
        self._checks.update(checks)

    def remember(self, changes: Mapping[str, HealthChange]) -> None:
        """What each check last said before this start: whatever it still says, it says since then."""
        for name, change in changes.items():
            if name in self._checks and name not in self._findings:
                self._findings[name] = Finding(change.status, change.detail, change.at)
                self._verdicts[name] = Verdict(change.status, change.detail, about=change.about)

    async def report(self, *, fresh: bool = False) -> Report:
        """How the server is, at most two seconds ago; *fresh*: now."""
        asked = asyncio.get_running_loop().time()
        async with self._asking:
            loop = asyncio.get_running_loop()
            if self._report is not None and self._report[0] > (asked if fresh else loop.time() - KEPT_SECONDS):
                return self._report[1]
            verdicts = await asyncio.gather(*(self._ask(name) for name in self._checks))
            report = self._sum_up(dict(zip(self._checks, verdicts, strict=True)))
            self._report = (loop.time(), report)
            return report

    def views(self) -> tuple[CheckView, ...]:
        """The checks as they were last found, with figures and names, the worst first."""
        found = [
            CheckView(
                name=name, status=finding.status, detail=finding.detail, since=finding.since,
                figures=self._verdicts[name].figures, about=self._verdicts[name].about,
            )
            for name, finding in self._findings.items() if name in self._checks
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda view: WORST.index(view.status)))

    def changes(self) -> list[HealthChange]:
        """What has changed and was not written down yet, oldest first; see `written`."""
        return list(self._changes)

    def written(self, count: int) -> None:
        """The first *count* of the changes are on the disk."""
        del self._changes[:count]

    async def _ask(self, name: str) -> Verdict:
        answer = self._under_way.get(name)
        if answer is None:
            check = self._checks[name]
            answer = _in_the_loop(name, check) if _waits(check) else _on_a_thread(name, cast("Plain", check))
            self._under_way[name] = answer
        done, _ = await asyncio.wait({answer}, timeout=self._limit)
        if not done:
            return Verdict("unhealthy", "no-answer-in-time")
        del self._under_way[name]
        return answer.result()

    def _sum_up(self, verdicts: dict[str, Verdict]) -> Report:
        now = self._clock.now()
        for name, verdict in verdicts.items():
            before, said = self._findings.get(name), self._verdicts.get(name)
            if before is not None and before.status == verdict.status:
                since = before.since
            else:
                since = now
                if verdict.status != "healthy":
                    log.warning("health: %s is %s: %s", name, verdict.status, verdict.detail)
                elif before is not None:
                    log.info("health: %s is healthy again, %s", name, verdict.detail)
            if said is None or (said.status, said.detail, said.about) != (
                verdict.status, verdict.detail, verdict.about,
            ):  # fmt: skip
                change = HealthChange(
                    at=now, check=name, status=verdict.status, detail=verdict.detail, about=verdict.about
                )
                self._changes = [*self._changes, change][-CHANGES_AT_MOST:]
            self._findings[name] = Finding(verdict.status, verdict.detail, since)
            self._verdicts[name] = verdict
        found = {finding.status for finding in self._findings.values()}
        worst: Status = next((status for status in WORST if status in found), "healthy")
        return Report(worst, now, __version__, dict(self._findings))


def _waits(check: Check) -> TypeGuard[Waiting]:
    """Whether it is a coroutine function, or an object that is called like one."""
    return inspect.iscoroutinefunction(check) or inspect.iscoroutinefunction(type(check).__call__)


def _in_the_loop(name: str, check: Waiting) -> asyncio.Future[Verdict]:
    """A task that is not cancelled when it is late: it may be in the middle of something, and comes back."""

    async def run() -> Verdict:
        try:
            return await check()
        except StoreError:
            return NOT_CHECKED
        except Exception:  # it is an answer in itself; its text is for the log only
            log.exception("health: %s could not be checked", name)
            return COULD_NOT

    return asyncio.get_running_loop().create_task(run(), name=f"health-{name}")


def _on_a_thread(name: str, check: Plain) -> asyncio.Future[Verdict]:
    """A thread that nobody waits for at the end: a check that hangs must not keep the server from stopping."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Verdict] = loop.create_future()

    def settle(verdict: Verdict) -> None:
        if not answer.done():
            answer.set_result(verdict)

    def run() -> None:
        try:
            verdict = check()
        except StoreError:
            verdict = NOT_CHECKED
        except Exception:  # it is an answer in itself; its text is for the log only
            log.exception("health: %s could not be checked", name)
            verdict = COULD_NOT
        try:
            loop.call_soon_threadsafe(settle, verdict)
        except RuntimeError:
            log.debug("health: %s answered after the server had stopped", name)

    threading.Thread(target=run, name=f"health-{name}", daemon=True).start()
    return answer
