"""The bell's drawer: the centre's open alerts, for those whom they concern, and below them what the program has said on
this PC since it started: toasts are gone in seconds, here they can be read again. It decides nothing about either.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change, say
from mmc_console.desktop.kit.toasts import Toast

AT_MOST: Final = 100


class ToldList(QWidget):
    """One line per toast, newest first, in the language it was said in."""

    alert_opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: deque[tuple[int, str, str, str]] = deque(maxlen=AT_MOST)
        self._count = 0
        self._alerts: list[tuple[str, str, str, str]] = []
        columns = (Column(lambda: self.tr("Time"), 80), Column(lambda: self.tr("What was said")))
        self.table = TicketTable(look, columns, lambda: self.tr("What was said"), name="told_rows")
        self.table.opened.connect(self._opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._show()

    def show_alerts(self, alerts: list[tuple[str, str, str, str]]) -> None:
        """These stand above: each with its id, its time, its words and their ink."""
        if alerts != self._alerts:
            self._alerts = alerts
            self._show()

    def add(self, toast: Toast, now: datetime | None) -> None:
        """Remember *toast*, said at *now*."""
        self._count += 1
        when = clock_time(now) if now is not None else ""
        self._told.appendleft((self._count, when, say(toast.text), "danger" if toast.kind == "error" else "text"))
        self._show()

    def forget(self) -> None:
        """Nothing was said to the person who works here now."""
        self._told.clear()
        self._show()

    def _opened(self, key: str) -> None:
        if any(key == alert[0] for alert in self._alerts):
            self.alert_opened.emit(key)

    def _show(self) -> None:
        lines = [*self._alerts, *((str(count), when, text, ink) for count, when, text, ink in self._told)]
        rows = [
            Row(key, (NumberCell(when, "text2"), TextCell(text, ink)), f"{when}, {text}")
            for key, when, text, ink in lines
        ]
        self.table.show_rows(rows, lambda: self.tr("No open alerts."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "table"):
            self._show()
