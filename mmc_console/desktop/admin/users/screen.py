"""Joins the view and presenter of the page of users; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.users.presenter import Presenter
from mmc_console.desktop.admin.users.view import UsersView
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.actions import ActionList


class UsersScreen:
    """One page: its widget, its actions, its services."""

    name = "users"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        words = UserWords(parts.words, parts.language)
        self.view = UsersView(parts.look, self.actions, words, parts.toast, parts.gateway.now)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter, self.presenter.come_in)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does."""
        return {"users.follow": self.presenter.follow}

    def search(self, text: str) -> None:
        """The top bar's search: people by name and user name."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front: its list has the keyboard."""
        self.view.front.setFocus()

    async def leave(self) -> None:
        """Somebody else works here: nothing of what was typed or searched for stays."""
        self.presenter.leave()
