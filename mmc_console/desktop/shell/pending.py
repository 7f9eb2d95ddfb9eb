"""The list of actions that are not at the server yet. Shows rows in the order given; decides nothing about them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import BadgeCell, Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.shell.contract import PendingRow


class PendingList(QWidget):
    """One line per action: how far it is, what, when, who."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states = StateWords()
        self._rows: tuple[PendingRow, ...] = ()
        columns = (
            Column("", 36),
            Column(lambda: self.tr("State"), 130),
            Column(lambda: self.tr("Action")),
            Column(lambda: self.tr("Time"), 80),
            Column(lambda: self.tr("User"), 140),
        )
        self.table = TicketTable(look, columns, lambda: self.tr("Pending actions"), name="pending_rows")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.table, 1)
        self._kept = True
        self.promise = Label(self._promise, wrap=True, name="pending_kept")
        box.addWidget(InfoBox(self.promise, IconLabel(look, "info-circle", "info")))

    def show_rows(self, rows: tuple[PendingRow, ...], *, kept: bool = True) -> None:
        """Show *rows*; *kept*: closing the program does not lose them."""
        self._rows = rows
        if kept != self._kept:
            self._kept = kept
            self.promise.refresh()
        self.table.show_rows([self._row(row) for row in rows], lambda: self.tr("Nothing is waiting to be sent."))

    def _promise(self) -> str:
        if self._kept:
            return self.tr("Stored safely on this PC. Closing the program does not lose them.")
        return self.tr("This PC has no keyring: closing the program loses them. Keep it open until they are sent.")

    def _row(self, row: PendingRow) -> Row:
        state = self._states.sending(row.state or "sent")
        ink = "danger" if row.state in ("failed", "conflict") else "text2"
        what = f"{row.what}. {row.problem}" if row.problem else row.what
        return Row(
            row.key,
            (BadgeCell(row.state, state), TextCell(state, ink), TextCell(what), NumberCell(row.when, "text2"),
             TextCell(row.who, "text2")),
            f"{state}, {what}, {row.when}, {row.who}",
        )  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "table"):
            self.show_rows(self._rows, kept=self._kept)
