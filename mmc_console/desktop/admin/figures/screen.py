"""Joins view and presenter; what the console needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.figures.presenter import Presenter
from mmc_console.desktop.admin.figures.view import FiguresView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList


class FiguresScreen:
    """One page: its widget, its actions, its services."""

    name = "metrics"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a steady clock in seconds."""
        self.actions = ActionList(now)
        self.view = FiguresView(parts.look, self.actions, parts.words, parts.language, parts.toast)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    @property
    def panes(self) -> Sequence[QWidget]:
        """Where F6 goes."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"metrics.follow": self.presenter.follow, "metrics.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """Nothing to find here: figures know nobody."""

    def entered(self) -> None:
        """The page has come to the front."""
        self.view.enter()

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
