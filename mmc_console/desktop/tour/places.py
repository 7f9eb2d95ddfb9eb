"""The pages of clinics and settings: a list, a fault, a pathway, the centre, its versions, and settings."""

from __future__ import annotations

from mmc_console.desktop.admin.clinics.screen import ClinicsScreen
from mmc_console.desktop.admin.settings.screen import SettingsScreen
from mmc_console.desktop.app import App
from mmc_console.desktop.tour.walk import Tour


async def places(tour: Tour, app: App) -> None:
    """Both pages; nothing is published."""
    await _clinics(tour, app)
    await _settings(tour, app)
    app.shell.presenter.go_to("reception")


async def _clinics(tour: Tour, app: App) -> None:
    app.shell.presenter.go_to("clinics")
    screen = app.page_called("clinics")
    assert isinstance(screen, ClinicsScreen)
    page = screen.presenter
    await tour.until(lambda: page.state.form, "the centre is there")
    page.select("eyes")
    await tour.picture("clinics")
    page.edit("clinics.eyes.letter", "O")
    await tour.picture("clinics_fault")
    page.edit("clinics.eyes.letter", "G")
    page.open("exams")
    await tour.picture("clinics_pathway")
    page.open("centre")
    await tour.picture("clinics_centre")
    page.open("history")
    await tour.until(lambda: page.state.history, "the versions are there")
    await tour.picture("clinics_history")
    page.drop()
    await tour.until(lambda: not page.state.has_draft and not page.state.busy, "the draft is dropped")


async def _settings(tour: Tour, app: App) -> None:
    app.shell.presenter.go_to("settings")
    screen = app.page_called("settings")
    assert isinstance(screen, SettingsScreen)
    page = screen.presenter
    await tour.until(lambda: page.state.areas, "the settings are there")
    await tour.picture("settings")
    page.open("patients")
    page.type("keep_months", "24")
    page.enter("keep_months")
    await tour.until(lambda: page.state.history, "it is set")
    page.type("keep_months", "999")
    page.enter("keep_months")
    await tour.picture("settings_patients")
