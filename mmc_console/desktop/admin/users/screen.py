"""Joins the view and presenter of the page of users."""

from __future__ import annotations

from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.users.presenter import Presenter
from mmc_console.desktop.admin.users.view import UsersView


class UsersScreen(PageScreen[UsersView, Presenter]):
    """Users, consoles, boards, plugins."""

    name = "users"

    def build(self, parts: AdminParts) -> None:
        self.view = UsersView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    def search(self, text: str) -> None:
        """The top bar's search: people by name and user name."""
        self.presenter.search(text)

    def forget(self) -> None:
        """Nothing of what was typed or searched for stays."""
        self.presenter.leave()
