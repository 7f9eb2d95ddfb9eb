"""Joins view and presenter of the page of reports."""

from __future__ import annotations

from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.reports.presenter import Presenter
from mmc_console.desktop.admin.reports.view import ReportsView


class ReportsScreen(PageScreen[ReportsView, Presenter]):
    """The page of reports."""

    name = "reports"

    def build(self, parts: AdminParts) -> None:
        self.view = ReportsView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start, parts.language)
        self.view.bind(self.presenter)
