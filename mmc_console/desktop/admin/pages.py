"""Which pages there are, in their order, who has them, how each is built. Light: imported before the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mmc_console.desktop.admin.page_screen import AnyPage
    from mmc_console.desktop.admin.parts import AdminParts

Build = Callable[["AdminParts"], "AnyPage"]


def _health(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.health.screen import HealthScreen

    return HealthScreen(parts)


def _metrics(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.figures.screen import FiguresScreen

    return FiguresScreen(parts)


def _reports(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.reports.screen import ReportsScreen

    return ReportsScreen(parts)


def _users(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.users.screen import UsersScreen

    return UsersScreen(parts)


def _clinics(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.clinics.screen import ClinicsScreen

    return ClinicsScreen(parts)


def _backups(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.backups.screen import BackupsScreen

    return BackupsScreen(parts)


def _alerts(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.alerts.screen import AlertsScreen

    return AlertsScreen(parts)


def _audit(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.audit.screen import AuditScreen

    return AuditScreen(parts)


def _settings(parts: AdminParts) -> AnyPage:
    from mmc_console.desktop.admin.settings.screen import SettingsScreen

    return SettingsScreen(parts)


BUILD: Final[dict[str, Build]] = {
    "health": _health,
    "metrics": _metrics,
    "reports": _reports,
    "users": _users,
    "clinics": _clinics,
    "backups": _backups,
    "alerts": _alerts,
    "audit": _audit,
    "settings": _settings,
}
"""By name, in the order of the side list. A page imports its screen inside its function: nobody pays for the others."""

SUPERVISORS: Final = ("metrics", "reports", "alerts")
"""Pages that supervisors have too."""


def admin_pages(roles: frozenset[str]) -> tuple[str, ...]:
    """The pages of the administration that somebody with these roles has."""
    if "admin" in roles:
        return tuple(BUILD)
    return tuple(name for name in BUILD if name in SUPERVISORS) if "supervisor" in roles else ()
