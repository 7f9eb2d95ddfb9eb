"""The last 24 hours: how long people could work, the strip, what has happened; and the numbers behind the strip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.health.contract import State
from mmc_console.desktop.admin.health.strip import Strip
from mmc_console.desktop.admin.health.words import PageWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import ElidedLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time, stopwatch
from mmc_console.desktop.kit.overlay import Drawer
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.health import HealthChange, HistoryView, Stretch

LINES: Final = 5
"""So many of the newest happenings have room."""


class DayCard(Card):
    """What has been."""

    def __init__(self, look: Look, words: PageWords, numbers: Callable[[], None]) -> None:
        super().__init__(lambda: self.tr("Last 24 hours"), name="health_day")
        self._words = words
        self.up = Label("", "bodyStrong", name="health_up")
        self.month = ElidedLabel("", "caption", "text2", name="health_up_month")
        self.strip = Strip(look, name="health_strip")
        self.lines = [ElidedLabel("", "caption", "text2", name=f"health_line_{n}") for n in range(LINES)]
        self.numbers = Button(
            look, lambda: self.tr("Numbers"), kind="link", tail="chevron-right", name="health_numbers", pressed=numbers
        )
        self.beside_title(self.up)
        self.body.addWidget(self.strip)
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.month, 1)
        foot.addWidget(self.numbers)
        self.body.addLayout(foot)

    def show_day(self, state: State) -> None:
        """Paint it."""
        words, health, history = self._words, state.health, state.history
        self.up.say(words.up(health.day if health is not None else None))
        self.month.say(words.up_month(health.month if health is not None else None))
        pieces = history.stretches if history is not None else ()
        self.strip.show_pieces(pieces, "; ".join(words.happened(piece) for piece in pieces))
        lines = happened(history)
        for place, label in enumerate(self.lines):
            at = lines[place] if place < len(lines) else None
            label.say(f"{bidi.ltr(clock_time(at[0]))} {words.happened(at[1])}" if at is not None else "")
            label.setVisible(at is not None)


def happened(history: HistoryView | None) -> list[tuple[datetime, HealthChange | Stretch]]:
    """The newest happenings first: what checks said, and times the server was off. A first 'all is well' is none."""
    if history is None:
        return []
    seen: set[str] = set()
    found: list[tuple[datetime, HealthChange | Stretch]] = []
    for change in history.changes:
        if change.status != "healthy" or change.check in seen:
            found.append((change.at, change))
        seen.add(change.check)
    found += [(piece.begins, piece) for piece in history.stretches if piece.status in ("down", "planned")]
    return sorted(found, key=lambda each: each[0], reverse=True)


class NumbersDrawer(Drawer):
    """The strip's pieces as a table."""

    def __init__(self, look: Look, over: QWidget, words: PageWords) -> None:
        super().__init__(
            look, over, lambda: self.tr("Last 24 hours"), lambda: self.tr("Close"), name="health_numbers_drawer"
        )
        self._told = words
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("From"), 120), Column(lambda: self.tr("To"), 120),
                Column(lambda: self.tr("State")), Column(lambda: self.tr("Length"), 160),
            ),
            lambda: self.tr("Last 24 hours"), name="health_pieces",
        )  # fmt: skip
        self.body.addWidget(self.table, 1)

    def show_pieces(self, history: HistoryView | None) -> None:
        """The newest first."""
        words = self._told
        rows: list[Row] = []
        for place, piece in enumerate(reversed(history.stretches) if history is not None else ()):
            begins, ends = f"{piece.begins:%m-%d %H:%M}", f"{piece.ends:%m-%d %H:%M}"
            state, length = words.stretch(piece.status), stopwatch((piece.ends - piece.begins).total_seconds())
            cells = (NumberCell(begins), NumberCell(ends), TextCell(state), NumberCell(length))
            rows.append(Row(f"{place}", cells, f"{begins}, {ends}, {state}, {length}"))
        self.table.show_rows(rows, self.tr("Not measured yet"))
