"""Who is in the room: the big number, the name, the pathway, and the keys of the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.clinic.contract import Current, State
from mmc_console.desktop.clinic.words import ClinicWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton, HeroButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.labels import ElidedLabel, IconLabel, Label, XLNumber
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.states import STATE_TOKENS, StateWords
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.words import TicketWords

BUTTONS = ("finish", "transfer", "recall", "start", "no_show", "hold")
_PILLS_A_LINE = 5
_STOP_LOOKS = {
    "done": ("check", "okTint", "ok"), "here": ("stethoscope", "infoTint", "info"),
    "todo": ("circle-dashed", "surface2", "text2"), "skipped": ("x", "surface2", "text3"),
    "left": ("arrow-back-up", "warnTint", "warn"),
}  # fmt: skip


class CurrentCard(Card):
    """The person inside and the next key."""

    def __init__(
        self, look: Look, actions: ActionList, words: ClinicWords, tickets: TicketWords, language: Callable[[], str]
    ) -> None:
        super().__init__(name="current_card")
        self._look, self._sentences, self._tickets, self._language = look, words, tickets, language
        self._states = StateWords()
        self._state_pill = Pill(look, name="current_state")
        self._timer = Label("", "title", name="current_timer")
        self._timer_icon = IconLabel(look, "clock", "text2", 20)
        self._badge = Pill(look, name="current_badge")
        self._number = XLNumber(look)
        self._number.setObjectName("current_number")
        self._name = ElidedLabel("", "h1", name="current_name")
        self._line = Label("", "body", "text2", name="current_line")
        self._steps = Label("", "caption", "text2", name="current_steps")
        self._pills = QVBoxLayout()
        self._pills.setSpacing(6)
        self._shown_pills: object = None
        self._afterwards = Label("", "body", name="current_next")
        self._exit_pin = Label("", "body", name="exit_pin")
        self._exit_box = InfoBox(self._exit_pin, IconLabel(look, "door-exit", "info", 20), "info")
        self._empty = Label("", "h2", "text2", name="current_empty", wrap=True)
        self._shut = Label("", "body", "warn", name="clinic_shut")
        self._shut_box = InfoBox(self._shut, IconLabel(look, "player-pause", "warn", 20), "warn")
        self.hero = HeroButton(look, actions, "call_next")
        self.buttons = [ActionButton(look, actions, id, shape="stacked") for id in BUTTONS]
        self._lay()

    def render_state(self, state: State) -> None:
        """Paint who is inside, or that nobody is."""
        current = state.current if state.phase != "calling" else None
        self._shut_box.setVisible(state.clinic_state != "open")
        if state.clinic_state != "open":
            self._shut.say(self._sentences.shut(state))
        for part in (self._timer, self._timer_icon, self._number, self._name, self._line, self._state_pill):
            part.setVisible(current is not None)
        walks = current is not None and len(current.pathway) > 1
        self._steps.setVisible(walks)
        self._afterwards.setVisible(current is not None)
        self._empty.setVisible(current is None)
        self._exit_box.setVisible(current is not None and bool(state.exit_pin))
        if state.exit_pin:
            self._exit_pin.say(self._sentences.exit_pin(state.exit_pin))
        self._badge.setVisible(current is not None and bool(current.badge))
        if current is None:
            self._empty.say(self._nobody(state))
        else:
            self._person(current)
        self._paint_pills(current.pathway if current is not None and walks else ())
        self.hero.second_line(self._sentences.hero_hint(state))

    def _person(self, current: Current) -> None:
        language = self._language()
        word = self._states.state(current.state)
        self._state_pill.show_state(current.state, word)
        self._timer.say(self._sentences.timer(current))
        self._timer.set_ink("warn" if current.remind else "text")
        color = "text"
        if current.state == "called":
            color = self._look.state(STATE_TOKENS["called"]).text
        self._number.show_number(current.label, self._sentences.spoken(current, word), color)
        self._name.say(bidi.iso(current.name))
        self._line.say(self._sentences.line(current, language))
        self._steps.say(self._sentences.pathway(current))
        self._afterwards.say(self._sentences.afterwards(current, language))
        if current.badge:
            badge = {"waiting": "pending", "sending": "pending", "refused": "failed"}.get(current.badge, "conflict")
            word = {"waiting": "pending", "refused": "failed"}.get(current.badge, current.badge)
            self._badge.show_connection(badge, self._states.sending(word))

    def _nobody(self, state: State) -> str:
        if not state.ready:
            return self.tr("Loading the queue…")
        if state.place is None:
            return self.tr("You may not call in any clinic. Ask an administrator for access.")
        if state.phase == "calling":
            return self.tr("Calling…")
        if state.waiting:
            return self.tr("The room is free.")
        return self._tickets.no_one(stale=state.stale_since is not None)

    def _paint_pills(self, stops: tuple[object, ...]) -> None:
        shown = (stops, self._language(), self._look.theme)
        if shown == self._shown_pills:
            return
        self._shown_pills = shown
        while (item := self._pills.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        pills = []
        for stop in stops:
            pill = Pill(self._look)
            icon, tint, ink = _STOP_LOOKS[stop.state]  # type: ignore[attr-defined]  # the stops of a pathway, told as objects
            pill.show_plain(icon, word_in(stop.name, self._language()), tint, ink)  # type: ignore[attr-defined]  # the stops of a pathway, told as objects
            pills.append(pill)
        for start in range(0, len(pills), _PILLS_A_LINE):
            self._pills.addWidget(_line(*pills[start : start + _PILLS_A_LINE]))

    def _lay(self) -> None:
        top = _line(self._state_pill, self._badge)
        row = top.layout()
        assert isinstance(row, QHBoxLayout)
        row.addWidget(self._timer_icon)
        row.addWidget(self._timer)
        self.body.addWidget(top)
        self.body.addWidget(self._shut_box)
        for widget in (self._number, self._name, self._line, self._steps):
            self.body.addWidget(widget)
        self.body.addLayout(self._pills)
        self.body.addWidget(self._afterwards)
        self.body.addWidget(self._exit_box)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        self.body.addWidget(self.hero)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        for button in self.buttons:
            keys.addWidget(button, 1)
        self.body.addLayout(keys)


def _line(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
