"""Joins My day's view and presenter; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mmc_console.desktop.clinic.my_day.presenter import Presenter
from mmc_console.desktop.clinic.my_day.view import MyDayView
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.tickets.words import TicketWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class MyDayScreen:
    """One page: its widget, its actions, its services."""

    name = "my_day"

    def __init__(
        self, gateway: Gateway, look: Look, words: TicketWords, language: Callable[[], str],
        undo_of: Callable[[str, str], str], undo: Callable[[], None], now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """*undo_of* says what Undo would take back; *now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.view = MyDayView(look, self.actions, words, language, undo_of, undo)
        self.presenter = Presenter(gateway, self.view)
        self.view.bind(self.presenter)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"my_day.follow": self.presenter.follow, "my_day.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """The top bar's search."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front: its rows have the keyboard."""
        self.view.table.setFocus()

    def forget(self) -> None:
        """Another person comes: nobody is chosen, and no question or visit is open."""
        self.view.put_away()
        self.presenter.select(None)

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
