"""Who is next, and what this clinic has done today."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.clinic.contract import Intents, State
from mmc_console.desktop.clinic.figures_view import Figures
from mmc_console.desktop.clinic.words import ClinicWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import stopwatch
from mmc_console.desktop.kit.rows import Cell, Column, LabelCell, MadeRows, Row, TextCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.tickets import facts
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.listing import badge_cell, pop_row_menu, wait_cell
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import TicketId

MENU = ("call_ticket", "recall", "requeue", "hold", "transfer")


class NextCard(Card):
    """The queue in the order of calling, then those on hold and those who did not come."""

    def __init__(self, look: Look, actions: ActionList, tickets: TicketWords, language: Callable[[], str]) -> None:
        super().__init__(lambda: self.tr("Next"), name="next_card")
        self._look, self._actions = look, actions
        self._tickets, self._language, self._states = tickets, language, StateWords()
        self._made = MadeRows(self._row)
        self._painting = False
        self._intents: Intents | None = None
        self._stale = Label("", "caption", "warn", name="queue_age")
        self._waiting = Label("", "caption", "text2", name="queue_waiting")
        self.beside_title(self._stale)
        self.beside_title(self._waiting)
        self._why = Label("", "caption", "text2", name="why_next", wrap=True)
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Number"), 84), Column(lambda: self.tr("Examinee")),
                Column(lambda: self.tr("Wait"), 84), Column("", 28),
            ),
            lambda: self.tr("Next"), name="next",
        )  # fmt: skip
        self._elsewhere = Label("", "bodyStrong", "text", name="elsewhere", wrap=True)
        self._admit = Button(look, lambda: self.tr("Admit here…"), icon="login", name="admit_found")
        self._admits: TicketId | None = None
        self._expected = Label("", "caption", "text2", name="expected", wrap=True)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._elsewhere)
        self.body.addWidget(self._admit)
        self.body.addWidget(self._expected)
        self.body.addWidget(self._why)
        self.body.addWidget(ActionButton(look, actions, "call_ticket"))

    def bind(self, intents: Intents) -> None:
        """Tell *intents* the row chosen, and the one opened with Enter."""
        self._intents = intents
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda key: intents.open_row(TicketId(key)))
        self._admit.clicked.connect(lambda: intents.admit(self._admits) if self._admits is not None else None)
        self.table.menu_wanted.connect(
            lambda _, place: pop_row_menu(self.table, self._look, self._actions, MENU, place)
        )

    def render_state(self, state: State) -> None:
        """Paint the rows; selection and scroll stay."""
        self._painting = True
        try:
            rows = self._made.of(((r.ticket, r) for r in state.rows), self._language())
            self.table.show_rows(rows, self._empty(state))
            self.table.select(state.selected or "")
        finally:
            self._painting = False
        counts = self._tickets.counts
        self._waiting.say(counts.results(len(state.rows)) if state.query else counts.waiting(state.waiting))
        self._why.setVisible(state.why_next is not None and not state.query)
        if state.why_next is not None:
            self._why.say(self._tickets.why(state.why_next))
        self._stale.setVisible(state.stale_since is not None)
        if state.stale_since is not None:
            self._stale.say(bidi.fill(self.tr("Shown as of {time}"), time=state.stale_since))
        self._paint_elsewhere(state)
        self._expected.setVisible(bool(state.expected))
        if state.expected:
            coming = [
                bidi.fill("{ticket} ({clinic})", ticket=r.label, clinic=word_in(r.clinic_name, self._language()))
                for r in state.expected
            ]
            self._expected.say(bidi.fill(self.tr("Expected soon: {what}"), what=" · ".join(coming)))

    def _paint_elsewhere(self, state: State) -> None:
        """Who was found at another door, one line each."""
        lines = [
            bidi.fill(
                self.tr("{ticket} is for {clinic}"), ticket=r.label, clinic=word_in(r.clinic_name, self._language())
            )
            for r in state.elsewhere
        ]
        self._admits = state.admits
        self._admit.setVisible(state.admits is not None)
        self._elsewhere.setVisible(bool(lines))
        self._elsewhere.say("\n".join(lines))

    def _row(self, row: facts.Row) -> Row:
        wait = self._tickets.counts.minutes_short(row.minutes)
        aside = row.state != "waiting"
        word = self._states.state(row.state)
        badge = badge_cell(row.badge, self._states)
        last: Cell = TextCell(word, "text2") if aside else wait_cell(wait, row.late)
        cells: tuple[Cell, ...] = (
            LabelCell(row.label, priority=row.priority != "normal"), TextCell(row.name, "text2" if aside else "text"),
            last, badge,
        )  # fmt: skip
        return Row(row.ticket, cells, ", ".join(p for p in (row.label, row.name, word, wait, badge.text) if p))

    def _empty(self, state: State) -> str:
        if not state.ready:
            return self.tr("Loading the queue…")
        if state.query:
            text = self.tr("No one in this clinic today matches “{q}”. Check the spelling, or press Esc for the queue.")
            if state.stale_since is not None:
                text = self.tr(
                    "This PC knows of no one in this clinic who matches “{q}”. Whoever was registered elsewhere since "
                    "the connection was lost appears when it is back."
                )
            return bidi.fill(text, q=state.query)
        return self._tickets.no_one(stale=state.stale_since is not None)

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(TicketId(key) if key else None)


class TodayCard(Card):
    """Figures counted from today's tickets, and the clinic's own door."""

    def __init__(self, look: Look, actions: ActionList, words: ClinicWords) -> None:
        super().__init__(lambda: self.tr("Today"), name="today_card")
        self._sentences = words
        self._figures = Figures(
            (
                ("done", lambda: self.tr("Done")), ("no_show", lambda: self.tr("No-show")),
                ("average", lambda: self.tr("Average exam")),
            ),
            "today",
        )  # fmt: skip
        self.body.addWidget(self._figures)
        self._doors = {id: ActionButton(look, actions, id) for id in ("pause_clinic", "close_clinic", "open_clinic")}
        doors = QHBoxLayout()
        doors.setSpacing(8)
        for button in self._doors.values():
            doors.addWidget(button, 1)
        box = QWidget()
        doors.setContentsMargins(0, 0, 0, 0)
        box.setLayout(doors)
        self.body.addWidget(box)

    def render_state(self, state: State) -> None:
        """Paint today's figures and which doors there are."""
        today = state.today
        average = stopwatch(today.average_seconds) if today.average_seconds is not None else "–"
        self._figures.show_figures({"done": str(today.done), "no_show": str(today.no_show), "average": average})
        open_now = state.clinic_state == "open"
        self._doors["pause_clinic"].setVisible(open_now)
        self._doors["close_clinic"].setVisible(state.clinic_state != "closed")
        self._doors["open_clinic"].setVisible(not open_now)
