"""Joins today's view and presenter; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import Printer
from mmc_console.desktop.reception.day_list import DayListing
from mmc_console.desktop.reception.today.presenter import Presenter, ToForm
from mmc_console.desktop.reception.today.view import TodayView
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class TodayScreen:
    """One page: its widget, its actions, its services."""

    name = "today"

    def __init__(
        self, gateway: Gateway, look: Look, words: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], undo: TakeBack,
        start: Callable[[str, Coroutine[Any, Any, None]], bool], printer: Printer, to_form: ToForm,
        now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.view = TodayView(look, self.actions, words, language, toast, undo)
        self.presenter = Presenter(gateway, self.view, start, printer, to_form)
        listing = DayListing(gateway, self.view, toast)
        self.view.list_day = lambda: (start("day-list", listing.run()), None)[1]
        self.view.bind(self.presenter)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"today.follow": self.presenter.follow, "today.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """The top bar's search."""
        self.presenter.search(text)

    def scanned(self, text: str) -> None:
        """A scanner has read something."""
        self.presenter.scanned(text)

    def entered(self) -> None:
        """The page has come to the front: its rows have the keyboard."""
        self.view.table.setFocus()

    def forget(self) -> None:
        """Another person comes: nobody is chosen, and no question or visit is open."""
        self.view.put_away()
        self.presenter.select(None)

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
