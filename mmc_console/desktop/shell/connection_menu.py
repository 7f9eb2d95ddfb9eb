"""What the connection pill opens: which server, since when, how old the data is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget, QWidgetAction

from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look


class ConnectionMenu(QMenu):
    """Lines to read above what can be pressed; each `(icon, text with its key, what it does)`."""

    def __init__(
        self, look: Look, lines: Sequence[str], choices: Sequence[tuple[str, str, Callable[[], None]]], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName("\n".join(lines))
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for i, line in enumerate(lines):
            column.addWidget(Label(line, "bodyStrong" if i == 0 else "body", name=f"connection_{i}"))
        head = QWidgetAction(self)
        head.setDefaultWidget(told)
        head.setEnabled(False)  # the keys go past it to what can be pressed
        self.addAction(head)
        self.addSeparator()
        for icon, text, pressed in choices:
            self.addAction(look.icon(icon), text).triggered.connect(lambda _=False, pressed=pressed: pressed())
