"""The question for the password of who works here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.tickets.facts import Message


class AgainWords(QObject):
    """What the button on each page says."""

    def button(self) -> str:
        """It leads to a question."""
        return self.tr("Sign in again…")


class AgainDialog(Dialog):
    """One line; what stands in it is handed on once, and kept nowhere."""

    def __init__(self, look: Look, parent: QWidget, problem: str, why: Text = "") -> None:
        """*why* it is asked for; else because the centre's data cannot be read."""
        super().__init__(
            look, parent, lambda: self.tr("Sign in again"), lambda: self.tr("Sign in"), lambda: self.tr("Cancel"),
            name="sign_in_again",
        )  # fmt: skip
        self.body.addWidget(Label(why or self._unread, "body", "text2", wrap=True))
        self.field = Field(look, lambda: self.tr("Password"), secret=True, name="again_password")
        self.field.entered.connect(self.accept)
        self.body.addWidget(self.field)
        if problem:
            self.field.show_error(problem)
        self.field.edit.setFocus()

    def _unread(self) -> str:
        return self.tr(
            "A PIN is not enough while the centre's data cannot be read. With the password of an "
            "administrator the server lets you in, to restore a backup."
        )

    def accept(self) -> None:
        """Close, unless nothing is typed."""
        if self.field.text:
            super().accept()
            return
        self.field.show_error(lambda: self.tr("Enter the password."))
        self.field.edit.setFocus()


def again_button(look: Look, words: AgainWords, page: str, pressed: Callable[[], None]) -> Button:
    """Beside what was refused on *page*; hidden until something was."""
    button = Button(look, words.button, icon="login", name=f"{page}_sign_in", pressed=pressed)
    button.hide()
    return button


async def ask_password(
    look: Look, parent: QWidget, words: Callable[[Message], str], problem: Message | None, why: Text = ""
) -> str | None:
    """The password, or None where the question was turned away. *why* it is asked for, as in `AgainDialog`."""
    dialog = AgainDialog(look, parent, words(problem) if problem is not None else "", why)
    return dialog.field.text if await dialog.answer() else None
