"""The page behind the hidden corner: a password, then the way out. Also where a PC is made a kiosk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mmc_console.desktop.kiosk.big import BigButton, BigLabel
from mmc_console.desktop.kiosk.contract import Intents, Staff
from mmc_console.desktop.kiosk.pads import LetterPad
from mmc_console.desktop.kiosk.words import KioskWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.look import Look


class StaffPanel(QWidget):
    """Server (at the first start), name and password; then what only staff may do."""

    def __init__(self, look: Look, words: KioskWords, intents: Callable[[], Intents]) -> None:
        super().__init__()
        self.setObjectName("kiosk_staff")
        self._words, self._intents = words, intents
        self._staff = Staff()
        self.title = BigLabel(look, self._title_text, 28, bold=True, name="staff_title")
        self.server = Field(look, lambda: self.tr("Server address"), name="staff_server")
        self.username = Field(look, lambda: self.tr("User name"), name="staff_username")
        self.password = Field(look, lambda: self.tr("Password"), secret=True, name="staff_password")
        self.problem = BigLabel(look, "", 20, "danger", name="staff_problem")
        self.enter = BigButton(look, self._enter_text, icon="login", tone="primary", pixels=24, height=60,
                               name="staff_enter", pressed=self._prove)  # fmt: skip
        self.standing = BigLabel(look, self._standing_text, 22, "text2", name="staff_standing")
        self.leave = BigButton(look, lambda: self.tr("Close the kiosk"), icon="door-exit", pixels=28, height=90,
                               name="staff_leave", pressed=lambda: intents().leave())  # fmt: skip
        self.resign = BigButton(look, lambda: self.tr("This PC is no kiosk any more"), icon="logout", pixels=24,
                                height=72, name="staff_resign", pressed=lambda: intents().resign())  # fmt: skip
        self.pad = LetterPad(look, self._line)
        self._fields = QWidget()
        lines = QHBoxLayout(self._fields)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(16)
        for field in (self.server, self.username, self.password):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            field.entered.connect(self._prove)
            field.edited.connect(lambda _: intents().touched())
            lines.addWidget(field)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        for each in (self.title, self._fields, self.problem, self.enter, self.pad, self.standing):
            box.addWidget(each)
        box.addStretch(1)
        box.addWidget(self.leave)
        box.addWidget(self.resign)
        box.addStretch(1)

    def show_state(self, staff: Staff) -> None:
        """Ask for a password, or offer what it opens."""
        self._staff = staff
        self.title.refresh()
        self.server.setVisible(staff.asks_server)
        if staff.asks_server and not self.server.text:
            self.server.set_text(staff.server)
        for each in (self._fields, self.enter, self.pad):
            each.setVisible(not staff.proved)
        self.problem.say(self._words.staff(staff.problem))
        self.enter.setEnabled(not staff.busy)
        self.enter.refresh()
        self.standing.say(self._standing_text if not staff.setup else "")
        self.leave.setVisible(staff.proved or staff.may_close)
        self.resign.setVisible(staff.proved)

    def forget(self) -> None:
        """Empty the lines."""
        for field in (self.username, self.password):
            field.set_text("")

    def first_line(self) -> None:
        """Put the cursor where typing begins."""
        (self.server if self._staff.asks_server and not self.server.text else self.username).edit.setFocus()

    def _line(self) -> QLineEdit:
        """Where the letters of the screen go."""
        found = QApplication.focusWidget()
        self._intents().touched()
        mine = (self.server.edit, self.username.edit, self.password.edit)
        return next((line for line in mine if line is found), self.username.edit)

    def _prove(self) -> None:
        self._intents().prove(self.server.text, self.username.text, self.password.text)

    def _title_text(self) -> str:
        if self._staff.setup:
            return self.tr("Set up this kiosk: sign in with the kiosk's own account")
        return self.tr("Staff only")

    def _enter_text(self) -> str:
        if self._staff.busy:
            return self.tr("Please wait…")
        return self.tr("Set up") if self._staff.setup else self.tr("Unlock")

    def _standing_text(self) -> str:
        staff = self._staff
        parts = [self._words.counts.pending(staff.pending)]
        if staff.desk:
            parts.append(fill(self.tr("Desk letter {desk}"), desk=staff.desk))
        if staff.printer == "no-printer":
            parts.append(self.tr("No printer is set up"))
        elif staff.printer:
            parts.append(self.tr("The printer did not print"))
        return " · ".join(parts)
