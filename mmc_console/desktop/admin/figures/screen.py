"""Joins view and presenter of the page of figures."""

from __future__ import annotations

from mmc_console.desktop.admin.figures.presenter import Presenter
from mmc_console.desktop.admin.figures.view import FiguresView
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts


class FiguresScreen(PageScreen[FiguresView, Presenter]):
    """The page of figures."""

    name = "metrics"

    def build(self, parts: AdminParts) -> None:
        self.view = FiguresView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)
