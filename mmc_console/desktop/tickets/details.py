"""One visit as the drawer at the reading end tells it. No Qt and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import StopPill, clinic_words, pills
from mmc_console.domain.centre import Words
from mmc_console.domain.day_view import shown_state
from mmc_console.domain.ids import TicketId
from mmc_console.domain.tickets import Ticket, TicketState

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Details:
    """One visit, opened from its row."""

    ticket: TicketId
    label: str
    name: str
    number: str
    exam: Words | None
    state: TicketState
    clinic: Words
    registered: datetime
    pathway: tuple[StopPill, ...]
    aliases: tuple[str, ...] = ()


def details_now(gateway: Gateway, opened: Details | None) -> Details | None:
    """The visit that is *opened* as it is at this moment; None once its ticket is no longer known."""
    ticket = gateway.state.ticket(opened.ticket) if opened is not None else None
    return details_of(gateway, ticket) if ticket is not None else None


def details_of(gateway: Gateway, ticket: Ticket) -> Details:
    """Everything worth knowing of the ticket's visit."""
    state = gateway.state
    visit = state.visits[ticket.visit]
    card = gateway.card(visit.patient)
    exam = state.center.exam(visit.exam_type) if visit.exam_type else None
    return Details(
        ticket=ticket.id, label=ticket.label, name=card.name if card else "", number=card.number if card else "",
        exam=exam.name if exam else None, state=shown_state(ticket, gateway.today()),
        clinic=clinic_words(state.center, ticket.clinic), registered=visit.registered_at,
        pathway=pills(state.center, visit), aliases=visit.aliases,
    )  # fmt: skip
