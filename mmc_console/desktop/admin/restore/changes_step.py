"""The third step: what will be different, clinic by clinic, what everybody notices, and what becomes of later work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.restore.bars import Bar, ClinicBars
from mmc_console.desktop.admin.restore.choose_step import CheckLine, Mark
from mmc_console.desktop.admin.restore.contract import Intents, State
from mmc_console.desktop.admin.restore.words import RestoreWords
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.scrolling import lower
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.tickets.facts import word_in


class ChangesStep(QWidget):
    """A table of everything counted, bars of the clinics, and one choice."""

    def __init__(self, look: Look, words: RestoreWords, language: Callable[[], str]) -> None:
        super().__init__()
        self._words, self._language = words, language
        columns = (
            Column(lambda: self.tr("What")), Column(lambda: self.tr("Now"), 80), Column(lambda: self.tr("Then"), 80),
            Column(lambda: self.tr("Result"), 150),
        )  # fmt: skip
        self.table = TicketTable(
            look, columns, lambda: self.tr("What changes"), row_size="rowCompact", name="restore_changes"
        )
        left = Card(lambda: self.tr("What changes"), name="restore_changes_card")
        left.body.addWidget(self.table, 1)
        middle = Card(lambda: self.tr("Tickets by clinic"), name="restore_clinics_card")
        self._legend = Label(
            lambda: self.tr("Upper bar: now. Lower bar: after the restore."), "caption", "text2", wrap=True
        )
        self.bars = ClinicBars(look, lambda: self.tr("Tickets by clinic, now and after the restore"))
        self._same = Label(lambda: self.tr("No clinic's tickets change."), "body", "text2", wrap=True)
        column = QVBoxLayout()
        column.addWidget(self.bars)
        column.addStretch(1)
        middle.body.addWidget(self._legend)
        middle.body.addWidget(self._same)
        middle.body.addWidget(lower(column), 1)
        right = Card(lambda: self.tr("Impact"), name="restore_impact_card")
        self._impact = [CheckLine(look, "caption") for _ in range(4)]
        beside = QVBoxLayout()
        for line in self._impact:
            beside.addWidget(line)
        beside.addSpacing(8)
        beside.addWidget(Label(lambda: self.tr("Work after that moment"), "bodyStrong"))
        self.marks = {
            True: Mark(lambda: self.tr("Desks bring it back"), "bring_back"),
            False: Mark(lambda: self.tr("Only list it; do not take it"), "leave_behind"),
        }
        for mark in self.marks.values():
            beside.addWidget(mark)
        self._later = Label("", "caption", "text2", wrap=True, name="restore_later")
        beside.addWidget(self._later)
        beside.addStretch(1)
        right.body.addWidget(lower(beside), 1)
        right.setFixedWidth(340)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 6)
        row.addWidget(middle, 5)
        row.addWidget(right)

    def bind(self, intents: Intents) -> None:
        """Tell the choice."""
        for wanted, mark in self.marks.items():
            mark.clicked.connect(lambda _=False, wanted=wanted: intents.set_bring_back(wanted))

    def show_state(self, state: State) -> None:
        """Paint it."""
        changes = state.changes
        if changes is None:
            return
        inks = {
            "tickets": self._words.change(changes.tickets)[1], "visits": self._words.change(changes.visits)[1],
            "users": self._words.change(changes.users)[1],
        }  # fmt: skip
        self.table.show_rows([
            Row(
                key,
                (TextCell(name), NumberCell(now, "text2"), NumberCell(then), TextCell(result, inks.get(key, "text2"))),
                ", ".join(part for part in (name, now, then, result) if part),
            )
            for key, name, now, then, result in self._words.lines(state)
        ])  # fmt: skip
        different = [c for c in changes.clinics if c.tickets.now != c.tickets.then]
        language = self._language()
        self.bars.show_bars([
            Bar(word_in(state.clinics.get(c.clinic, {}), language) or c.clinic, c.tickets.now, c.tickets.then)
            for c in different
        ])  # fmt: skip
        self.bars.setVisible(bool(different))
        self._legend.setVisible(bool(different))
        self._same.setVisible(not different)
        for line, text in zip(self._impact, self._words.impact(state), strict=True):
            line.show_line("info-circle", "info", text)
        for wanted, mark in self.marks.items():
            mark.say_again()
            mark.setChecked(wanted == state.bring_back)
        self._later.say(lambda: self._words.later(state))
