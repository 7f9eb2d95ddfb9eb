"""Which rows of the outbox are not needed any more: nothing of them could have to be told again after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from mmc_console.domain.actions import Override
from mmc_console.domain.ids import ActionId, Epoch

if TYPE_CHECKING:
    from mmc_console.client.outbox import Row

KEEP_SENT: Final = timedelta(days=7)


def needless(rows: Iterable[Row], now: datetime, day_before: datetime, safe_seq: int, epoch: Epoch | None) -> list[int]:
    """The `n` of what is sent (or decided) and may go.

    Kept: this and the last service day (from *day_before* on), and all a verified backup does not hold yet, but nothing
    longer than seven days; and a conflict as long as its override, which may have to come back with it.
    """
    gone, named = list[int](), set[ActionId]()
    for row in sorted(rows, key=lambda row: -row.n):  # an override comes after what it names
        safe = row.decided or row.action.at < now - KEEP_SENT or (row.epoch == epoch and row.seq <= safe_seq)
        if (row.state == "sent" or row.decided) and row.action.at < day_before and safe and row.id not in named:
            gone.append(row.n)
        elif isinstance(row.action, Override):
            named.add(row.action.conflict)
    return gone
