"""What a desk decides is written into the action: who is called, who leaves, where they go.

Only what the screen shows at once is written; where the server alone can know, nothing is. It changes no state.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from mmc_console.domain.actions import AnyAction, CallNext, CallTicket, Override, RegisterVisit, leads
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import TicketCalled, TicketFinished, TicketIssued
from mmc_console.domain.ids import ClinicCode, DeskLetter, TicketId
from mmc_console.domain.state import State

if TYPE_CHECKING:
    from mmc_console.client.replica import Replica


def chosen(
    action: AnyAction, replica: Replica, performed: Performed | None, desk: DeskLetter | None, *, offline: bool
) -> AnyAction:
    """*action* with the choices this desk shows of it; *performed* is what it does on the projection of *replica*."""
    added: dict[str, Any] = {}
    state, events = replica.state, performed.events if performed is not None else ()
    if isinstance(action, CallNext):
        if action.finish_current and action.current is None:
            inside = state.inside(state.calendar.day(action.at), action.clinic, action.room)
            if inside is not None:
                added["current"] = inside.id
        if action.ticket is None and shows_name(state, action.clinic, action.room, desk, state.calendar.day(action.at)):
            added.update([("ticket", event.ticket) for event in events if isinstance(event, TicketCalled)])
            if any(isinstance(event, TicketFinished) for event in events):
                added.update(_next(performed))
        named = added.get("ticket", action.ticket)
        if named is not None and action.rev is None:
            added["rev"] = revision(replica, named)
    elif isinstance(action, CallTicket) and action.clinic is None:
        ticket = state.ticket(action.ticket)
        added.update({"clinic": ticket.clinic} if ticket is not None else {})
    elif leads(action) and not isinstance(action, Override) and (offline or not isinstance(action, RegisterVisit)):
        added.update(_next(performed))  # where somebody chose a clinic that has done them meanwhile, it is another
    return replace(action, **added) if added else action


def revision(replica: Replica, id: TicketId) -> int:
    """That of the ticket in the log, as far as it is known here; 0 of one that this console alone has issued."""
    confirmed = replica.confirmed(id)
    return confirmed.rev if confirmed is not None else 0


def shows_name(state: State, clinic: ClinicCode, room: int, desk: DeskLetter | None, day: date) -> bool:
    """Whether this console may show who is called before the server has answered: its own, single room, on *day*."""
    found = state.center.clinic(clinic)
    hold = state.rooms.get((clinic, room))
    if found is None or len(found.rooms) != 1 or hold is None:
        return False
    return hold.desk == desk and state.calendar.day(hold.at) == day


def guessed(action: AnyAction, performed: Performed) -> bool:
    """Whether somebody is called by *performed* whom *action* does not name: the server may call another one."""
    called = any(isinstance(event, TicketCalled) for event in performed.events)
    return isinstance(action, CallNext) and action.ticket is None and called


def _next(performed: Performed | None) -> dict[str, Any]:
    events = performed.events if performed is not None else ()
    issued = [event.clinic for event in events if isinstance(event, TicketIssued)]
    return {"next": issued[-1]} if issued else {}


def not_alone(desk: DeskLetter | None, *, durable: bool, copied: bool) -> str:
    """Why this console registers and calls nobody by itself: a code, or empty."""
    if not durable:
        return "no-keyring"
    if desk is None:
        return "no-desk"
    return "copied-profile" if copied else ""


def calls_alone(replica: Replica, clinic: ClinicCode, room: int, desk: DeskLetter | None, day: date) -> bool:
    """Whether this console may call next in that room without the server: it took it on *day*, while connected.

    Taken while the server is away it is taken from nobody who does not hear of it, and both would call the same person.
    """
    shown = replica.state.rooms.get((clinic, room))
    if desk is None or shown is None or shown.desk != desk:
        return False
    sure = replica.held(clinic, room)
    return sure is not None and sure.desk == desk and replica.state.calendar.day(sure.at) == day


def obstacle(action: AnyAction, replica: Replica, desk: DeskLetter | None, *, durable: bool, copied: bool) -> str:
    """Why this cannot be done while the server is away: a code, or empty.

    no-keyring, no-desk, copied-profile: nothing may be given or called by this console alone; several-rooms,
    not-holder: only the one room's holder calls next, see `calls_alone`.
    """
    kind = action.type
    if kind not in ("register_visit", "issue_ticket", "call_next", "call_ticket"):
        return ""
    if code := not_alone(desk, durable=durable, copied=copied):
        return code
    if isinstance(action, CallNext):
        state = replica.state
        found = state.center.clinic(action.clinic)
        if found is not None and len(found.rooms) > 1:
            return "several-rooms"
        if not calls_alone(replica, action.clinic, action.room, desk, state.calendar.day(action.at)):
            return "not-holder"
    return ""
