"""What a console shows instead of opening where its folder cannot be used: what is wrong with which, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mmc_console.desktop.instead import InsteadWindow
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.buttons import Button, PrimaryButton
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change

Kind = Literal["full", "denied", "locks", "other"]
OPTION: Final = "--profile"
WIDTH: Final = 600
_KINDS: Final[dict[int, Kind]] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full",
    errno.EACCES: "denied", errno.EPERM: "denied", errno.EROFS: "denied",
    errno.ENOLCK: "locks", errno.EOPNOTSUPP: "locks", errno.ENOSYS: "locks",
}  # fmt: skip


def kind_of(fault: OSError) -> Kind:
    """What a person has to see to; `other` is told in the system's own words."""
    return _KINDS.get(fault.errno or 0, "other")


class UnusableWindow(InsteadWindow):
    """What is wrong, the folder, what to do next, and two buttons."""

    again = Signal()

    def __init__(self, look: Look, path: Path, fault: OSError) -> None:
        super().__init__(look)
        self._fault, self._tried = fault, ""
        self.setObjectName("unusable")
        self.setWindowTitle(self.tr("MMC Console"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(Label(lambda: self.tr("The console cannot use its folder"), "h2", wrap=True))
        self._what = Label(self._says, "body", "danger", wrap=True, name="what")
        column.addWidget(InfoBox(self._what, IconLabel(look, "alert-octagon", "danger"), "danger"))
        folder = QVBoxLayout()
        folder.setSpacing(4)
        folder.addWidget(Label(lambda: self.tr("Folder"), "caption", "text2"))
        folder.addWidget(Label(ltr(str(path)), "body", wrap=True, name="folder"))
        column.addLayout(folder)
        self._next = Label(self._advises, "body", wrap=True, name="next")
        column.addWidget(self._next)
        self._once_more = Label("", "caption", "text2", name="tried")
        self._once_more.hide()
        column.addWidget(self._once_more)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._again = PrimaryButton(
            look, lambda: self.tr("Try again"), icon="refresh", name="again", pressed=self.again.emit
        )
        row.addWidget(self._again)
        row.addWidget(Button(look, lambda: self.tr("Close"), icon="x", name="close", pressed=self.done))
        row.addStretch(1)
        column.addLayout(row)
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self) -> None:
        """It is being tried."""
        self._again.switch(False, self.tr("Please wait…"))

    def tell(self, fault: OSError, at: str) -> None:
        """It was tried once more, *at* this time: this is wrong now."""
        self._fault, self._tried = fault, at
        self._what.refresh()
        self._next.refresh()
        self._once_more.say(lambda: fill(self.tr("Tried again at {time}; it is not possible yet."), time=self._tried))
        self._once_more.show()
        self._again.switch(True)
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _says(self) -> str:
        match kind_of(self._fault):
            case "full":
                return self.tr("The disk of this folder is full, so no work could be kept on it.")
            case "denied":
                return self.tr("The program may not write in this folder.")
            case "locks":
                return self.tr(
                    "The disk of this folder keeps no locks, so two consoles could work in it at once and spoil it."
                )
        reason = self._fault.strerror or str(self._fault)
        return fill(self.tr("This folder cannot be opened. The system says: {reason}"), reason=reason)

    def _advises(self) -> str:
        match kind_of(self._fault):
            case "full":
                text = self.tr(
                    "Free some space on this disk and try again, or start the program with {code} and another folder."
                )
            case "denied":
                text = self.tr(
                    "Make the folder writable for this user of the PC and try again, "
                    "or start the program with {code} and another folder."
                )
            case "locks":
                text = self.tr("Start the program with {code} and a folder on a disk of this PC.")
            case _:
                text = self.tr(
                    "Check that the disk is there and try again, or start the program with {code} and another folder. "
                    "If it stays like this, tell an administrator."
                )
        return fill(text, code=OPTION)

    def _fit(self) -> None:
        """As high as its words are in this language, however long the folder's name is."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedSize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and self.isVisible():
            QTimer.singleShot(0, self, self._fit)  # once every label has said its words again
