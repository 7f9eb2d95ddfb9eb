"""What can be taken back, and how a person knows it, so that nothing offers what the rules refuse. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.domain.actions import AnyAction, CallNext, TicketAction

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


def can_be_undone(gateway: Gateway, action: AnyAction) -> bool:
    """What Undo would take back now is *action* itself, and the rules allow it."""
    found = gateway.undoable()
    return found is not None and found[0].id == action.id


def label_of(gateway: Gateway, action: AnyAction, label: str) -> str:
    """The label a person knows the action by: of the ticket it was done to, not of the one it issued."""
    on = action.ticket if isinstance(action, TicketAction) else None
    if isinstance(action, CallNext) and action.finish_current and action.ticket is None:
        on = action.current
    ticket = gateway.state.ticket(on) if on is not None and gateway.ready else None
    return ticket.label if ticket is not None else label
