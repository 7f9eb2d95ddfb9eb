"""Joins the view and presenter of the page of alerts, incidents and the log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mmc_console.desktop.admin.alerts.presenter import Presenter
from mmc_console.desktop.admin.alerts.view import AlertsView
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts


class AlertsScreen(PageScreen[AlertsView, Presenter]):
    """Alerts and logs."""

    name = "alerts"

    def build(self, parts: AdminParts) -> None:
        self.view = AlertsView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start, parts.language)
        self.view.bind(self.presenter)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {**super().services(), "alerts.log": self.presenter.reading.run}

    def search(self, text: str) -> None:
        """The top bar's search looks in the log, where that is shown."""
        if self.presenter.state.tab == "logs":
            self.presenter.search(text)
