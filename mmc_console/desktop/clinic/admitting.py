"""Somebody stands at this door and is shown at another: sent there, or admitted here. No Qt.

The clinic before may have finished them offline: the news of it comes later than they do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mmc_console.desktop.clinic.contract import Place
from mmc_console.desktop.tickets.facts import Message, Option, Row
from mmc_console.desktop.tickets.taking_back import undo_of
from mmc_console.desktop.tickets.voice import Voice
from mmc_console.domain.actions import Admit, AnyAction
from mmc_console.domain.ids import TicketId
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Record = Callable[[AnyAction], Awaitable[object | None]]


class Admitting:
    """Offers only what the rules allow."""

    def __init__(self, gateway: Gateway, view: Voice, record: Record) -> None:
        self._gateway, self._view, self._record = gateway, view, record

    def possible(self, place: Place, ticket: Ticket) -> bool:
        """Whether the person of *ticket* may be admitted there now."""
        if not ticket.open or not self._gateway.may("admit", place.clinic):
            return False
        return not isinstance(self._gateway.preview(self._action(place, ticket)), Unable)

    def only(self, place: Place, found: tuple[Row, ...]) -> TicketId | None:
        """The one of those *found* at another door, if they may be admitted there; with several nobody is meant."""
        ticket = self._gateway.state.ticket(found[0].ticket) if len(found) == 1 else None
        return ticket.id if ticket is not None and self.possible(place, ticket) else None

    async def ask(self, place: Place, ticket: Ticket) -> TicketId | None:
        """Ask what to do about it; the ticket here, if they were admitted."""
        answer = None
        if self.possible(place, ticket):
            options = (Option("send-there"), Option("admit-here"))
            answer = await self._view.choose("admit", options, ticket.label)
            if answer is None:
                return None
        if answer != "admit-here":
            told = Message("scan-elsewhere", {"ticket": ticket.label, "clinic": ticket.clinic})
            self._view.say(told, fault=True)
            return None
        action = self._action(place, ticket)
        if await self._record(action) is None:
            return None
        here = self._gateway.state.open_ticket(ticket.visit)
        if here is None:
            return None
        self._view.say(Message("did-admit", {"ticket": here.label}), undo=undo_of(self._gateway, action))
        return here.id

    def _action(self, place: Place, ticket: Ticket) -> AnyAction:
        return self._gateway.new(Admit, visit=ticket.visit, clinic=place.clinic)
