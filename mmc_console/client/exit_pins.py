"""The exit PINs of the day that this person may see, asked of the server when a screen wants one.

In memory only, for the person who was told and for that day: what one was told is not for the next. While the server is
away, what was told today is still shown; nothing is ever worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date, datetime, timedelta
from typing import Any

from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import NotSignedIn, WireFault
from mmc_console.client.server_port import Server
from mmc_console.client.session import Session
from mmc_console.domain.ids import ClinicCode, UserId

AGAIN = timedelta(seconds=30)
"""How soon a question that brought nothing is asked again."""
Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class ExitPins:
    """PINs by clinic, for one person and one day."""

    def __init__(
        self, server: Server, session: Session, connectivity: Connectivity, start: Start, on_change: Callable[[], None]
    ) -> None:
        self._server, self._session, self._connectivity = server, session, connectivity
        self._start, self._on_change = start, on_change
        self._told: tuple[UserId, date, dict[ClinicCode, str]] | None = None
        self._asked: tuple[UserId, date, datetime] | None = None

    def of(self, clinic: ClinicCode, day: date) -> str:
        """This clinic's PIN of *day*; empty while it is not known, and then it is asked for."""
        user = self._session.user
        if user is None:
            return ""
        if self._told is not None and self._told[:2] == (user.id, day) and clinic in self._told[2]:
            return self._told[2][clinic]
        now = self._connectivity.now()
        lately = self._asked is not None and self._asked[:2] == (user.id, day) and abs(now - self._asked[2]) < AGAIN
        if not lately and not self._connectivity.offline:
            self._asked = (user.id, day, now)
            self._start("exit-pins", self._ask(user.id))
        return ""

    async def _ask(self, asker: UserId) -> None:
        try:
            answer = await self._server.pins(await self._session.bearer())
        except WireFault as fault:
            self._connectivity.failed(fault)
            return
        except NotSignedIn:
            return
        user = self._session.user
        if user is not None and user.id == asker:
            self._told = (asker, answer.day, answer.pins)
            self._on_change()
