"""The clinic page: who is inside at the reading start, who is next beside it. Paints State; decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.clinic.contract import ClinicVerb, Intents, State
from mmc_console.desktop.clinic.current_view import CurrentCard
from mmc_console.desktop.clinic.lists_view import NextCard, TodayCard
from mmc_console.desktop.clinic.words import ClinicWords
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.chooser import Chooser
from mmc_console.desktop.tickets.facts import Message, Option, word_in
from mmc_console.desktop.tickets.gates import HIDDEN, Verb
from mmc_console.desktop.tickets.saying import answer
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.centre import Words

_SIDE = 380
_KEYS: dict[Verb, tuple[str, str, str]] = {
    "finish": ("F12", "Alt+4", "circle-check"),
    "transfer": ("F4", "Alt+6", "transfer"),
    "recall": ("F7", "Alt+2", "volume"),
    "start": ("F9", "Alt+3", "user-check"),
    "no_show": ("F11", "Alt+5", "user-x"),
    "hold": ("Shift+F9", "Alt+7", "player-pause"),
    "call_ticket": ("", "", "speakerphone"),
    "requeue": ("", "", "restore"),
    "refer": ("", "", "git-merge"),
}
_DOORS: dict[ClinicVerb, str] = {"pause_clinic": "player-pause", "close_clinic": "lock", "open_clinic": "door"}


class ClinicView(QWidget):
    """Widgets of the page, and its one list of actions."""

    def __init__(
        self, look: Look, actions: ActionList, tickets: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], undo: TakeBack, clear_search: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("clinic")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look, self._actions, self._tickets, self._language = look, actions, tickets, language
        self._toast, self._undo, self._clear_search = toast, undo, clear_search
        self.words = ClinicWords(tickets, self)
        self._state = State()
        self._shown: object = None
        self._intents: Intents | None = None
        self.current = CurrentCard(look, actions, self.words, tickets, language)
        self.next = NextCard(look, actions, tickets, language)
        self.today = TodayCard(look, actions, self.words)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.next, 1)
        side.addWidget(self.today)
        for card in (self.next, self.today):
            card.setFixedWidth(_SIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.current, 1)
        row.addLayout(side)
        self._chooser = Chooser(look, self, lambda: self.tr("Close"))

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.next.bind(intents)
        self._show_actions(self._state)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.current, self.next, self.today)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self.setAccessibleName(self.tr("Clinic"))  # it takes the keyboard where nothing else does
        self._state = state
        self._show_actions(state)
        self.current.render_state(state)
        self.next.render_state(state)
        self.today.render_state(state)

    def searched(self) -> None:
        self._clear_search()

    def say(self, message: Message, *, undo: AnyAction | None = None, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        self._toast(answer(self._tickets, message, undo, self._undo, fault=fault))

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        """Ask in the small panel."""
        return await self._chooser.ask(self._tickets, self._language, question, options, label)

    async def confirm_closing(self, clinic: Words, waiting: int, to: Words | None) -> bool:
        """A dialog: the clinic, what becomes of the people, and two verbs."""
        language = self._language
        return await ask(
            self._look, self.window(), lambda: self.words.close_question(word_in(clinic, language())),
            self.words.close, self.words.keep_open,
            detail=lambda: self.words.close_effect(waiting, word_in(to, language()) if to is not None else ""),
        )  # fmt: skip

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self, state: State) -> None:
        shown = (
            tuple(sorted(state.gates.items(), key=lambda each: each[0])),
            tuple(sorted(state.clinic_gates.items(), key=lambda each: each[0])), state.hero, self._language(),
            state.selected, state.current is None,
        )  # fmt: skip
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        intents = self._intents
        gate = state.gates.get("call_next", HIDDEN)
        icon = _KEYS["finish"][2] if state.hero == "finish" else "speakerphone"
        hero = Action(
            "call_next", lambda: self.words.hero(state.hero), lambda: intents.act("call_next"), icon, "F8", "Alt+1",
            gate.on, lambda: self._tickets.reason(gate.code, gate.params), bar=False,
        )  # fmt: skip
        verbs = [self._action(verb, state, intents) for verb in _KEYS]
        doors = [self._door(verb, state, intents) for verb in _DOORS]
        self._actions.show([hero, *verbs, *doors])

    def put_away(self) -> None:
        """Close whatever lies over the page, as if it were turned away."""
        self._chooser.forget_return()
        self._chooser.shut()

    def _action(self, verb: Verb, state: State, intents: Intents) -> Action:
        key, twin, icon = _KEYS[verb]
        does: Verb = "resume" if verb == "hold" and state.gates.get("resume", HIDDEN).on else verb
        gate = state.gates.get(does, HIDDEN)
        return Action(
            verb, lambda: self.words.verb(does), lambda: intents.act(does), icon, key, twin, gate.on,
            lambda: self._tickets.reason(gate.code, gate.params), bar=False,
        )  # fmt: skip

    def _door(self, verb: ClinicVerb, state: State, intents: Intents) -> Action:
        gate = state.clinic_gates.get(verb, HIDDEN)
        return Action(
            verb, lambda: self.words.clinic_verb(verb), lambda: intents.change_clinic(verb), _DOORS[verb], "", "",
            gate.on, lambda: self._tickets.reason(gate.code, gate.params), bar=False,
        )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._intents is not None and not event.spontaneous():
            self._intents.come_back()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._intents is not None and not event.spontaneous():  # a window that is put aside stands there still
            self._intents.go_away()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
