"""The audit page in the real window over a real server, as an administrator meets it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit

from mmc_console.desktop.admin.audit.screen import AuditScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk


class AuditDesk(AdminDesk):
    """One administrator's console with this page."""

    gateway: Any

    def __init__(self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: Any) -> None:
        """*gateway*: over a real server; whoever made it closes it."""
        super().__init__(app, look, languages, clock, gateway)
        self.screen_ = AuditScreen(self.parts, now=clock)
        self.add(self.screen_)

    def entry(self) -> str:
        """All that the entry's card says."""
        return "\n".join(bidi.strip(label.text()) for label in self.screen_.view.entry.findChildren(QLabel))

    def choose(self, name: str, text: str) -> None:
        """Pick what reads *text* in the drop-down list *name*."""
        found = self.window.findChild(QComboBox, name)
        assert found is not None, name
        found.setCurrentIndex(found.findText(text))
        found.activated.emit(found.currentIndex())
        self.settle()

    def copies(self) -> list[str]:
        """The lines of the recovery copies."""
        dialog = self.dialog()
        assert dialog is not None
        found = dialog.findChild(QPlainTextEdit, "copies_text")
        assert found is not None
        return found.toPlainText().split("\n\n")
