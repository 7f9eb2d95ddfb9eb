"""Registrations that wait too long for the server's number get this desk's own, on paper at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from msgspec.structs import replace

from mmc_console.client.connectivity import Connectivity
from mmc_console.client.outbox import Outbox
from mmc_console.client.row import Row
from mmc_console.domain.actions import IssueTicket, RegisterVisit
from mmc_console.domain.numbers import PENDING

Number = Callable[[Row], Awaitable[str | None]]


class Numbering:
    """Gives numbers to the rows of one outbox. `wait`: seconds until one waits too long."""

    def __init__(
        self, outbox: Outbox, connectivity: Connectivity, wait: Callable[[], float], number: Number,
        numbered: Callable[[Row], None],
    ) -> None:  # fmt: skip
        """*number*: the next of this desk's own, written down already; *numbered*: a row has got one."""
        self._outbox, self._connectivity = outbox, connectivity
        self.wait, self._number, self._numbered = wait, number, numbered

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

    async def give_late(self) -> None:
        """Those that wait while the server cannot give theirs."""
        await self.give([row for row in self._outbox.unsent if unnumbered(row) and self._is_late(row)])

    @property
    def due(self) -> bool:
        """Whether any waits for one."""
        return any(unnumbered(row) for row in self._outbox.unsent)

    def _is_late(self, row: Row) -> bool:
        if self._connectivity.offline:
            return True
        if row.first_sent is None:
            return False
        return (self._connectivity.now() - row.first_sent).total_seconds() >= self.wait()


def unnumbered(row: Row) -> bool:
    """Whether it still is to get a number."""
    return isinstance(row.action, (RegisterVisit, IssueTicket)) and row.action.number is None
