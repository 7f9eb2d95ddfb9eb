"""The page of the backups in the real window over a real gateway, as an administrator meets it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.backups.screen import BackupsScreen
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk


class BackupsDesk(AdminDesk):
    """One administrator's console with this page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        self.screen_ = BackupsScreen(self.parts, now=clock)
        self.add(self.screen_)

    async def work(self) -> None:
        """Every intent is done, the server has answered, the page is repainted."""
        await self.jobs.run()
        await self.gateway.settle()
        if self.screen_.view.currentWidget() is self.screen_.page:
            await self.screen_.presenter.look()
        self.settle()

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
