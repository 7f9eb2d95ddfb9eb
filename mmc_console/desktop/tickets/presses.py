"""The actions of keys that ask nothing more about a ticket: the same on both pages.

Makes them and records nothing; whether a key works is `gates`' and the rules' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.gates import Verb
from mmc_console.domain import actions as a
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


def pressed(gateway: Gateway, verb: Verb, ticket: Ticket) -> a.AnyAction | None:
    """What *verb* does to *ticket*; None for a verb that has to ask something first."""
    new = gateway.new
    if verb == "recall":
        return new(a.Recall, ticket=ticket.id)
    if verb == "start":
        return new(a.Start, ticket=ticket.id)
    if verb == "no_show":
        return new(a.NoShow, ticket=ticket.id)
    if verb == "hold":
        return new(a.Hold, ticket=ticket.id)
    if verb == "resume":
        return new(a.Resume, ticket=ticket.id)
    if verb == "requeue":
        return new(a.Requeue, ticket=ticket.id, after=gateway.state.center.rules.requeue_after)
    return None
