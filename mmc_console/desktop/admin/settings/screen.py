"""Joins the settings page's view and presenter."""

from __future__ import annotations

from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.settings.presenter import Presenter
from mmc_console.desktop.admin.settings.view import SettingsView


class SettingsScreen(PageScreen[SettingsView, Presenter]):
    """The centre's settings, and the way to this PC's own."""

    name = "settings"

    def build(self, parts: AdminParts) -> None:
        self.view = SettingsView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    def search(self, text: str) -> None:
        """The top bar's search: settings by their words."""
        self.presenter.search(text)

    def forget(self) -> None:
        """Of a person nothing stays."""
        self.presenter.leave()
