"""The health page in the real window, over a server whose administration answers what a test has put there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.health.screen import HealthScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.health import (
    CheckView,
    HealthChange,
    HealthView,
    HistoryView,
    StationsAnswer,
    StationView,
    Status,
    Stretch,
    Trouble,
    Uptime,
)
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk

HOUR = timedelta(hours=1)


class HealthDesk(AdminDesk):
    """An administrator's console on its health page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.checks = [
            self.check("database", figures={"write_ms": 6.0}),
            self.check("disk", figures={"free_bytes": 6.7e10}),
        ]
        self.stations: list[StationView] = []
        self.changes: list[HealthChange] = []
        self.screen = HealthScreen(self.parts, clock)
        self.add(self.screen)
        for path, answer in (
            ("/admin/health", self._health), ("/admin/health/history", self._history),
            ("/admin/stations", lambda: StationsAnswer(tuple(self.stations))),
        ):  # fmt: skip
            gateway.server.administration["GET", path] = self._told(path, answer)

    def _told(self, path: str, answer: Any) -> Any:
        def told(question: Any) -> Any:
            self.asked.append((path, dict(question.query)))
            return answer()

        return told

    def now(self) -> datetime:
        return self.gateway.now()

    def check(self, name: str, status: Status = "healthy", detail: str = "ok", **more: Any) -> CheckView:
        return CheckView(name=name, status=status, detail=detail, since=self.now() - HOUR, **more)

    def _health(self) -> HealthView:
        day = Uptime(share=0.99931, measured_from=self.now() - 24 * HOUR, down_seconds=60, planned_seconds=0)
        month = Uptime(share=1.0, measured_from=self.now() - 24 * HOUR, down_seconds=0, planned_seconds=0)
        return HealthView(
            status="healthy", timestamp=self.now(), version="1", checks=tuple(self.checks), day=day, month=month
        )

    def _history(self) -> HistoryView:
        now = self.now()
        pieces = (
            Stretch(now - 24 * HOUR, now - 18 * HOUR, "unknown"), Stretch(now - 18 * HOUR, now - 6 * HOUR, "healthy"),
            Stretch(now - 6 * HOUR, now - 5 * HOUR, "down"), Stretch(now - 5 * HOUR, now, "degraded"),
        )  # fmt: skip
        return HistoryView(
            begins=now - 24 * HOUR, ends=now, stretches=pieces, changes=tuple(self.changes), maintenance=()
        )

    def station(self, name: str, **more: Any) -> StationView:
        return StationView(id=name, kind="console", name=name, **{"state": "online", "seen": self.now(), **more})

    def lost_one(self) -> StationView:
        """A desk that is not heard and has work."""
        return self.station(
            "RECEPTION-2", state="silent", pending=7, seen=self.now() - timedelta(minutes=11), user="Fahad",
            health=(Trouble("disk", "degraded", "pc-disk-low"),),
        )  # fmt: skip

    async def work(self) -> None:
        """Everything asked is answered and painted."""
        await super().work()
        await self.gateway.settle()
        await self.second()

    async def second(self) -> None:
        self.screen.presenter.pass_second()
        await super().work()

    async def show(self, page: str = "", **state: Any) -> None:
        await self.gateway.own.look()
        await super().show(page, **state)

    def cards(self) -> list[tuple[str, str, str]]:
        """Title, state and number of each card, in reading order."""
        return self.screen.view.tiles.said()

    async def open_card(self, name: str) -> None:
        self.screen.view.tiles.card(name).details.click()
        await self.work()

    def drawer_words(self) -> str:
        """All that the open details say."""
        labels = self.screen.view.details.findChildren(QLabel)
        return "\n".join(bidi.strip(label.text()) for label in labels if label.isVisible())

    def rows(self, name: str) -> list[list[str]]:
        found = [table for table in self.window.findChildren(TicketTable, name) if table.isVisible()]
        assert len(found) == 1, name
        return found[0].cells()
