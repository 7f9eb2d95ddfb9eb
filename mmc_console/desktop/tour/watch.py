"""The pages an administrator watches the centre on: health, alerts with an incident, the log, the audit, the keys."""

from __future__ import annotations

from mmc_console.desktop.admin.alerts.screen import AlertsScreen
from mmc_console.desktop.admin.audit.screen import AuditScreen
from mmc_console.desktop.admin.health.contract import THIS_PC
from mmc_console.desktop.admin.health.screen import HealthScreen
from mmc_console.desktop.app import App
from mmc_console.desktop.tour.walk import Tour
from mmc_console.wire.alerts import Incident, OpenIncident


async def watching(tour: Tour, app: App) -> None:
    """Each of them as it stands; one incident is opened, as somebody would by hand."""
    await _health(tour, app)
    await _alerts(tour, app)
    await _audit(tour, app)
    app.shell.presenter.go_to("reception")


async def _health(tour: Tour, app: App) -> None:
    app.shell.presenter.go_to("health")
    screen = app.page_called("health")
    assert isinstance(screen, HealthScreen)
    page = screen.presenter
    await tour.until(lambda: page.state.health and page.state.history and page.state.own, "the checks are there")
    await tour.picture("health")
    worst = next(tile.name for tile in page.state.tiles if tile.name != THIS_PC)
    page.open_check(worst)
    await tour.until(lambda: page.state.past, "what it has said is there")
    await tour.picture("health_check")
    screen.view.details.shut()


async def _alerts(tour: Tour, app: App) -> None:
    assert app.gateway is not None
    opened = OpenIncident(title="انقطاع التيار في المختبر")
    made = await app.gateway.admin.send("POST", "/admin/incidents", opened, Incident)
    app.shell.presenter.go_to("alerts")
    screen = app.page_called("alerts")
    assert isinstance(screen, AlertsScreen)
    page = screen.presenter
    await tour.until(lambda: page.state.as_of, "the alerts are there")
    if page.state.open:
        page.select_alert(page.state.open[0].id)
    await tour.picture("alerts")
    page.show_tab("incidents")
    await tour.until(lambda: page.state.incidents, "the incidents are there")
    page.select_incident(str(made.id))
    await tour.until(lambda: page.state.incident, "its time line is there")
    await tour.picture("alerts_incidents")
    page.show_tab("logs")
    await tour.until(lambda: page.state.logs.lines, "the log is there")
    page.select_line(page.state.logs.lines[0].id)
    await tour.picture("alerts_logs")
    page.show_tab("alerts")


async def _audit(tour: Tour, app: App) -> None:
    app.shell.presenter.go_to("audit")
    screen = app.page_called("audit")
    assert isinstance(screen, AuditScreen)
    page = screen.presenter
    await tour.until(lambda: page.state.rows and page.state.people, "the records are there")
    page.select(str(page.state.rows[0].seq))
    await tour.picture("audit")
    page.edit("from", "2026-13-40")
    page.apply()
    await tour.picture("audit_wrong_day")
    page.clear()
    page.choose_tab("keys")
    await tour.until(lambda: page.state.keys, "the keys are there")
    page.select_key(page.state.keys[0].kind)
    await tour.picture("audit_keys")
    page.choose_tab("records")
