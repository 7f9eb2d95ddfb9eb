"""Joins the page's view and presenter; what the console needs of a page of the administration."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.alerts.presenter import Presenter
from mmc_console.desktop.admin.alerts.view import AlertsView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList


class AlertsScreen:
    """One page: its widget, its actions, its services."""

    name = "alerts"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.view = AlertsView(parts.look, self.actions, parts.words, parts.language, parts.toast)
        self.presenter = Presenter(parts.gateway, self.view, parts.start, parts.language)
        self.view.bind(self.presenter)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"alerts.follow": self.presenter.follow, "alerts.log": self.presenter.reading.run}

    def search(self, text: str) -> None:
        """The top bar's search looks in the log, where that is shown."""
        if self.presenter.state.tab == "logs":
            self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front: its rows have the keyboard."""
        self.view.front.setFocus()

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
