"""Checks the chain in the background, one at a time, and remembers what it found: by the page, by itself once a day.

Each step reads on a thread and takes some milliseconds, so that a check of a million entries holds up nobody.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from mmc_console.server.audit.audit import Audit
from mmc_console.server.audit.chain import Entry, seal
from mmc_console.server.audit.reading import last_of
from mmc_console.server.audit.rows import head_of, kept_head
from mmc_console.server.audit.verify import Walk
from mmc_console.server.auth.principal import Principal
from mmc_console.server.clock import Clock
from mmc_console.server.health.health import Verdict
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.wire.audit import AuditCheck, AuditFault

log = logging.getLogger(__name__)

CHECKED: Final = "audit-checked"
EVERY: Final = 24 * 3600.0
OLD: Final = timedelta(days=2)


class Checks:
    """The checks of one audit."""

    def __init__(self, database: Database, keys: Keys, audit: Audit, clock: Clock) -> None:
        self._database, self._keys, self._audit, self._clock = database, keys, audit, clock
        self._running = False
        self._shown = AuditCheck()
        self._started = clock.now()

    def load(self) -> None:
        """What the last check of an earlier run of the server found, from its entry."""
        with self._database.read() as conn:
            entry = last_of(conn, CHECKED)
        if entry is not None:
            self._shown = _told(entry, self._clock.now())

    @property
    def shown(self) -> AuditCheck:
        """The check under way, else the last one."""
        return self._shown

    async def run(self, by: Principal | None = None) -> AuditCheck:
        """Check all of it now; when one is under way already, that one's progress."""
        if self._running:
            return self._shown
        self._running = True
        last = self._shown
        self._shown = AuditCheck(running=True)
        try:
            await self._audit.kept()
            walk = await self._walk()
        except BaseException:
            self._shown = last
            raise
        finally:
            self._running = False
        now, fault = self._clock.now(), walk.fault
        if fault is not None:
            log.error("the audit is not as it was written: %s at entry %d", fault.kind, fault.seq)
        found = None if fault is None else AuditFault(fault.kind, fault.seq, fault.last)
        self._shown = AuditCheck(done=walk.seq, total=walk.seq, at=now, fault=found)
        detail: dict[str, object] = {"entries": walk.seq}
        if fault is not None:
            detail |= {"fault": fault.kind, "at": fault.seq, "last": fault.last}
        self._audit.record(CHECKED, by=by, detail=detail)
        return self._shown

    async def round(self) -> None:
        """The daily check."""
        await self.run()

    def verdict(self) -> Verdict:
        """For the health report: is everything written, the end sealed, and was the chain whole when last checked."""
        if self._audit.fault:
            return Verdict("unhealthy", "audit-not-written")
        kept = kept_head(self._keys.folder)
        with self._database.read() as conn:
            head = head_of(conn)
        if head is not None and head.seal != seal(self._keys.audit, head.seq, head.hash):
            return Verdict("unhealthy", "audit-tampered")
        if kept is not None and kept.seq > (head.seq if head is not None else 0):
            return Verdict("unhealthy", "audit-cut")
        if self._shown.fault is not None:
            return Verdict("unhealthy", "audit-tampered")
        if head is not None and kept is None:
            return Verdict("degraded", "audit-head-missing")
        if self._clock.now() - (self._shown.at or self._started) > OLD:
            return Verdict("degraded", "audit-not-checked")
        return Verdict("healthy")

    async def _walk(self) -> Walk:
        walk = Walk(self._keys.audit, kept_head(self._keys.folder))

        def total() -> int:
            with self._database.read() as conn:
                head = head_of(conn)
            return head.seq if head is not None else 0

        def step() -> None:
            with self._database.read() as conn:
                walk.step(conn)

        entries = await asyncio.to_thread(total)
        while not walk.over:
            await asyncio.to_thread(step)
            self._shown = AuditCheck(running=True, done=walk.seq, total=max(entries, walk.seq), at=None)
        return walk


def _told(entry: Entry, now: datetime) -> AuditCheck:
    at = datetime.fromtimestamp(entry.at_ms / 1000, now.tzinfo)
    detail = entry.detail
    fault = AuditFault(detail["fault"], detail["at"], detail["last"]) if "fault" in detail else None
    return AuditCheck(done=detail["entries"], total=detail["entries"], at=at, fault=fault)
