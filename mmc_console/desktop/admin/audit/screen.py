"""Joins the audit page's view and presenter."""

from __future__ import annotations

from mmc_console.desktop.admin.audit.presenter import Presenter
from mmc_console.desktop.admin.audit.view import AuditView
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts


class AuditScreen(PageScreen[AuditView, Presenter]):
    """The audit, and the keys."""

    name = "audit"

    def build(self, parts: AdminParts) -> None:
        self.view = AuditView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    def search(self, text: str) -> None:
        """The top bar's search: among the loaded records."""
        self.presenter.search(text)
