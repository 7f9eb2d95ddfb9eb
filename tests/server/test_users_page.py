"""The presenter of the page of users at a real server: added, changed, refused at the field, ended, told once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mmc_console.desktop.admin.users.contract import Question, State
from mmc_console.desktop.admin.users.form import Draft
from mmc_console.desktop.admin.users.intake.presenter import Presenter as Intake
from mmc_console.desktop.admin.users.presenter import Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.boards import BoardCode, BoardRequest, BoardSettings
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, server_in
from tests.unit.desktop.desk_parts import Known


class View(Known):
    """Answers questions with what the test has laid ready."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.passwords: list[tuple[str, str]] = []
        self.asked: list[tuple[Question, bool]] = []
        self.codes: list[BoardCode] = []
        self.intakes: list[Intake] = []
        self.wrong_shown = 0
        self.sure = True
        self.name: str | None = None
        self.board: BoardRequest | None = None
        self.presents: list[BoardSettings | None] = []

    def render(self, state: State) -> None:
        assert not any(secret in repr(state) for _, secret in self.passwords)

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.said.append(message.code)

    def show_wrong(self) -> None:
        self.wrong_shown += 1

    async def confirm(self, question: Question, about: str, *, own: bool) -> bool:
        self.asked.append((question, own))
        return self.sure

    async def show_password(self, person: Person, password: str) -> bool:
        self.passwords.append((person.username, password))
        return True

    async def import_people(self, intake: Intake) -> None:
        self.intakes.append(intake)

    async def ask_name(self, console: Console) -> str | None:
        return self.name

    async def ask_board(self, present: BoardSettings | None) -> BoardRequest | None:
        self.presents.append(present)
        return self.board

    async def show_code(self, code: BoardCode, now: datetime) -> None:
        self.codes.append(code)


class Page:
    """An administrator at the page."""

    def __init__(self, server: Server) -> None:
        self.server, self.view, self.jobs = server, View(), Jobs()

    async def begin(self) -> Page:
        admin = await self.server.caller().sign_in()
        self.gateway = Gateway(self.server, admin)
        made: Any = self.gateway
        made.state = SimpleNamespace(center=self.server.center)
        made.desk, made.user = None, None
        self.presenter = Presenter(made, self.view, self.jobs.start)
        self.presenter.come_in()
        await self.jobs.run(self.presenter)
        assert self.state.person is not None
        made.user = SimpleNamespace(id=self.state.person.id)
        await self.do(self.presenter.come_in)
        return self

    @property
    def state(self) -> State:
        return self.presenter.state

    async def do(self, intent: Callable[[], None]) -> None:
        intent()
        await self.jobs.run(self.presenter)

    async def write(self, *, username: str = "", name: str = "", password: str = "", **picks: str) -> None:
        for part, text in (("username", username), ("name", name), ("password", password)):
            if text:
                self.presenter.edit(part, text)  # type: ignore[arg-type]  # the parts by name
        for part, values in picks.items():
            for value in values.split():
                self.presenter.toggle(part, value)  # type: ignore[arg-type]  # the parts by name
        await self.do(self.presenter.save)

    async def add(self, username: str, name: str, roles: str = "reception", **more: str) -> None:
        self.presenter.new()
        await self.write(username=username, name=name, roles=roles, **more)

    def enabled(self, username: str) -> bool:
        return next(person.enabled for person in self.state.people if person.username == username)

    async def pick(self, username: str) -> None:
        await self.do(
            lambda: self.presenter.select("people", next(p.id for p in self.state.people if p.username == username))
        )


