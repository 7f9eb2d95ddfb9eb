"""The audit of one centre: what happens is told here, from any thread, and written in order.

Acts are gathered and written together, some twice a second, so that reading and signing in cost the queues nothing;
whoever must not answer before it is written awaits `kept`. What cannot be written is kept and tried again, and said by
the health report; when too much waits, nothing more that would have to be recorded is answered (`full`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from threading import Lock
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.server.audit.chain import ABOUT_AT_MOST, DETAIL_AT_MOST, Entry
from mmc_console.server.audit.rows import Head, append, head_of, keep_head
from mmc_console.server.auth.principal import Principal
from mmc_console.server.clock import Clock
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import CommitUnknown, StoreError, named
from mmc_console.wire.json import encode

log = logging.getLogger(__name__)

GATHER_SECONDS: Final = 0.5
AT_ONCE: Final = 500
"""Entries in one transaction: some 10 ms."""
WAITING_AT_MOST: Final = 20_000
LISTED_AT_MOST: Final = 20
"""Ids that an entry names; their number is always told."""


class Audit:
    """Takes down acts. Works without a running loop too: then `flush` writes them (the command line)."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self._waiting: list[Entry] = []
        self._told = 0
        self._written = 0
        self._alike: dict[tuple[object, ...], int] = {}
        """Where in `_waiting` an entry stands to which others alike are added."""
        self._lock = Lock()
        self._writing = Lock()
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._head_fault = ""
        self.fault = ""
        """The code of what keeps entries from being written; empty when they are."""

    def record(
        self,
        act: str,
        *,
        by: Principal | None,
        about: str = "",
        detail: Mapping[str, object] | None = None,
        request: str = "",
        user: str = "",
        device: str = "",
        merge: bool = False,
    ) -> None:
        """Take down that *by* (None: nobody, or the server itself) did *act*. Never a person's data, never a secret.

        *user*, *device*: ids, where nobody is signed in yet. *merge*: one entry for all alike that wait to be written.
        """
        entry = self.entry(act, by=by, about=about, detail=detail, request=request)
        if by is None:
            entry = replace(entry, user=user, device=device)
        self._add(entry, merge)

    def entry(
        self,
        act: str,
        *,
        by: Principal | None,
        about: str = "",
        detail: Mapping[str, object] | None = None,
        request: str = "",
    ) -> Entry:
        """The entry `record` would take down, for `record_in`."""
        told = dict(detail or {})
        if len(encode(told)) > DETAIL_AT_MOST:
            told = {"too_long": True}
        user, device = (str(by.actor.user), by.device) if by is not None else ("", "")
        return Entry(0, self.now_ms(), act, user, device, about[:ABOUT_AT_MOST], told, request)

    def record_in(self, conn: Connection, entry: Entry) -> None:
        """Write *entry* in the caller's transaction: with what it tells of, or not at all."""
        append(conn, self._keys.audit, [entry])

    def record_beside(self, conn: Connection, entry: Entry) -> None:
        """`record_in` for work that must go on where the audit's rows take no more: *entry* waits there with all."""
        try:
            self.record_in(conn, entry)
        except Exception as fault:
            if isinstance(fault, StoreError) or named(fault) is not None:
                raise
            self._add(entry, merge=False)

    def now_ms(self) -> int:
        """The time entries are taken down at."""
        return int(self._clock.now().timestamp() * 1000)

    @property
    def full(self) -> bool:
        """Whether so much could not be written that nothing more may happen unrecorded."""
        return len(self._waiting) >= WAITING_AT_MOST

    async def kept(self) -> None:
        """Come back when all that was recorded before is on the disk; StoreError when it cannot be now."""
        told = self._told
        async with self._turn:
            if self._written < told:
                await asyncio.to_thread(self.flush)

    def flush(self) -> None:
        """Write what waits; StoreError: nothing is lost, it waits on. From a thread."""
        with self._writing:
            while self._waiting:
                with self._lock:
                    part = self._waiting[:AT_ONCE]
                    self._alike.clear()
                head = self._write(part)
                with self._lock:
                    del self._waiting[: len(part)]
                    # what came meanwhile has moved up: alike entries must not be added to one of somebody else
                    self._alike = {alike: place - len(part) for alike, place in self._alike.items()}
                    self._written += len(part)
                self._keep(head)
            self.fault = ""

    def start(self) -> None:
        """Begin to write by itself. To be called in the event loop."""
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._run(), name="audit")
        self._news.set()

    async def stop(self) -> None:
        """Write what waits, then end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        try:
            await asyncio.to_thread(self.flush)
        except StoreError as fault:
            log.warning("%d entries of the audit are lost, they cannot be written: %s", len(self._waiting), fault.code)

    def _add(self, entry: Entry, merge: bool) -> None:
        alike = (entry.act, entry.user, entry.device, entry.about, entry.detail.get("refused"))
        with self._lock:
            place = self._alike.get(alike) if merge else None
            if place is not None:
                self._waiting[place] = merged(self._waiting[place], entry)
                return
            if merge:
                self._alike[alike] = len(self._waiting)
            self._waiting.append(entry)
            self._told += 1
        loop = self._loop
        if loop is not None and self._task is not None and not self._news.is_set():
            try:
                loop.call_soon_threadsafe(self._news.set)
            except RuntimeError:
                log.debug("told after the server's end: written by `stop`")

    def _write(self, part: list[Entry]) -> Head:
        before: Head | None = None

        def work(conn: Connection) -> Head:
            nonlocal before
            before = head_of(conn)
            return append(conn, self._keys.audit, part)

        try:
            return self._database.transact(work)
        except CommitUnknown as fault:
            with self._database.read() as conn:
                now = head_of(conn)
            if now is not None and now.seq == (before.seq if before else 0) + len(part):
                return now
            self._fail(fault)
            raise
        except StoreError as fault:
            self._fail(fault)
            raise
        except Exception as fault:  # the driver's own: rows that do not fit each other, somebody has changed them
            broken = StoreError("the audit's rows take no more")
            self._fail(broken)
            raise broken from fault

    def _fail(self, fault: StoreError) -> None:
        if not self.fault:
            log.warning("the audit cannot be written: %s", fault.code)
        self.fault = fault.code

    def _keep(self, head: Head) -> None:
        try:
            keep_head(self._keys.folder, head)
        except OSError as fault:
            if not self._head_fault:
                log.warning("the audit's head cannot be kept beside the keys: %s", type(fault).__name__)
            self._head_fault = "audit-head-not-kept"
        else:
            self._head_fault = ""

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._news.clear()
            try:
                await self.kept()
            except StoreError:
                self._news.set()  # said once; tried again


def merged(first: Entry, more: Entry) -> Entry:
    """One entry for two alike: counts added, lists joined as far as they go; `times` says how many there were."""
    detail: dict[str, object] = dict(first.detail)
    for name, value in more.detail.items():
        there = detail.get(name)
        if isinstance(there, int) and isinstance(value, int) and not isinstance(value, bool):
            detail[name] = there + value
        elif isinstance(there, list) and isinstance(value, list):
            detail[name] = list(dict.fromkeys([*there, *value]))[:LISTED_AT_MOST]
        else:
            detail[name] = value
    times = first.detail.get("times", 1)
    detail["times"] = (times if isinstance(times, int) else 1) + 1
    return replace(first, detail=detail)
