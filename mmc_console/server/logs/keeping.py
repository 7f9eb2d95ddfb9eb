"""Forgets what the settings do not keep."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mmc_console.server.clock import Clock
from mmc_console.server.logs.file import forget
from mmc_console.server.logs.settings import LogSettings
from mmc_console.server.preferences import Preferences


async def keep_logs(folder: Path, preferences: Preferences, clock: Clock) -> None:
    """One round: the files beyond their days and bytes go."""
    kept = preferences.read(LogSettings)
    await asyncio.to_thread(forget, folder, kept.days, kept.megabytes * 1_000_000, clock.now())
