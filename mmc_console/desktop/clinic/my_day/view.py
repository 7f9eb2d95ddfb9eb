"""My day: the figures above, the list of the day below them. Paints State; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.clinic.figures_view import Figures
from mmc_console.desktop.clinic.my_day.contract import FILTERS, WHOSE, Intents, Row, State
from mmc_console.desktop.clinic.my_day.words import MyDayWords
from mmc_console.desktop.kit import bidi, rows
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time, stopwatch
from mmc_console.desktop.kit.rows import Column, LabelCell, NumberCell, StateCell, TextCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.details_view import DetailsDrawer
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.listing import badge_cell, pop_row_menu
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import TicketId

MENU = ("details", "undo")


class MyDayView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, tickets: TicketWords, language: Callable[[], str],
        undo_of: Callable[[str, str], str], undo: Callable[[], None],
    ) -> None:  # fmt: skip
        """*undo_of* says what Undo would take back: the kind of action and a ticket's label."""
        super().__init__()
        self.setObjectName("my_day")
        self._look, self._actions, self._counts, self._language = look, actions, tickets.counts, language
        self._undo_of, self._undo = undo_of, undo
        self._words, self._states = MyDayWords(self), StateWords()
        self._state = State()
        self._shown: object = None
        self._painting = False
        self._intents: Intents | None = None
        self._build()
        self.details = DetailsDrawer(look, self, actions, language, ())

    def _build(self) -> None:
        look = self._look
        self.figures = Figures(
            (
                ("done", lambda: self.tr("Done")), ("no_show", lambda: self.tr("No-show")),
                ("transferred", lambda: self.tr("Transferred")), ("wait", lambda: self.tr("Average wait")),
                ("exam", lambda: self.tr("Average exam")),
            ),
            "day",
        )  # fmt: skip
        self.card = Card(lambda: self.tr("My day"), name="my_day_card")
        self._stale = Label("", "caption", "warn", name="day_age")
        self._place = Label("", "caption", "text2", name="day_clinic")
        self.whose = ToggleRow(look, tuple((w, partial(self._words.whose, w)) for w in WHOSE), name="day_whose")
        for widget in (self._stale, self._place, self.whose):
            self.card.beside_title(widget)
        self.filters = ToggleRow(look, tuple((f, partial(self._words.filter, f)) for f in FILTERS), name="day_filters")
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Number"), 92), Column(lambda: self.tr("Examinee")),
                Column(lambda: self.tr("Clinic")), Column(lambda: self.tr("State"), 140),
                Column(lambda: self.tr("Called"), 84), Column(lambda: self.tr("Arrived"), 84),
                Column(lambda: self.tr("Closed"), 84), Column(lambda: self.tr("Wait"), 92),
                Column(lambda: self.tr("Exam"), 92), Column("", 28),
            ),
            lambda: self.tr("My day"), name="my_day_rows",
        )  # fmt: skip
        self.card.setFocusProxy(self.table)
        foot = QHBoxLayout()
        foot.addWidget(ActionButton(look, self._actions, "undo", kind="primary"))
        foot.addStretch(1)
        self.card.body.addWidget(self.figures)
        self.card.body.addWidget(self.filters)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.card)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.whose.chosen.connect(lambda key: intents.look_at(next(w for w in WHOSE if w == key)))
        self.filters.chosen.connect(lambda key: intents.filter(next(f for f in FILTERS if f == key)))
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: self._actions.press("details"))
        self.table.menu_wanted.connect(self._menu)
        self.details.closed.connect(intents.close_details)
        self._show_actions(self._state)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.card, self.filters)

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
        """Paint *state*; selection and scroll stay."""
        another = (state.whose, state.filter, state.query) != (
            self._state.whose, self._state.filter, self._state.query,
        )  # fmt: skip
        self._state = state
        language = self._language()
        self._show_actions(state)
        self._painting = True
        try:
            self.table.show_rows([self._row(row, language) for row in state.rows], self._words.empty(state))
            self.table.select(state.selected or "")
        finally:
            self._painting = False
        if another:
            self.table.scrollToTop()
        self.whose.show_choice(state.whose)
        self.filters.show_choice(state.filter, {str(name): count for name, count in state.counts.items()})
        self._place.say(bidi.iso(word_in(state.clinic, language)) if state.clinic is not None else "")
        totals = state.totals
        self.figures.show_figures({
            "done": str(totals.done), "no_show": str(totals.no_show), "transferred": str(totals.transferred),
            "exam": stopwatch(totals.average_exam) if totals.average_exam is not None else "–",
        })  # fmt: skip
        wait = self._counts.minutes_short(totals.average_wait) if totals.average_wait is not None else "–"
        self.figures.show_words("wait", wait)
        self._stale.setVisible(state.stale_since is not None)
        if state.stale_since is not None:
            self._stale.say(bidi.fill(self.tr("Shown as of {time}"), time=state.stale_since))
        self.details.follow(state.details)

    def show_details(self, details: Details) -> None:
        """Open one visit at the reading end."""
        self.details.show_visit(details)

    def _row(self, row: Row, language: str) -> rows.Row:
        word, clinic = self._states.state(row.state), word_in(row.clinic, language)
        badge = badge_cell(row.badge, self._states)
        times = [NumberCell(_time(moment), "text2") for moment in (row.called, row.arrived, row.closed)]
        waited = self._counts.minutes_short(row.waited) if row.waited is not None else ""
        exam = stopwatch(row.exam) if row.exam is not None else ""
        cells: tuple[rows.Cell, ...] = (
            LabelCell(row.label, priority=row.priority != "normal", struck=row.state == "cancelled"),
            TextCell(row.name), TextCell(clinic), StateCell(row.state, word), *times, TextCell(waited),
            NumberCell(exam), badge,
        )  # fmt: skip
        spoken = (row.label, row.name, clinic, word, *(time.text for time in times), waited, exam, badge.text)
        return rows.Row(row.ticket, cells, ", ".join(part for part in spoken if part))

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(TicketId(key) if key else None)

    def _menu(self, _: str, place: QPoint) -> None:
        pop_row_menu(self.table, self._look, self._actions, MENU, place)

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self, state: State) -> None:
        shown = (state.selected is None, state.undo, self._language())
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        undo = state.undo
        self._actions.show([
            Action(
                "undo", lambda: self._undo_of(undo.kind, undo.label) if undo else self.tr("Undo"), self._undo,
                "arrow-back-up", "Ctrl+Z", "Alt+Backspace", undo is not None,
                lambda: self.tr("There is nothing to undo."), sheet=False,  # the window's own is listed
            ),
            Action(
                "details", lambda: self.tr("Details"), self._intents.open_details, "id", enabled=bool(state.selected),
                reason=lambda: self.tr("Select a row of the list first."),
            ),
        ])  # fmt: skip

    def put_away(self) -> None:
        """Close whatever lies over the page, as if it were turned away."""
        self.details.forget_return()
        self.details.shut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)


def _time(moment: datetime | None) -> str:
    return clock_time(moment) if moment is not None else ""
