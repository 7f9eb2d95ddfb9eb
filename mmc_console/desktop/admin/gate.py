"""What lies over a page of the administration while an administrator works here who came by PIN.

Nothing behind it is seen, asked for or pressed; what was typed there stays, and the page goes on once the password was
shown. It never looks at one itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mmc_console.desktop.admin.again import sign_in_again
from mmc_console.desktop.admin.again_dialog import AgainWords, ask_password
from mmc_console.desktop.admin.page_screen import AnyPage
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.buttons import PrimaryButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.sign_in.words import SignInWords
from mmc_console.desktop.tickets.facts import Message

WIDTH = 460


class Gate(QStackedWidget):
    """A page, or the way to the password in its place."""

    def __init__(self, parts: AdminParts, page: AnyPage) -> None:
        super().__init__()
        self._parts, self._page = parts, page
        self._words, self._again = SignInWords(parts.words.problem, self), AgainWords(self)
        self._closed = self._asking = False
        self.addWidget(page.view)
        self.front = self._build()
        """What is seen while it is closed."""
        self.addWidget(self.front)
        self.look()

    def _build(self) -> QWidget:
        name, look = self._page.name, self._parts.look
        card = Card(lambda: self.tr("The administration asks for the password"), name=f"{name}_gate")
        card.setFixedWidth(WIDTH)
        card.beside_title(IconLabel(look, "lock", "primary"))
        card.body.addWidget(Label(self._why, "body", wrap=True, name=f"{name}_gate_why"))
        self._button = PrimaryButton(
            look, self._again.button, icon="login", name=f"{name}_gate_open", pressed=self._ask
        )
        card.body.addWidget(self._button)
        front = QWidget()
        front.setObjectName(f"{name}_gate_front")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column = QVBoxLayout(front)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        return front

    def _why(self) -> str:
        return self.tr(
            "You came in by PIN. It is enough for the work at the desks, but not for the administration. "
            "Sign in again with your password; then this page goes on."
        )

    # ------------------------------------------------------------------ closed and open
    async def follow(self) -> None:
        """Open whenever the password was shown, wherever that was."""
        async for _ in self._parts.gateway.changes():
            self.look()

    def look(self) -> None:
        """Close, or open, by how who works here has come in."""
        closed = self._parts.gateway.admin.wants_password
        if closed == self._closed:
            return
        self._closed = closed
        self._page.actions.cover(closed)
        self._page.view.setEnabled(not closed)  # nor does the keyboard get behind it
        self.setCurrentWidget(self.front if closed else self._page.view)
        if self.isVisible() and not closed:
            self._page.entered()

    def showEvent(self, event: QShowEvent) -> None:
        """Each time it is seen: the lock has been opened, or another page was left. Nothing is painted before."""
        super().showEvent(event)
        self.look()
        if self._closed:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the password
    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._parts.start("gate", self._opening())

    async def _opening(self) -> None:
        try:
            await sign_in_again(self._parts.gateway, self._password)
        finally:
            self._asking = False
        self.look()

    async def _password(self, problem: Message | None) -> str | None:
        return await ask_password(self._parts.look, self.window(), self._words.message, problem, self._asks)

    def _asks(self) -> str:
        return self.tr("A PIN is not enough for the administration. Type your password to go on.")
