"""The room this console works in: taken for the day, given back, taken again once it is nobody's. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from mmc_console.desktop.clinic import picture
from mmc_console.desktop.clinic.contract import Place, State, View
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.desktop.tickets.options import held_room
from mmc_console.domain import actions as a

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


AGAIN: Final = timedelta(minutes=5)
"""Until a room that could not be taken, because the disk is full say, is tried again: each time is told."""


class Page(Protocol):
    """The page whose room it is."""

    @property
    def state(self) -> State:
        """What it shows."""

    def refresh(self) -> None:
        """Work it out again."""

    async def record(self, action: a.AnyAction) -> object | None:
        """Write *action* down; None where that could not be."""


class Holding:
    """Asks what has to be known, and records it."""

    def __init__(self, gateway: Gateway, view: View, page: Page) -> None:
        self._gateway, self._view, self._page = gateway, view, page
        self._entered: tuple[str, date] | None = None
        """Where this console works, and the service day it took that room on: it is held for the day."""
        self.in_front = False
        """Whether somebody has worked on the page since this console left its last room."""
        self.shown = False
        """Whether it is what stands there now."""
        self._works = False
        """Whether that room is this console's to work in, held by it or shared; not where somebody only looks."""
        self._at_it = 0
        self._not_before: datetime | None = None

    @property
    def due(self) -> Place | None:
        """The place to enter now."""
        place, gateway = self._page.state.place, self._gateway
        if not self.in_front or place is None or self._at_it:
            return None
        if self._entered == (place.key, gateway.today()):
            return place if self._is_vacant(place) else None
        if self._entered is not None and self._entered[0] == place.key:
            # it stayed on overnight: nobody has come yet, or the room cannot be taken for the new day
            return None if gateway.locked or gateway.connection.kind == "offline" else place
        return place

    async def enter(self) -> None:
        """Enter what is due."""
        place = self.due
        if place is not None:
            with self._busy():
                await self._enter_due(place)

    async def _enter_due(self, place: Place) -> None:
        if picture.gone(self._gateway, self._page.state.places):
            # of the room this PC stood in nothing is left for whoever works here now: none is taken unasked
            self._entered = place.key, self._gateway.today()
            await self.choose()
        else:
            await self._enter(place)

    async def leave(self) -> None:
        """This console works in its room no longer."""
        place = self._place(self._entered[0]) if self._entered is not None else None
        self._entered = None
        self.in_front = False
        if place is not None and place.mine:
            await self._page.record(self._gateway.new(a.LeaveRoom, clinic=place.clinic, room=place.room))

    async def choose(self) -> None:
        """Ask for another room."""
        options = tuple(
            Option(p.key, p.name, note=f"door {p.door}" if p.rooms > 1 else "", on=True)
            for p in self._page.state.places
        )
        chosen = await self._view.choose("place", options, "")
        if chosen is not None:
            await self.move(chosen)

    async def move(self, key: str) -> None:
        """Work in the room *key* from now on."""
        place = self._place(key)
        if place is None:
            return
        if self._entered is None or key != self._entered[0]:
            await self.leave()
            self.in_front = True
        self._gateway.settings.set(picture.PLACE, key)
        self._page.refresh()
        with self._busy():
            await self._enter(place)

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """Nothing else is due meanwhile: a question is open, or a slow disk writes."""
        self._at_it += 1
        try:
            yield
        finally:
            self._at_it -= 1

    async def _enter(self, place: Place) -> None:
        """Take the room; somebody else's is taken over only after a question, and never unheard."""
        self._entered, self._works = (place.key, self._gateway.today()), True
        if place.mine or not self._can_take(place):
            return
        if place.held_by_other:
            answer = await self._view.choose("room_held", held_room(self._gateway), place.held_by_other)
            self._works = answer is not None
            if answer != "take_over":
                return
            if self._gateway.connection.kind == "offline":  # it was not when that was offered
                self._view.say(Message("take-over-offline"), fault=True)
                return
        taken = await self._page.record(self._gateway.new(a.TakeRoom, clinic=place.clinic, room=place.room))
        self._not_before = self._gateway.now() + AGAIN if taken is None else None

    def _is_vacant(self, place: Place) -> bool:
        """Whether nobody holds that room by now: whoever did has left, or a restore took it from this desk."""
        gateway = self._gateway
        if not (self.shown and self._works) or (self._not_before is not None and gateway.now() < self._not_before):
            return False
        if place.mine or place.held_by_other or gateway.locked or gateway.connection.kind == "offline":
            return False
        if not self._can_take(place) or picture.gone(gateway, self._page.state.places):
            return False
        open_rows = (row.action for row in gateway.pending.rows if row.state != "sent" and not row.decided)
        return not any(
            isinstance(action, a.TakeRoom | a.LeaveRoom) and (action.clinic, action.room) == (place.clinic, place.room)
            for action in open_rows
        )

    def _can_take(self, place: Place) -> bool:
        return self._gateway.may("take_room", place.clinic) and self._gateway.desk is not None

    def _place(self, key: str) -> Place | None:
        return next((p for p in self._page.state.places if p.key == key), None)
