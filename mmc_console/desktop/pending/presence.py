"""Who has really come in here, by what was done here, and where they are by what is done elsewhere. No Qt."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import dropwhile
from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.taking_back import is_of_another_clinic
from mmc_console.domain.actions import Admit, CallNext, CallTicket, Finish, Refer, Start
from mmc_console.domain.ids import TicketId, ticket_of
from mmc_console.domain.tickets import INSIDE, OPEN, Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

ENDED = datetime.max.replace(tzinfo=UTC)
"""Whatever happened since: this exam took place."""
_MAY_BE_HERE = OPEN - {"in_service"} | {"transferred"}
"""As others see whoever was called and came in here; sent elsewhere they may have been after it."""
_SENT_ON = frozenset({"already-moved", "ticket-closed"})
ELSEWHERE = "stands-elsewhere"
"""Registered at another desk for another clinic, where they have a ticket."""


def was_here(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row*, or what waits behind it, says that somebody has come in here who is in no exam elsewhere.

    Whoever was admitted here may be in one by now: that can wait until they come out.
    """
    action, came, state = row.action, came_in(gateway, row), gateway.state
    if isinstance(action, Admit):
        at = came.get(ticket_of(action.replaces or action.id, action.clinic))
        stands = state.open_ticket(action.visit)
        if stands is None:
            return at == ENDED  # where they have been since they know of no exam here, and wait for it in no line
        return at is not None and not _examined_since(gateway, stands, at)
    told, code = (row.problem.params if row.problem is not None else {}), row.problem.code if row.problem else ""
    named = TicketId(str(told.get("ticket") or getattr(action, "ticket", None) or ""))  # a room taken over names nobody
    now = gateway.decisions.in_log(named)
    last = now.state if now is not None else told.get("state")
    if code == ELSEWHERE:  # what is told is of the ticket that they have there
        return told.get("named") in came
    if {named, str(told.get("label", ""))}.isdisjoint(came):
        return False
    if last == "cancelled" and now is not None:  # they may have been led elsewhere by it
        visit = state.visit(now.visit)
        goes_on = visit is not None and (visit.state == "open" or (visit.day, visit.patient) in state.open_visits)
        return code in _SENT_ON and goes_on  # under another number, where they were called off and registered anew
    return last in (_MAY_BE_HERE if code in _SENT_ON else _MAY_BE_HERE & OPEN)


def _examined_since(gateway: Gateway, stands: Ticket, at: datetime) -> bool:
    """Whether they came out of another exam after *at*, when they had come in here: then they are here no more."""
    theirs = (gateway.state.tickets[id] for id in gateway.state.visit_tickets[stands.visit])
    ends = ((t.called_at if t.left else None) or t.closed_at for t in theirs if t.state == "done")
    return any(end is not None and end > at for end in ends)  # one that counts late is as late as it was called


def came_in(gateway: Gateway, row: PendingRow) -> dict[str, datetime]:
    """Whose arrival was confirmed here, and when, by *row* or by what waits behind it; `ENDED` where the exam is over.

    That may wait for an earlier decision about the same room. By their ticket, and by the label on their paper: what
    waits behind a call that was tried again names the ticket that a restore has lost.
    """
    called = isinstance(row.action, (Admit, CallNext, CallTicket, Start))
    later = dropwhile(lambda each: each.id != row.id, gateway.pending.rows)
    came: dict[str, datetime] = {}
    for each in (row, *(other for other in later if called and other.waits_for is not None)):
        action = each.action
        if not isinstance(action, (CallNext, Start, Finish, Refer)):
            continue
        id = action.current if isinstance(action, CallNext) else action.ticket
        if id is not None:
            names = {id, gateway.state.alias.get(id, id), "" if isinstance(action, CallNext) else each.label} - {""}
            came |= dict.fromkeys(names, action.at if isinstance(action, Start) else ENDED)
    return came


def is_on_another_paper(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row* is about a ticket that another desk has given for another clinic: it is over here."""
    id = getattr(row.action, "ticket", None)
    return id is not None and is_of_another_clinic(gateway.state, id, row.label)


def with_others_now(gateway: Gateway, row: PendingRow) -> Message | None:
    """Why whoever was admitted here, and came in, is not led back yet: another room has called them, or has them."""
    action = row.action
    stands = gateway.state.open_ticket(action.visit) if isinstance(action, Admit) else None
    if stands is None or stands.state not in INSIDE or stands.clinic == getattr(action, "clinic", None):
        return None
    return Message("with-others-now", {"ticket": stands.label, "clinic": stands.clinic})
