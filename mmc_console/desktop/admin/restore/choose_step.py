"""The first two steps: which backup and which moment, and what was found out about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from mmc_console.desktop.admin.backups.contract import Kept
from mmc_console.desktop.admin.backups.words import stamp
from mmc_console.desktop.admin.restore.contract import Intents, State, Way
from mmc_console.desktop.admin.restore.words import RestoreWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.scrolling import lower
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text, say
from mmc_console.desktop.kit.typography import Role


class Mark(QRadioButton):
    """One of a few choices, in the words of the moment."""

    def __init__(self, text: Text, name: str) -> None:
        super().__init__()
        self._words = text
        self.setObjectName(name)
        self.setMinimumHeight(36)
        self.setAutoExclusive(False)
        self.say_again()

    def switch(self, on: bool, reason: str) -> None:
        """On, or off with the reason."""
        self.setEnabled(on)
        self.setToolTip("" if on else f"{say(self._words)}\n{reason}")
        self.setAccessibleDescription("" if on else reason)

    def say_again(self) -> None:
        """In the present language."""
        self.setText(say(self._words))
        self.setAccessibleName(say(self._words))


class ChooseStep(QWidget):
    """The good backups, and how far after one."""

    def __init__(self, look: Look, words: RestoreWords) -> None:
        super().__init__()
        self._words = words
        self._painting = False
        self._intents: Intents | None = None
        columns = (
            Column(lambda: self.tr("Time"), 160, firm=True), Column(lambda: self.tr("Kind")),
            Column(lambda: self.tr("Size"), 110),
            Column(lambda: self.tr("Check"), 130),
        )  # fmt: skip
        self.table = TicketTable(look, columns, lambda: self.tr("Good backups"), name="restore_backups")
        left = Card(lambda: self.tr("Good backups"), name="restore_backups_card")
        left.body.addWidget(self.table, 1)
        right = Card(lambda: self.tr("How far"), name="restore_moment_card")
        self.marks: dict[Way, Mark] = {
            "backup": Mark(lambda: self.tr("Exactly this backup"), "way_backup"),
            "moment": Mark(lambda: self.tr("A moment after a backup"), "way_moment"),
        }
        self.moment = Field(look, lambda: self.tr("Date and time"), placeholder="2026-11-23 09:41:07", name="moment")
        self.moment.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.last = Button(look, lambda: self.tr("The last moment there is"), icon="clock", name="moment_last")
        self._reach = Label("", "caption", "text2", wrap=True, name="moment_reach")
        column = QVBoxLayout()
        for widget in (*self.marks.values(), self.moment, self._reach, self.last):
            column.addWidget(widget)
        column.addStretch(1)
        right.body.addWidget(lower(column), 1)
        right.setFixedWidth(360)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(right)

    def bind(self, intents: Intents) -> None:
        """Tell what is chosen."""
        self._intents = intents
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: intents.go_on())
        for way, mark in self.marks.items():
            mark.clicked.connect(lambda _=False, way=way: intents.choose_way(way))
        self.moment.edited.connect(intents.edit_moment)
        self.moment.entered.connect(intents.go_on)
        self.last.clicked.connect(intents.take_last)

    def show_state(self, state: State) -> None:
        """Paint it."""
        words = self._words
        self._painting = True
        try:
            self.table.show_rows([self._row(kept) for kept in state.kept], lambda: self._empty(state))
            self.table.select(state.selected)
        finally:
            self._painting = False
        for way, mark in self.marks.items():
            mark.say_again()
            mark.setChecked(way == state.way)
            mark.switch(way == "backup" or state.last is not None, self.tr("Nothing after a backup is kept yet."))
        self.moment.set_text(state.moment)
        error = state.errors.get("moment")
        self.moment.show_error((lambda: words.message(error)) if error is not None else "")
        self.moment.setVisible(state.way == "moment")
        self.last.setVisible(state.way == "moment")
        self._reach.say(lambda: words.reach(state))

    def _row(self, kept: Kept) -> Row:
        words = self._words.backups
        cells: tuple[Cell, ...] = (
            NumberCell(stamp(kept.at)), TextCell(words.kind(kept.kind), "text2"), TextCell(words.size(kept.size)),
            TextCell(f"✓ {words.check(kept.check)}", "ok"),
        )  # fmt: skip
        return Row(kept.id, cells, words.row(kept))

    def _empty(self, state: State) -> str:
        if not state.loaded:
            return self.tr("Loading the backups…")
        return "" if state.problem is not None else self.tr("There is no good backup to restore.")

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(key)


class CheckLine(QWidget):
    """One thing that was found out: icon and words."""

    def __init__(self, look: Look, type: Role = "body") -> None:
        super().__init__()
        self._icon = IconLabel(look, "circle-check", "ok", 20 if type == "body" else 16)
        self.label = Label("", type, wrap=True)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)

    def show_line(self, icon: str, ink: str, text: str, *, quiet: bool = False) -> None:
        """Say it."""
        self._icon.show_icon(icon, ink)
        self.label.say(text)
        self.label.set_ink("text3" if quiet else "text")
        self.setVisible(bool(text))


class CheckStep(Card):
    """What was found out about the backup."""

    LINES = 6

    def __init__(self, look: Look, words: RestoreWords) -> None:
        super().__init__(name="restore_check_card")
        self._words = words
        self._source = Label("", "bodyStrong", wrap=True, name="restore_source")
        self._busy = Label(
            lambda: self.tr("The server reads the whole backup and counts what is in it. A large one takes a minute."),
            "body", "text2", wrap=True, name="restore_checking",
        )  # fmt: skip
        self._bar = QProgressBar()
        self._bar.setObjectName("restore_checking_bar")
        self._bar.setRange(0, 0)
        self._bar.setFixedHeight(10)
        self._bar.setTextVisible(False)
        self.lines = [CheckLine(look) for _ in range(self.LINES)]
        column = QVBoxLayout()
        column.setSpacing(6)
        for widget in (self._source, self._busy, self._bar, *self.lines):
            column.addWidget(widget)
        column.addStretch(1)
        self.body.addWidget(lower(column), 1)

    def show_state(self, state: State) -> None:
        """Paint it."""
        self._source.say(lambda: self._words.source(state))
        self._busy.setVisible(state.busy)
        self._bar.setVisible(state.busy)
        self._bar.setAccessibleName(self._busy.text())
        found = self._words.checks(state)
        for i, line in enumerate(self.lines):
            well, text = found[i] if i < len(found) else (True, "")
            line.show_line("circle-check" if well else "alert-triangle", "ok" if well else "warn", text)
