"""What nobody can open any more is set aside, once somebody has said so: the words, and the question before."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.look import Look


class Anew(QObject):
    """Begins one PC anew: a button, and the question it asks."""

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__(page)
        self._look, self._page = look, page
        self.button = Button(look, lambda: self.tr("Begin anew…"), kind="link", name="begin_anew")

    async def sure(self) -> bool:
        """Ask whether what cannot be opened shall be set aside."""
        return await ask(
            self._look, self._page, lambda: self.tr("Begin anew on this PC?"),
            lambda: self.tr("Set aside and begin anew"), lambda: self.tr("Cancel"), detail=lambda: self.tr(
                "What is stored here is set aside, not deleted: actions that were not sent yet stay in the files set "
                "aside in this PC's data folder, and are not sent. Ask an administrator before you do this."
            ),
        )  # fmt: skip
