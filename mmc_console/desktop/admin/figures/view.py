"""The page of figures: what is asked for above, below it everything in one column that scrolls. Paints State."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.figures.cards import FigureCard, Targets
from mmc_console.desktop.admin.figures.charts import FigureCharts
from mmc_console.desktop.admin.figures.contract import COLUMNS, RANGES, Intents, Start, State
from mmc_console.desktop.admin.figures.plots import FigurePlots
from mmc_console.desktop.admin.figures.tables import ClinicTable, GroupTable
from mmc_console.desktop.admin.figures.words import FigureWords
from mmc_console.desktop.admin.files import choose_target
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.charts.plot import as_text
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.wire.figures import MetricsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class FiguresView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, rules: RuleWords, language: Callable[[], str],
        toast: Callable[[Toast], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("metrics")
        self._look, self._actions, self._rules, self._language, self._toast = look, actions, rules, language, toast
        self._state = State()
        self._intents: Intents | None = None
        self._painted: object = None
        self._words = FigureWords()
        self._plots = FigurePlots(self._words, self._name_of)
        self.charts = FigureCharts(look, self._plots, lambda: self._state, self._save)
        self._build_head()
        self._build_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self._days)
        column.addWidget(self._trouble)
        column.addWidget(self.sheet, 1)

    # ------------------------------------------------------------------ build
    def _build_head(self) -> None:
        look = self._look
        self.range = Choice(look, lambda: self.tr("Days"), name="metrics_range")
        self.clinic = Choice(look, lambda: self.tr("Clinic"), name="metrics_clinic")
        self.clinic.setMinimumWidth(190)
        self._age = Label("", "caption", "text2", name="metrics_age")
        self._export = ActionButton(look, self._actions, "export")
        self._refresh = ActionButton(look, self._actions, "ask_again")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(Label(lambda: self.tr("Metrics"), "h2", name="metrics_title"))
        self._head.addStretch(1)
        for widget in (self._age, self.range, self.clinic, self._export, self._refresh):
            self._head.addWidget(widget)
        self._days = QWidget()
        line = QHBoxLayout(self._days)
        line.setContentsMargins(0, 0, 0, 0)
        self.first = Field(look, lambda: self.tr("From"), numeric=True, name="metrics_first")
        self.last = Field(look, lambda: self.tr("To"), numeric=True, name="metrics_last")
        self._show_days = Button(look, lambda: self.tr("Show"), kind="normal", name="metrics_show_days")
        self._days_fault = Label("", "caption", "danger", name="metrics_days_fault")
        for field in (self.first, self.last):
            field.setFixedWidth(170)
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            line.addWidget(field)
        line.addWidget(self._show_days, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._days_fault, 1, Qt.AlignmentFlag.AlignBottom)
        self._trouble_text = Label("", "body", wrap=True, name="metrics_trouble")
        self._trouble = InfoBox(self._trouble_text, IconLabel(look, "alert-triangle", "warn"), "warn")
        self._again = Button(look, lambda: self.tr("Try again"), kind="link", name="metrics_again")
        self._trouble.layout().addWidget(self._again)  # type: ignore[union-attr]  # it has a layout

    def _build_body(self) -> None:
        look = self._look
        self.cards = (
            FigureCard(look, self._first_title, name="figure_waiting"),
            FigureCard(look, lambda: self.tr("Median wait"), name="figure_wait"),
            FigureCard(look, self._third_title, name="figure_longest"),
            FigureCard(look, lambda: self.tr("Done"), name="figure_done"),
            FigureCard(look, lambda: self.tr("No-show"), name="figure_no_show"),
        )
        top = QHBoxLayout()
        top.setSpacing(12)
        for card in self.cards:
            top.addWidget(card, 1)
        self.clinics = ClinicTable(look, self._words, self._name_of)
        per_clinic = Card(lambda: self.tr("By clinic"), name="metrics_clinics_card")
        per_clinic.body.addWidget(self.clinics)
        self.targets = Targets(look, lambda: self.tr("Targets"), self._words, name="metrics_targets")
        self.groups = GroupTable(look, self._words)
        self._server_line = Label("", "caption", "text2", wrap=True, name="metrics_server_line")
        self._groups_card = Card(lambda: self.tr("Requests of the last minutes"), name="metrics_groups_card")
        self._groups_card.body.addWidget(self._server_line)
        self._groups_card.body.addWidget(self.groups)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(self.charts.grid(self.charts.people))
        column.addWidget(per_clinic)
        column.addWidget(self.targets)
        server = QHBoxLayout()
        server.addWidget(Label(lambda: self.tr("The server"), "title"))
        server.addStretch(1)
        self._scraper = ActionButton(look, self._actions, "scraper")
        server.addWidget(self._scraper)
        column.addLayout(server)
        column.addLayout(self.charts.grid(self.charts.server))
        column.addWidget(self._groups_card)
        self.sheet = QScrollArea()
        self.sheet.setObjectName("metrics_scroll")
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setWidgetResizable(True)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.setWidget(inside)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.range.picked.connect(lambda key: intents.show_range(next(r for r in RANGES if r == key)))
        self.clinic.picked.connect(intents.only_clinic)
        self.first.edited.connect(partial(intents.type_day, "first"))
        self.last.edited.connect(partial(intents.type_day, "last"))
        for field in (self.first, self.last):
            field.entered.connect(intents.show_days)
        self._show_days.clicked.connect(intents.show_days)
        self._again.clicked.connect(intents.refresh)
        self.clinics.picked.connect(intents.select)
        self.clinics.opened.connect(intents.only_clinic)
        self.clinics.horizontalHeader().sectionClicked.connect(lambda place: intents.sort(COLUMNS[place]))
        self.render(self._state)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.range, self.charts.people[0][0].chart, self.clinics)

    def enter(self) -> None:
        """The keyboard is where one chooses what to see."""
        self.range.setFocus()

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
        """Paint *state*; focus, scroll and the point that is walked to stay."""
        self._state = state
        language = self._language()
        self.range.show_choices([(each, partial(self._words.range, each)) for each in RANGES], state.range)
        named = [(o.key, word_in(o.name or {}, language)) for o in state.clinics]
        self.clinic.show_choices([("", self.tr("All clinics")), *named], state.clinic)
        self._days.setVisible(state.range == "custom")
        for field, text in ((self.first, state.first), (self.last, state.last)):
            if field.edit.text() != text and not field.edit.hasFocus():
                field.edit.setText(text)
        self._days_fault.say(self._words.days_fault(state.days_fault))
        self._age.say(self._words.age(state))
        self._age.set_ink("warn" if state.old or state.paused else "text2")
        self._show_trouble(state)
        self._show_actions(state)
        self._scraper.setVisible(state.admin)
        found = state.found
        self.sheet.setVisible(found is not None)
        painted = (found, state.rows, state.selected, language, self._look.theme)
        if found is not None and painted != self._painted:
            self._painted = painted
            self._show_found(found, state)

    async def choose_file(self, name: str) -> Path | None:
        """The system's own window."""
        return await choose_target(self.window(), self.tr("Export CSV"), name)

    async def show_scraper(self, gateway: Gateway, start: Start) -> None:
        """The box of the monitoring program's token."""
        from mmc_console.desktop.admin.figures.scraper.box import open_box

        await open_box(self._look, self, self._rules, gateway, start)

    def saved(self, file: Path | None) -> None:
        """A toast."""
        if file is None:
            self._toast(Toast(lambda: self.tr("The file could not be written. Choose another folder."), kind="error"))
        else:
            name = file.name
            self._toast(Toast(lambda: bidi.fill(self.tr("Saved as {file}"), file=name)))

    # ------------------------------------------------------------------ inside
    def _show_trouble(self, state: State) -> None:
        text = ""
        if state.offline:
            text = self.tr("The server cannot be reached. Figures come again by themselves when it can.")
        elif state.fault is not None:
            text = self._rules.problem(state.fault.code, state.fault.params)
        self._trouble.setVisible(bool(text))
        self._trouble_text.say(text)

    def _show_actions(self, state: State) -> None:
        intents = self._intents
        if intents is None:
            return
        reason = self.tr("The server cannot be reached.") if state.offline else ""
        self._actions.show((
            Action(
                "ask_again", lambda: self.tr("Refresh"), intents.refresh, "refresh",
                enabled=not state.offline, reason=reason, bar=False,
            ),
            Action(
                "export", lambda: self.tr("Export CSV"), self._export_clinics, "file-text",
                enabled=state.found is not None, reason=self.tr("There are no figures yet."), bar=False,
            ),
            *((Action(
                "scraper", lambda: self.tr("Token for Prometheus…"), intents.open_scraper, "lock",
                enabled=not state.offline, reason=reason, bar=False,
            ),) if state.admin else ()),
        ))  # fmt: skip

    def _show_found(self, found: MetricsAnswer, state: State) -> None:
        self._show_cards(found)
        self.charts.show_found(found)
        self.clinics.show_clinics(state.rows, state.selected)
        self.targets.show_kpis(found.kpis)
        self._groups_card.setVisible(found.live is not None)
        if found.live is not None:
            self.groups.show_groups(found.live.groups)
            self._server_line.say(self._words.streams(found.live))

    def _show_cards(self, found: MetricsAnswer) -> None:
        words, total, hours = self._words, found.total, found.hours
        waiting, median, longest, done, absent = self.cards
        target = next((kpi for kpi in found.kpis if kpi.name == "wait-median"), None)
        limit = target.target if target else 0
        live = found.live
        if live is not None and found.first == found.last:
            beside = ""
            if live.waiting_before is not None and live.hour is not None:
                beside = words.change(total.waiting, live.waiting_before, live.hour)
            waiting.show_figure(words.number(total.waiting), beside, tuple(each.line for each in hours))
            waiters = [(each.longest, each.clinic) for each in found.clinics if each.longest is not None]
            if waiters:
                who, clinic = max(waiters, key=lambda each: each[0].seconds)
                name = bidi.fill("{ticket} {clinic}", ticket=who.label, clinic=self._name_of(clinic))
                longest.show_figure(words.minutes(who.seconds), name, late=bool(limit) and who.seconds > 2 * limit)
            else:
                longest.show_figure(words.nothing(), self.tr("Nobody is waiting"))
        else:
            waiting.show_figure(words.number(total.total), "", tuple(float(day.total) for day in found.days))
            longest.show_figure(words.minutes(total.wait.p90) if total.wait.n else words.nothing(), "")
        for card, title in ((waiting, self._first_title), (longest, self._third_title)):
            card.retitle(title)
        beside = bidi.fill(self.tr("target {part}"), part=words.minutes(limit)) if limit else ""
        middle = tuple(each.wait.p50 if each.wait.n else None for each in hours)
        median.show_figure(words.wait(total.wait), beside, middle, late=bool(target and target.met is False))
        done.show_figure(
            words.number(total.served), bidi.fill(self.tr("of {total}"), total=total.total),
            tuple(float(each.served) for each in hours),
        )  # fmt: skip
        ended = total.served + total.no_shows
        absent.show_figure(
            words.no_show_share(total), bidi.fill(self.tr("{n} of {total}"), n=total.no_shows, total=ended),
            tuple(float(each.no_shows) for each in hours),
        )  # fmt: skip

    def _first_title(self) -> str:
        return self.tr("Waiting now") if self._is_live else self.tr("Tickets")

    def _third_title(self) -> str:
        return self.tr("Longest wait") if self._is_live else self.tr("9 in 10 wait at most")

    @property
    def _is_live(self) -> bool:
        found = self._state.found
        return found is None or (found.live is not None and found.first == found.last)

    def _name_of(self, code: str) -> str:
        names = next((option.name for option in self._state.clinics if option.key == code), None)
        return word_in(names, self._language()) if names else code

    def _save(self, name: str, text: str) -> None:
        if self._intents is not None:
            self._intents.save(name, text)

    def _export_clinics(self) -> None:
        found = self._state.found
        if found is not None:
            self._save("clinics", "\ufeff" + bidi.strip(as_text(self._plots.table(self._state.rows), ",")))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
