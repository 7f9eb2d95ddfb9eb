"""Joins the page of the backups and the restore wizard behind it; what the console needs of a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from mmc_console.desktop.admin.backups.asking import Asking
from mmc_console.desktop.admin.backups.presenter import Presenter
from mmc_console.desktop.admin.backups.view import BackupsView
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.restore.asking import Restores
from mmc_console.desktop.admin.restore.presenter import Presenter as Wizard
from mmc_console.desktop.admin.restore.view import RestoreView
from mmc_console.desktop.admin.restore.words import RestoreWords


class BackupsScreen(PageScreen[Any, Presenter]):
    """One page: its widget, its actions, its services."""

    name = "backups"

    def build(self, parts: AdminParts) -> None:
        words, asking = BackupWords(parts.words), Asking(parts.gateway)
        self._gateway = parts.gateway
        self.view = QStackedWidget()
        self.page = BackupsView(parts, self.actions, words)
        self.presenter = Presenter(parts.gateway, asking, self.page, parts.start, self._to_restore)
        wizard = RestoreWords(words)
        self.wizard = RestoreView(parts.look, self.actions, wizard, parts.language, parts.toast)
        restores = Restores(parts.gateway.admin)
        self.restore = Wizard(parts.gateway, asking, restores, self.wizard, parts.start, self._from_restore)
        self.view.addWidget(self.page)
        self.view.addWidget(self.wizard)
        self.page.bind(self.presenter)
        self.wizard.bind(self.restore)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        return (self.view, *self.page.panes[1:])

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {**super().services(), "restore.line": self._line}

    def search(self, text: str) -> None:
        """The top bar's search."""
        self.presenter.search(text)

    def entered(self) -> None:
        if self.view.currentWidget() is self.page:
            self.page.table.setFocus()

    def forget(self) -> None:
        """A restore that was not begun is not gone on with by the next person, least of all with this one's words."""
        self.restore.put_away()

    def _to_restore(self, backup: str) -> None:
        """The wizard takes the page's place."""
        self.restore.begin(backup)
        self.view.setCurrentWidget(self.wizard)
        self.wizard.choose.table.setFocus()

    def _from_restore(self) -> None:
        """Back to the page."""
        self.view.setCurrentWidget(self.page)
        self.page.table.setFocus()

    async def _line(self) -> None:
        """The wizard says when the server cannot be reached."""
        async for _ in self._gateway.changes():
            self.restore.refresh_line()
