"""The bell in the top bar: how many alerts nobody has taken, the open ones in its drawer, a word for a new severe one.

Only for those who may do something about them; everybody else's bell is silent. It asks every few seconds while the
server is there, and keeps what it heard while it is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject

from mmc_console.client.errors import NotSignedIn, WireFault
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.wire.alert_words import say
from mmc_console.wire.alerts import Alert, AlertsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.shell.screen import Shell as ShellScreen

EVERY: Final = 10.0
INKS: Final = {"info": "info", "warning": "warn", "severe": "danger"}
CONCERNED: Final = frozenset({"supervisor", "admin"})


class Frame(Protocol):
    """What the bell may do to the window."""

    def ring(self, count: int, open: tuple[Alert, ...]) -> None:
        """Show how many are untaken, and these in the drawer."""


class Ringing:
    """The frame of a console's own window."""

    def __init__(self, shell: ShellScreen, language: Callable[[], str]) -> None:
        self._shell, self._language = shell, language
        shell.window.on_alert_opened(lambda _: shell.presenter.go_to("alerts"))

    def ring(self, count: int, open: tuple[Alert, ...]) -> None:
        """Show how many are untaken, and these in the drawer."""
        now, language = self._shell.presenter.state.now, self._language()
        zone = now.tzinfo if now is not None else None
        self._shell.presenter.show(alerts=count)
        self._shell.window.show_alerts([
            (each.id, clock_time(each.began, zone), say(each, language).title, INKS[each.severity]) for each in open
        ])  # fmt: skip


class Bell(QObject):
    """Watches the alerts for whoever works here."""

    def __init__(
        self, gateway: Gateway, frame: Frame, toast: Callable[[Toast], None], language: Callable[[], str],
        every: float = EVERY,
    ) -> None:  # fmt: skip
        super().__init__()
        self._gateway, self._frame, self._toast, self._language, self._every = gateway, frame, toast, language, every
        self._told: set[tuple[str, int]] = set()
        self._for = ""
        self._heard: AlertsAnswer | None = None

    async def watch(self) -> None:
        """As long as the program runs."""
        while True:
            await self.look()
            await asyncio.sleep(self._every)

    async def look(self) -> None:
        """Ask once."""
        user = self._gateway.user
        if user is None or CONCERNED.isdisjoint(user.roles):
            self._silent()
            return
        if user.id != self._for:
            self._silent()
            self._for = user.id
        if self._gateway.admin.offline:
            return
        try:
            found = await self._gateway.admin.get("/admin/alerts", AlertsAnswer)
        except (WireFault, NotSignedIn):
            return  # the pill says that the server is away; the next look may find it
        if self._gateway.user is None or self._gateway.user.id != self._for:
            return  # somebody else works here now
        self._heard = found
        self._frame.ring(found.unseen, found.open)
        for alert in found.open:
            self._tell(alert, found)

    def say_again(self) -> None:
        """In another language."""
        if self._heard is not None:
            self._frame.ring(self._heard.unseen, self._heard.open)

    def _tell(self, alert: Alert, found: AlertsAnswer) -> None:
        """A severe one, once; again when it has come again or got worse since."""
        worse = sum(step.what in ("raised", "worse", "again") for step in alert.history)
        if alert.severity != "severe" or alert.state(found.now) != "open" or (alert.id, worse) in self._told:
            return
        self._told.add((alert.id, worse))
        self._toast(Toast(lambda: self._words(alert), kind="error"))

    def _words(self, alert: Alert) -> str:
        return fill(self.tr("Severe alert: {what}"), what=say(alert, self._language()).title)

    def forget(self) -> None:
        """Somebody else works here now: the next look asks for them."""
        self._silent()

    def _silent(self) -> None:
        if self._for or self._heard is not None:
            self._frame.ring(0, ())
        self._for, self._heard = "", None
        self._told.clear()
