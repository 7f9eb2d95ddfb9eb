"""Whether an action just done can be taken back, so that no toast offers what the rules refuse. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.domain.actions import AnyAction

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


def can_be_undone(gateway: Gateway, action: AnyAction) -> bool:
    """What Undo would take back now is *action* itself, and the rules allow it."""
    found = gateway.undoable()
    return found is not None and found[0].id == action.id
