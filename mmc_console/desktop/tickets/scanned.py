"""What a scanner has read: a ticket of today, a person's number, or the reason why it is neither. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import Message, room_name
from mmc_console.domain.order import ahead
from mmc_console.domain.paper_code import PREFIX, PaperCode, read_code
from mmc_console.domain.patients import clean_number, is_number
from mmc_console.domain.tickets import INSIDE, Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Person:
    """The number of an ID card."""

    number: str


Scanned = Ticket | Person | Message


def looked_up(gateway: Gateway, text: str) -> Scanned:
    """What *text* means at this desk now."""
    code = read_code(text.upper())
    if code is not None:
        return _ticket(gateway, code)
    number = clean_number(text)
    if is_number(number):
        return Person(number)
    return Message("scan-square" if "/t/" in text and PREFIX not in text else "scan-unknown")


def ticket_of(gateway: Gateway, person: Person) -> Ticket | None:
    """The open ticket of whoever has this number, as far as this desk knows them."""
    card = gateway.person_by_number(person.number)
    visit = gateway.state.open_visits.get((gateway.today(), card.id)) if card is not None else None
    return gateway.state.open_ticket(visit) if visit is not None else None


def place_of(gateway: Gateway, ticket: Ticket) -> Message:
    """Where somebody stands, for whoever has just scanned their paper."""
    center = gateway.state.center
    params: dict[str, str | int] = {"ticket": ticket.label, "clinic": ticket.clinic}
    if ticket.state == "waiting":
        return Message("scan-waiting", {**params, "n": ahead(gateway.state, ticket)})
    if ticket.state in INSIDE:
        return Message(f"scan-{ticket.state}", {**params, "room": room_name(center.clinic(ticket.clinic), ticket.room)})
    return Message("scan-other", {**params, "state": ticket.state})


def _ticket(gateway: Gateway, code: PaperCode) -> Scanned:
    day = code.date_before(gateway.today())
    if day is None:
        return Message("scan-unknown")
    if day < gateway.today():
        return Message("scan-old", {"date": day.isoformat()})
    state = gateway.state
    for visit in state.visits.of(day):
        if code.number in (visit.number, *visit.aliases):
            ids = state.visit_tickets.get(visit.id, ())
            found = state.open_ticket(visit.id) or (state.tickets[ids[-1]] if ids else None)
            return found or Message("scan-unknown")
    return Message("scan-no-news", {"number": code.number})
