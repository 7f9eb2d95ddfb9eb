"""The log: filters above, one line each below, always left to right, newest first."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.alerts.contract import LEAST, ORIGINS, SPANS, State
from mmc_console.desktop.admin.alerts.words import AlertWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import LineEdit
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, MadeRows, NumberCell, Row
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.wire.logs import FoundLine

_INKS = {"warning": "warn", "error": "danger", "critical": "danger"}


class LogsPanel(QWidget):
    """The tab of the log. Paints State; decides nothing."""

    picked = Signal(str)

    def __init__(self, look: Look, actions: ActionList, words: AlertWords) -> None:
        super().__init__()
        self._words = words
        self._painting = False
        self._zone: datetime | None = None
        self._made: MadeRows[FoundLine] = MadeRows(self._row)
        self.text = LineEdit(look, lambda: self.tr("Text, request id or action id"))
        self.text.setObjectName("log_text")
        self.text.setClearButtonEnabled(True)
        self.least = Choice(look, lambda: self.tr("Levels"), name="log_least")
        self.span = Choice(look, lambda: self.tr("Time"), name="log_span")
        self.origin = Choice(look, lambda: self.tr("Written by"), name="log_origin")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.text, 1)
        for choice in (self.least, self.span, self.origin):
            choice.setMinimumContentsLength(15)
            top.addWidget(choice)
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Time"), 170, firm=True), Column(lambda: self.tr("Level"), 84),
                Column(lambda: self.tr("Source"), 200, spare=1), Column(lambda: self.tr("Text")),
                Column(lambda: self.tr("Request"), 130),
            ),
            lambda: self.tr("Logs"), row_size="rowCompact", name="log_rows",
        )  # fmt: skip
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: actions.press("open_line"))
        self._reach = Label("", "caption", "text2", name="log_reach")
        self.card = Card(lambda: self.tr("Logs"), name="logs_card")
        self.card.setFocusProxy(self.table)
        self.card.beside_title(self._reach)
        self.card.body.addLayout(top)
        self.card.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for id in ("pause", "copy_line", "open_line", "related", "older", "export_log"):
            foot.addWidget(ActionButton(look, actions, id, kind="normal"))
        foot.addStretch(1)
        self.card.body.addLayout(foot)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card)
        self.setFocusProxy(self.table)

    def show_state(self, state: State, language: str) -> None:
        """Paint *state*; selection and scroll stay."""
        logs, words = state.logs, self._words
        self._zone = state.now
        self.least.show_choices([(key, partial(words.least, key)) for key in LEAST], logs.filter.least)
        self.span.show_choices([(key, partial(words.span, key)) for key in SPANS], logs.filter.span)
        self.origin.show_choices([(key, partial(words.origin, key)) for key in ORIGINS], logs.filter.origin)
        if not self.text.hasFocus() and self.text.text().strip() != logs.filter.text:
            self.text.setText(logs.filter.text)
        self._painting = True
        try:
            rows = self._made.of(((line.id, line) for line in logs.lines), language)
            waiting = logs.searching or not logs.ready
            self.table.show_rows(rows, self.tr("Searching…") if waiting else words.no_lines(logs.filter))
            self.table.select(logs.selected)
        finally:
            self._painting = False
        self._reach.say(words.searched(state))

    def _row(self, line: FoundLine) -> Row:
        at = datetime.fromisoformat(line.at)
        here = at.astimezone(self._zone.tzinfo) if self._zone is not None else at
        when, level = f"{here:%m-%d %H:%M:%S}.{here.microsecond // 1000:03d}", self._words.level(line.level)
        source = line.source.removeprefix("server.")
        ink = _INKS.get(line.level, "text")
        cells: tuple[Cell, ...] = (
            NumberCell(when, "text2"), NumberCell(level, ink), NumberCell(source, "text2"), NumberCell(line.text, ink),
            NumberCell(line.request, "text2"),
        )  # fmt: skip
        return Row(line.id, cells, f"{when}, {line.level}, {source}, {line.text}")

    def _picked(self, key: str) -> None:
        if not self._painting:
            self.picked.emit(key)
