"""The page of reports: a day by clinic and by hour, a week by day, days of one's own."""

from __future__ import annotations

from mmc_console.desktop.admin.reports.screen import ReportsScreen
from mmc_console.desktop.app import App
from mmc_console.desktop.tour.walk import Tour


async def picture_reports(tour: Tour, app: App) -> None:
    """As a supervisor goes through it."""
    app.shell.presenter.go_to("reports")
    screen = app.pages.called("reports") if app.pages is not None else None
    assert isinstance(screen, ReportsScreen)
    page, view = screen.presenter, screen.view
    await tour.until(lambda: page.state.found, "the report is there")
    await tour.picture("reports")
    view.sheet.ensureWidgetVisible(view.body.table, 0, 12)
    await tour.picture("reports_table")
    view.sheet.verticalScrollBar().setValue(0)
    page.show_lines("hour")
    await tour.until(lambda: page.state.found and page.state.found.group == "hour", "the hours are there")
    await tour.picture("reports_hours")
    page.show_period("week")
    page.show_lines("day")
    await tour.until(lambda: page.state.found and page.state.found.by == "day", "the days are there")
    await tour.picture("reports_days")
    page.show_period("custom")
    page.type_day("first", "2026-13-01")
    page.show_days()
    await tour.picture("reports_wrong_day")
    page.show_period("today")
    page.show_lines("clinic")
