"""What a second console of the same profile shows instead of opening: who has it, and that nothing was changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from mmc_console.desktop.instead import InsteadWindow
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import PrimaryButton
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look


class InUseWindow(InsteadWindow):
    """One sentence and one button."""

    def __init__(self, look: Look, holder: str) -> None:
        super().__init__(look)
        self.setObjectName("in_use")
        self.setWindowTitle(self.tr("MMC Console"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(Label(lambda: self.tr("The console is open already"), "h2"))
        column.addWidget(Label(
            lambda: fill(self.tr("Another console works with this profile: {device}. Use its window."), device=holder),
            "body", wrap=True,
        ))  # fmt: skip
        close = PrimaryButton(look, lambda: self.tr("Close"), icon="x", name="close", pressed=self.done)
        column.addWidget(close)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
