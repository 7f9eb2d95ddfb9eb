"""Joins the view and presenter of the page of clinics; what a shell needs of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.clinics.presenter import Presenter
from mmc_console.desktop.admin.clinics.view import ClinicsView
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList


class ClinicsScreen:
    """One page: its widget, its actions, its services."""

    name = "clinics"

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        words = ClinicsWords(parts.words.problem, parts.language)
        self.view = ClinicsView(parts.look, self.actions, words, parts.language, parts.toast)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter, self.presenter.come_in)

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does."""
        return {"clinics.follow": self.presenter.follow}

    def search(self, text: str) -> None:
        """The top bar's search: clinics and exam types by name."""
        self.presenter.search(text)

    def entered(self) -> None:
        """The page has come to the front: its list has the keyboard."""
        self.view.table.setFocus()

    async def leave(self) -> None:
        """Nothing to give back: the working copy stays, it is the centre's and no person's."""
