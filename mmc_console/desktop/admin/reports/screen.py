"""Joins view and presenter; what the console needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.reports.presenter import Presenter
from mmc_console.desktop.admin.reports.view import ReportsView
from mmc_console.desktop.kit.actions import ActionList


class ReportsScreen:
    """One page: its widget, its actions, its services."""

    name = "reports"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a steady clock in seconds."""
        self.actions = ActionList(now)
        self.view = ReportsView(parts.look, self.actions, parts.words, parts.language, parts.toast, parts.start)
        self.presenter = Presenter(parts.gateway, self.view, parts.start, parts.language)
        self.view.bind(self.presenter)

    @property
    def panes(self) -> Sequence[QWidget]:
        """Where F6 goes."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while nobody asks."""
        return {"reports.follow": self.presenter.follow, "reports.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """Nothing to find here: reports know nobody."""

    def entered(self) -> None:
        """The page has come to the front."""
        self.view.enter()

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
