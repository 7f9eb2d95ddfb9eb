"""At which revision an action goes that waited for one carried out after all.

Whoever insists was told what others had done with that ticket, so their own next steps there are no conflict. But only
behind what they insisted on: where that is taken back, or refused and let be, they go as they were done.
The position goes with it: after a restore only that says which of the moves there are now its author can know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mmc_console.domain.actions import AnyAction, CallTicket, Override, TicketAction
from mmc_console.domain.ids import TicketId

if TYPE_CHECKING:
    from mmc_console.client.outbox import Outbox
    from mmc_console.client.replica import Replica
    from mmc_console.client.row import Row


def told_of(failed: Row, outbox: Outbox, replica: Replica) -> dict[TicketId, int]:
    """What whoever insists on *failed* was told of the ticket its conflict names, and of no other that waits."""
    held, told = outbox.held_back(), dict[TicketId, int]()
    named = failed.problem.params.get("ticket") if failed.problem is not None else None
    for row in outbox:
        on = row.action.ticket if isinstance(row.action, TicketAction) and held.get(row.n) == failed.n else None
        confirmed = replica.confirmed(on) if on is not None else None
        if on is not None and confirmed is not None and confirmed.id == named:
            told[on] = confirmed.rev
    return told


def raised(batch: Sequence[Row], outbox: Iterable[Row]) -> tuple[AnyAction, ...]:
    """The actions of *batch*, each at the revision its author knows of by now."""
    rows = list(outbox)
    told = {row.id: row for row in rows if row.told}
    insisted = [
        (row, told[row.action.conflict])
        for row in rows
        if isinstance(row.action, Override) and row.action.conflict in told and (row.unsent or row.state == "sent")
    ]
    return tuple(_raised(row, insisted) for row in batch)


def _raised(row: Row, insisted: Sequence[tuple[Row, Row]]) -> AnyAction:
    action = row.action
    if not isinstance(action, TicketAction) or action.rev is None:
        return action
    known = [
        (failed.told[action.ticket], failed.told_at or action.seen)
        for override, failed in insisted
        if action.ticket in failed.told and row.n < override.n and override.place < row.place
    ]
    rev, seen = max(known, key=lambda each: each[0], default=(0, None))
    if rev <= action.rev:
        return action
    # whose room it is by now was not told
    return replace(action, rev=rev, seen=action.seen if isinstance(action, CallTicket) else seen)


def lay_raised(outbox: Outbox, replica: Replica) -> None:
    """Lay what waits over as it would go now."""
    rows = outbox.unsent
    with replica.together():
        for row, action in zip(rows, raised(rows, outbox), strict=True):
            layer = replica.layer(row.id)
            if layer is not None and layer.action.rev != action.rev:
                replica.amend(row.id, action)
