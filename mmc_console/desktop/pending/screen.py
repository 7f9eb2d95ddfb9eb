"""Joins the drawer's view and presenter."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.pending.presenter import Presenter
from mmc_console.desktop.pending.view import PendingView
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.words import TicketWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class PendingScreen:
    """One drawer: its widget and its service."""

    def __init__(
        self, gateway: Gateway, look: Look, tickets: TicketWords, rules: RuleWords, language: Callable[[], str],
        toast: Callable[[Toast], None], start: Callable[[str, Coroutine[Any, Any, None]], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """*now* is a monotonic clock in seconds."""
        self.view = PendingView(look, PendingWords(rules, language), tickets, language, toast, now)
        self.presenter = Presenter(gateway, self.view, start)
        self.view.bind(self.presenter)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the drawer is closed."""
        return {"pending.follow": self.presenter.follow, "pending.tick": self.presenter.tick}
