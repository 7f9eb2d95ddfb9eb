"""Registrations that wait too long for the server's number get this desk's own, on paper at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import StoreFault
from mmc_console.client.outbox import Outbox
from mmc_console.client.row import Row
from mmc_console.domain.actions import IssueTicket, RegisterVisit
from mmc_console.domain.ids import ActionId
from mmc_console.domain.numbers import PENDING

T = TypeVar("T")
Number = Callable[[Row], Awaitable[str | None]]
MOMENT = 0.001
"""Seconds that are no wait any more: a sleeper is not woken to the last digit."""


class Numbering:
    """Gives numbers to the rows of one outbox. `wait`: seconds until one waits too long.

    Only who sends the rows may ask for it, and one at a time: no row is answered while it gets its number.
    """

    def __init__(
        self, outbox: Outbox, connectivity: Connectivity, clock: Clock, wait: Callable[[], float], number: Number,
        numbered: Callable[[Row], None],
    ) -> None:  # fmt: skip
        """*number*: the next of this desk's own, written down already; *numbered*: a row has got one."""
        self._outbox, self._connectivity, self._clock = outbox, connectivity, clock
        self.wait, self._number, self._numbered = wait, number, numbered
        self._since: dict[ActionId, float] = {}
        """From when each waits, by a clock nobody sets."""
        self._new = asyncio.Event()

    def recorded(self) -> None:
        """There may be somebody new: they wait from now on."""
        self._waiting()
        self._new.set()

    async def give(self, rows: Sequence[Row]) -> bool:
        """Write this desk's own next number into each of *rows* that still has none; whether any got one."""
        given = False
        for row in rows:
            if not unnumbered(row):
                continue
            number = await self._number(row)
            if number is not None and self._outbox.get(row.id) is not None:  # else withdrawn meanwhile
                numbered = row
                try:
                    numbered = await self._outbox.amend(
                        row, action=replace(row.action, number=number), label=row.label.replace(PENDING, number)
                    )
                finally:
                    self._numbered(numbered)
                given = True
        return given

    async def give_late(self, but: Container[ActionId] = ()) -> None:
        """Those that wait while the server cannot give theirs; not those *but*."""
        await self.give([row for row in self._waiting(but) if self._left(row) <= MOMENT])

    async def meanwhile(self, doing: Awaitable[T], but: Container[ActionId] = ()) -> T:
        """What *doing* comes to; while it takes its time, whoever waits too long gets a number.

        *but*: these are under way, and numbered by who sends them.
        """
        task, tried = asyncio.ensure_future(doing), set[ActionId]()
        try:
            while not task.done():
                left = {row.id: self._left(row) for row in self._waiting(but) if row.id not in tried}
                await self._until(task, min(left.values(), default=None))
                if task.done():
                    break
                tried |= {id for id in left if (row := self._outbox.get(id)) is not None and self._left(row) <= MOMENT}
                try:
                    await self.give_late(but)
                except StoreFault:
                    break  # the sender asks the disk again, and says so; what is being done is not broken off for that
            return await task
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            elif not task.cancelled():
                task.exception()  # asked for here too: whoever gives up in that moment does not

    async def _until(self, task: asyncio.Future[T], seconds: float | None) -> None:
        """Until *task* is done, *seconds* have passed, or there is somebody new."""
        self._new.clear()
        others: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._new.wait())]
        if seconds is not None:
            others.append(asyncio.ensure_future(self._clock.sleep(seconds)))
        try:
            await asyncio.wait({task, *others}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for other in others:
                other.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    def _waiting(self, but: Container[ActionId] = ()) -> list[Row]:
        """The rows that still are to get a number."""
        rows = [row for row in self._outbox.unsent if unnumbered(row)]
        now = self._clock.monotonic()
        self._since = {row.id: self._since.get(row.id, now) for row in rows}
        return [row for row in rows if row.id not in but and not self._outbox.leaves(row)]

    def _left(self, row: Row) -> float:
        """Seconds until *row* waits too long: since it may be with the server, else since it was recorded here."""
        if self._connectivity.offline:
            return 0.0
        now = self._clock.monotonic()
        waited = now - self._since.get(row.id, now)
        if row.first_sent is not None:  # by a clock that may have stood ahead then
            waited = max(waited, (self._connectivity.now() - row.first_sent).total_seconds())
        return self.wait() - waited


def unnumbered(row: Row) -> bool:
    """Whether it still is to get a number."""
    return isinstance(row.action, (RegisterVisit, IssueTicket)) and row.action.number is None
