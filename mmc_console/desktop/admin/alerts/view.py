"""The page: three tabs, and the one list of what can be done in the one that is shown. Paints; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from mmc_console.desktop.admin.alerts.alerts_view import AlertsPanel
from mmc_console.desktop.admin.alerts.contract import TABS, Intents, Question, State, Tab
from mmc_console.desktop.admin.alerts.dialogs import LineDialog, TextDialog
from mmc_console.desktop.admin.alerts.incidents_view import IncidentsPanel
from mmc_console.desktop.admin.alerts.logs_view import LogsPanel
from mmc_console.desktop.admin.alerts.words import AlertWords
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.logs import FoundLine

HOUR, DAY = 60, 1_440
_TEXT_AT_MOST: Final = 2_000


class AlertsView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("alerts", parts, actions, State())
        look, language = self._look, self._language
        self._words = AlertWords()
        self._shown: object = None
        self.tabs = ToggleRow(look, tuple((tab, partial(self._words.tab, tab)) for tab in TABS), name="alerts_tabs")
        self._kept = InfoBox(
            Label(
                lambda: self.tr(
                    "The server's database takes nothing now: alerts are kept in its memory until it does."
                ),
                wrap=True, name="alerts_problem",
            ),
            IconLabel(look, "alert-triangle", "warn"), "warn",
        )  # fmt: skip
        self.alerts = AlertsPanel(look, actions, self._words, language)
        self.incidents = IncidentsPanel(look, actions, self._words)
        self.logs = LogsPanel(look, actions, self._words)
        self._panels: dict[Tab, QWidget] = {"alerts": self.alerts, "incidents": self.incidents, "logs": self.logs}
        self._stack = QStackedWidget()
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        column = self._column()
        column.addWidget(self.tabs)
        column.addWidget(self._trouble_box)
        column.addWidget(self._kept)
        column.addWidget(self._stack, 1)

    def bind(self, intents: Intents) -> None:
        self.tabs.chosen.connect(lambda key: intents.show_tab(next(tab for tab in TABS if tab == key)))
        self.alerts.picked.connect(intents.select_alert)
        self.incidents.picked.connect(intents.select_incident)
        self.incidents.follow_up_picked.connect(intents.select_follow_up)
        self.logs.picked.connect(intents.select_line)
        self.logs.text.textEdited.connect(intents.search)
        self.logs.text.textChanged.connect(lambda text: None if text else intents.search(""))
        self.logs.least.picked.connect(intents.choose_least)
        self.logs.span.picked.connect(intents.choose_span)
        self.logs.origin.picked.connect(intents.choose_origin)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.tabs, self._stack)

    @property
    def front(self) -> QWidget:
        """The panel that is shown."""
        return self._panels[self._state.tab]

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; only the tab that is shown costs anything."""
        self._state = state
        self.tabs.show_choice(state.tab, {"alerts": len(state.open)})
        self.tabs.setVisible(state.full)
        self._stack.setCurrentWidget(self._panels[state.tab])
        self._show_actions(state)
        if state.tab == "alerts":
            self.alerts.show_state(state)
        elif state.tab == "incidents":
            self.incidents.show_state(state)
        else:
            self.logs.show_state(state, self._language())
        self._kept.setVisible(state.trouble is None and not state.kept)
        self._show_trouble()

    def message(self, message: Message) -> str:
        return self._words.message(message) or super().message(message)

    async def ask_text(self, question: Question, given: str = "") -> str | None:
        """What the person types; None when they turn away."""
        dialog = TextDialog(self._look, self.window(), self._words, question, given, _TEXT_AT_MOST)
        return await dialog.text() if await dialog.answer() else None

    def copy(self, text: str) -> None:
        """Put *text* into the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def show_line(self, line: FoundLine) -> None:
        """All of one line of the log."""
        LineDialog(self._look, self.window(), line).open()

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self, state: State) -> None:
        alert, line, incident = state.chosen, state.line, state.incident
        shown = (
            state.tab, state.full, state.may_change, state.offline, alert.id if alert else "",
            alert is not None and alert.ended is None,
            alert.state(state.now) if alert and state.now else "", incident.state if incident else "",
            state.follow_up, line is None, bool(line and line.request), state.logs.following, bool(state.logs.older),
            self._language(),
        )  # fmt: skip
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        made = {"alerts": self._for_alerts, "incidents": self._for_incidents, "logs": self._for_logs}[state.tab]
        self._actions.show([*made(state, self._intents), *self._for_tabs(state, self._intents)])

    def _reason(self, state: State, fits: bool, unfit: Callable[[], str]) -> Callable[[], str]:
        if state.offline is not None:
            return lambda: self.tr("This needs the server, which cannot be reached now.")
        return unfit if not fits else (lambda: self.tr("One moment, please."))

    def _for_tabs(self, state: State, intents: Intents) -> list[Action]:
        if not state.full:
            return []
        after = TABS[(TABS.index(state.tab) + 1) % len(TABS)]
        return [
            Action("next_tab", lambda: self._words.tab(after), lambda: intents.show_tab(after), "file-text",
                   "Ctrl+PgDown", bar=False)
        ]  # fmt: skip

    def _for_alerts(self, state: State, intents: Intents) -> list[Action]:
        alert = state.chosen
        open = alert is not None and alert.ended is None
        snoozed = open and alert is not None and state.now is not None and alert.state(state.now) == "snoozed"
        on = open and state.may_change
        why = self._reason(state, open, lambda: self.tr("Select an open alert first."))
        whose = self._reason(state, state.full, lambda: self.tr("Administrators open incidents."))
        return [
            Action("acknowledge", lambda: self.tr("Take it"), intents.acknowledge, "check", enabled=on, reason=why),
            Action("snooze_hour", lambda: self.tr("Put off for 1 h"), partial(intents.snooze, HOUR), "clock",
                   enabled=on, reason=why),
            Action("snooze_day", lambda: self.tr("Put off for a day"), partial(intents.snooze, DAY), "clock",
                   enabled=on, reason=why, bar=False),
            Action("speak", lambda: self.tr("Let it speak again"), partial(intents.snooze, 0), "bell",
                   enabled=on and snoozed, reason=self._reason(state, snoozed, lambda: self.tr("It was not put off.")),
                   bar=False),
            Action("incident", lambda: self.tr("Open incident…"), intents.make_incident, "plus",
                   enabled=state.full and state.may_change, reason=whose),
        ]  # fmt: skip

    def _for_incidents(self, state: State, intents: Intents) -> list[Action]:
        incident = state.incident
        on = incident is not None and state.may_change
        stands = incident.state if incident is not None else ""
        none = self._reason(state, incident is not None, lambda: self.tr("Open an incident first."))
        done = self._reason(state, False, lambda: self.tr("It stands there already."))
        picked = self._reason(state, bool(state.follow_up), lambda: self.tr("Select a follow-up first."))
        return [
            Action("incident", lambda: self.tr("Open incident…"), intents.make_incident, "plus",
                   enabled=state.full and state.may_change, reason=none),
            Action("mitigated", lambda: self.tr("Work goes on again"), partial(intents.move_incident, "mitigated"),
                   "circle-check", enabled=on and stands == "open", reason=done if on else none),
            Action("close_incident", lambda: self.tr("Close"), partial(intents.move_incident, "closed"), "lock",
                   enabled=on and stands != "closed", reason=done if on else none),
            Action("reopen", lambda: self.tr("Open again"), partial(intents.move_incident, "open"), "rotate-2",
                   enabled=on and stands != "open", reason=done if on else none, bar=False),
            Action("note", lambda: self.tr("Note…"), intents.add_note, "pencil", enabled=on, reason=none),
            Action("cause", lambda: self.tr("Root cause…"), intents.write_cause, "pencil", enabled=on, reason=none,
                   bar=False),
            Action("follow_up", lambda: self.tr("Follow-up…"), intents.add_follow_up, "plus", enabled=on, reason=none,
                   bar=False),
            Action("follow_up_done", lambda: self.tr("Done, or not yet"), intents.toggle_follow_up, "check",
                   enabled=on and bool(state.follow_up), reason=picked, bar=False),
            Action("export_html", lambda: self.tr("Save to print…"), partial(intents.export, "html"), "printer",
                   enabled=on, reason=none, bar=False),
            Action("export_md", lambda: self.tr("Save as text…"), partial(intents.export, "md"), "copy", enabled=on,
                   reason=none, bar=False),
        ]  # fmt: skip

    def _for_logs(self, state: State, intents: Intents) -> list[Action]:
        line, logs = state.line, state.logs
        select = self._reason(state, False, lambda: self.tr("Select a line first."))
        pause = (lambda: self.tr("Pause")) if logs.following else (lambda: self.tr("Go on"))
        return [
            Action("pause", pause, intents.toggle_following, "player-pause" if logs.following else "player-play"),
            Action("copy_line", lambda: self.tr("Copy line"), intents.copy_line, "copy", "Ctrl+C",
                   enabled=line is not None, reason=select),
            Action("open_line", lambda: self.tr("All of it"), intents.open_line, "id", enabled=line is not None,
                   reason=select),
            Action("related", lambda: self.tr("Same request"), intents.related, "search",
                   enabled=line is not None and bool(line.request),
                   reason=lambda: self.tr("Select a line that belongs to a request.")),
            Action("older", lambda: self.tr("Older lines"), intents.read_older, "chevron-down",
                   enabled=bool(logs.older) and state.offline is None,
                   reason=self._reason(state, False, lambda: self.tr("There is nothing older.")), bar=False),
            Action("export_log", lambda: self.tr("Save…"), partial(intents.export, "log"), "database-export",
                   enabled=state.may_change, reason=self._reason(state, True, lambda: ""), bar=False),
        ]  # fmt: skip
