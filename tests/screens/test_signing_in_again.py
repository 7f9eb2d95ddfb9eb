"""A server that has lost its database, and an administrator who came by PIN: every page leads to the password."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ServerBusy
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.pages import BUILD
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from tests.conftest import Run
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk
from tests.unit.client.stranded import Stranded

PIN = "482917"
SAYS = "The centre's data on the server cannot be read. "
HEARD = {"health": "health_verdict", "backups": "backups_sentence"}
"""Pages that say it in a line of their own, with its button."""


class Desk(AdminDesk):
    """A console with one page, whose server answers nobody whom it has not let in, and others that it has no data."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway, page: str
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        self.add(BUILD[page](self.parts))

    def seen(self, name: str) -> bool:
        """Whether a button of this name is seen."""
        return any(button.isVisible() for button in self.window.findChildren(QAbstractButton, name))

    async def signs_in(self, button: str, password: str) -> None:
        """Press, and type the password into the question."""
        self.press(button)
        asked = asyncio.ensure_future(self.work())
        for _ in range(100):
            await asyncio.sleep(0)
            if self.dialog() is not None:
                break
        dialog = self.dialog()
        assert dialog is not None
        line = dialog.findChild(QLineEdit, "again_password_edit")
        assert line is not None
        line.setText(password)
        dialog.accept()
        await asked


@pytest.mark.parametrize("page", BUILD)
def test_every_page_leads_to_the_password_and_asks_nobody_twice(
    page: str, qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock,
) -> None:  # fmt: skip
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        await gateway.set_pin(PIN, PASSWORD)
        Stranded(gateway, admin=True)
        gateway.server.ask = lost  # type: ignore[method-assign]  # no page has anything to be told
        await gateway.clock.turn(900)
        await gateway.lock()
        await gateway.unlock(gateway.people[0].id, PIN)
        languages.switch("en")
        desk = Desk(qapp, look, languages, hand_clock, gateway, page)
        try:
            await desk.show()
            await desk.work()
            said = HEARD.get(page, f"{page}_trouble")
            button = f"{page}_sign_in" if page in HEARD else f"{page}_trouble_sign_in"
            again = f"{page}_again"
            assert desk.words_of(said) == (
                f"{SAYS}Sign in again with the password of an administrator, then restore a backup."
            )
            assert desk.seen(button)
            assert page in HEARD or not desk.seen(again), "asking again changes nothing"
            await desk.signs_in(button, PASSWORD)
            await desk.work()
            assert not desk.seen(button), "they are let in: there is nothing more to be told without a database"
            if page not in HEARD:
                assert desk.words_of(said) == (
                    f"{SAYS}Nothing new is shown here until an administrator has restored a backup."
                )
                assert desk.seen(again)
        finally:
            await desk.shut()

    async def lost(bearer: str, question: object) -> bytes:
        raise ServerBusy(2, stranded=True)

    qt_run(scene())
