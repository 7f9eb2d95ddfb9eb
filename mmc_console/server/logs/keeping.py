"""Forgets what the settings do not keep."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from mmc_console.server.clock import Clock
from mmc_console.server.health import Verdict
from mmc_console.server.logs.file import LogFile, forget
from mmc_console.server.logs.settings import LogSettings
from mmc_console.server.preferences import Preferences


def check_log_file() -> Verdict:
    """For health: whether the log takes lines."""
    stuck = any(isinstance(handler, LogFile) and handler.stuck for handler in logging.getLogger().handlers)
    return Verdict("degraded", "log-not-written") if stuck else Verdict("healthy")


async def keep_logs(folder: Path, preferences: Preferences, clock: Clock) -> None:
    """One round: the files beyond their days and bytes go."""
    kept = preferences.read(LogSettings)
    await asyncio.to_thread(forget, folder, kept.days, kept.megabytes * 1_000_000, clock.now())
