"""What can be taken back, and how a person knows it, so that nothing offers what the rules refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mmc_console.client.errors import OffWhileOffline, StoreFault
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import AnyAction, CallNext, CorrectPatient, TicketAction
from mmc_console.domain.ids import TicketId
from mmc_console.domain.state import State

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


FINISH_CALL_NEXT: Final = "finish_call_next"
"""What a call is called that is known by whom it finishes: no type of an action."""
TakeBack = Callable[[AnyAction, str], None]
"""Take an action back for whoever works here; with the label a person knows it by."""


def undo_of(gateway: Gateway, action: AnyAction) -> AnyAction | None:
    """*action* if whoever works here may take it back now, else None."""
    if gateway.user is None or not gateway.ready:
        return None
    return action if gateway.not_undone(action.id) is None else None


async def take_back(gateway: Gateway, action: AnyAction) -> Message | None:
    """Undo *action* and no other; why not, when that is not possible any more."""
    if gateway.user is None or not gateway.ready:
        return Message("nothing-to-undo")
    if (why := gateway.not_undone(action.id)) is not None:
        return Message(why.code, why.params)
    try:
        await gateway.take_back(action.id)
    except (StoreFault, OffWhileOffline) as fault:
        return Message(fault.code)
    return None


def known_as(gateway: Gateway, action: AnyAction, label: str) -> tuple[str, str]:
    """What the action is called, and the label a person knows it by: of the ticket it was done to, not of the one it
    issued. A call that names nobody is known by whom it finishes."""
    kind, on = action.type, action.ticket if isinstance(action, (TicketAction, CallNext)) else None
    if isinstance(action, CallNext) and action.finish_current and action.ticket is None:
        kind, on = FINISH_CALL_NEXT, action.current
    if isinstance(action, CorrectPatient) and gateway.ready:
        return kind, _known_by(gateway.state, action) or label
    ticket = gateway.state.ticket(on) if on is not None and gateway.ready else None
    if ticket is None or on is None or is_of_another_clinic(gateway.state, on, label):
        return kind, label
    return kind, ticket.label


def is_of_another_clinic(state: State, id: TicketId, label: str) -> bool:
    """Whether *id*, shown as *label*, is a name only of a ticket at another clinic: registered at two desks for both.

    What was done at this one is none of the ticket they have there.
    """
    ticket = state.ticket(id)
    if ticket is None or id not in state.alias:
        return False
    return label.partition("-")[0] not in ("", ticket.label.partition("-")[0])


def _known_by(state: State, action: CorrectPatient) -> str:
    """The number of the day of the person it is about; empty where they have none."""
    visit = state.open_visits.get((state.calendar.day(action.at), action.patient_id))
    ticket = state.open_ticket(visit) if visit is not None else None
    return ticket.label if ticket is not None else state.visits[visit].number if visit is not None else ""
