"""Joins the clinic page's view and presenter; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.clinic.presenter import Presenter
from mmc_console.desktop.clinic.view import ClinicView
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class ClinicScreen:
    """One page: its widget, its actions, its services."""

    name = "clinic"

    def __init__(
        self, gateway: Gateway, look: Look, words: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], undo: TakeBack, clear_search: Callable[[], object],
        start: Callable[[str, Coroutine[Any, Any, None]], bool], now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """*clear_search* empties the top bar's line; *now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.view = ClinicView(look, self.actions, words, language, toast, undo, clear_search)
        self.presenter = Presenter(gateway, self.view, start)
        self._language = language
        self.view.bind(self.presenter)
        self.presenter.refresh()

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the page is shown."""
        return {"clinic.follow": self.presenter.follow, "clinic.tick": self.presenter.tick}

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """The rooms this person may work in, by key, in words."""
        words, language = self.view.words, self._language()
        return tuple((p.key, words.place(p, language)) for p in self.presenter.state.places)

    @property
    def place(self) -> str:
        """Where this console works now, in words; empty when nowhere."""
        place = self.presenter.state.place
        return self.view.words.place(place, self._language()) if place else ""

    def choose_place(self, key: str) -> None:
        """Work in another room."""
        self.presenter.move_to(key)

    def search(self, text: str) -> None:
        """The top bar's search."""
        self.presenter.search(text)

    def scanned(self, text: str) -> None:
        """A scanner has read something."""
        self.presenter.scanned(text)

    def entered(self) -> None:
        """The page has come to the front: its keys work at once."""
        self.view.setFocus()
        self.presenter.come_in()

    def forget(self) -> None:
        """Another person comes: nobody is chosen, and no question or visit is open."""
        self.view.put_away()
        self.presenter.select(None)

    async def leave(self) -> None:
        """Give the room back."""
        await self.presenter.leave()
