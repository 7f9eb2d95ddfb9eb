"""One person made nameless: found by the number, looked at, with a reason, and asked once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from mmc_console.desktop.admin.settings.contract import REASONS, Intents, State
from mmc_console.desktop.admin.settings.words import SettingsWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.tickets.facts import Message


class PersonCard(Card):
    """The card below the settings of patients' data."""

    def __init__(self, look: Look, words: SettingsWords, message: Callable[[Message], str]) -> None:
        super().__init__(lambda: self.tr("Erase one person"), name="erase_card")
        self._words, self._message = words, message
        self.number = Field(
            look, lambda: self.tr("Personal or military number"), numeric=True, name="erase_number"
        )  # fmt: skip
        self.number.edit.setMaximumWidth(300)
        self.search = Button(look, lambda: self.tr("Find"), icon="search", name="erase_find")
        self.reason = Choice(look, lambda: self.tr("Why?"), name="erase_reason")
        self.erase = Button(look, lambda: self.tr("Erase…"), icon="trash", kind="danger", name="erase_now")
        hint = Label(
            lambda: self.tr(
                "Number, name, phone and notes go for ever, on every PC. Visits and figures stay, without a name. "
                "Backups hold the person until they age out."
            ),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        self._lines = [Label("", "body", name=f"erase_found_{i}", wrap=True) for i in range(3)]
        self.body.addWidget(hint)
        self.body.addWidget(self.number)
        first = QHBoxLayout()
        first.addWidget(self.search)
        first.addStretch(1)
        self.body.addLayout(first)
        for line in self._lines:
            self.body.addWidget(line)
        last = QHBoxLayout()
        last.addWidget(self.reason)
        last.addWidget(self.erase)
        last.addStretch(1)
        self.body.addLayout(last)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self.number.edited.connect(intents.type_number)
        self.number.entered.connect(intents.find)
        self.search.clicked.connect(intents.find)
        self.reason.picked.connect(intents.choose_reason)
        self.erase.clicked.connect(intents.erase)

    def show_state(self, state: State) -> None:
        """Paint *state*."""
        self.number.set_text(state.number)
        problem = state.person_problem
        self.number.show_error(self._message(problem) if problem is not None else "")
        found = self._words.person(state.person) if state.person is not None else ("", "", "")
        for label, text in zip(self._lines, found, strict=True):
            label.say(text)
            label.setVisible(bool(text))
        self._lines[2].set_ink("warn")
        none = self.tr("Type a number first.") if state.usable else self.tr("The server cannot be reached.")
        self.search.switch(state.usable and bool(state.number), none)
        reasons = (("", self.tr("Why?")), *((reason, self._words.reason(reason)) for reason in REASONS))
        self.reason.show_choices(reasons, state.reason or "")
        gone = state.person is not None and not state.person.open
        for widget in (self.reason, self.erase):
            widget.setVisible(state.person is not None)
        self.reason.setEnabled(state.usable and gone)
        why = self.tr("Choose why first.") if gone else self.tr("A visit of this person is still open.")
        self.erase.switch(state.usable and gone and state.reason is not None, why)
