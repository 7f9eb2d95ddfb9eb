"""What readers see of a day that is over: open tickets and visits are `unfinished`.

Follows from the clock at the moment of asking and is never stored. Decides nothing.
"""

from __future__ import annotations

from datetime import date

from mmc_console.domain.tickets import Ticket, TicketState
from mmc_console.domain.visits import Visit, VisitState


def shown_state(ticket: Ticket, today: date) -> TicketState:
    """The ticket's state on service day *today*."""
    return "unfinished" if ticket.open and ticket.day < today else ticket.state


def shown_visit_state(visit: Visit, today: date) -> VisitState:
    """The visit's state on service day *today*."""
    return "unfinished" if visit.state == "open" and visit.day < today else visit.state
