"""What readers see of a day that is over: open tickets and visits are `unfinished`.

Follows from the clock at the moment of asking and is never stored. Decides nothing.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from mmc_console.domain.tickets import Ticket, TicketState
from mmc_console.domain.visits import Visit, VisitState


def shown_state(ticket: Ticket, today: date) -> TicketState:
    """The ticket's state on service day *today*."""
    return "unfinished" if ticket.open and ticket.day < today else ticket.state


def shown_visit_state(visit: Visit, today: date) -> VisitState:
    """The visit's state on service day *today*."""
    return "unfinished" if visit.state == "open" and visit.day < today else visit.state


def shown(ticket: Ticket, today: date) -> Ticket:
    """*ticket* as a reader sees it on service day *today*."""
    state = shown_state(ticket, today)
    return ticket if state == ticket.state else replace(ticket, state=state)


def shown_visit(visit: Visit, today: date) -> Visit:
    """*visit* as a reader sees it on service day *today*."""
    state = shown_visit_state(visit, today)
    return visit if state == visit.state else replace(visit, state=state)
