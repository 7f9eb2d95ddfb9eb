"""The queue and the clinics: two tables that change in place, with filters above the first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QHBoxLayout

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, LabelCell, MadeRows, NumberCell, Row, StateCell, TextCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.reception.contract import FILTERS, ClinicRow, Filter, Intents, State
from mmc_console.desktop.reception.row_keys import REPRINT_ROW
from mmc_console.desktop.reception.visit_acts import VERBS as CHANGES
from mmc_console.desktop.reception.words import ReceptionWords
from mmc_console.desktop.tickets import facts
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.listing import badge_cell, pop_row_menu, wait_cell
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import ClinicCode, TicketId

MENU = (
    "details", "recall", "start", "no_show", "hold", "transfer", "requeue", "set_priority", *CHANGES, REPRINT_ROW,
    "cancel",
)  # fmt: skip


class QueueCard(Card):
    """Today's tickets."""

    def __init__(
        self, look: Look, actions: ActionList, words: ReceptionWords, tickets: TicketWords, language: Callable[[], str]
    ) -> None:
        super().__init__(lambda: self.tr("Queue"), name="queue_card")
        self._look, self._actions, self._words, self._language = look, actions, words, language
        self._tickets, self._counts, self._states = tickets, tickets.counts, StateWords()
        self._made = MadeRows(self._row)
        self._painting = False
        self._intents: Intents | None = None
        self._stale = Label("", "caption", "warn", name="queue_age")
        self._waiting = Label("", "caption", "text2", name="queue_waiting")
        self._changes = Button(look, "", icon="refresh", kind="link", name="queue_changes")
        for widget in (self._stale, self._waiting, self._changes):
            self.beside_title(widget)
        self.filters = ToggleRow(
            look,
            tuple((f, partial(words.filter, f)) for f in FILTERS),
            name="queue_filters",
        )
        self._only = Button(look, "", icon="x", kind="link", name="queue_clinic")
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Number"), 88), Column(lambda: self.tr("Examinee")),
                Column(lambda: self.tr("Clinic"), 150), Column(lambda: self.tr("State"), 126),
                Column(lambda: self.tr("Wait"), 78), Column("", 28),
            ),
            lambda: self.tr("Today's queue"), name="queue",
        )  # fmt: skip
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.table.viewport().setMouseTracking(True)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.filters)
        line.addWidget(self._only)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)  # F6 leads to the rows

    def bind(self, intents: Intents) -> None:
        """Tell *intents* what is chosen and that the list is in use."""
        self._intents = intents
        self.filters.chosen.connect(lambda key: intents.filter(next(f for f in FILTERS if f == key)))
        self._only.clicked.connect(lambda: intents.only_clinic(None))
        self._changes.clicked.connect(self._apply_changes)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: self._actions.press("details"))
        self.table.menu_wanted.connect(self._menu)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key, a move or a wheel over the list means that somebody reads it."""
        if self._intents is not None and event.type() in (
            QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress,
        ):  # fmt: skip
            self._intents.using()
        return super().eventFilter(watched, event)

    def render_state(self, state: State) -> None:
        """Paint the queue of *state*; selection and scroll stay."""
        language = self._language()
        self._painting = True
        try:
            self.table.show_rows(self._made.of(((r.ticket, r) for r in state.rows), language), self._empty(state))
            self.table.select(state.selected or "")
        finally:
            self._painting = False
        counts = {str(name): count for name, count in state.counts.items()}
        self.filters.show_choice(state.filter, counts)
        self._waiting.say(self._counts.waiting(state.waiting))
        self._changes.setVisible(state.changes > 0)
        self._waiting.setVisible(state.changes == 0)  # the filter says it too, and the line stays as it is
        self._changes.say(self._tickets.changes(state.changes))
        self._only.setVisible(state.clinic_name is not None)
        if state.clinic_name is not None:
            self._only.say(bidi.iso(word_in(state.clinic_name, language)))
        stale = state.stale_since
        self._stale.setVisible(stale is not None)
        if stale is not None:
            self._stale.say(bidi.fill(self.tr("Shown as of {time}"), time=stale))

    def _row(self, row: facts.Row) -> Row:
        language = self._language()
        word = self._states.state(row.state)
        clinic = word_in(row.clinic_name, language)
        wait = self._counts.minutes_short(row.minutes)
        badge = badge_cell(row.badge, self._states)
        struck = row.state in ("cancelled", "unfinished")
        cells: tuple[Cell, ...] = (
            LabelCell(row.label, priority=row.priority != "normal", struck=struck), TextCell(row.name),
            TextCell(clinic), StateCell(row.state, word), wait_cell(wait, row.late), badge,
        )  # fmt: skip
        spoken = ", ".join(part for part in (row.label, row.name, clinic, word, wait, badge.text) if part)
        return Row(row.ticket, cells, spoken)

    def _empty(self, state: State) -> str:
        if not state.ready:
            return self.tr("Loading the queue…")
        if state.query:
            text = self.tr("No result for “{q}”. Check the spelling, or issue a new ticket (F2).")
            return bidi.fill(text, q=state.query)
        if state.filter != "all" and state.counts.get("all", 0):
            return self.tr("No ticket is in this state now. Choose All to see the others.")
        return self._tickets.no_one(stale=state.stale_since is not None)

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(TicketId(key) if key else None)

    def _apply_changes(self) -> None:
        if self._intents is not None:
            self._intents.filter(_filter(self.filters.choice))

    def _menu(self, _: str, place: QPoint) -> None:
        pop_row_menu(self.table, self._look, self._actions, MENU, place)


class ClinicsCard(Card):
    """Every clinic in one line; Enter or a click filters the queue."""

    def __init__(self, look: Look, language: Callable[[], str]) -> None:
        super().__init__(lambda: self.tr("Clinics"), name="clinics_card")
        self._language = language
        self._made = MadeRows(self._row)
        self._marked: ClinicCode | None = None
        self._states = {"paused": lambda: self.tr("paused"), "closed": lambda: self.tr("closed")}
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Clinic")), Column(lambda: self.tr("Now"), 66),
                Column(lambda: self.tr("Wait.", "waiting, in a narrow column"), 58),
            ),
            lambda: self.tr("Clinics"), row_size="rowDense", name="clinics",
        )  # fmt: skip
        self.body.addWidget(self.table, 1)

    def bind(self, intents: Intents) -> None:
        """Filter the queue by the clinic clicked or opened."""
        self.table.opened.connect(lambda key: intents.only_clinic(ClinicCode(key)))
        self.table.clicked.connect(lambda index: intents.only_clinic(ClinicCode(self.table.rows[index.row()].key)))

    def render_state(self, state: State) -> None:
        """Paint the overview; another clinic that filters is marked. News leave the hand where it is."""
        self.table.show_rows(self._made.of(((c.clinic, c) for c in state.clinics), self._language()))
        if state.clinic != self._marked:
            self._marked = state.clinic
            self.table.select(state.clinic or "")

    def _row(self, row: ClinicRow) -> Row:
        name = word_in(row.name, self._language())
        shut = self._states[row.state]() if row.state != "open" else ""
        waiting = f"{row.waiting}!" if row.late else str(row.waiting)
        ink = "warn" if row.late else "text2"
        now: Cell = TextCell(shut, "warn") if shut else LabelCell(row.now)
        return Row(row.clinic, (TextCell(name), now, NumberCell(waiting, ink)), f"{name}, {shut or row.now}, {waiting}")


def _filter(key: str) -> Filter:
    return next((f for f in FILTERS if f == key), "all")
