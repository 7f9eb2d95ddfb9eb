"""Builds the actions of a room. Whatever the page has shown is written into them, so nobody is ever substituted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.client.choices import shows_name
from mmc_console.desktop.clinic.contract import Place
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain import actions as a
from mmc_console.domain.events import TicketIssued
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.order import next_waiting
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Call = a.CallNext | a.CallTicket


def inside(gateway: Gateway, place: Place) -> Ticket | None:
    """Who is called to, or in service in, this room."""
    return gateway.state.inside(gateway.today(), place.clinic, place.room)


async def make_way(gateway: Gateway, place: Place, *, by_hand: bool) -> None:
    """Take back what calls here and names nobody: at the server it would meet what is done here now.

    One that is about to be named stands, unless somebody else is called *by_hand*. StoreFault, OffWhileOffline.
    """
    if by_hand or not gateway.unnamed.coming(place.clinic, place.room):
        for id in gateway.unnamed.in_the_way(place.clinic, place.room):
            await gateway.take_back(id)


def names_the_next(gateway: Gateway, place: Place) -> bool:
    """Whether a call from here shows its person at once: the clinic's one room, held by this console."""
    return shows_name(gateway.state, place.clinic, place.room, gateway.desk, gateway.today())


def call_next(gateway: Gateway, place: Place) -> a.CallNext | a.Finish:
    """F8: call, finishing whoever is inside first.

    Where the page would name the next one and nobody waits, it only finishes: a call that names nobody would call
    whoever waits when it arrives, perhaps hours after, and this page has not shown them.
    """
    current = inside(gateway, place)
    ticket: TicketId | None = None
    if names_the_next(gateway, place):
        first = next_waiting(gateway.state, place.clinic, gateway.today())
        if first is None and current is not None:
            return finish(gateway, current)
        ticket = first.id if first else None
    if current is None:
        return gateway.new(a.CallNext, clinic=place.clinic, room=place.room, ticket=ticket)
    return gateway.new(
        a.CallNext, clinic=place.clinic, room=place.room, finish_current=True, ticket=ticket, current=current.id,
        next=where_next(gateway, current),
    )  # fmt: skip


def told(action: Call, ticket: Ticket, place: Place) -> Message:
    """What a call to *place* has come to: *ticket* is called, or whoever was inside is done and nobody waits."""
    if isinstance(action, a.CallNext) and ticket.id == action.current:
        return Message("did-finish", {"ticket": ticket.label})
    return Message("did-call_next", {"ticket": ticket.label, "room": place.door})


def finish(gateway: Gateway, ticket: Ticket) -> a.Finish:
    """F12: done here, on to the clinic the page has shown."""
    return gateway.new(a.Finish, ticket=ticket.id, next=where_next(gateway, ticket))


def refer(gateway: Gateway, ticket: Ticket) -> a.Refer:
    """Finish, and flag the visit for the committee."""
    return gateway.new(a.Refer, ticket=ticket.id, next=where_next(gateway, ticket))


def where_next(gateway: Gateway, ticket: Ticket) -> ClinicCode | None:
    """The clinic the visit would go to if *ticket* were finished now; None at its end, or when all are closed."""
    done = gateway.preview(gateway.new(a.Finish, ticket=ticket.id))
    if isinstance(done, Unable):
        return None
    return next((event.clinic for event in done.events if isinstance(event, TicketIssued)), None)
