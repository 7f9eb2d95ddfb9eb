"""The page of figures: what is asked for above, below it everything in one column that scrolls. Paints State."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.days_row import DaysRow
from mmc_console.desktop.admin.figures.cards import FigureCard, Targets
from mmc_console.desktop.admin.figures.charts import FigureCharts
from mmc_console.desktop.admin.figures.contract import COLUMNS, RANGES, Intents, State
from mmc_console.desktop.admin.figures.plots import FigurePlots
from mmc_console.desktop.admin.figures.tables import ClinicTable, GroupTable
from mmc_console.desktop.admin.figures.words import FigureWords
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.charts.plot import as_text
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.wire.figures import MetricsAnswer


class FiguresView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("metrics", parts, actions, State())
        self._parts = parts
        self._painted: object = None
        self._words = FigureWords()
        self._plots = FigurePlots(self._words, self._name_of)
        self.charts = FigureCharts(self._look, self._plots, lambda: self._state, self._save)
        self._build_head()
        self._build_body()
        column = self._column()
        column.addLayout(self._top)
        column.addWidget(self._days)
        column.addWidget(self._trouble_box)
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
        self._top = self._head(lambda: self.tr("Metrics"))
        self._top.addStretch(1)
        for widget in (self._age, self.range, self.clinic, self._export, self._refresh):
            self._top.addWidget(widget)
        self._days = DaysRow(look, "metrics")

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
        self.sheet = scrolled(inside)
        self.sheet.setObjectName("metrics_scroll")

    def bind(self, intents: Intents) -> None:
        self.range.picked.connect(lambda key: intents.show_range(next(r for r in RANGES if r == key)))
        self.clinic.picked.connect(intents.only_clinic)
        self._days.bind(intents)
        self.clinics.picked.connect(intents.select)
        self.clinics.opened.connect(intents.only_clinic)
        self.clinics.horizontalHeader().sectionClicked.connect(lambda place: intents.sort(COLUMNS[place]))
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.range, self.charts.people[0][0].chart, self.clinics)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; focus, scroll and the point that is walked to stay."""
        self._state = state
        language = self._language()
        self.range.show_choices([(each, partial(self._words.range, each)) for each in RANGES], state.range)
        named = [(o.key, word_in(o.name or {}, language)) for o in state.clinics]
        self.clinic.show_choices([("", self.tr("All clinics")), *named], state.clinic)
        self._days.setVisible(state.range == "custom")
        self._days.show_days(state.first, state.last, self._page_words.days_fault(state.days_fault))
        self._age.say(self._words.age(state))
        self._age.set_ink("warn" if state.old or state.paused else "text2")
        self._show_trouble()
        self._show_actions(state)
        self._scraper.setVisible(state.admin)
        found = state.found
        self.sheet.setVisible(found is not None)
        painted = (found, state.rows, state.selected, language, self._look.theme)
        if found is not None and painted != self._painted:
            self._painted = painted
            self._show_found(found, state)

    async def show_scraper(self) -> None:
        """The box of the monitoring program's token."""
        from mmc_console.desktop.admin.figures.scraper.box import open_box

        await open_box(self._parts, self)

    # ------------------------------------------------------------------ inside
    def _show_actions(self, state: State) -> None:
        intents = self._intents
        if intents is None:
            return
        reason = self.tr("The server cannot be reached.") if state.offline is not None else ""
        self._actions.show((
            Action(
                "ask_again", lambda: self.tr("Refresh"), intents.refresh, "refresh",
                enabled=state.offline is None, reason=reason, bar=False,
            ),
            Action(
                "export", lambda: self.tr("Export CSV"), self._export_clinics, "file-text",
                enabled=state.found is not None, reason=self.tr("There are no figures yet."), bar=False,
            ),
            *((Action(
                "scraper", lambda: self.tr("Token for Prometheus…"), intents.open_scraper, "lock",
                enabled=state.offline is None, reason=reason, bar=False,
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
