"""The page of reports: what is asked for above, below it totals, plots and the table in one column that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.files import choose_target
from mmc_console.desktop.admin.reports.body import ReportBody
from mmc_console.desktop.admin.reports.contract import LINES, PERIODS, Intents, State
from mmc_console.desktop.admin.reports.paper import ReportPaper, write_pdf
from mmc_console.desktop.admin.reports.printing import choose_and_print
from mmc_console.desktop.admin.reports.words import ReportWords, has_visits, lines_of, span
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.wire.reports import ReportAnswer


class ReportsView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, rules: RuleWords, language: Callable[[], str],
        toast: Callable[[Toast], None], start: Callable[[str, Coroutine[Any, Any, None]], bool],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("reports")
        self._look, self._actions, self._rules, self._language = look, actions, rules, language
        self._toast, self._start = toast, start
        self._state = State()
        self._intents: Intents | None = None
        self._painted: object = None
        self._words = ReportWords(language, lambda: self._state)
        self._build_head()
        self.body = ReportBody(look, self._words, self._save_text)
        self.sheet = QScrollArea()
        self.sheet.setObjectName("reports_scroll")
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setWidgetResizable(True)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.setWidget(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addLayout(self._choices)
        column.addWidget(self._days)
        column.addWidget(self._trouble)
        column.addWidget(self.sheet, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    # ------------------------------------------------------------------ build
    def _build_head(self) -> None:
        look = self._look
        self._under = Label("", "caption", "text2", name="reports_days")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(Label(lambda: self.tr("Reports"), "h2", name="reports_title"))
        self._head.addWidget(self._under, 1)
        for id in ("report_csv", "report_xlsx", "report_pdf", "report_print"):
            self._head.addWidget(ActionButton(look, self._actions, id))
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
        self._days = QWidget()
        line = QHBoxLayout(self._days)
        line.setContentsMargins(0, 0, 0, 0)
        self.first = Field(look, lambda: self.tr("From"), numeric=True, name="reports_first")
        self.last = Field(look, lambda: self.tr("To"), numeric=True, name="reports_last")
        self._show_days = Button(look, lambda: self.tr("Show"), kind="normal", name="reports_show_days")
        self._days_fault = Label("", "caption", "danger", name="reports_days_fault")
        for field in (self.first, self.last):
            field.setFixedWidth(170)
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            line.addWidget(field)
        line.addWidget(self._show_days, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._days_fault, 1, Qt.AlignmentFlag.AlignBottom)
        self._trouble_text = Label("", "body", wrap=True, name="reports_trouble")
        self._trouble = InfoBox(self._trouble_text, IconLabel(look, "alert-triangle", "warn"), "warn")
        self._again = Button(look, lambda: self.tr("Try again"), kind="link", name="reports_again")
        self._trouble.layout().addWidget(self._again)  # type: ignore[union-attr]  # it has a layout

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.period.picked.connect(lambda key: intents.show_period(next(p for p in PERIODS if p == key)))
        self.lines.picked.connect(lambda key: intents.show_lines(next(each for each in LINES if each == key)))
        self.clinic.picked.connect(intents.only_clinic)
        self.first.edited.connect(partial(intents.type_day, "first"))
        self.last.edited.connect(partial(intents.type_day, "last"))
        for field in (self.first, self.last):
            field.entered.connect(intents.show_days)
        self._show_days.clicked.connect(intents.show_days)
        self._again.clicked.connect(intents.refresh)
        self.render(self._state)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.period, *self.body.panes)

    def enter(self) -> None:
        """The keyboard is where one chooses what to see."""
        self.period.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._intents is not None:
            self._intents.come_in()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._intents is not None:
            self._intents.go_away()

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*; focus and scroll stay."""
        self._state = state
        language = self._language()
        self.period.show_choices([(each, partial(self._words.period, each)) for each in PERIODS], state.period)
        self.lines.show_choices([(each, partial(self._words.lines, each)) for each in LINES], state.lines)
        named = [(o.key, word_in(o.name or {}, language)) for o in state.clinics]
        self.clinic.show_choices([("", self.tr("All clinics")), *named], state.clinic)
        self._days.setVisible(state.period == "custom")
        for field, text in ((self.first, state.first), (self.last, state.last)):
            if field.edit.text() != text and not field.edit.hasFocus():
                field.edit.setText(text)
        self._days_fault.say(self._words.days_fault(state.days_fault))
        self._under.say(self._words.under_title(state))
        self._show_trouble(state)
        self._show_actions(state)
        found = state.found
        self.sheet.setVisible(found is not None)
        self._rest.setVisible(found is None)
        painted = (found, language, self._look.theme, state.clinics, state.exams)
        if found is not None and painted != self._painted:
            self._painted = painted
            self.body.show_report(state, found)

    async def choose_file(self, name: str) -> Path | None:
        """The system's own window, opened and awaited."""
        return await choose_target(self.window(), self.tr("Save the report"), name)

    def saved(self, file: Path | None, fault: Message | None = None) -> None:
        """A toast."""
        if file is not None:
            name = file.name
            self._toast(Toast(lambda: bidi.fill(self.tr("Saved as {file}"), file=name)))
        elif fault is not None:
            text = self._rules.problem(fault.code, fault.params)
            self._toast(Toast(lambda: text, kind="error"))
        else:
            self._toast(Toast(lambda: self.tr("The file could not be written. Choose another folder."), kind="error"))

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

    def _show_trouble(self, state: State) -> None:
        text = ""
        if state.offline:
            text = self.tr("The server cannot be reached. Reports come from it; what is shown can be printed.")
        elif state.fault is not None:
            text = self._rules.problem(state.fault.code, state.fault.params)
        self._trouble.setVisible(bool(text))
        self._again.setVisible(not state.offline)
        self._trouble_text.say(text)

    def _show_actions(self, state: State) -> None:
        intents = self._intents
        if intents is None:
            return
        offline = self.tr("The server cannot be reached.")
        missing = self.tr("There is no report yet.") if state.found is None else self.tr("A file is being written.")
        away = state.offline and state.found is not None

        def action(id: str, text: Text, run: Callable[[], None], icon: str, *, key: str = "", here: bool) -> Action:
            enabled = state.may_save and (here or not state.offline)
            reason = "" if enabled else offline if away and not here else missing
            return Action(id, text, run, icon, key, enabled=enabled, reason=reason, bar=False)

        self._actions.show((
            action("report_csv", lambda: self.tr("CSV"), partial(intents.save, "csv"), "file-text", here=False),
            action("report_xlsx", lambda: self.tr("Excel"), partial(intents.save, "xlsx"), "file-text", here=False),
            action("report_pdf", lambda: self.tr("PDF"), partial(intents.save, "pdf"), "file-text", here=True),
            action("report_print", lambda: self.tr("Print…"), intents.print, "printer", key="Ctrl+P", here=True),
            Action(
                "report_again", lambda: self.tr("Refresh"), intents.refresh, "refresh", enabled=not state.offline,
                reason=offline if state.offline else "", bar=False,
            ),
        ))  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
