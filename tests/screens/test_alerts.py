"""The page of alerts, incidents and the log in real widgets, in both languages; and the bell of the window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.alerts.dialogs import TextDialog
from mmc_console.desktop.admin.alerts.screen import AlertsScreen
from mmc_console.desktop.admin.alerts.words import AlertWords
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.bell import Bell
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.permissions import Role
from mmc_console.wire.alerts import Alert, AlertsAnswer, Entry, FollowUp, Incident, IncidentsAnswer, Step
from mmc_console.wire.logs import FoundLine, LogsAnswer
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed

NOW = datetime.now(UTC)
SEVERE = Alert(
    id="a1", kind="database", severity="severe", detail="disk-failed", began=NOW - timedelta(minutes=90), last=NOW,
    history=(Step(at=NOW, what="raised"), Step(at=NOW, what="acknowledged", by="Huda", text="looking")), owner="Huda",
)  # fmt: skip
OVER = Alert(
    id="a2", kind="consoles", severity="warning", names=("RECEPTION-2",), began=NOW - timedelta(hours=3), last=NOW,
    ended=NOW - timedelta(hours=2),
)  # fmt: skip
INCIDENT = Incident(
    id=3, title="القرص", severity="severe", state="open", began=NOW, repair_seconds=None, owner="Huda",
    entries=(
        Entry(at=NOW, sort="auto", text="health: disk is degraded", level="warning"),
        Entry(at=NOW, sort="note", text="", code="opened", by="Huda"),
    ),
    follow_ups=(FollowUp(id=9, text="a second disk", who="Huda"),),
)  # fmt: skip
LINE = FoundLine(
    id="f:1", at="2026-11-28T07:40:02.004000Z", level="error", source="server.http", text="request r-7 failed",
    request="r-7", trace=("ValueError", "writer.py:1 decide"),
)  # fmt: skip


class Page:
    """The page as a person meets it."""

    def __init__(self, gateway: LocalGateway, look: Look, languages: Languages, clock: HandClock) -> None:
        self.toasts: list[Toast] = []
        self.jobs: list[Coroutine[Any, Any, None]] = []
        rules = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        parts = AdminParts(
            gateway, look, rules, lambda: languages.current.code, self.toasts.append, self._start, lambda _: None,
            WithoutPrinter(),
        )  # fmt: skip
        self.screen = AlertsScreen(parts, clock)
        self.view, self.presenter = self.screen.view, self.screen.presenter

    def _start(self, _: str, work: Coroutine[Any, Any, None]) -> bool:
        self.jobs.append(work)
        return True

    def child(self, kind: type[Any], name: str) -> Any:
        found = self.view.findChild(kind, name)
        assert found is not None, name
        return found

    def rows(self, name: str) -> list[list[str]]:
        table: TicketTable = self.child(TicketTable, name)
        return table.cells()

    def words(self, name: str) -> str:
        label: QLabel = self.child(QLabel, name)
        return bidi.strip(label.text())

    def button(self, id: str) -> QAbstractButton:
        found: QAbstractButton = next(
            each for each in self.view.findChildren(QAbstractButton, f"action_{id}") if each.isVisible()
        )
        return found

    def healthy(self) -> None:
        """Nothing is squeezed and everything has a name."""
        for _ in range(3):  # a label that grows asks its layout, which asks its own
            QCoreApplication.sendPostedEvents(None, 0)
        assert squeezed(self.view) == []
        assert nameless(self.view) == []


@asynccontextmanager
async def page(
    qtbot: QtBot, look: Look, languages: Languages, clock: HandClock, *roles: Role
) -> AsyncIterator[tuple[Page, LocalGateway]]:
    gateway = await LocalGateway.with_center(roles=roles or ("admin",))
    severe = replace(SEVERE, began=gateway.now() - timedelta(minutes=90))
    answers: dict[tuple[str, str], Callable[[Question], Any]] = {
        ("GET", "/admin/alerts"): lambda _: AlertsAnswer(now=NOW, open=(severe,), closed=(OVER,), unseen=1),
        ("GET", "/admin/incidents"): lambda _: IncidentsAnswer((INCIDENT,)),
        ("GET", "/admin/incidents/3"): lambda _: INCIDENT,
        ("GET", "/admin/logs"): lambda _: LogsAnswer(lines=(LINE,), older="", newer="f:1", searched_to=LINE.at),
        ("GET", "/admin/logs/stream"): lambda _: b": here\n\n",
        ("POST", "/admin/alerts/a1/snooze"): lambda _: severe,
    }
    gateway.server.administration.update(answers)
    shown = Page(gateway, look, languages, clock)
    shown.view.resize(1120, 560)
    qtbot.addWidget(shown.view)
    shown.view.show()
    try:
        yield shown, gateway
    finally:
        shown.view.hide()
        for job in shown.jobs:
            job.close()
        await gateway.close()


def test_alerts_tell_what_it_means_and_what_to_do_in_both_languages(
    qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> None:
    async def scene() -> None:
        async with page(qtbot, look, languages, hand_clock) as (at, gateway):
            languages.switch("en")
            await at.presenter.look()
            (first, second) = at.rows("alert_rows")
            assert (first[0], first[3], first[4]) == ("!! Severe", "open", "Huda")
            assert "1 h 30 min" in first[1]
            assert second[2].startswith("A console needs somebody: RECEPTION-2")
            assert second[3] == "over"
            at.child(TicketTable, "alert_rows").select("a1")
            assert at.words("alert_what").startswith("The database cannot be used")
            assert "restore a backup" in at.words("alert_advice")
            assert "taken by Huda: looking" in at.words("alert_history")
            assert "Code: " not in at.words("alert_history"), "what the check found is said in words"
            assert at.button("acknowledge").isEnabled()
            at.button("snooze_hour").click()
            await at.jobs.pop(0)
            assert bidi.strip(say(at.toasts[-1].text)) == "The alert is put off."
            at.healthy()
            languages.switch("ar")
            assert at.words("alert_what") == "تعذّر استخدام قاعدة البيانات."
            assert at.rows("alert_rows")[0][0] == "!! خطير"
            at.healthy()
            await gateway.go_offline()
            await at.presenter.look()
            assert not at.button("acknowledge").isEnabled()
            assert at.words("alerts_trouble").startswith("البيانات كما في")
            assert len(at.rows("alert_rows")) == 2, "the last answer stays"

    qt_run(scene())


def test_incidents_show_their_time_line_and_the_log_a_whole_line(
    qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> None:
    async def scene() -> None:
        async with page(qtbot, look, languages, hand_clock) as (at, _):
            languages.switch("en")
            await at.presenter.look()
            at.presenter.show_tab("incidents")
            await at.presenter.look()
            assert [row[1] for row in at.rows("incident_rows")] == ["القرص"]
            assert [row[1] for row in at.rows("incident_line")] == [
                "health: disk is degraded",
                "Incident opened (Huda)",
            ]
            assert at.rows("incident_follow_ups") == [["○", "a second disk (Huda)"]]
            assert at.button("mitigated").isEnabled()
            assert not at.button("reopen").isEnabled()
            at.healthy()
            at.presenter.show_tab("logs")
            at.presenter.reading._wanted.clear()  # as its service does when it begins
            await at.presenter.reading._search("", ())
            ((when, level, source, text, request),) = at.rows("log_rows")
            assert (level, source, text, request) == ("ERROR", "http", "request r-7 failed", "r-7")
            assert when.endswith(".004")
            at.child(TicketTable, "log_rows").select("f:1")
            at.button("copy_line").click()
            assert "ValueError < writer.py:1 decide" in QGuiApplication.clipboard().text()
            at.healthy()
            languages.switch("ar")
            assert at.button("pause").accessibleName().startswith("إيقاف مؤقت")
            at.healthy()

    qt_run(scene())


def test_supervisors_see_no_tabs_and_nobody_sees_an_empty_page(
    qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> None:
    async def scene() -> None:
        async with page(qtbot, look, languages, hand_clock, "supervisor") as (at, gateway):
            languages.switch("en")
            table: TicketTable = at.child(TicketTable, "alert_rows")
            assert say(table._empty) == "Loading the alerts…"
            gateway.server.administration[("GET", "/admin/alerts")] = lambda _: AlertsAnswer(
                now=NOW, open=(), closed=(), unseen=0
            )
            await at.presenter.look()
            assert say(table._empty) == "No open alerts."
            assert not at.child(QWidget, "alerts_tabs").isVisible()
            at.healthy()

    qt_run(scene())


def test_a_text_is_asked_for_and_an_empty_one_is_no_answer(
    qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> None:
    async def scene() -> None:
        async with page(qtbot, look, languages, hand_clock) as (at, _):
            asking = asyncio.ensure_future(at.view.ask_text("note"))
            await asyncio.sleep(0)
            dialog = next(each for each in at.view.window().findChildren(TextDialog))
            assert not dialog.confirm.isEnabled()
            dialog.edit.setPlainText("  moved\nthem  ")
            assert dialog.confirm.isEnabled()
            assert nameless(dialog) == []
            dialog.confirm.click()
            assert await asking == "moved\nthem"

    qt_run(scene())


class Frame:
    """The window as the bell knows it."""

    def __init__(self) -> None:
        self.rung: list[tuple[int, int]] = []

    def ring(self, count: int, open: tuple[Alert, ...]) -> None:
        self.rung.append((count, len(open)))


def test_the_bell_rings_for_those_who_can_help_and_says_a_severe_one_once(qt_run: Run, languages: Languages) -> None:
    async def scene() -> None:
        languages.switch("en")
        gateway = await LocalGateway.with_center(roles=("supervisor",))
        frame, toasts = Frame(), list[Toast]()
        bell = Bell(gateway, frame, toasts.append, lambda: languages.current.code)
        fresh = Alert(
            id="a3", kind="database", severity="severe", began=NOW, last=NOW, history=(Step(at=NOW, what="raised"),)
        )
        told = [fresh, OVER]
        gateway.server.administration[("GET", "/admin/alerts")] = lambda _: AlertsAnswer(
            now=NOW, open=tuple(told), closed=(), unseen=len(told)
        )
        await bell.look()
        await bell.look()
        assert frame.rung[-1] == (2, 2)
        assert [bidi.strip(say(toast.text)) for toast in toasts] == ["Severe alert: The database cannot be used."]
        await gateway.go_offline()
        await bell.look()
        assert frame.rung[-1] == (2, 2), "what was heard stays"
        await gateway.go_online()
        bell.forget()
        assert frame.rung[-1] == (0, 0), "somebody else has come: not for ten seconds either"
        await bell.look()
        assert frame.rung[-1] == (2, 2)
        await gateway.sign_out()
        await bell.look()
        assert frame.rung[-1] == (0, 0)
        await gateway.close()
        other = await LocalGateway.with_center(roles=("reception",))
        silent = Frame()
        await Bell(other, silent, toasts.append, lambda: "en").look()
        assert (silent.rung, len(toasts)) == ([], 2), "whoever came next had not been told"
        await other.close()

    qt_run(scene())


def test_an_alert_that_is_over_is_told_in_the_time_of_the_centre_at_both_ends(languages: Languages) -> None:
    began = datetime(2026, 11, 23, 7, 21, tzinfo=UTC)
    over = replace(OVER, began=began, ended=began + timedelta(minutes=3))
    now = datetime(2026, 11, 23, 11, 0, tzinfo=timezone(timedelta(hours=3)))
    assert bidi.strip(AlertWords().since(over, now)) == "10:21 – 10:24"
