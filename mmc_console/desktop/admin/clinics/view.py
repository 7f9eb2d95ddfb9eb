"""The page of clinics: tabs above, the list at the reading start, the form beside it, the draft's fate above all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.clinics.contract import TABS, Intents, Listed, Moment, State, Tab
from mmc_console.desktop.admin.clinics.dialogs import CodeDialog, ReviewDialog, SettleDialog
from mmc_console.desktop.admin.clinics.history_view import HistoryCard
from mmc_console.desktop.admin.clinics.line_view import FormView
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.admin.files import choose_source, choose_target
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.rows import Column, LabelCell, Row, TextCell
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.centre import CheckAnswer


class ClinicsView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("clinics", parts, actions, State())
        self._words = words = ClinicsWords(parts.words.problem, parts.language)
        look = self._look
        self._painting = False
        self.tabs = ToggleRow(look, tuple((tab, partial(words.tab, tab)) for tab in TABS), name="clinics_tabs")
        self._standing = Label("", "caption", "text2", name="clinics_standing")
        self.save = self._button("save", lambda: self.tr("Keep the draft"), "check", "save")
        self.publish = self._button("publish", lambda: self.tr("Publish…"), "speakerphone", "publish", primary=True)
        self.drop = self._button("drop", lambda: self.tr("Drop the draft"), "trash", "drop")
        self.list = Card(lambda: words.tab(self._state.tab), name="clinics_list")
        self.new = Button(look, self._new_words, icon="plus", name="clinics_new", pressed=self._new)
        self.list.beside_title(self.new)
        self.table = TicketTable(
            look,
            (Column("", 44), Column(lambda: self.tr("Name")), Column(self._third, 96), Column("", 30)),
            lambda: words.tab(self._state.tab), name="clinics_table",
        )  # fmt: skip
        self.list.body.addWidget(self.table, 1)
        self.up = self._small("chevron-left", lambda: self.tr("Up"), -1)
        self.down = self._small("chevron-right", lambda: self.tr("Down"), 1)
        self.remove = Button(look, lambda: self.tr("Remove"), icon="trash", name="clinics_remove", pressed=self._remove)
        foot = QHBoxLayout()
        for button in (self.up, self.down, self.remove):
            foot.addWidget(button)
        foot.addStretch(1)
        self.list.body.addLayout(foot)
        self.card = Card(name="clinics_form")
        self.form = FormView(look, words, self._wishes)
        self.card.body.addWidget(scrolled(self.form))
        self.history = HistoryCard(look, words, self._wishes)
        self._lay()
        self.table.picked.connect(self._picked)

    def _lay(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.tabs, 1)
        for button in (self.drop, self.save, self.publish):
            top.addWidget(button)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.list, 4)
        across.addWidget(self.card, 6)
        across.addWidget(self.history, 1)
        column = self._column()
        column.addLayout(top)
        column.addWidget(self._trouble_box)
        column.addWidget(self._standing)
        column.addLayout(across, 1)

    def bind(self, intents: Intents) -> None:
        self.tabs.chosen.connect(lambda key: intents.open(next(tab for tab in TABS if tab == key)))
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.list, self.card, self.tabs)

    @property
    def front(self) -> QWidget:
        return self.table

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*."""
        another = (state.tab, state.selected) != (self._state.tab, self._state.selected)
        self._state = state
        self._show_trouble()
        self.tabs.show_choice(state.tab, dict(state.counts))
        self._standing.say(partial(self._words.standing, state))
        self._standing.set_ink("warn" if state.dirty else "text2")
        listing, writing = state.tab in ("clinics", "exams"), state.tab != "history"
        self.list.setVisible(listing)
        self.card.setVisible(writing)
        self.history.setVisible(not writing)
        if not writing:
            self.history.show_state(state)
        self._painting = True
        try:
            if listing:
                self.list.say(lambda: self._words.tab(state.tab))
                self.table.refresh()
                self.table.show_rows([self._row(each) for each in state.listed], lambda: self.tr("Nothing found."))
                (self.table.reveal if another else self.table.select)(state.selected)
            if writing:
                self.card.say(self._title)
                self.form.show_lines(state.form)
        finally:
            self._painting = False
        self.new.refresh()
        self._switch(state)

    def message(self, message: Message) -> str:
        return self._words.message(message) or super().message(message)

    async def review(self, check: CheckAnswer, next_day: datetime, problem: str) -> Moment | None:
        """Show what it changes and means, and ask for the moment."""
        dialog = ReviewDialog(self._look, self, self._words, self._language, self._state, check, next_day, problem)
        return dialog.moment if await dialog.answer() else None

    async def settle(self, by: str, at: str) -> Literal["mine", "theirs"] | None:
        """Whose draft goes on."""
        dialog = SettleDialog(self._look, self, by, at)
        if not await dialog.answer():
            return None
        return "theirs" if dialog.whose.choice == "theirs" else "mine"

    async def ask_code(self, what: Tab, taken: tuple[str, ...]) -> str | None:
        """The code of something new."""
        dialog = CodeDialog(self._look, self, what, taken)
        return dialog.chosen if await dialog.answer() else None

    async def choose_centre(self, *, save: bool) -> Path | None:
        """The system's own window."""
        title, kinds = self.tr("Centre file"), self.tr("Centre file (*.json)")
        if save:
            return await choose_target(self.window(), title, "center.json", kinds=kinds)
        return await choose_source(self.window(), title, kinds=kinds)

    # ------------------------------------------------------------------ parts
    def _row(self, each: Listed) -> Row:
        name = self._words.name(each.names, each.code)
        mark = TextCell("!", "danger") if each.faulty else TextCell("")
        third = each.rooms or each.stages
        return Row(each.code, (LabelCell(each.letter), TextCell(name), TextCell(third, "text2"), mark),
                   f"{each.letter}, {name}, {third}")  # fmt: skip

    def _third(self) -> str:
        return self.tr("Rooms") if self._state.tab == "clinics" else self.tr("Stops")

    def _title(self) -> str:
        if self._state.tab == "centre":
            return self._words.tab("centre")
        found = next((each for each in self._state.listed if each.code == self._state.selected), None)
        return self._words.name(found.names, found.code) if found is not None else ""

    def _new_words(self) -> str:
        return self.tr("New clinic…") if self._state.tab == "clinics" else self.tr("New exam type…")

    def _place(self) -> str:
        return f"{'clinics' if self._state.tab == 'clinics' else 'exam_types'}.{self._state.selected}"

    def _wishes(self) -> Intents:
        assert self._intents is not None, "bind() comes first"
        return self._intents

    def _picked(self, key: str) -> None:
        if not self._painting and key:
            self._wishes().select(key)

    def _new(self) -> None:
        self._wishes().new()

    def _remove(self) -> None:
        if self._state.selected:
            self._wishes().remove(self._place())

    def _button(self, name: str, text: Callable[[], str], icon: str, id: str, *, primary: bool = False) -> Button:
        return Button(
            self._look, text, icon=icon, kind="primary" if primary else "normal", name=f"clinics_{name}",
            pressed=lambda: self._press(id),
        )  # fmt: skip

    def _press(self, id: str) -> None:
        self._actions.press(id)

    def _small(self, icon: str, words: Callable[[], str], by: int) -> Button:
        return Button(
            self._look, words, name=f"clinics_{'up' if by < 0 else 'down'}",
            pressed=lambda: self._wishes().move(self._place(), by),
        )  # fmt: skip

    # ------------------------------------------------------------------ actions and language
    def _switch(self, state: State) -> None:
        intents = self._wishes()
        offline = lambda: self.tr("The server cannot be reached.")  # noqa: E731 - said again in each language
        faults = lambda: self.tr("First mend what is marked.")  # noqa: E731 - said again in each language
        none = lambda: self.tr("There is no draft.")  # noqa: E731 - said again in each language
        why = offline if not state.usable else none
        ready = state.usable and state.has_draft
        self._actions.show([
            Action("save", lambda: self.tr("Keep the draft"), intents.save, "check", "Ctrl+S",
                   enabled=state.usable and state.dirty, reason=why),
            Action("publish", lambda: self.tr("Publish…"), intents.publish, "speakerphone",
                   enabled=ready and not state.faults, reason=faults if state.faults else why),
            Action("drop", lambda: self.tr("Drop the draft"), intents.drop, "trash", enabled=ready, reason=why,
                   bar=False),
            Action("take_file", lambda: self.tr("Take in a centre file…"), intents.take_file, "file-text",
                   enabled=state.answer is not None, reason=offline),
            Action("give_file", lambda: self.tr("Save the centre file…"), intents.give_file, "file-text",
                   enabled=state.usable, reason=offline),
        ])  # fmt: skip
        for id, button in (("save", self.save), ("publish", self.publish), ("drop", self.drop)):
            action = self._actions.find(id)
            if action is not None:
                button.switch(action.enabled, action.reason)
        self.drop.setVisible(state.has_draft)
        codes = [each.code for each in state.listed]
        at = codes.index(state.selected) if state.selected in codes else -1
        chosen = lambda: self.tr("Select one in the list first.")  # noqa: E731 - said again in each language
        first = lambda: self.tr("It is the first already.")  # noqa: E731 - said again in each language
        last = lambda: self.tr("It is the last already.")  # noqa: E731 - said again in each language
        self.up.switch(at > 0, first if at == 0 else chosen)
        self.down.switch(0 <= at < len(codes) - 1, last if at >= 0 else chosen)
        self.remove.switch(at >= 0, chosen)
