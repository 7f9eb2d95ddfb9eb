"""Joins the audit page's view and presenter; what the console needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.audit.presenter import Presenter
from mmc_console.desktop.admin.audit.view import AuditView
from mmc_console.desktop.admin.audit.words import AuditWords
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList


class AuditScreen:
    """One page: its widget, its actions, its services."""

    name = "audit"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.view = AuditView(parts.look, self.actions, AuditWords(parts.words), parts.toast)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {"audit.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """The top bar's search: among the loaded records."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front: its rows have the keyboard."""
        self.view.table.setFocus()

    async def leave(self) -> None:
        """The page goes away; nothing to give back."""
