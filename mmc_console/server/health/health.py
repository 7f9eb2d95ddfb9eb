"""Runs the checks off the event loop, each with a time limit, and remembers since when each says what it says.

A check that hangs is `unhealthy`, and is not started again before it has come back. A report is kept for two seconds,
so that asking often costs nothing. What a check says is logged when it changes, once.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from mmc_console import __version__
from mmc_console.server.clock import Clock

log = logging.getLogger(__name__)

LIMIT_SECONDS: Final = 2.0
KEPT_SECONDS: Final = 2.0
Status = Literal["healthy", "degraded", "unhealthy"]
_WORST: Final[tuple[Status, ...]] = ("unhealthy", "degraded", "healthy")


class Verdict(Struct, frozen=True):
    """What one check found. `detail` is a code; it names no path and no internals."""

    status: Status
    detail: str = "ok"


class Finding(Struct, frozen=True):
    """A verdict, and since when its status is this."""

    status: Status
    detail: str
    since: datetime


class Report(Struct, frozen=True):
    """`GET /api/v1/health`."""

    status: Status
    timestamp: datetime
    version: str
    checks: dict[str, Finding]


Check = Callable[[], Verdict]
"""Runs on a thread of its own; what it raises is `unhealthy`."""


class Health:
    """The checks of one server."""

    def __init__(self, checks: Mapping[str, Check], clock: Clock, *, limit: float = LIMIT_SECONDS) -> None:
        self._checks = dict(checks)
        self._clock = clock
        self._limit = limit
        self._under_way: dict[str, asyncio.Future[Verdict]] = {}
        self._findings: dict[str, Finding] = {}
        self._report: tuple[float, Report] | None = None
        self._asking = asyncio.Lock()

    async def report(self) -> Report:
        """How the server is, at most two seconds ago."""
        async with self._asking:
            loop = asyncio.get_running_loop()
            if self._report is not None and loop.time() - self._report[0] < KEPT_SECONDS:
                return self._report[1]
            verdicts = await asyncio.gather(*(self._ask(name) for name in self._checks))
            report = self._sum_up(dict(zip(self._checks, verdicts, strict=True)))
            self._report = (loop.time(), report)
            return report

    async def _ask(self, name: str) -> Verdict:
        answer = self._under_way.get(name)
        if answer is None:
            answer = self._under_way[name] = _on_a_thread(name, self._checks[name])
        done, _ = await asyncio.wait({answer}, timeout=self._limit)
        if not done:
            return Verdict("unhealthy", "no-answer-in-time")
        del self._under_way[name]
        return answer.result()

    def _sum_up(self, verdicts: dict[str, Verdict]) -> Report:
        now = self._clock.now()
        for name, verdict in verdicts.items():
            before = self._findings.get(name)
            if before is not None and before.status == verdict.status:
                since = before.since
            else:
                since = now
                if verdict.status != "healthy":
                    log.warning("health: %s is %s: %s", name, verdict.status, verdict.detail)
                elif before is not None:
                    log.info("health: %s is healthy again, %s", name, verdict.detail)
            self._findings[name] = Finding(verdict.status, verdict.detail, since)
        found = {finding.status for finding in self._findings.values()}
        worst: Status = next((status for status in _WORST if status in found), "healthy")
        return Report(worst, now, __version__, dict(self._findings))


def _on_a_thread(name: str, check: Check) -> asyncio.Future[Verdict]:
    """A thread that nobody waits for at the end: a check that hangs must not keep the server from stopping."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Verdict] = loop.create_future()

    def settle(verdict: Verdict) -> None:
        if not answer.done():
            answer.set_result(verdict)

    def run() -> None:
        try:
            verdict = check()
        except Exception:  # it is an answer in itself; its text is for the log only
            log.exception("health: %s could not be checked", name)
            verdict = Verdict("unhealthy", "check-failed")
        try:
            loop.call_soon_threadsafe(settle, verdict)
        except RuntimeError:
            log.debug("health: %s answered after the server had stopped", name)

    threading.Thread(target=run, name=f"health-{name}", daemon=True).start()
    return answer
