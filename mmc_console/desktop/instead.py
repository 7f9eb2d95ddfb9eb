"""What a window that stands instead of a console does by itself: it tells when it is closed, and works by the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.focus_ring import FocusRing
from mmc_console.desktop.kit.look import Look


class InsteadWindow(QWidget):
    """A few words and a few buttons, and no console behind them."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._ring = FocusRing(look, self)

    def done(self) -> None:
        """It was read."""
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the keyboard, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus := self.focusWidget(), Button):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.done()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
