"""The few questions that need an answer. Opened and awaited, never executed: that would stop other tasks for good."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.buttons import Button, Kind
from mmc_console.desktop.kit.focus_ring import FocusRing
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, say

OTHER: Final = 2


class Dialog(QDialog):
    """A box over the window; put fields into `body`. Esc is the safe answer, Ctrl+Enter the named one."""

    def __init__(
        self, look: Look, parent: QWidget, title: Text, confirm: Text, cancel: Text, *, danger: bool = False,
        name: str = "dialog",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setModal(True)
        self.setWindowTitle(say(title))
        self.setMinimumWidth(460)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(16)
        self.title = Label(title, "title", wrap=True, name="dialog_title")
        outer.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addLayout(self.body)
        row = self._answers = QHBoxLayout()
        row.setSpacing(8)
        kind: Kind = "danger" if danger else "primary"
        self.confirm = Button(look, confirm, kind=kind, name="confirm", pressed=self.accept)
        self.cancel = Button(look, cancel, name="cancel", pressed=self.reject)
        row.addWidget(self.confirm)
        row.addWidget(self.cancel)
        row.addStretch(1)
        outer.addLayout(row)
        self._ring = FocusRing(look, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.confirm.isEnabled():
                self.accept()
            return
        if enter and isinstance(focus := self.focusWidget(), Button):
            focus.click()
            return
        super().keyPressEvent(event)

    def offer(self, look: Look, other: Text) -> None:
        """Another answer beside the named one: `result_of` is OTHER then."""
        self._answers.insertWidget(1, Button(look, other, name="other", pressed=lambda: self.done(OTHER)))

    async def answer(self) -> bool:
        """Open, wait for the person, close; True for the named answer."""
        return await self.result_of() == QDialog.DialogCode.Accepted

    async def result_of(self) -> int:
        """The same, in Qt's numbers: Accepted, OTHER, or Rejected for the safe answer."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def finished(result: int) -> None:
            if not done.done():
                done.set_result(result)

        self.finished.connect(finished)
        self.open()
        try:
            return await done
        finally:
            self.close()
            self.deleteLater()


class OnceDialog(Dialog):
    """Something that is told once: no key and no cross turns it away. The lock does, and the program's end.

    `answer` says whether it was seen to; whatever the lock has closed is to be shown again to whoever asked for it.
    """

    def __init__(self, look: Look, parent: QWidget, title: Text, confirm: Text, *, name: str) -> None:
        super().__init__(look, parent, title, confirm, "", name=name)
        self.cancel.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc changes nothing."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nor does the window's own cross; the program's end closes it."""
        if event.spontaneous():
            event.ignore()
        else:
            super().closeEvent(event)


async def ask(
    look: Look, parent: QWidget, question: Text, confirm: Text, cancel: Text, *, detail: Text = "", danger: bool = True
) -> bool:  # fmt: skip
    """Ask *question* with two verbs; the safe one has the focus. True when *confirm* was pressed."""
    box = Dialog(look, parent, question, confirm, cancel, danger=danger, name="ask")
    if detail:
        box.body.addWidget(Label(detail, "body", "text2", wrap=True))
    box.cancel.setFocus()
    return await box.answer()


async def ask_which(
    look: Look, parent: QWidget, question: Text, one: Text, other: Text, neither: Text, *, detail: Text
) -> bool | None:
    """Ask *question* with two verbs and a way back, which has the focus and is Esc. None for neither."""
    box = Dialog(look, parent, question, one, neither, name="ask")
    box.offer(look, other)
    box.body.addWidget(Label(detail, "body", "text2", wrap=True))
    box.cancel.setFocus()
    result = await box.result_of()
    return None if result == QDialog.DialogCode.Rejected else result != OTHER
