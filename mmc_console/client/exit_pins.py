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
from mmc_console.domain.centre import Center
from mmc_console.domain.exit_pin import has_pin
from mmc_console.domain.ids import ClinicCode, UserId

AGAIN = timedelta(seconds=30)
"""How soon a question that brought nothing is asked again."""
Places = tuple[ClinicCode, ...]
Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class ExitPins:
    """PINs by clinic, for one person and one day."""

    def __init__(
        self, server: Server, session: Session, connectivity: Connectivity, start: Start, on_change: Callable[[], None]
    ) -> None:
        self._server, self._session, self._connectivity = server, session, connectivity
        self._start, self._on_change = start, on_change
        self._told: tuple[UserId, date, Places, dict[ClinicCode, str]] | None = None
        self._asked: tuple[UserId, date, Places, datetime] | None = None

    def of(self, clinic: ClinicCode, day: date, center: Center) -> str:
        """This clinic's PIN of *day*; empty where it has none, and while it is not known: then it is asked for.

        It goes by the clinic's place in *center*: one published in the middle of the day may give it another.
        """
        user, places = self._session.user, tuple(c.code for c in center.clinics)
        if user is None or not has_pin(center, clinic):
            return ""
        if self._told is not None and self._told[:3] == (user.id, day, places) and clinic in self._told[3]:
            return self._told[3][clinic]
        now = self._connectivity.now()
        asked = self._asked
        lately = asked is not None and asked[:3] == (user.id, day, places) and abs(now - asked[3]) < AGAIN
        if not lately and not self._connectivity.offline:
            self._asked = (user.id, day, places, now)
            self._start("exit-pins", self._ask(user.id, places))
        return ""

    async def _ask(self, asker: UserId, places: Places) -> None:
        try:
            answer = await self._server.pins(await self._session.bearer())
        except WireFault as fault:
            self._connectivity.failed(fault)
            return
        except NotSignedIn:
            return
        user = self._session.user
        if user is not None and user.id == asker:
            self._told = (asker, answer.day, places, answer.pins)
            self._on_change()
