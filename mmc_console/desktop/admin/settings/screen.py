"""Joins the settings page's view and presenter; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.settings.presenter import Presenter
from mmc_console.desktop.admin.settings.view import SettingsView
from mmc_console.desktop.admin.settings.words import SettingsWords
from mmc_console.desktop.kit.actions import ActionList


class SettingsScreen:
    """One page: its widget, its actions, its services."""

    name = "settings"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        words = SettingsWords(parts.words.problem, parts.language)
        self.view = SettingsView(parts.look, self.actions, words, parts.language, parts.toast, parts.this_pc)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter, self.presenter.come_in)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does."""
        return {"settings.follow": self.presenter.follow}

    def search(self, text: str) -> None:
        """The top bar's search: settings by their words."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front."""

    async def leave(self) -> None:
        """Somebody else works here."""
        self.presenter.leave()
