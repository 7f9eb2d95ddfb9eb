"""The process that ships, as the server keeps it: started again when it ends, and how far behind it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from mmc_console.server.backups.shipping import NO_BASE, OTHER_DATABASE, Shipped
from mmc_console.server.backups.work import Fault, Order, Said
from mmc_console.server.backups.worker import Worker
from mmc_console.server.clock import Clock
from mmc_console.server.keys import KeysFault
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.backups import ShippingRow

log = logging.getLogger(__name__)

BEHIND: Final = 30.0
"""Seconds after which the shipping is behind, for all who ask."""


class Stream:
    """The shipping of one centre. `needs_base`: it has nothing to go on from until the next backup."""

    def __init__(self, clock: Clock, order: Callable[[], Order]) -> None:
        self._clock, self._order = clock, order
        self._task: asyncio.Task[None] | None = None
        self._worker: Worker | None = None
        self._last: Shipped | None = None
        self._fault: Fault | None = None
        self.needs_base = False

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin shipping."""
        assert not self.running
        self._task = asyncio.get_running_loop().create_task(self._run(), name="backup shipping")

    async def stop(self) -> None:
        """Ship what there is, and end."""
        if self._task is None:
            return
        if self._worker is not None:
            self._worker.call_off()
        else:
            self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = self._worker = None

    async def _run(self) -> None:
        try:
            order = await asyncio.to_thread(self._order)
            self._worker = Worker(order)
            fault = await self._worker.run(self._hear)
        except (StoreError, KeysFault) as broken:
            fault = Fault(broken.code)
        except OSError:
            fault = Fault("backup-process-ended")
        if fault is not None:
            self._broke(fault)
            self.needs_base = fault.code in (NO_BASE, OTHER_DATABASE)

    def _hear(self, said: Said) -> None:
        if said.fault is not None:
            self._broke(said.fault)
        elif said.shipped is not None:
            self._last = msgspec.convert(said.shipped, Shipped)
            if self._fault is not None:
                log.info("backup: shipping works again")
            self._fault = None

    def _broke(self, fault: Fault) -> None:
        if self._fault is None or self._fault.code != fault.code:
            log.warning("backup: shipping failed: %s %s", fault.code, fault.place)
        self._fault = fault

    def row(self, *, on: bool) -> ShippingRow:
        """How it stands. *on*: whether it is wanted."""
        last = self._last
        if not on:
            return ShippingRow("off")
        if last is None:
            return ShippingRow("failed", self._fault.code) if self._fault else ShippingRow("waiting")
        lag = self.lag(self._clock.now())
        detail = self._fault.code if self._fault else next(iter(last.faults.values()), "")
        state = "failed" if self._fault is not None or lag is None or lag > BEHIND else "on"
        return ShippingRow(
            "failed" if state == "failed" else "on", detail, lag, last.at, last.seq, last.base, last.number
        )  # fmt: skip

    def lag(self, now: datetime) -> float | None:
        """Seconds since everything was in a store."""
        return max(0.0, (now - self._last.at).total_seconds()) if self._last is not None else None
