"""The health page in the real window, over a server whose administration answers what a test has put there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.health.screen import HealthScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.tickets.rule_words import RuleWords
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
from tests.screens.shell.console import Console
from tests.unit.desktop.desk_parts import Jobs

HOUR = timedelta(hours=1)


class HealthDesk(Console):
    """An administrator's console on its health page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock)
        self.gateway, self.jobs = gateway, Jobs()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.checks = [
            self.check("database", figures={"write_ms": 6.0}),
            self.check("disk", figures={"free_bytes": 6.7e10}),
        ]
        self.stations: list[StationView] = []
        self.changes: list[HealthChange] = []
        parts = AdminParts(
            gateway, look, RuleWords(lambda: gateway.state.center, self.language), self.language, lambda _: None,
            self.jobs.start, lambda _: None, WithoutPrinter(),
        )  # fmt: skip
        self.screen = HealthScreen(parts, clock)
        self.window.add_page("health", self.screen.view, self.screen.actions, self.screen.panes)
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

    def language(self) -> str:
        return self.languages.current.code

    async def work(self) -> None:
        """Everything asked is answered and painted."""
        await self.jobs.run()
        await self.gateway.settle()
        await self.jobs.run()
        self.screen.presenter.pass_second()
        await self.jobs.run()
        self.settle()

    async def show(self) -> None:
        self.open(pages=("health",), page="health")
        await self.gateway.own.look()
        self.screen.entered()
        await self.work()

    async def hit(self, key: int) -> None:
        self.key(key, Qt.KeyboardModifier.NoModifier)
        await self.work()

    def cards(self) -> list[tuple[str, str, str]]:
        """Title, state and number of each card, in reading order."""
        return self.screen.view.tiles.said()

    async def open_card(self, name: str) -> None:
        self.screen.view.tiles.card(name).details.click()
        await self.work()

    def words_of(self, name: str) -> str:
        """What the label *name* says, or nothing when it is not shown."""
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return bidi.strip(found.text()) if found.isVisible() else ""

    def drawer_words(self) -> str:
        """All that the open details say."""
        labels = self.screen.view.details.findChildren(QLabel)
        return "\n".join(bidi.strip(label.text()) for label in labels if label.isVisible())

    def rows(self, name: str) -> list[list[str]]:
        found = [table for table in self.window.findChildren(TicketTable, name) if table.isVisible()]
        assert len(found) == 1, name
        return found[0].cells()

    async def shut(self) -> None:
        self.jobs.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await self.gateway.close()
