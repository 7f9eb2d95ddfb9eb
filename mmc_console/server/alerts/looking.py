"""What the health checks say, as the rules read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from mmc_console.server.alerts.rules import Look
from mmc_console.server.health import Health


def looks_of(health: Health) -> Callable[[], Awaitable[Sequence[Look]]]:
    """Ask *health*, at most two seconds ago, with the names of what is concerned."""

    async def looks() -> Sequence[Look]:
        await health.report()
        return [Look(view.name, view.status, view.detail, view.about) for view in health.views()]

    return looks
