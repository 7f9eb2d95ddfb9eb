"""The reception page: form, queue, clinics side by side. Paints State; holds no decision of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import DRAWER_FULL_BELOW, Drawer
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.reception.contract import Field, Intents, State
from mmc_console.desktop.reception.correction import Correction
from mmc_console.desktop.reception.correction_dialog import ask_correction
from mmc_console.desktop.reception.form_view import FormCard
from mmc_console.desktop.reception.issued_view import LargeNumber
from mmc_console.desktop.reception.lists_view import ClinicsCard, QueueCard
from mmc_console.desktop.reception.row_keys import RowKeys
from mmc_console.desktop.reception.words import ReceptionWords
from mmc_console.desktop.tickets.chooser import Chooser
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.details_view import DetailsDrawer
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.desktop.tickets.saying import answer
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.actions import AnyAction

BUTTONS = ("reprint", "transfer", "set_priority", "correct_patient", "cancel")


class ReceptionView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, tickets: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], undo: TakeBack,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("reception")
        self._look, self._actions, self._tickets, self._language = look, actions, tickets, language
        self._toast, self._undo = toast, undo
        self._words = ReceptionWords(tickets, self)
        self._keys = RowKeys(tickets)
        self._state = State()
        self._shown: object = None
        self._intents: Intents | None = None
        self.list_day: Callable[[], None] = lambda: None
        """Saves the day as a file for a power cut; the screen says how."""
        self.form = FormCard(look, actions, self._words, tickets, language)
        self.queue = QueueCard(look, actions, self._words, tickets, language)
        self.clinics = ClinicsCard(look, language)
        self.form.setFixedWidth(look.size("sidePanel"))
        self.clinics.setFixedWidth(look.size("sidePanel") + 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.form)
        row.addWidget(self.queue, 1)
        row.addWidget(self.clinics)
        self._row = row
        self._overview = Drawer(look, self, lambda: self.tr("Clinics"), lambda: self.tr("Close"), name="overview")
        self._overview_button = ActionButton(look, actions, "overview", kind="link")
        self._overview_button.hide()
        self.queue.beside_title(self._overview_button)
        self._chooser = Chooser(look, self, lambda: self.tr("Close"))
        self.details = DetailsDrawer(look, self, actions, language, BUTTONS)
        self._large = LargeNumber(look, self, lambda: self.tr("Close"))
        self.form.issued.large_wanted.connect(self._show_large)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.form.bind(intents)
        self.queue.bind(intents)
        self.clinics.bind(intents)
        self.details.closed.connect(intents.close_details)
        self._show_actions(self._state)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.form, self.queue, self.clinics)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self._state = state
        self._show_actions(state)
        self.form.render_state(state)
        self.queue.render_state(state)
        self.clinics.render_state(state)
        self.details.follow(state.details)

    def focus(self, field: Field) -> None:
        """Put the cursor into *field*."""
        self.form.focus_on(field)

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

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self, state: State) -> None:
        shown = (tuple(sorted(state.gates.items(), key=lambda each: each[0])), state.issue, self._language())
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        intents = self._intents
        gate = state.issue
        issue = Action(
            "issue", lambda: self.tr("Issue and print"), intents.issue, "printer", "F2", "Ctrl+N", gate.on,
            lambda: self._tickets.reason(gate.code, gate.params),
        )  # fmt: skip
        verbs = self._keys.actions(state.gates, intents.act)
        missing = (("print_missing", intents.print_missing), ("by_hand", intents.written_by_hand))
        papers = [Action(id, "", run, bar=False, sheet=False) for id, run in missing]
        papers.append(self._keys.reprint_row(state.gates, intents.print_row))
        self._actions.show([issue, *verbs, *papers, *self._narrow(), self._listing()])

    def _narrow(self) -> list[Action]:
        """In small windows the clinics stand in a drawer, so that the queue has room for its words."""
        if self._row.indexOf(self.clinics) >= 0:
            return []
        return [Action("overview", lambda: self.tr("Clinics"), self._open_overview, "door")]

    def _open_overview(self) -> None:
        self._overview.open(self.clinics.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, beside = self.width() < DRAWER_FULL_BELOW, self._row.indexOf(self.clinics) >= 0
        if narrow == beside:
            self._overview.shut()
            self._overview_button.setVisible(narrow)
            (self._overview.body if narrow else self._row).addWidget(self.clinics)
            self._shown = None
            self._show_actions(self._state)

    def _listing(self) -> Action:
        return Action(
            "day_list", lambda: self.tr("List of the day as a file…"), self.list_day, "file-text", bar=False
        )  # fmt: skip

    def put_away(self) -> None:
        """Close whatever lies over the page, as if it were turned away."""
        for layer in (self._chooser, self.details, self._overview, self._large):
            layer.forget_return()
            layer.shut()

    def _show_large(self) -> None:
        if self._state.issued is not None:
            self._large.show_issued(self._state.issued, self._language)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
