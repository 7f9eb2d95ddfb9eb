"""Changes this PC's passphrase: the one of now, and the new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from mmc_console.client.errors import StoreFault
from mmc_console.client.sealed import SHORTEST, passphrase_problem
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.passphrase.presenter import message_of
from mmc_console.desktop.passphrase.words import PassphraseWords
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.clock import Clock
    from mmc_console.client.sealed import SealedKeys


class PassphraseDialog(Dialog):
    """What is wrong is said beside its line; it closes once the new passphrase may be used."""

    def __init__(self, look: Look, parent: QWidget, words: PassphraseWords) -> None:
        super().__init__(
            look, parent, lambda: self.tr("Change the passphrase of this PC"), lambda: self.tr("Save"),
            lambda: self.tr("Cancel"), name="passphrase_dialog",
        )  # fmt: skip
        self._sentences = words
        self.current = Field(look, lambda: self.tr("The present passphrase"), secret=True, name="current_passphrase")
        self.new = Field(look, lambda: self.tr("The new passphrase"), secret=True, name="new_passphrase")
        self.again = Field(look, lambda: self.tr("The new one once more"), secret=True, name="new_passphrase_again")
        for field in (self.current, self.new, self.again):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.body.addWidget(field)

    def refuse(self, message: Message) -> None:
        """Say what was wrong with the present one."""
        self.current.show_error(self._sentences.message(message))
        self.current.edit.setFocus()

    def accept(self) -> None:
        """Close, unless something is missing or nobody should use it."""
        missing = "" if self.current.text else "passphrase-missing"
        new = passphrase_problem(self.new.text)
        if not new and self.new.text == self.current.text:
            new = "passphrase-same"
        again = "passphrase-differs" if not new and self.again.text != self.new.text else ""
        found = ((self.current, missing), (self.new, new), (self.again, again))
        for field, code in found:
            field.show_error(self._sentences.message(Message(code, {"n": SHORTEST})) if code else "")
        first = next((field for field, code in found if code), None)
        if first is None:
            super().accept()
        else:
            first.edit.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "again"):
            self.setWindowTitle(self.tr("Change the passphrase of this PC"))


async def change_passphrase(
    look: Look, parent: QWidget, words: PassphraseWords, keys: SealedKeys, clock: Clock
) -> bool:
    """Ask until it is changed; False when the person turns away."""
    refused: Message | None = None
    while True:
        dialog = PassphraseDialog(look, parent, words)
        if refused is not None:
            dialog.refuse(refused)
        if not await dialog.answer():
            return False
        try:
            await keys.change(dialog.current.text, dialog.new.text, clock.now)
        except StoreFault as fault:
            refused = message_of(fault, clock.now())
        else:
            return True
