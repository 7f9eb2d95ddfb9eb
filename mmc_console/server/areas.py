"""Every area of settings there is. An area belongs to the package that reads it; here it is only listed."""

from __future__ import annotations

from typing import Final

from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.figures.settings import FigureSettings
from mmc_console.server.limits import LimitSettings
from mmc_console.server.logs.settings import LogSettings
from mmc_console.server.people.forgetting import PatientSettings
from mmc_console.server.preferences import Area

AREAS: Final[tuple[type[Area], ...]] = (
    AlertSettings,
    BackupSettings,
    FigureSettings,
    LimitSettings,
    LogSettings,
    PatientSettings,
)
