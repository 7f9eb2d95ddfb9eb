"""The page of users in the real window, over a server that answers what a test has put there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QDialog

from mmc_console.client.errors import ProblemAnswer
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.users.screen import UsersScreen
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.ids import ClinicCode, DeskLetter, UserId
from mmc_console.domain.permissions import Role
from mmc_console.wire.admin import (
    Console as ConsoleRow,
)
from mmc_console.wire.admin import (
    ConsolesAnswer,
    NewPerson,
    PasswordMade,
    PeopleAnswer,
    Person,
    RightsRequest,
)
from mmc_console.wire.boards import BoardCode, BoardRequest, BoardRow, BoardsAnswer, BoardSettings
from mmc_console.wire.json import decode
from mmc_console.wire.plugins import About, PluginsAnswer, PluginView
from mmc_console.wire.problems import FieldError, problem
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk

PAGES = ("health", "metrics", "users", "clinics", "backups", "alerts", "audit", "settings")
SECRET = "brxtq-kdwmz-pvhns-gfjtc"


def somebody(n: int, username: str, name: str, *roles: Role, clinics: tuple[str, ...] = (), **more: Any) -> Person:
    """Somebody who may sign in."""
    made: dict[str, Any] = {"enabled": True, "must_change_password": False, **more}
    return Person(
        id=UserId(f"u{n}"), username=username, name=name, roles=roles, clinics=tuple(map(ClinicCode, clinics)), **made
    )


class UsersDesk(AdminDesk):
    """An administrator's console with the page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        now = gateway.now()
        self.people = [
            somebody(1, "huda", "هدى حمد", "admin", last_sign_in=now, last_device="RECEPTION-1", sessions=1),
            somebody(2, "noora", "نورة السالم", "reception", "supervisor", last_sign_in=now - timedelta(days=2),
                     last_device="RECEPTION-2"),
            somebody(3, "dr.saad", "Dr Saad Ali", "clinician", clinics=("eyes", "lab"), must_change_password=True),
            somebody(4, "fahad", "Fahad Omar", "reception", enabled=False),
            somebody(5, "kiosk-1", "Kiosk 1", "kiosk", last_sign_in=now, last_device="KIOSK-1", sessions=1),
        ]  # fmt: skip
        self.boards = [
            BoardRow(id="b1", settings=BoardSettings(name="Hall A", speaks=True), paired=True, seen_at=now, sound="ok"),
            BoardRow(id="b2", settings=BoardSettings(name="القاعة ب", clinics=(ClinicCode("eyes"),)), paired=False),
        ]
        self.consoles = [
            ConsoleRow(id="c1", desk=DeskLetter("K"), name="RECEPTION-1", has_key=True, revoked=False, enrolled=now,
                       seen=now),
            ConsoleRow(id="c2", desk=DeskLetter("M"), name="RECEPTION-2", has_key=False, revoked=True,
                       enrolled=now - timedelta(days=9), seen=now - timedelta(days=2)),
        ]  # fmt: skip
        self.plugins = [self._plugin("messages", "failing"), self._plugin("webhook", "off")]
        self.users = UsersScreen(self.parts, clock)
        self.add(self.users)
        gateway.server.administration |= {
            ("GET", "/admin/users"): lambda _: PeopleAnswer(tuple(self.people)),
            ("POST", "/admin/users"): self._add,
            ("PATCH", "/admin/users/u2"): self._change,
            ("POST", "/admin/users/u2/password"): lambda _: PasswordMade(user=self.people[1], password=SECRET),
            ("GET", "/admin/devices"): lambda _: ConsolesAnswer(tuple(self.consoles)),
            ("GET", "/admin/boards"): lambda _: BoardsAnswer(tuple(self.boards)),
            ("POST", "/admin/boards"): self._board,
            ("GET", "/admin/plugins"): lambda _: PluginsAnswer(tuple(self.plugins)),
        }

    # ------------------------------------------------------------------ the server
    def _plugin(self, name: str, state: str) -> PluginView:
        failing = state == "failing"
        about = About(version="1", summary={"ar": "رسائل إلى هواتف المراجعين", "en": "Messages to phones"})
        return PluginView(
            name=name, source="built in", on=failing, there=True, about=about, grants=(), settings={}, counts={},
            last_error="smtp-refused" if failing else "", last_error_at=self.gateway.now() if failing else None,
            last_sent_at=self.gateway.now() if failing else None, state=state,
        )  # fmt: skip

    def _add(self, question: Question) -> PasswordMade:
        asked = decode(question.body or b"", NewPerson)
        if any(person.username == asked.username for person in self.people):
            raise ProblemAnswer(problem("user-exists", errors=(FieldError("$.username", "taken"),)))
        roles: Any = asked.roles
        made = somebody(9, asked.username, asked.name, *roles, clinics=asked.clinics, must_change_password=True)
        self.people.append(made)
        return PasswordMade(user=made, password="" if asked.password else SECRET)

    def _change(self, question: Question) -> Person:
        asked = decode(question.body or b"", RightsRequest)
        was = self.people[1]
        self.people[1] = replace(
            was, name=asked.name or was.name, enabled=was.enabled if asked.enabled is None else asked.enabled
        )
        return self.people[1]

    def _board(self, question: Question) -> BoardCode:
        asked = decode(question.body or b"", BoardRequest)
        settings = BoardSettings(name=asked.name, clinics=asked.clinics, speaks=asked.speaks)
        self.boards.append(BoardRow(id="b9", settings=settings, paired=False))
        return BoardCode(code="48151623", expires_at=self.gateway.now() + timedelta(minutes=10), board=settings)

    # ------------------------------------------------------------------ the person
    async def asked(self, kind: type[QDialog]) -> Any:
        """Let the intents run until a question of this kind stands there."""
        self.asking = asyncio.ensure_future(self.jobs.run())
        while not (found := self.users.view.findChildren(kind)):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        self.settle()
        return found[0]

    async def answered(self) -> None:
        """The question was answered and what follows is done."""
        await self.asking
        await self.work()

    async def pick(self, tab: str, key: str) -> None:
        """Select a row."""
        table = {"people": self.users.view.people.table, "boards": self.users.view.boards.table,
                 "consoles": self.users.view.consoles.table, "plugins": self.users.view.plugins.table}[tab]  # fmt: skip
        table.select(key)
        await self.work()