def opened(place: Path, story: Callable[[Page], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(await Page(server).begin())

    asyncio.run(run())


def test_somebody_is_added_and_their_password_is_told_once_and_opens_the_door(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(page: Page) -> None:
        await page.add("noora", "Noora Al-Salem")
        [(username, password)] = page.view.passwords
        assert (username, page.view.said) == ("noora", ["person-added"])
        person = page.state.person
        assert person is not None
        assert (person.name, person.roles, person.must_change_password) == ("Noora Al-Salem", ("reception",), True)
        assert not page.state.dirty
        await page.server.caller().sign_in("noora", password, "console-0002")
        assert password not in caplog.text
        await page.do(page.presenter.come_in)
        assert page.state.person is not None
        assert (page.state.person.sessions, page.state.person.last_sign_in is not None) == (1, True)
        await page.do(page.presenter.sign_out)
        assert page.state.person is not None
        assert page.state.person.sessions == 0
        await page.do(page.presenter.reset_password)
        assert page.view.passwords[1][1] != password
        assert page.view.asked == [("sign-out", False), ("password", False)]
        await page.do(page.presenter.switch_person)
        assert page.enabled("noora") is False
        await page.do(page.presenter.switch_person)
        assert page.enabled("noora") is True
        assert page.view.asked[2:] == [("deactivate", False)]

    with caplog.at_level(logging.DEBUG):
        opened(tmp_path, story)


def test_what_the_server_refuses_stands_at_its_field_and_what_was_typed_stays(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.add("ADMIN", "Another")
        assert page.state.wrong == {"username": "user-exists"}
        await page.write(username="a b")
        assert page.state.wrong == {"username": "username-shape"}
        for password, reason in (("short", "short"), ("password123", "common"), ("huda-12345", "name")):
            await page.write(username="huda", name="Huda", password=password)
            assert page.state.wrong == {"password": f"password-{reason}"}, password
        assert page.view.wrong_shown == 5
        assert page.state.draft is not None
        assert (page.state.draft.username, page.state.draft.name) == ("huda", "Huda")
        await page.write(password="four-words-that-nobody-says")
        assert (page.state.wrong, page.view.passwords, page.view.said) == ({}, [], ["person-added"])
        await page.pick("admin")
        await page.write(roles="admin reception")
        assert page.state.wrong == {"roles": "last-admin"}
        await page.do(page.presenter.discard)
        await page.do(page.presenter.switch_person)
        assert page.view.said[-1] == "last-admin"
        assert page.view.asked == [("deactivate", True)]

    opened(tmp_path, story)


def test_going_on_waits_until_what_was_typed_is_saved_or_discarded(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.add("noora", "Noora")
        page.presenter.edit("name", "Noora Al-Salem")
        await page.pick("admin")
        assert (page.state.barred, page.state.person and page.state.person.username) == (True, "noora")
        page.presenter.stay()
        assert (page.state.barred, page.state.dirty) == (False, True)
        page.presenter.open("boards")
        assert (page.state.barred, page.state.tab) == (True, "people")
        await page.do(page.presenter.save)
        assert (page.state.barred, page.state.dirty, page.state.tab) == (False, False, "boards")
        page.presenter.open("people")
        await page.jobs.run(page.presenter)
        assert [p.name for p in page.state.people if p.username == "noora"] == ["Noora Al-Salem"]
        page.presenter.edit("name", "")
        page.presenter.new()
        await page.do(page.presenter.save)
        assert (page.state.wrong, page.state.barred) == ({"name": "name-missing"}, False)
        await page.write(name="Noora A.")
        assert (page.state.dirty, page.state.person and page.state.person.name) == (False, "Noora A.")
        page.presenter.edit("name", "")
        page.presenter.new()
        page.presenter.discard()
        assert (page.state.draft, page.state.barred) == (Draft(), False)

    opened(tmp_path, story)


def test_an_answer_about_one_person_is_not_laid_over_another(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.add("saad", "Saad", "supervisor")
        await page.add("noora", "Noora")
        saad = next(person for person in page.state.people if person.username == "saad")

        def goes_on() -> None:
            page.presenter.select("people", saad.id)
            assert page.state.barred
            page.presenter.discard()
            page.presenter.edit("name", "Saad A.")

        page.presenter.edit("name", "Noora A.")
        page.gateway.admin.meanwhile["PATCH"] = goes_on
        await page.do(page.presenter.save)
        draft, person = page.state.draft, page.state.person
        assert draft is not None
        assert person is not None
        assert person.username == "saad", "the row somebody went on to"
        assert (draft.base, draft.name, draft.roles) == (saad, "Saad A.", frozenset({"supervisor"}))
        assert {p.username: p.name for p in page.state.people}["noora"] == "Noora A."

    opened(tmp_path, story)


def test_somebody_new_begun_while_another_is_added_is_still_somebody_new(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        def goes_on() -> None:
            page.presenter.discard()
            page.presenter.new()
            page.presenter.edit("name", "Saad")

        page.gateway.admin.meanwhile["POST"] = goes_on
        await page.add("noora", "Noora")
        assert page.state.draft == Draft(name="Saad")
        assert [username for username, _ in page.view.passwords] == ["noora"]

    opened(tmp_path, story)


def test_two_administrators_do_not_undo_each_other(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.add("noora", "Noora")
        page.presenter.toggle("roles", "supervisor")
        person = page.state.person
        assert person is not None
        await page.gateway.admin.send("PATCH", f"/admin/users/{person.id}", {"name": "N. Al-Salem"}, Person)
        await page.do(page.presenter.come_in)
        assert page.state.dirty
        await page.do(page.presenter.save)
        person = page.state.person
        assert person is not None
        assert (person.name, person.roles) == ("N. Al-Salem", ("reception", "supervisor"))

    opened(tmp_path, story)


def test_a_role_that_a_colleague_has_given_or_taken_meanwhile_is_not_set_back(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.add("noora", "Noora", "reception supervisor")
        page.presenter.toggle("roles", "admin")
        person = page.state.person
        assert person is not None
        await page.gateway.admin.send("PATCH", f"/admin/users/{person.id}", {"roles": ["reception"]}, Person)
        await page.do(page.presenter.come_in)
        assert page.state.draft is not None
        assert page.state.draft.roles == {"reception", "admin"}
        await page.do(page.presenter.save)
        assert page.state.person is not None
        assert set(page.state.person.roles) == {"reception", "admin"}, "the supervisor's rights they lost stay lost"

    opened(tmp_path, story)


def test_without_the_server_nothing_is_lost_and_it_says_so(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.presenter.new()
        page.gateway.admin.offline = True
        await page.write(username="noora", name="Noora", roles="reception")
        assert (page.view.said, page.state.offline is not None, page.state.dirty) == (["unreachable"], True, True)
        assert not page.state.usable
        page.gateway.admin.offline = False
        await page.do(page.presenter.come_in)
        await page.do(page.presenter.save)
        assert page.view.said[-1] == "person-added"

    opened(tmp_path, story)


def test_a_console_is_named_and_let_in_no_more(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda: page.presenter.open("consoles"))
        [console] = page.state.consoles
        page.presenter.select("consoles", console.id)
        page.view.name = "Hall"
        await page.do(page.presenter.rename_console)
        assert [c.name for c in page.state.consoles] == ["Hall"]
        page.view.sure = False
        await page.do(page.presenter.revoke_console)
        assert not page.state.consoles[0].revoked
        page.view.sure = True
        await page.do(page.presenter.revoke_console)
        assert page.view.said[1] == "console-revoked"
        assert page.server.auth.consoles()[0].revoked

    opened(tmp_path, story)


def test_a_board_is_made_with_a_code_and_removed(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda: page.presenter.open("boards"))
        assert page.state.known == {"people", "boards"}
        page.view.board = BoardRequest(name="القاعة A/B 1", speaks=True)
        await page.do(page.presenter.new_board)
        [code] = page.view.codes
        assert (len(code.code), page.state.board and page.state.board.settings.speaks) == (8, True)
        page.view.board = BoardRequest(name="القاعة A/B 1", clinics=(page.server.center.clinics[0].code,))
        await page.do(page.presenter.new_code)
        assert page.view.codes[1].code != code.code
        await page.do(page.presenter.remove_board)
        assert (page.state.boards, page.view.said) == ((), ["board-removed"])

    opened(tmp_path, story)


def test_a_board_is_paired_anew_as_it_is_now_whatever_a_colleague_has_chosen_since(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda: page.presenter.open("boards"))
        page.view.board = BoardRequest(name="A")
        await page.do(page.presenter.new_board)
        theirs = BoardRequest(name="A", hall="2", speaks=True, volume=30)
        await page.gateway.admin.send("POST", "/admin/boards", theirs, BoardCode)
        await page.do(page.presenter.new_code)
        present = page.view.presents[-1]
        assert present is not None
        assert (present.hall, present.speaks, present.volume) == ("2", True, 30)
        [board] = page.state.boards
        await page.gateway.admin.tell("DELETE", f"/admin/boards/{board.id}")
        await page.do(page.presenter.new_code)
        assert len(page.view.presents) == 2, "one that is gone is not brought back unasked"

    opened(tmp_path, story)


def test_a_plugin_that_lacks_a_setting_says_which(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda: page.presenter.open("plugins"))
        page.presenter.select("plugins", "webhook")
        await page.do(page.presenter.switch_plugin)
        assert (page.view.said, page.state.plugin and page.state.plugin.on) == (["plugin-setting-missing"], False)

    opened(tmp_path, story)
