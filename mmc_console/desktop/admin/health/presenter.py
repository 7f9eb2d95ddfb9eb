"""Asks the server how it is every half minute while the page is seen, and this console how it is itself. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mmc_console.client.errors import ClientError
from mmc_console.desktop.admin.health.contract import THIS_PC, State, View
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.wire.health import HealthView, HistoryView, StationsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

EVERY: Final = 30
"""Seconds between two questions; the server itself looks once a minute."""
MONTH_HOURS: Final = 24 * 30


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())
        self._afresh = False

    @property
    def every(self) -> float:
        return EVERY

    def grown(self, state: State) -> dict[str, Any]:
        """This console knows of itself, and what the server told grows old."""
        own, health = self._gateway.own, state.health
        age = max(0, _seconds(self._gateway.now(), health.timestamp)) if health is not None else 0
        return {"own": own.found, "own_checked": own.checked, "age": age}

    async def ask(self) -> dict[str, Any]:
        door, afresh = self._gateway.admin, self._afresh
        self._afresh = False
        if afresh:
            await self._gateway.own.look()
        health = await door.get("/admin/health", HealthView, fresh=1 if afresh else None)
        self._show(health=health)  # also where nothing else can be told: without a database there is no history
        stations = await door.get("/admin/stations", StationsAnswer)
        history = await door.get("/admin/health/history", HistoryView, hours=24)
        return {"stations": stations.stations, "history": history}

    # ------------------------------------------------------------------ intents
    def check_now(self) -> None:
        self._afresh = True
        self.refresh()

    def open_planned(self) -> None:
        self._start("planned-box", self._planned())

    def open_check(self, name: str) -> None:
        self._show(open=name, past=None)
        if name != THIS_PC and self._state.offline is None:
            self._start(f"health {name}", self._past(name))

    def close_check(self) -> None:
        self._show(open="", past=None)

    def search(self, text: str) -> None:
        self._show(query=text)

    async def _planned(self) -> None:
        """What was named there may stand in what is shown here."""
        await self._view.show_planned()
        self.refresh()

    async def _past(self, name: str) -> None:
        try:
            past = await self._gateway.admin.get("/admin/health/history", HistoryView, hours=MONTH_HOURS, check=name)
        except ClientError:
            return  # the page says already that the server cannot be asked
        if self._state.open == name:
            self._show(past=past)


def _seconds(now: datetime, then: datetime) -> int:
    return int((now - then).total_seconds())
