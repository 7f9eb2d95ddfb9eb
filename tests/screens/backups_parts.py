"""The page of the backups in the real window over a real gateway, as an administrator meets it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.backups.screen import BackupsScreen
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


class BackupsDesk(Console):
    """One administrator's console with this page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock)
        self.gateway, self.jobs = gateway, Jobs()
        self.toasts: list[Toast] = []
        self.left: list[str] = []
        rules = RuleWords(lambda: gateway.state.center, self.language)
        parts = AdminParts(
            gateway, look, rules, self.language, self.toasts.append, self.jobs.start, self.left.append, WithoutPrinter()
        )
        self.screen_ = BackupsScreen(parts, now=clock)
        self.window.add_page("backups", self.screen_.view, self.screen_.actions, self.screen_.panes)
        self.program.searching = lambda page, text: self.screen_.search(text)

    def language(self) -> str:
        return self.languages.current.code

    async def show(self) -> None:
        """Open the window on this page, with the server's first answer."""
        self.open(pages=("reception", "backups"), page="backups", user="هدى", role="admin")
        self.screen_.entered()
        await self.work()

    async def work(self) -> None:
        """Every intent is done, the server has answered, the page is repainted."""
        await self.jobs.run()
        await self.gateway.settle()
        if self.screen_.view.currentWidget() is self.screen_.page:
            await self.screen_.presenter.look()
        self.settle()

    @property
    def said(self) -> list[str]:
        """Every toast so far, as it was read."""
        return [bidi.strip(say(toast.text)) for toast in self.toasts]

    def words_of(self, name: str) -> str:
        """What the label *name* says, or nothing when it is not shown."""
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return bidi.strip(found.text()) if found.isVisible() else ""

    def rows(self, name: str = "backups_rows") -> list[list[str]]:
        """The cells of a table."""
        return self.table(name).cells()

    def table(self, name: str) -> TicketTable:
        found = self.window.findChild(TicketTable, name)
        assert isinstance(found, TicketTable), name
        return found

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

    def type(self, name: str, text: str) -> None:
        """Type into the field *name*."""
        found = next(
            (f for f in self.window.findChildren(QLineEdit, f"{name}_edit") if f.isVisible()), None
        )  # fmt: skip
        assert found is not None, name
        found.setFocus()
        found.selectAll()
        write(found, text)
        self.settle()

    async def hit(self, key: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        self.key(key, modifiers)
        await self.work()

    async def click(self, name: str) -> None:
        """Press a button, and all that follows from it."""
        self.button(name).click()
        self.clock.turn(1)
        await self.work()

    def dialog(self) -> QDialog | None:
        """The question that is open."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, QDialog) else None

    def squeezed(self) -> list[QWidget]:
        """Seen widgets that have less room than they need."""
        return [
            w for w in self.screen_.view.findChildren(QWidget)
            if w.isVisible() and w.objectName() and w.minimumSizeHint().width() > w.width() + 1
        ]  # fmt: skip

    def send(self, key: Qt.Key) -> None:
        """Press a key while another task waits."""
        focus = self.app.focusWidget() or self.window
        none = Qt.KeyboardModifier.NoModifier
        self.app.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, int(key), none, 0, 0, 0, ""))

    async def shut(self) -> None:
        """Close the window and the desk."""
        self.jobs.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await self.gateway.close()
