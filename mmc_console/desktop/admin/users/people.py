"""The tab of people: filters above, the list at the reading start, the editor beside it, the bar of unsaved edits."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.users.contract import STANDINGS, Intents, State, standing_of
from mmc_console.desktop.admin.users.editor import Editor
from mmc_console.desktop.admin.users.form import ROLES
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.field import LineEdit
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.wire.admin import Person

_INKS = {"active": "text", "must-change": "warn", "off": "text3"}


class PeopleTab(QWidget):
    """People."""

    def __init__(self, look: Look, actions: ActionList, words: UserWords) -> None:
        super().__init__()
        self._words, self._state, self._painting = words, State(), False
        self.text = LineEdit(look, lambda: self.tr("Filter by name or user name"))
        self.text.setObjectName("users_text")
        self.role = Choice(look, lambda: self.tr("Role"), name="users_role")
        self.standing = Choice(look, lambda: self.tr("State"), name="users_standing")
        self.list = Card(self._title, name="users_list")
        columns = (
            Column(lambda: self.tr("Name")), Column(lambda: self.tr("User name"), 112),
            Column(lambda: self.tr("Role"), 146), Column(lambda: self.tr("State"), 118),
            Column(lambda: self.tr("Last sign-in"), 104),
        )  # fmt: skip
        self.table = TicketTable(look, columns, lambda: words.tab("people"), name="users_table")
        self.list.body.addWidget(self.table, 1)
        self.list.setFocusProxy(self.table)
        self.editor = Editor(look, actions, words)
        self._question = Label("", "body", wrap=True, name="users_unsaved")
        self.bar = InfoBox(self._question, IconLabel(look, "alert-triangle", "warn", 20), "warn")
        self.bar.setObjectName("users_bar")
        self._lay(look, actions)
        self.table.picked.connect(self._picked)
        self._intents: Intents | None = None

    def _lay(self, look: Look, actions: ActionList) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.text, 1)
        filters.addWidget(self.role)
        filters.addWidget(self.standing)
        filters.addWidget(ActionButton(look, actions, "users_clear"))
        filters.addWidget(ActionButton(look, actions, "users_import"))
        filters.addWidget(ActionButton(look, actions, "user_new", kind="primary"))
        bar = self.bar.layout()
        assert bar is not None
        for id in ("bar_save", "bar_discard", "bar_stay"):
            bar.addWidget(ActionButton(look, actions, id))
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.list, 58)
        across.addWidget(self.editor, 42)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(filters)
        column.addWidget(self.bar)
        column.addLayout(across, 1)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.text.textEdited.connect(intents.search)
        self.role.picked.connect(intents.filter_role)
        self.standing.picked.connect(intents.filter_standing)
        self.editor.bind(intents)

    def show_state(self, state: State) -> None:
        """Paint the people of *state*."""
        self._state = state
        if self.text.text().strip() != state.query:
            self.text.setText(state.query)
        self.role.show_choices(
            [("", lambda: self.tr("All roles")), *((role, partial(self._words.role, role)) for role in ROLES)],
            state.role,
        )
        self.standing.show_choices(
            [("", lambda: self.tr("All states")), *((s, partial(self._words.standing, s)) for s in STANDINGS)],
            state.standing,
        )
        self._painting = True
        try:
            self.list.say(self._title)
            self.table.show_rows([self._row(person) for person in state.shown], self._empty)
            self.table.select(state.chosen.get("people", ""))
        finally:
            self._painting = False
        self.editor.show_state(state)
        self._question.say(self._unsaved)
        self.bar.setVisible(state.barred)

    def _title(self) -> str:
        shown, total = len(self._state.shown), len(self._state.people)
        if not self._state.filtered:
            return f"{self._words.tab('people')} ({total})"
        return fill(self.tr("{n} of {total}"), n=shown, total=total)

    def _empty(self) -> str:
        if "people" not in self._state.known:
            return "" if self._state.trouble else self.tr("Loading the people…")
        return self.tr("Nobody fits these filters. Clear them to see everybody.")

    def _unsaved(self) -> str:
        draft = self._state.draft
        if draft is None:
            return ""
        if draft.base is None:
            return self.tr("What was typed about somebody new is not saved.")
        return fill(self.tr("What was typed about {name} is not saved."), name=draft.base.name)

    def _row(self, person: Person) -> Row:
        standing = standing_of(person)
        ink = _INKS[standing]
        cells = (
            TextCell(person.name, "text3" if standing == "off" else "text"), NumberCell(person.username, "text2"),
            TextCell(self._words.roles(person)), TextCell(self._words.standing(standing), ink),
            NumberCell(self._words.short(person.last_sign_in, self._state.as_of), "text2"),
        )  # fmt: skip
        return Row(person.id, cells, self._words.spoken(person, self._state))

    def _picked(self, key: str) -> None:
        if not self._painting and key and self._intents is not None:
            self._intents.select("people", key)
