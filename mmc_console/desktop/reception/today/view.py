"""Today's page: one table over the whole width, its filters above, what is done next below. Paints State."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.rows import Cell, Column, LabelCell, NumberCell, Row, StateCell, TextCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.kit.toggles import Choice, ToggleRow
from mmc_console.desktop.reception.correction import Correction
from mmc_console.desktop.reception.correction_dialog import ask_correction
from mmc_console.desktop.reception.row_keys import RowKeys
from mmc_console.desktop.reception.today.contract import FILTERS, Intents, Primary, State
from mmc_console.desktop.reception.today.words import TodayWords
from mmc_console.desktop.reception.visit_acts import VERBS as CHANGES
from mmc_console.desktop.tickets import facts
from mmc_console.desktop.tickets.chooser import Chooser
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.details_view import DetailsDrawer
from mmc_console.desktop.tickets.facts import Message, Option, word_in
from mmc_console.desktop.tickets.listing import badge_cell, pop_row_menu, wait_cell
from mmc_console.desktop.tickets.saying import answer
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import ClinicCode, TicketId

MENU = (
    "details", "ticket", "recall", "requeue", "start", "no_show", "hold", "transfer", "set_priority", *CHANGES,
    "reprint", "cancel",
)  # fmt: skip
BUTTONS = ("ticket", "requeue", "reprint", "transfer", "correct_patient")
_OPEN = ("waiting", "called", "in_service", "held", "no_show")
_PRIMARIES: tuple[Primary, ...] = ("ticket", "requeue", "reprint")


class TodayView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, tickets: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], undo: TakeBack,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("today")
        self._look, self._actions, self._tickets, self._language = look, actions, tickets, language
        self._toast, self._undo = toast, undo
        self._words, self._keys, self._states = TodayWords(self), RowKeys(tickets), StateWords()
        self._state = State()
        self._shown: object = None
        self._painting = False
        self._made: dict[TicketId, tuple[facts.Row, str, Row]] = {}
        self._intents: Intents | None = None
        self.list_day: Callable[[], None] = lambda: None
        """Saves the day as a file for a power cut; the screen says how."""
        self.card = Card(lambda: self.tr("Today's tickets"), name="today_tickets_card")
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.card)
        self._chooser = Chooser(look, self, lambda: self.tr("Close"))
        self.details = DetailsDrawer(look, self, actions, language, BUTTONS)

    def _build(self) -> None:
        look = self._look
        self._stale = Label("", "caption", "warn", name="today_age")
        self._total = Label("", "caption", "text2", name="today_total")
        self.clinic = Choice(look, lambda: self.tr("Clinic"), name="today_clinic")
        self.clinic.setMinimumWidth(200)
        for widget in (self._stale, self._total, self.clinic):
            self.card.beside_title(widget)
        self.filters = ToggleRow(
            look, tuple((f, partial(self._words.filter, f)) for f in FILTERS), name="today_filters"
        )
        self._changes = Button(look, "", icon="refresh", kind="link", name="today_changes")
        line = QHBoxLayout()
        line.addWidget(self.filters, 1)
        line.addWidget(self._changes)
        self.card.body.addLayout(line)
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Number"), 96), Column(lambda: self.tr("Examinee")),
                Column(lambda: self.tr("Clinic")), Column(lambda: self.tr("State"), 140),
                Column(lambda: self.tr("Issued"), 96), Column(lambda: self.tr("Closed"), 80),
                Column(lambda: self.tr("Wait"), 150), Column("", 28),
            ),
            lambda: self.tr("Today's tickets"), name="today_tickets",
        )  # fmt: skip
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.table.viewport().setMouseTracking(True)
        self.card.body.addWidget(self.table, 1)
        self.card.setFocusProxy(self.table)
        self._primaries = {id: ActionButton(look, self._actions, id, kind="primary") for id in _PRIMARIES}
        foot = QHBoxLayout()
        for button in self._primaries.values():
            foot.addWidget(button)
        foot.addStretch(1)
        self.card.body.addLayout(foot)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.filters.chosen.connect(lambda key: intents.filter(next(f for f in FILTERS if f == key)))
        self.clinic.picked.connect(lambda key: intents.only_clinic(ClinicCode(key) if key else None))
        self._changes.clicked.connect(lambda: intents.filter(self._state.filter))
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
        another = (state.filter, state.clinic, state.query) != (
            self._state.filter, self._state.clinic, self._state.query,
        )  # fmt: skip
        self._state = state
        language = self._language()
        self._show_actions(state)
        self._painting = True
        try:
            self.table.show_rows(self._rows_of(state.rows, language), self._words.empty(state))
            self.table.select(state.selected or "")
        finally:
            self._painting = False
        if another:
            self.table.scrollToTop()
        self.filters.show_choice(state.filter, {str(name): count for name, count in state.counts.items()})
        clinics = [(o.key, word_in(o.name or {}, language)) for o in state.clinics]
        self.clinic.show_choices([("", self.tr("All clinics")), *clinics], state.clinic or "")
        self._changes.setVisible(state.changes > 0)
        self._changes.say(self._tickets.changes(state.changes))
        counts = self._tickets.counts
        self._total.say(
            counts.results(len(state.rows)) if state.query else counts.tickets_today(state.counts.get("all", 0))
        )
        self._stale.setVisible(state.stale_since is not None)
        if state.stale_since is not None:
            self._stale.say(bidi.fill(self.tr("Shown as of {time}"), time=state.stale_since))
        for id, button in self._primaries.items():
            button.setVisible(id == state.primary)
        self.details.follow(state.details)

    def say(self, message: Message, *, undo: AnyAction | None = None, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        self._toast(answer(self._tickets, message, undo, self._undo, fault=fault))

    def show_details(self, details: Details) -> None:
        """Open one visit at the reading end."""
        self.details.show_visit(details)

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        """Ask in the small panel."""
        return await self._chooser.ask(self._tickets, self._language, question, options, label)

    async def correct(self, person: Correction, label: str) -> Correction | None:
        """Ask in a box: there is more than one line to type."""
        return await ask_correction(self._look, self.window(), self._tickets, person, label)

    # ------------------------------------------------------------------ rows
    def _rows_of(self, rows: tuple[facts.Row, ...], language: str) -> list[Row]:
        """Each row made once for each language: thousands stay as they are from one repaint to the next."""
        made = {row.ticket: self._row(row, language) for row in rows}
        self._made = made
        return [row for _, _, row in made.values()]

    def _row(self, row: facts.Row, language: str) -> tuple[facts.Row, str, Row]:
        old = self._made.get(row.ticket)
        if old is not None and old[0] == row and old[1] == language:
            return old
        word, clinic = self._states.state(row.state), word_in(row.clinic_name, language)
        issued = clock_time(row.issued) if row.issued else ""
        closed = clock_time(row.closed) if row.closed else ""
        badge = badge_cell(row.badge, self._states)
        wait = self._wait(row)
        struck = row.state in ("cancelled", "unfinished")
        cells: tuple[Cell, ...] = (
            LabelCell(row.label, priority=row.priority != "normal", struck=struck), TextCell(row.name),
            TextCell(clinic), StateCell(row.state, word), NumberCell(issued, "text2"), NumberCell(closed, "text2"),
            wait, badge,
        )  # fmt: skip
        spoken = (row.label, row.name, clinic, word, issued, closed, wait.text, badge.text)
        return row, language, Row(row.ticket, cells, ", ".join(part for part in spoken if part))

    def _wait(self, row: facts.Row) -> Cell:
        """How long somebody has been waiting; of an unfinished visit, what is left of it."""
        if row.left is not None:
            return TextCell(self._tickets.counts.clinics_left(row.left), "text2")
        if row.state not in _OPEN:
            return TextCell("")
        return wait_cell(self._tickets.counts.minutes_short(row.minutes), row.late)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key, a move or a wheel over the list means that somebody reads it."""
        if self._intents is not None and event.type() in (
            QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress,
        ):  # fmt: skip
            self._intents.using()
        return super().eventFilter(watched, event)

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(TicketId(key) if key else None)

    def _menu(self, _: str, place: QPoint) -> None:
        pop_row_menu(self.table, self._look, self._actions, MENU, place)

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self, state: State) -> None:
        shown = (tuple(sorted(state.gates.items(), key=lambda each: each[0])), state.takes_up, self._language())
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        takes_up = state.takes_up
        ticket = Action("ticket", lambda: self._words.ticket(takes_up), self._intents.ticket, "ticket", "F2", "Ctrl+N")
        self._actions.show([ticket, *self._keys.actions(state.gates, self._intents.act), self._listing()])

    def _listing(self) -> Action:
        return Action(
            "day_list", lambda: self.tr("List of the day as a file…"), self.list_day, "file-text", bar=False
        )  # fmt: skip

    def put_away(self) -> None:
        """Close whatever lies over the page, as if it were turned away."""
        for layer in (self._chooser, self.details):
            layer.forget_return()
            layer.shut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
