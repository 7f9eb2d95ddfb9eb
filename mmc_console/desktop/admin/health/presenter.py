"""Asks the server how it is every half minute while the page is seen, and this console how it is itself. No Qt."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, ServerBusy, WireFault
from mmc_console.desktop.admin.health.contract import THIS_PC, Start, State, View
from mmc_console.wire.health import HealthView, HistoryView, StationsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

EVERY: Final = 30
"""Seconds between two questions; the server itself looks once a minute."""
SLOW: Final = 2
"""Seconds until the first answer is said to be awaited."""
MONTH_HOURS: Final = 24 * 30


class Presenter:
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        self._gateway, self._view, self._start = gateway, view, start
        self._state = State()
        self._seen = False
        self._due = 0

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    async def tick(self) -> None:
        """Each second while the page is seen: what is shown grows old, and is asked for again."""
        while True:
            await asyncio.sleep(1)
            if self._seen:
                self.pass_second()

    def pass_second(self) -> None:
        """A second has passed."""
        gateway = self._gateway
        offline = gateway.admin.offline
        back = self._state.offline and not offline
        self._show(
            own=gateway.own.found, own_checked=gateway.own.checked, offline=offline, age=self._age(),
            slow=self._state.health is None and self._state.busy and self._due <= EVERY - SLOW,
        )  # fmt: skip
        self._due -= 1
        if (self._due <= 0 or back) and not offline and not self._state.busy:
            self._ask(fresh=False)

    # ------------------------------------------------------------------ intents
    def come_in(self) -> None:
        self._seen = True
        self._due = 0
        self.pass_second()

    def go_away(self) -> None:
        self._seen = False

    def check_now(self) -> None:
        self._ask(fresh=True)

    def open_planned(self) -> None:
        self._start("planned-box", self._planned())

    def open_check(self, name: str) -> None:
        self._show(open=name, past=None)
        if name != THIS_PC and not self._gateway.admin.offline:
            self._start(f"health {name}", self._past(name))

    def close_check(self) -> None:
        self._show(open="", past=None)

    def search(self, text: str) -> None:
        self._show(query=text)

    # ------------------------------------------------------------------ asking
    def _ask(self, *, fresh: bool) -> None:
        self._due = EVERY
        self._show(busy=True)
        self._start("health now" if fresh else "health", self._answer(fresh=fresh))

    async def _answer(self, *, fresh: bool) -> None:
        door = self._gateway.admin
        try:
            if fresh:
                await self._gateway.own.look()
                self._show(own=self._gateway.own.found, own_checked=self._gateway.own.checked)
            health = await door.get("/admin/health", HealthView, fresh=1 if fresh else None)
            self._show(health=health)  # also where nothing else can be told: without a database there is no history
            stations = await door.get("/admin/stations", StationsAnswer)
            history = await door.get("/admin/health/history", HistoryView, hours=24)
        except (WireFault, NotSignedIn) as fault:
            self._show(busy=False, slow=False, fault=code_of(fault), offline=door.offline)
        else:
            self._show(
                health=health, stations=stations.stations, history=history, busy=False, slow=False, fault="",
                offline=False,
            )  # fmt: skip
            self._show(age=self._age())

    async def _planned(self) -> None:
        """What was named there may stand in what is shown here."""
        await self._view.show_planned(self._gateway, self._start)
        self._due = 0

    async def _past(self, name: str) -> None:
        try:
            past = await self._gateway.admin.get("/admin/health/history", HistoryView, hours=MONTH_HOURS, check=name)
        except (WireFault, NotSignedIn):
            return  # the page says already that the server cannot be asked
        if self._state.open == name:
            self._show(past=past)

    def _age(self) -> int:
        health = self._state.health
        return max(0, _seconds(self._gateway.now(), health.timestamp)) if health is not None else 0

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _seconds(now: datetime, then: datetime) -> int:
    return int((now - then).total_seconds())


def code_of(fault: WireFault | NotSignedIn) -> str:
    """What *fault* is called among the problems."""
    if isinstance(fault, ProblemAnswer):
        return fault.code
    if isinstance(fault, ServerBusy):
        return "unavailable"
    return "not-authenticated" if isinstance(fault, NotSignedIn) else "offline"
