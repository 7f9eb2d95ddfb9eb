"""Every area of settings there is. An area belongs to the package that reads it; here it is only listed."""

from __future__ import annotations

from typing import Final

from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.limits import LimitSettings
from mmc_console.server.preferences import Area

AREAS: Final[tuple[type[Area], ...]] = (BackupSettings, LimitSettings)
