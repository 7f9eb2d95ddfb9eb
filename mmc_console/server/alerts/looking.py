"""What the health checks say, as the rules read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from mmc_console.server.alerts.rules import Look
from mmc_console.server.health import Health


def looks_of(health: Health) -> Callable[[], Awaitable[Sequence[Look]]]:
    """Ask *health*, at most two seconds ago."""

    async def looks() -> Sequence[Look]:
        report = await health.report()
        return [Look(name, found.status, found.detail) for name, found in report.checks.items()]

    return looks
