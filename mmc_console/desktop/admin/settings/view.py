"""The settings page: sections at the reading start, the open one's fields, who changed what. Paints State."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.settings.contract import PERSON_AREA, THIS_PC, Intents, State
from mmc_console.desktop.admin.settings.person_view import PersonCard
from mmc_console.desktop.admin.settings.row_view import SettingRow
from mmc_console.desktop.admin.settings.this_pc_view import ThisPc
from mmc_console.desktop.admin.settings.words import SettingsWords
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.bidi import listed
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.office import FoundPerson, SettingsStep


class SettingsView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("settings", parts, actions, State())
        self._words = words = SettingsWords(parts.language)
        look, doors = self._look, parts.this_pc
        self._rows: dict[str, SettingRow] = {}
        self._of = ""
        self._group = QButtonGroup(self)
        self._sections: dict[str, Button] = {}
        self.list = Card(lambda: self.tr("Sections"), name="settings_sections")
        self.list.setMinimumWidth(170)
        self.list.setMaximumWidth(232)
        self.list.body.addStretch(1)
        self.card = Card(name="settings_card")
        self._this_pc = ThisPc(look, doors)
        self.person = PersonCard(look, words, self.message)
        self.card.body.addWidget(self._scrolled())
        self.history = Card(lambda: self.tr("Who changed what"), name="settings_history_card")
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("When"), 150, firm=True), Column(lambda: self.tr("Who"), 90, spare=2),
                Column(lambda: self.tr("Setting")), Column(lambda: self.tr("Before"), 70, spare=1),
                Column(lambda: self.tr("After"), 70),
            ),
            lambda: self.tr("Who changed what"), name="settings_history",
        )  # fmt: skip
        self.history.body.addWidget(self.table, 1)
        self.back = Button(
            look, lambda: self.tr("Set back to before"), icon="arrow-back-up", name="set_back",
            pressed=self._set_back,
        )  # fmt: skip
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        self.history.body.addLayout(foot)
        self.table.picked.connect(lambda _: self._switch_back())
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.list, 2)
        across.addWidget(self.card, 6)  # at the smallest desk its words need more than half of the room
        across.addWidget(self.history, 5)
        column = self._column()
        column.addWidget(self._trouble_box)
        column.addLayout(across, 1)

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self._this_pc)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(8)
        column.addLayout(self._fields)
        column.addWidget(self.person)
        column.addStretch(1)
        return scrolled(inside)

    def bind(self, intents: Intents) -> None:
        self.person.bind(intents)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.list, self.card, self.history)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*."""
        self._state = state
        self._show_sections(state)
        self._show_trouble()
        here = state.section == THIS_PC
        self.card.say(lambda: self._words.section(state.section))
        self._this_pc.setVisible(here)
        self.history.setVisible(not here)
        self.person.setVisible(state.section == PERSON_AREA)
        if state.section == PERSON_AREA:
            self.person.show_state(state)
        self._show_fields(state)
        self.table.show_rows(
            [self._row(key, step) for key, step in state.steps.items()], lambda: self.tr("Nothing was changed yet.")
        )
        self._switch_back()
        self._show_actions()

    def say(self, message: Message, *, undo: bool = False, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        back = self._intents.take_back if undo and self._intents is not None else None
        # Ctrl+Z takes back what was done with tickets, or what is typed in a line: a setting, the button only
        self._toast(Toast(lambda: self.message(message), back, "error" if fault else "ok"))

    def message(self, message: Message) -> str:
        return self._words.message(message) or super().message(message)

    async def confirm_erasing(self, person: FoundPerson) -> bool:
        """Ask once more."""
        return await ask(
            self._look, self, lambda: self._words.question(person), lambda: self.tr("Erase"),
            lambda: self.tr("Cancel"), detail=lambda: self.tr("This cannot be undone."),
        )  # fmt: skip

    # ------------------------------------------------------------------ parts
    def _show_sections(self, state: State) -> None:
        names = (THIS_PC, *(area.area for area in state.areas))
        for name in names:
            if name not in self._sections:
                button = Button(
                    self._look, partial(self._words.section, name), kind="nav", name=f"section_{name}",
                    pressed=partial(self._open, name),
                )  # fmt: skip
                button.setCheckable(True)
                self._group.addButton(button)
                self._sections[name] = button
                self.list.body.insertWidget(self.list.body.count() - 1, button)
        for name, button in self._sections.items():
            button.setChecked(name == state.section)
            button.setVisible(not state.query or self._answers(name, state.query))

    def _answers(self, name: str, query: str) -> bool:
        """Whether a section has the words somebody searches for."""
        area = next((area for area in self._state.areas if area.area == name), None)
        words = [self._words.section(name)]
        if area is not None:
            words += [self._words.name(name, f.name) + self._words.help(name, f.name) for f in area.fields]
        return query.casefold() in " ".join(words).casefold()

    def _show_fields(self, state: State) -> None:
        area = state.area
        if state.section != self._of or (area is not None and not self._rows):
            self._of = state.section
            for old in self._rows.values():
                self._fields.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._rows = {}
            for field in area.fields if area is not None else ():
                row = SettingRow(self._look, self._words, state.section, field, self._wishes)
                self._rows[field.name] = row
                self._fields.addWidget(row)
        for field in area.fields if area is not None else ():
            self._rows[field.name].show_field(field, state)

    def _wishes(self) -> Intents:
        assert self._intents is not None, "bind() comes first"
        return self._intents

    def _row(self, key: str, step: SettingsStep) -> Row:
        area = self._state.area
        fields = {field.name: field for field in area.fields} if area is not None else {}
        names = [self._words.name(self._state.section, name) for name in step.after]
        was = [self._words.value(self._state.section, fields.get(k), v) for k, v in step.before.items()]
        now = [self._words.value(self._state.section, fields.get(k), v) for k, v in step.after.items()]
        when = step.at.strftime("%Y-%m-%d %H:%M")
        who = step.by.name or self.tr("The server")
        cells = (
            NumberCell(when, "text2"), TextCell(who), TextCell(listed(names)), TextCell(listed(was), "text2"),
            TextCell(listed(now)),
        )  # fmt: skip
        return Row(key, cells, ", ".join((when, who, *names, *was, *now)))

    def _open(self, name: str) -> None:
        if self._intents is not None:
            self._intents.open(name)

    def _set_back(self) -> None:
        if self._intents is not None and self.table.selected:
            self._intents.set_back(self.table.selected)

    def _switch_back(self) -> None:
        on = self._state.usable and bool(self.table.selected)
        self.back.switch(on, lambda: self.tr("Choose a change in the list first."))

    def _show_actions(self) -> None:
        names = (THIS_PC, *(area.area for area in self._state.areas))
        self._actions.show([
            Action(f"open_{name}", partial(self._words.section, name), partial(self._open, name),
                   "settings", bar=False)
            for name in names
        ])  # fmt: skip
