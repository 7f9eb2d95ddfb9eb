"""What has to be told beside actions, because the server may have lost it: conflicts that are carried out after all.

An override names the conflict by its id. It may come back after a restore, or be made only then; either way the server
may not hold that conflict any more, and could only say that there is nothing to carry out.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from mmc_console.client.outbox import Outbox
from mmc_console.client.row import Row
from mmc_console.domain.actions import AnyAction, Override
from mmc_console.domain.ids import Epoch


def conflicts_before(epoch: Epoch, batch: Iterable[Row], outbox: Outbox) -> tuple[AnyAction, ...]:
    """What *batch* carries out of that which came into conflict before this history, each with its author."""
    named = {row.action.conflict for row in batch if isinstance(row.action, Override)}
    rows = [row for row in map(outbox.get, sorted(named)) if row is not None and row.state == "conflict"]
    return tuple(replace(row.action, by=row.author) for row in rows if row.epoch != epoch)
