"""The page of figures: the day, its clinics and targets, the server's own work, the numbers behind a chart, a week."""

from __future__ import annotations

from mmc_console.desktop.admin.figures.screen import FiguresScreen
from mmc_console.desktop.app import App
from mmc_console.desktop.tour.walk import Tour


async def picture_figures(tour: Tour, app: App) -> None:
    """Every part of it, as a supervisor scrolls through."""
    app.shell.presenter.go_to("metrics")
    screen = app.pages.called("metrics") if app.pages is not None else None
    assert isinstance(screen, FiguresScreen)
    page, view = screen.presenter, screen.view
    await tour.until(lambda: page.state.found, "the figures are there")
    await tour.picture("metrics")
    first = view.charts.people[0][0]
    second = view.charts.people[1][0]
    first.toggle.click()
    second.chart.walk_to(len(second.chart.plot.labels) - 2)
    await tour.picture("metrics_numbers")
    first.toggle.click()
    for name, widget in (
        ("waits", view.charts.people[3][0]), ("clinics", view.clinics), ("targets", view.targets),
        ("server", view.charts.server[1][0]), ("requests", view.groups),
    ):  # fmt: skip
        view.sheet.ensureWidgetVisible(widget, 0, 12)
        await tour.picture(f"metrics_{name}")
    view.sheet.verticalScrollBar().setValue(0)
    page.show_range("week")
    await tour.until(lambda: not page.state.single, "the week is there")
    await tour.picture("metrics_week")
    page.show_range("today")
