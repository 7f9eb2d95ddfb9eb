"""Joins the health page's view and presenter."""

from __future__ import annotations

from mmc_console.desktop.admin.health.presenter import Presenter
from mmc_console.desktop.admin.health.view import HealthView
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts


class HealthScreen(PageScreen[HealthView, Presenter]):
    """System health."""

    name = "health"

    def build(self, parts: AdminParts) -> None:
        self.view = HealthView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    def search(self, text: str) -> None:
        """The top bar's search: stations."""
        self.presenter.search(text)
