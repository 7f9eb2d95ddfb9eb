"""The page of reports: what is asked for above, below it totals, plots and the table in one column that scrolls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.days_row import DaysRow
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.reports.body import ReportBody
from mmc_console.desktop.admin.reports.contract import LINES, PERIODS, Intents, State
from mmc_console.desktop.admin.reports.paper import ReportPaper, write_pdf
from mmc_console.desktop.admin.reports.printing import choose_and_print
from mmc_console.desktop.admin.reports.words import ReportWords, has_visits, lines_of, span
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.wire.reports import ReportAnswer


class ReportsView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("reports", parts, actions, State())
        self._start = parts.start
        self._painted: object = None
        self._words = ReportWords(self._language, lambda: self._state)
        self._build_head()
        self.body = ReportBody(self._look, self._words, self._save_text)
        self.sheet = scrolled(self.body)
        self.sheet.setObjectName("reports_scroll")
        column = self._column()
        column.addLayout(self._top)
        column.addLayout(self._choices)
        column.addWidget(self._days)
        column.addWidget(self._trouble_box)
        column.addWidget(self.sheet, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    # ------------------------------------------------------------------ build
    def _build_head(self) -> None:
        look = self._look
        self._under = Label("", "caption", "text2", name="reports_days")
        self._top = self._head(lambda: self.tr("Reports"))
        self._top.addWidget(self._under, 1)
        for id in ("report_csv", "report_xlsx", "report_pdf", "report_print"):
            self._top.addWidget(ActionButton(look, self._actions, id))
        self.period = Choice(look, lambda: self.tr("Days"), name="reports_period")
        self.lines = Choice(look, lambda: self.tr("Lines"), name="reports_lines")
        self.clinic = Choice(look, lambda: self.tr("Clinic"), name="reports_clinic")
        self._choices = QHBoxLayout()
        self._choices.setSpacing(8)
        for choice in (self.period, self.lines, self.clinic):
            choice.setMinimumWidth(190)
            self._choices.addWidget(choice)
        self._choices.addStretch(1)
        self._choices.addWidget(ActionButton(look, self._actions, "report_again"))
        self._days = DaysRow(look, "reports")

    def bind(self, intents: Intents) -> None:
        self.period.picked.connect(lambda key: intents.show_period(next(p for p in PERIODS if p == key)))
        self.lines.picked.connect(lambda key: intents.show_lines(next(each for each in LINES if each == key)))
        self.clinic.picked.connect(intents.only_clinic)
        self._days.bind(intents)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.period, *self.body.panes)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; focus and scroll stay."""
        self._state = state
        language = self._language()
        self.period.show_choices([(each, partial(self._words.period, each)) for each in PERIODS], state.period)
        self.lines.show_choices([(each, partial(self._words.lines, each)) for each in LINES], state.lines)
        named = [(o.key, word_in(o.name or {}, language)) for o in state.clinics]
        self.clinic.show_choices([("", self.tr("All clinics")), *named], state.clinic)
        self._days.setVisible(state.period == "custom")
        self._days.show_days(state.first, state.last, self._page_words.days_fault(state.days_fault))
        self._under.say(self._words.under_title(state))
        self._show_trouble()
        self._show_actions(state)
        found = state.found
        self.sheet.setVisible(found is not None)
        self._rest.setVisible(found is None)
        painted = (found, language, self._look.theme, state.clinics, state.exams)
        if found is not None and painted != self._painted:
            self._painted = painted
            self.body.show_report(state, found)

    def paper(self, found: ReportAnswer) -> ReportPaper:
        """The report in words, in the language of the window."""
        words, language = self._words, self._language()
        lines = lines_of(found)
        columns = words.columns(with_visits=has_visits(found))
        return ReportPaper(
            rtl=bidi.is_rtl(self), centre=bidi.iso(word_in(found.centre, language)),
            title=words.title(found), days=span(found.first, found.last), made=words.made(found), note=words.note(),
            page=words.page(), nothing=words.nothing(),
            headings=(words.heading(lines), *(title for title, _ in columns)),
            rows=tuple((words.name(row, lines), *(of(row) for _, of in columns)) for row in found.rows),
            total=(words.total(), *(of(found.total) for _, of in columns)),
        )  # fmt: skip

    def pdf(self, found: ReportAnswer) -> Callable[[Path], None]:
        """What writes it; it may run in a thread."""
        return partial(write_pdf, self.paper(found))

    def print(self, found: ReportAnswer) -> None:
        """Ask for a printer and put the report on it."""
        choose_and_print(self.window(), self.paper(found), self._start, self.printed)

    def printed(self, went: bool) -> None:
        """A toast."""
        if went:
            self._toast(Toast(lambda: self.tr("The report is on its way to the printer.")))
        else:
            self._toast(Toast(lambda: self.tr("The printer did not take the report. Is it switched on?"), kind="error"))

    # ------------------------------------------------------------------ inside
    def _save_text(self, name: str, text: str) -> None:
        if self._intents is not None:
            self._intents.save_text(name, text)

    def _show_actions(self, state: State) -> None:
        intents = self._intents
        if intents is None:
            return
        offline = self.tr("The server cannot be reached.")
        missing = self.tr("There is no report yet.") if state.found is None else self.tr("A file is being written.")
        away = state.offline is not None and state.found is not None

        def action(id: str, text: Text, run: Callable[[], None], icon: str, *, key: str = "", here: bool) -> Action:
            enabled = state.may_save and (here or state.offline is None)
            reason = "" if enabled else offline if away and not here else missing
            return Action(id, text, run, icon, key, enabled=enabled, reason=reason, bar=False)

        self._actions.show((
            action("report_csv", lambda: self.tr("CSV"), partial(intents.save, "csv"), "file-text", here=False),
            action("report_xlsx", lambda: self.tr("Excel"), partial(intents.save, "xlsx"), "file-text", here=False),
            action("report_pdf", lambda: self.tr("PDF"), partial(intents.save, "pdf"), "file-text", here=True),
            action("report_print", lambda: self.tr("Print…"), intents.print, "printer", key="Ctrl+P", here=True),
            Action(
                "report_again", lambda: self.tr("Refresh"), intents.refresh, "refresh", enabled=state.offline is None,
                reason=offline if state.offline is not None else "", bar=False,
            ),
        ))  # fmt: skip
