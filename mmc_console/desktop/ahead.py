"""Tells whoever works that maintenance is near: half an hour before it begins, until it is over. No Qt.

Asked seldom: what is planned later than that is told in time by the next answer. A server that does not know the
question is an older one and plans nothing.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from mmc_console.client.errors import ClientError, ProblemAnswer
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.shell.contract import Condition
from mmc_console.wire.health import PlannedAnswer, PlannedTime

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.shell.presenter import Presenter

PATH: Final = "/maintenance"
LOOK_EVERY, ASK_EVERY = 15.0, 20
"""Seconds between two looks at the clock; the server is asked with every twentieth, once in five minutes."""
NEAR: Final = timedelta(minutes=30)


class Ahead:
    """Keeps one condition of the window in step with what is planned."""

    def __init__(self, gateway: Gateway, shell: Presenter) -> None:
        self._gateway, self._shell = gateway, shell
        self._planned: tuple[PlannedTime, ...] = ()
        self._due = 0

    async def watch(self) -> None:
        """As long as the program runs."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Ask when it is time, and show what is near; what was told stands while the server is away."""
        if self._due <= 0 and self._gateway.user is not None and not self._gateway.admin.offline:
            try:
                self._planned = (await self._gateway.admin.get(PATH, PlannedAnswer)).maintenance
            except ProblemAnswer:
                self._due = ASK_EVERY
            except ClientError:
                self._due = 1  # the line: again with the next look
            else:
                self._due = ASK_EVERY
        self._due -= 1
        now = self._gateway.now()
        near = next((each for each in self._planned if each.begins - NEAR <= now < each.ends), None)
        if near is None:
            self._shell.end_condition("maintenance-soon")
        else:
            today = near.ends.date() == now.astimezone(near.ends.tzinfo).date()
            ends = clock_time(near.ends) if today else f"{near.ends:%Y-%m-%d %H:%M}"
            self._shell.show_condition(Condition("maintenance-soon", near.begins, ends))
