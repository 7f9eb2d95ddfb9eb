"""What a board that belongs nowhere yet shows: where its centre is, and the code from its administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.buttons import PrimaryButton
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look

WIDTH: Final = 460


class PairingWindow(QWidget):
    """Two lines and a button. *pair* is called with address and code; *leave* when the window is closed."""

    def __init__(
        self, look: Look, server: str, pair: Callable[[str, str], None], leave: Callable[[], None], *,
        removed: bool = False,
    ) -> None:  # fmt: skip
        """*removed*: it has belonged to a centre, which does not know it any more."""
        super().__init__(None)
        self.asks = True
        """Whether a code is asked for."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=True)  # a board fills the screen behind it
        self.setObjectName("pairing")
        self.setWindowTitle(self.tr("Pair this screen"))
        self.setFixedWidth(WIDTH)
        self._pair, self._leave = pair, leave
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        column.addWidget(Label(lambda: self.tr("Pair this screen"), "h2"))
        self.advice = Label(self._removed_text if removed else self._advice_text, "body", wrap=True)
        column.addWidget(self.advice)
        self.server = Field(look, lambda: self.tr("Server address"), name="server")
        self.code = Field(look, lambda: self.tr("Code"), name="code", numeric=True)
        self.server.set_text(server)
        for field in (self.server, self.code):
            column.addWidget(field)
            field.entered.connect(self._pressed)
        row = QHBoxLayout()
        self.button = PrimaryButton(look, lambda: self.tr("Pair"), icon="device-tv", name="pair", pressed=self._pressed)
        self.done = PrimaryButton(
            look, lambda: self.tr("Show the board"), icon="device-tv", name="show_board", pressed=self._close
        )
        for button in (self.button, self.done):
            row.addWidget(button)
        self.done.hide()
        row.addStretch(1)
        column.addLayout(row)
        (self.code if server else self.server).setFocus()

    def waiting(self, busy: bool) -> None:
        """The server is being asked."""
        self.button.setEnabled(not busy)

    def fault(self, code: str) -> None:
        """Say what was wrong, beside what it is about."""
        self.server.show_error("")
        self.code.show_error("")
        if code == "not-authenticated":
            self.code.show_error(lambda: self.tr("This code is wrong, used or too old. Ask for a new one."))
        elif code == "busy":
            self.code.show_error(lambda: self.tr("Too many tries. Wait a little, then try again."))
        elif code == "certificate-changed":
            self.server.show_error(lambda: self.tr("This server cannot prove who it is. Ask an administrator."))
        elif code in ("address", "http-not-here"):
            self.server.show_error(
                lambda: self.tr("This is no address of a server: https://…, or http on this PC only.")
            )
        else:
            self.server.show_error(lambda: self.tr("The server cannot be reached. Check the address."))

    def not_kept(self, code: str) -> None:
        """It is paired, and shows its board from now on; only its next start will not know."""
        self.asks = False
        for line in (self.server, self.code, self.button):
            line.hide()
        self.advice.say(self._full_text if code == "store-full" else self._unkept_text)
        self.done.show()
        self.adjustSize()
        self.activateWindow()
        self.done.setFocus()

    def _advice_text(self) -> str:
        return self.tr("An administrator makes the code; it is good once, for ten minutes.")

    def _removed_text(self) -> str:
        return self.tr(
            "The server does not know this screen any more: it was removed, or another one was paired in its place. "
            "Ask an administrator for a new code; it is good once, for ten minutes."
        )

    def _full_text(self) -> str:
        return self.tr(
            "This screen is paired, but there is no room on this PC to remember it: its next start asks for a new "
            "code. Free some space before then."
        )

    def _unkept_text(self) -> str:
        return self.tr(
            "This screen is paired, but this PC could not remember it: its next start asks for a new code. "
            "Tell an administrator."
        )

    def _pressed(self) -> None:
        if not self.button.isEnabled():
            return  # Enter, while the server is being asked
        self._pair(self.server.text.strip(), self.code.text.strip())

    def _close(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        super().closeEvent(event)
