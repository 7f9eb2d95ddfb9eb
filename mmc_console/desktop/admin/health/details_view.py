"""One check at the reading end: what is so since when, what to do, what was measured, and what it has said before."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.health.contract import THIS_PC, State, Tile
from mmc_console.desktop.admin.health.tiles_view import ICONS, INKS
from mmc_console.desktop.admin.health.words import PageWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Drawer
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.health import HistoryView


class CheckDrawer(Drawer):
    """Filled anew whenever what it shows has changed."""

    def __init__(self, look: Look, over: QWidget, words: PageWords) -> None:
        super().__init__(look, over, "", lambda: self.tr("Close"), name="health_details")
        self._look, self._told = look, words
        self._shown: object = None
        self._last: tuple[State, Tile, datetime] | None = None
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.past = TicketTable(
            look,
            (Column(lambda: self.tr("When"), 150, firm=True), Column(lambda: self.tr("State"), 170),
             Column(self._what)),
            lambda: self.tr("What it has said in the last 30 days"), row_size="row", name="health_past",
        )  # fmt: skip
        self._past_title = Label(lambda: self.tr("What it has said in the last 30 days"), "bodyStrong")
        self.body.addWidget(self._content)
        self.body.addWidget(self._past_title)
        self.body.addWidget(self.past, 1)

    def _what(self) -> str:
        return self.tr("Finding")

    def show_check(self, state: State, tile: Tile, now: datetime) -> None:
        """Show *tile* and open, or keep up with it."""
        shown = (tile, state.past, state.own if tile.name == THIS_PC else ())
        if shown != self._shown or self.isHidden():
            self._shown, self._last = shown, (state, tile, now)
            self._fill(state, tile, now)
        if self.isHidden():
            self.open()

    def say_again(self) -> None:
        """The same in the new language."""
        if self._last is not None:
            self._fill(*self._last)

    def _fill(self, state: State, tile: Tile, now: datetime) -> None:
        self.title.say(self._told.title(tile.name))
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        words, mine = self._told, tile.name == THIS_PC
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel(self._look, ICONS[tile.status], INKS[tile.status]))
        row.addWidget(Label(words.state(tile), "bodyStrong", INKS[tile.status]))
        row.addWidget(Label(words.since(tile.since, now), "caption", "text2"))
        row.addStretch(1)
        self._column.addWidget(line)
        if mine:
            for own in state.own:
                self._column.addWidget(Label(words.own(own), "body", INKS[own.found.status], wrap=True))
            self._column.addStretch(1)
        else:
            said = words.checks.detail(tile.detail)
            self._column.addWidget(Label(said.says, "body", wrap=True, name="health_says"))
            if said.do:
                self._column.addWidget(Label(lambda: self.tr("What to do"), "caption", "text2"))
                self._column.addWidget(Label(said.do, "bodyStrong", wrap=True, name="health_do"))
            if tile.about:
                self._column.addWidget(Label(lambda: self.tr("Concerns"), "caption", "text2"))
                self._column.addWidget(Label(bidi.listed(map(bidi.iso, tile.about)), "body", wrap=True))
            figures = words.figures(tile)
            if figures:
                self._column.addWidget(Label(lambda: self.tr("Measured"), "caption", "text2"))
                self._column.addWidget(Label(" · ".join(figures), "body", wrap=True))
        for widget in (self.past, self._past_title):
            widget.setVisible(not mine)
        self._show_past(state.past)

    def _show_past(self, past: HistoryView | None) -> None:
        rows: list[Row] = []
        for place, change in enumerate(reversed(past.changes) if past is not None else ()):
            when, state = f"{change.at:%Y-%m-%d %H:%M}", self._told.checks.states[change.status]
            said = self._told.checks.detail(change.detail).says
            names = " ".join(change.about[:3])
            finding = TextCell(f"{said} {names}".strip())
            cells = (NumberCell(when, "text2"), TextCell(state, INKS[change.status]), finding)
            rows.append(Row(f"{place}", cells, f"{when}, {state}, {said} {names}"))
        empty = self.tr("Nothing has changed in this time.") if past is not None else self.tr("Asking the server…")
        self.past.show_rows(rows, empty)
