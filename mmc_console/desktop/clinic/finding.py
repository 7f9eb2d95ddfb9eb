"""Finds people for the clinic page's search: this clinic's tickets of today, and who is waited for at another door.

The same folding as Reception's search, so that both desks find the same person by the same words. Decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mmc_console.desktop.clinic.picture import make_rows
from mmc_console.desktop.tickets.facts import Row
from mmc_console.desktop.tickets.search import matches
from mmc_console.domain.folding import fold
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.order import sequence
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

FOUND_AT_MOST = 100
ELSEWHERE_AT_MOST = 3


def find(gateway: Gateway, clinic: ClinicCode, query: str, now: datetime) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The tickets of *clinic* that *query* means, in the order of calling, then all others of today; and the open
    tickets of other clinics that it means, so that somebody at the wrong door can be sent to the right one."""
    wanted = fold(query)
    here: list[Ticket] = []
    elsewhere: list[Ticket] = []
    for ticket in gateway.state.day_tickets(gateway.today()):
        if (ticket.clinic == clinic or ticket.open) and _means(gateway, ticket, wanted):
            (here if ticket.clinic == clinic else elsewhere).append(ticket)
    return tuple(make_rows(gateway, _ordered(gateway, clinic, here), now)), tuple(
        make_rows(gateway, elsewhere[:ELSEWHERE_AT_MOST], now)
    )


def _means(gateway: Gateway, ticket: Ticket, wanted: str) -> bool:
    visit = gateway.state.visits[ticket.visit]
    card = gateway.card(visit.patient)
    known = (card.name, card.number, card.phone) if card else ()
    return matches(wanted, fold(" ".join((*known, *visit.aliases))), ticket.label)


def _ordered(gateway: Gateway, clinic: ClinicCode, found: list[Ticket]) -> list[Ticket]:
    """Those who wait as they will be called, then the rest: open before closed, the oldest first."""
    named = {ticket.id: ticket for ticket in found}
    waiting = [t for t in sequence(gateway.state, clinic, gateway.today()) if t.id in named]
    first = {t.id for t in waiting}
    rest = sorted((t for t in found if t.id not in first), key=lambda t: (not t.open, t.queued_at, t.id))
    return [*waiting, *rest][:FOUND_AT_MOST]
