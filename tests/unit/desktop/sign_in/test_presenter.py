"""Signing in, with every way it can be refused. Plain asyncio, no Qt."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ProblemAnswer, SignInFailed, StoreFull
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.sign_in.contract import State
from mmc_console.desktop.sign_in.presenter import Presenter, offline_of, password_errors, recents_of
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.weak_passwords import weak
from mmc_console.wire.problems import problem
from tests.unit.desktop.desk_parts import Jobs, ToldView, play, there


class SignInTold(ToldView[State]):
    """Also counts how often passwords were forgotten."""

    forgotten = 0
    certain = True
    """What is answered when it is asked whether the store shall be set aside."""

    async def sure(self) -> bool:
        return self.certain

    def forget_passwords(self) -> None:
        self.forgotten += 1


class Program:
    """The program around the page."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.full = False

    async def set_aside(self) -> None:
        if self.full:
            raise StoreFull("no room")
        self.asked.append("set_aside")

    def signed_in(self) -> None:
        self.asked.append("signed_in")

    def choose_server(self) -> None:
        self.asked.append("choose_server")

    def start_server(self) -> None:
        self.asked.append("start_server")

    def switch_language(self) -> None:
        self.asked.append("switch_language")


class Door:
    """The sign-in page of one console."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.view, self.jobs, self.program = gateway, SignInTold(), Jobs(), Program()

        async def opened() -> LocalGateway:
            return gateway

        self.page = Presenter(
            opened, self.view, self.jobs.start, self.program, set_aside=self.program.set_aside, server="here",
            embedded=True,
        )  # fmt: skip

    @classmethod
    async def open(cls) -> Door:
        gateway = await LocalGateway.with_center(signed_in=False)
        return cls(gateway)

    def now(self) -> State:
        return self.page.state

    async def close(self) -> None:
        self.jobs.close()
        await self.gateway.close()


def test_a_right_password_opens_the_home_page_and_remembers_who_it_was() -> None:
    async def scene() -> None:
        door = await Door.open()
        door.page.sign_in(" noora ", PASSWORD)
        assert door.now().busy
        await door.jobs.run()
        assert door.program.asked == ["signed_in"]
        assert [r.username for r in recents_of(door.gateway)] == ["noora"]
        assert door.view.forgotten == 1
        assert PASSWORD not in repr(door.now())
        await door.close()

    play(scene)


@pytest.mark.parametrize(("username", "password", "field"), [("", "x", "username"), ("noora", "", "password")])
def test_an_empty_line_is_said_beside_it(username: str, password: str, field: str) -> None:
    async def scene() -> None:
        door = await Door.open()
        door.page.sign_in(username, password)
        assert list(door.now().errors) == [field]
        assert door.view.focused == [field]
        door.page.edited(field)  # type: ignore[arg-type]  # a word of the literal, checked by its test
        assert not door.now().errors
        await door.close()

    play(scene)


def test_a_wrong_password_keeps_the_name_and_says_so() -> None:
    async def scene() -> None:
        door = await Door.open()
        door.page.sign_in("noora", "not this one")
        await door.jobs.run()
        problem_now = door.now().problem
        assert problem_now is not None
        assert problem_now.code == "bad-credentials"
        assert (door.now().username, door.now().busy) == ("noora", False)
        await door.close()

    play(scene)


@pytest.mark.parametrize("code", ["account-locked", "unreachable", "client-too-old", "clock-wrong", "wrong-server"])
def test_every_refusal_has_its_own_sentence(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        door = await Door.open()

        async def refuse(username: str, password: str) -> None:
            raise SignInFailed(code)

        monkeypatch.setattr(door.gateway, "sign_in", refuse)
        door.page.sign_in("noora", PASSWORD)
        await door.jobs.run()
        problem_now = door.now().problem
        assert problem_now is not None
        assert problem_now.code == code
        await door.close()

    play(scene)


def test_nobody_else_is_chosen_or_signs_in_while_a_password_is_looked_at() -> None:
    async def scene() -> None:
        door = await Door.open()
        door.gateway.server.add_user("saad", ["clinician"], ["eyes"])
        await door.gateway.sign_in("saad", PASSWORD)
        await door.gateway.sign_out()
        door.page.sign_in("noora", PASSWORD)
        door.page.choose_recent("saad")  # while the server is asked: the next person sits down
        assert door.now().username == "noora", "the page tells for whom it is opening"
        assert not door.view.focused
        door.page.sign_in("saad", "wrong")
        assert door.now().username == "noora"
        door.page.sign_in("", "")
        assert not door.now().errors
        painted = door.view.shown[-1]
        assert (painted.username, painted.busy) == ("noora", True), "what was typed over it is put right"
        await door.jobs.run()
        assert there(door.gateway.user).username == "noora"
        assert door.program.asked == ["signed_in"]
        await door.close()

    play(scene)


def test_a_refused_new_password_stays_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        door = await Door.open()

        async def refuse(current: str, new: str) -> None:
            raise ProblemAnswer(problem("password-too-weak", reason="common"))

        monkeypatch.setattr(door.gateway, "change_password", refuse)
        door.page.change_password("old one here", "password1234", "password1234")
        await door.jobs.run()
        assert (door.now().problem, door.now().errors) == (None, {"new": weak("common")})
        assert door.view.focused[-1] == "new"
        assert door.program.asked == []
        await door.close()

    play(scene)


def test_where_the_sign_in_by_the_new_password_fails_it_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        door = await Door.open()
        user = await door.gateway.sign_in("noora", PASSWORD)
        door.page.first_password(user, PASSWORD)

        async def set_and_gone(current: str, new: str) -> None:
            raise SignInFailed("unreachable")

        monkeypatch.setattr(door.gateway, "change_password", set_and_gone)
        door.page.change_password("", "a long new one", "a long new one")
        await door.jobs.run()
        assert (door.now().step, door.now().busy) == ("sign_in", False)
        problem_now = door.now().problem
        assert problem_now is not None
        assert problem_now.code == "unreachable"
        await door.close()

    play(scene)


def test_whoever_is_chosen_before_the_own_password_is_set_comes_in_instead_and_the_first_one_is_out() -> None:
    async def scene() -> None:
        door = await Door.open()
        user = await door.gateway.sign_in("noora", PASSWORD)
        door.page.first_password(user, PASSWORD)
        door.page.choose_recent("saad")
        assert door.now().busy, "nothing else is begun until the one before is out"
        await door.jobs.run()
        assert door.gateway.user is None
        assert (door.now().step, door.now().username, door.now().busy) == ("sign_in", "saad", False)
        await door.close()

    play(scene)


def test_a_new_password_is_judged_before_it_is_sent() -> None:
    assert list(password_errors("short", "short")) == ["new"]
    assert list(password_errors("long enough 1", "long enough 2")) == ["again"]
    assert password_errors("كلمة مرور طويلة", "كلمة مرور طويلة") == {}


def test_try_again_finds_the_server_although_nobody_is_signed_in() -> None:
    async def scene() -> None:
        door = await Door.open()
        await door.gateway.go_offline()
        door.page.try_again()
        await door.jobs.run()
        assert there(door.now().problem).code == "unreachable"
        door.gateway.server.come_back()
        door.page.try_again()
        await door.jobs.run()
        assert door.now().problem is None
        assert door.gateway.connection.kind == "online", "found at once, not at the next look"
        await door.close()

    play(scene)


def test_whose_session_has_ended_before_the_new_password_was_set_starts_anew() -> None:
    async def scene() -> None:
        door = await Door.open()
        gateway = door.gateway
        user = await gateway.sign_in("noora", PASSWORD)
        door.page.first_password(user, PASSWORD)
        gateway.server.remove_user("noora")  # an administrator was quicker
        gateway.parts.session.doubt(await gateway.parts.session.bearer())
        door.page.change_password("", "another good one", "another good one")
        await door.jobs.run()
        problem_now = door.now().problem
        assert problem_now is not None
        assert (problem_now.code, door.now().step, door.now().busy) == ("not-authenticated", "sign_in", False)
        await door.close()

    play(scene)


@pytest.mark.parametrize("code", ["store-wrong-key", "store-damaged"])
def test_a_store_that_nothing_opens_is_set_aside_once_somebody_is_sure(code: str) -> None:
    async def scene() -> None:
        door = await Door.open()
        for passing in ("store-full", "store-lost"):
            door.page.again(problem=Message(passing))
            door.page.begin_anew()
            await door.jobs.run()
            assert door.program.asked == [], "another fault may pass by itself"
        door.page.again(problem=Message(code))
        assert door.now().lost
        door.view.certain = False
        door.page.begin_anew()
        await door.jobs.run()
        assert (door.program.asked, door.now().lost) == ([], True)
        door.view.certain, door.program.full = True, True
        door.page.begin_anew()
        await door.jobs.run()
        assert (door.now().problem, door.now().busy) == (Message("store-full"), False)
        door.page.again(problem=Message(code))
        door.program.full = False
        door.page.begin_anew()
        await door.jobs.run()
        assert (door.program.asked, door.now().problem) == (["set_aside"], None)
        await door.close()

    play(scene)


def test_nobody_comes_in_while_whoever_worked_here_is_still_leaving() -> None:
    async def scene() -> None:
        door = await Door.open()
        user = await door.gateway.sign_in("noora", PASSWORD)
        door.page.first_password(user, PASSWORD)
        door.page.hold()
        assert (door.now().step, door.now().busy, door.view.forgotten) == ("sign_in", True, 1)
        door.page.sign_in("saad", PASSWORD)
        door.page.choose_recent("saad")
        assert door.jobs.waiting == []
        door.page.again()
        assert not door.now().busy
        await door.close()

    play(scene)


def test_whoever_has_a_first_password_is_not_listed_as_one_who_may_work_without_the_server() -> None:
    async def scene() -> None:
        door = await Door.open()
        server = door.gateway.server
        server.users["saad"] = replace(server.add_user("saad", ["reception"]), must_change_password=True)
        for username in ("noora", "saad"):
            await door.gateway.sign_in(username, PASSWORD)
            await door.gateway.sign_out()
        await door.gateway.go_offline()
        assert [person.name for person in offline_of(door.gateway)] == ["Noora"]
        await door.close()

    play(scene)


def test_what_only_the_line_stood_for_goes_with_it() -> None:
    """The page said that the server cannot be reached, in red, beside a server that could be."""

    async def scene() -> None:
        door = await Door.open()
        await door.gateway.go_offline()
        door.page._look(door.gateway)
        door.page.sign_in("noora", PASSWORD)
        await door.jobs.run()
        assert there(door.now().problem).code in ("unreachable", "offline-user")
        door.page._look(door.gateway)
        assert door.now().problem is not None, "it is still so"
        await door.gateway.go_online()
        door.page._look(door.gateway)
        assert (door.now().problem, door.now().server_state) == (None, "online")
        door.page.sign_in("noora", "wrong")
        await door.jobs.run()
        await door.gateway.go_offline()
        door.page._look(door.gateway)
        await door.gateway.go_online()
        door.page._look(door.gateway)
        assert there(door.now().problem).code == "bad-credentials", "that is no better by a line"
        await door.close()

    play(scene)


def test_trying_again_starts_what_is_a_child_of_this_console() -> None:
    async def scene() -> None:
        door = await Door.open()
        fault = Message("disk-full", {"what": "no room"})
        door.page.server_down(fault)
        await door.gateway.go_offline()
        door.page._look(door.gateway)
        assert door.now().trouble == fault
        door.page.try_again()
        assert door.program.asked == ["start_server"]
        door.page.server_down(None)
        assert door.now().trouble is None
        await door.close()

    play(scene)
