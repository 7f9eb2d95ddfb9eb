"""Joins the view and presenter of the page of clinics; the working copy stays, it is the centre's and no person's."""

from __future__ import annotations

from mmc_console.desktop.admin.clinics.presenter import Presenter
from mmc_console.desktop.admin.clinics.view import ClinicsView
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts


class ClinicsScreen(PageScreen[ClinicsView, Presenter]):
    """Clinics, exam types, the centre."""

    name = "clinics"

    def build(self, parts: AdminParts) -> None:
        self.view = ClinicsView(parts, self.actions)
        self.presenter = Presenter(parts.gateway, self.view, parts.start)
        self.view.bind(self.presenter)

    def search(self, text: str) -> None:
        """The top bar's search: clinics and exam types by name."""
        self.presenter.search(text)
