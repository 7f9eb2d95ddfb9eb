"""Joins the health page's view and presenter; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.health.presenter import Presenter
from mmc_console.desktop.admin.health.view import HealthView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList


class HealthScreen:
    """One page: its widget, its actions, its services."""

    name = "health"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        self.actions = ActionList(now)
        self.view = HealthView(parts.look, self.actions, parts.words, parts.language, parts.gateway.now)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"health.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """The top bar's search: stations."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front."""
        self.view.table.setFocus()

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
