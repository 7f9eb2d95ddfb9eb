"""Somebody else works at this console: of what the one before had typed or found on the administration's pages nothing
stays."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.pages import Pages
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import PatientId
from mmc_console.domain.patients import Card
from mmc_console.wire.admin import PeopleAnswer
from mmc_console.wire.office import FoundPerson
from tests.conftest import Run
from tests.screens.users_page import somebody
from tests.unit.desktop.admin.office import PASSWORD, Office
from tests.unit.desktop.desk_parts import Jobs

FOUND = FoundPerson(card=Card(id=PatientId("p1"), number="1001", gender="male"), visits=1, last=None, open=False)


class Program:
    """The window, as far as pages need it."""

    def __init__(self) -> None:
        self.views: list[Any] = []

    def toast(self, toast: Any) -> None:
        """Nobody reads it."""

    def add_page(self, name: str, view: Any, actions: Any, panes: Any, services: Any) -> None:
        self.views.append(view)

    def this_pc(self) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize("way", ["unlocked by somebody else", "signed out"])
def test_nothing_typed_or_found_on_the_pages_stays(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, way: str
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        office, jobs, program = Office(gateway), Jobs(), Program()
        gateway.server.administration |= {
            ("GET", "/admin/users"): lambda _: PeopleAnswer((somebody(1, "huda", "Huda", "admin"),)),
        }
        rules = RuleWords(lambda: gateway.state.center, lambda: "en")
        pages = Pages(
            gateway, look, TicketWords(rules.problem), rules, lambda: "en", lambda: None, lambda *_: None,
            jobs.start, program, lambda _: None, bool, WithoutPrinter(),
        )  # fmt: skip
        for name in ("users", "settings", "backups"):
            pages.build((name,))
        built: dict[str, Any] = dict(pages._admin)
        users, settings, backups = built["users"], built["settings"], built["backups"]
        users.presenter.come_in()
        await users.presenter.look()
        users.presenter.edit("name", "Huda A.")
        settings.presenter._show(number="1001", person=FOUND)
        await backups.presenter.look()
        backups.presenter.restore()
        await jobs.run()
        wizard = backups.restore
        for _ in range(3):
            wizard.go_on()
            await jobs.run()
        wizard.edit_reason("the disk broke")
        field = backups.wizard.findChild(QLineEdit, "restore_password_edit")
        assert field is not None
        backups.wizard.confirm.password.set_text(PASSWORD)
        wizard.edit_password(PASSWORD)
        assert wizard.state.step == "confirm"
        if way == "signed out":
            await pages.leave()
        else:
            pages.forget_person()
        assert not users.presenter.state.dirty
        assert (settings.presenter.state.number, settings.presenter.state.person) == ("", None)
        assert (wizard.state.step, wizard.state.reason, field.text()) == ("choose", "", "")
        assert backups.view.currentWidget() is backups.page
        wizard._show(step="restore", running=True, stage="carrying")
        pages.forget_person()
        assert wizard.state.running, "what is being restored goes on, and is watched"
        assert office.last is None
        for view in program.views:
            view.deleteLater()
        jobs.close()
        await gateway.close()

    qt_run(scene())
