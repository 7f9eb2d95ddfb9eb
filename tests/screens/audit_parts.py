"""The audit page in the real window over a real server, as an administrator meets it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.admin.audit.screen import AuditScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.tickets.rule_words import RuleWords
from tests.desktop_parts import HandClock, write
from tests.screens.shell.console import Console
from tests.unit.desktop.desk_parts import Jobs


class AuditDesk(Console):
    """One administrator's console with this page."""

    def __init__(self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: Gateway) -> None:
        super().__init__(app, look, languages, clock)
        self.gateway, self.jobs = gateway, Jobs()
        self.toasts: list[Toast] = []
        rules = RuleWords(lambda: gateway.state.center, lambda: self.languages.current.code)
        parts = AdminParts(
            gateway, look, rules, lambda: self.languages.current.code, self.toasts.append, self.jobs.start,
            lambda _: None, WithoutPrinter(),
        )  # fmt: skip
        self.screen_ = AuditScreen(parts, now=clock)
        self.window.add_page("audit", self.screen_.view, self.screen_.actions, self.screen_.panes)
        self.program.searching = lambda page, text: self.screen_.search(text)

    async def show(self) -> None:
        """Open the window on this page, with the server's first answer."""
        self.open(pages=("reception", "audit"), page="audit", user="هدى", role="admin")
        self.screen_.entered()
        await self.work()

    async def work(self) -> None:
        """Every intent is done and the page is repainted."""
        await self.jobs.run()
        self.settle()

    async def second(self) -> None:
        """A second passes."""
        self.screen_.presenter.pass_second()
        await self.work()

    @property
    def said(self) -> list[str]:
        """Every toast so far, as it was read."""
        return [bidi.strip(say(toast.text)) for toast in self.toasts]

    def words_of(self, name: str) -> str:
        """What the label *name* says, or nothing when it is not shown."""
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return bidi.strip(found.text()) if found.isVisible() else ""

    def entry(self) -> str:
        """All that the entry's card says."""
        return "\n".join(bidi.strip(label.text()) for label in self.screen_.view.entry.findChildren(QLabel))

    def rows(self, name: str = "audit_rows") -> list[list[str]]:
        """The cells of a table."""
        return self.table(name).cells()

    def table(self, name: str) -> TicketTable:
        found = self.window.findChild(TicketTable, name)
        assert isinstance(found, TicketTable), name
        return found

    def type(self, name: str, text: str) -> None:
        """Type into the field *name*, in the window or in the dialog over it."""
        place = QApplication.activeModalWidget() or self.window
        found = place.findChild(QLineEdit, f"{name}_edit")
        assert found is not None, name
        found.setFocus()
        found.selectAll()
        write(found, text)
        self.settle()

    def choose(self, name: str, text: str) -> None:
        """Pick what reads *text* in the drop-down list *name*."""
        found = self.window.findChild(QComboBox, name)
        assert found is not None, name
        found.setCurrentIndex(found.findText(text))
        found.activated.emit(found.currentIndex())
        self.settle()

    def button(self, name: str) -> QAbstractButton:
        """A button by its name, in the window or in the dialog over it."""
        for place in (QApplication.activeModalWidget(), self.window):
            found = place.findChild(QAbstractButton, name) if place is not None else None
            if isinstance(found, QAbstractButton):
                return found
        raise AssertionError(name)

    def can(self, action: str) -> bool:
        """Whether the button of this action is on and seen."""
        found = self.button(f"action_{action}")
        return found.isEnabled() and found.isVisible()

    async def press_button(self, name: str) -> None:
        """Press a button, and all that follows from it."""
        self.clock.turn(1)
        self.button(name).click()
        await self.work()

    def dialog(self) -> QDialog | None:
        """The question that is open."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, QDialog) else None

    def copies(self) -> list[str]:
        """The lines of the recovery copies."""
        dialog = self.dialog()
        assert dialog is not None
        found = dialog.findChild(QPlainTextEdit, "copies_text")
        assert found is not None
        return found.toPlainText().split("\n\n")

    def shut(self, then: Callable[[], None] = lambda: None) -> None:
        """Close the window."""
        self.jobs.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        then()
