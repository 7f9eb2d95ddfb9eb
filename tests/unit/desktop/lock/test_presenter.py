"""Behind the lock: who may come back in, how, and what the page shows meanwhile. Plain asyncio, no Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ServerBusy, SignInFailed
from mmc_console.client.known import PASSWORD_GOOD_FOR
from mmc_console.client.shown import User
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.lock.contract import State
from mmc_console.desktop.lock.presenter import Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.unit.client.test_meanwhile import until
from tests.unit.desktop.desk_parts import Jobs, ToldView, play, there

PIN = "418203"


class LockTold(ToldView[State]):
    """Also counts how often what was typed was forgotten."""

    forgotten, wrong = 0, 0

    def forget_secret(self) -> None:
        self.wrong += 1

    def forget(self) -> None:
        self.forgotten += 1


class Program:
    """The program around the page."""

    def __init__(self) -> None:
        self.unlocked_by: list[str] = []

    def unlocked(self, user: User, password: str) -> None:
        self.unlocked_by.append(user.username)

    def switch_language(self) -> None:
        self.unlocked_by.append("language")


class Locked:
    """A locked console."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.view, self.jobs, self.program = gateway, LockTold(), Jobs(), Program()
        self.page = Presenter(
            gateway, self.view, self.jobs.start, self.program, place=lambda: "العيون", number=lambda: "E-017"
        )

    @property
    def state(self) -> State:
        return self.page.state

    def takes_pin(self) -> bool:
        """Asked anew each time."""
        return self.page.state.takes_pin

    def shut(self) -> str:
        """Asked anew each time."""
        return self.page.state.shut

    async def try_to(self, secret: str, username: str = "") -> None:
        self.page.unlock(username, secret)
        await self.jobs.run()


def scene(story: Callable[[Locked], Coroutine[Any, Any, None]], *, pin: bool = False) -> None:
    async def run() -> None:
        gateway = await LocalGateway.with_center()
        gateway.server.add_user("saad", ["clinician"], ["eyes"])
        if pin:
            await gateway.set_pin(PIN, PASSWORD)
        await gateway.lock()
        locked = Locked(gateway)
        locked.page.begin()
        try:
            await story(locked)
        finally:
            locked.jobs.close()
            await gateway.close()

    play(run)


def test_whoever_locked_it_is_chosen_and_the_password_opens() -> None:
    async def story(locked: Locked) -> None:
        assert there(locked.state.tile).role == "supervisor"
        assert locked.view.focused == ["secret"]
        await locked.try_to("wrong")
        assert there(locked.state.problem).code == "bad-credentials"
        assert not locked.program.unlocked_by
        await locked.try_to(PASSWORD)
        assert locked.program.unlocked_by == ["noora"]

    scene(story)


def test_what_was_typed_for_one_is_tried_for_no_other_and_nobody_is_chosen_while_it_is() -> None:
    async def story(locked: Locked) -> None:
        noora = there(locked.state.tile).key
        await locked.gateway.sign_in("saad", PASSWORD)
        await locked.gateway.lock()
        locked.page.refresh()
        saad = next(tile.key for tile in locked.state.tiles if tile.key != noora)
        locked.page.unlock("", "wrong")
        locked.page.choose(saad)  # while the server is asked
        await locked.jobs.run()
        assert there(locked.state.tile).key == noora
        misses = {known.user.username: known.misses for known in locked.gateway.parts.session.people}
        assert misses == {"noora": 1, "saad": 0}
        locked.page.choose(saad)
        assert there(locked.state.tile).key == saad

    scene(story)


def test_it_opens_with_the_cable_out() -> None:
    async def story(locked: Locked) -> None:
        await locked.gateway.go_offline()
        locked.page.refresh()
        assert locked.state.connection == "offline"
        await locked.try_to(PASSWORD)
        assert locked.program.unlocked_by == ["noora"]

    scene(story)


def test_a_pin_is_enough_until_it_was_wrong_five_times() -> None:
    async def story(locked: Locked) -> None:
        assert locked.takes_pin() is True
        for left in (4, 3, 2, 1):
            await locked.try_to("418204")
            assert locked.state.problem == Message("pin-wrong", {"n": left})
        await locked.try_to("418204")
        assert there(locked.state.problem).code == "pin-over"
        assert locked.takes_pin() is False, "the field says password from now on"
        await locked.try_to(PASSWORD)
        assert locked.program.unlocked_by == ["noora"]

    scene(story, pin=True)


def test_somebody_else_comes_in_by_name_and_password() -> None:
    async def story(locked: Locked) -> None:
        locked.page.choose("")
        assert locked.view.focused[-1] == "username"
        await locked.try_to("", "")
        assert set(locked.state.errors) == {"username", "secret"}
        await locked.try_to(PASSWORD, " saad ")
        assert locked.program.unlocked_by == ["saad"]
        assert [p.username for p in locked.gateway.people] == ["saad", "noora"]

    scene(story)


def test_switching_offers_the_others_first() -> None:
    async def story(locked: Locked) -> None:
        locked.page.begin(switching=True)
        assert locked.state.tile is None, "nobody else has worked here yet"
        await locked.try_to(PASSWORD, "saad")
        await locked.gateway.lock()
        locked.page.begin(switching=True)
        noora = next(p for p in locked.gateway.people if p.username == "noora")
        assert locked.state.chosen == noora.id

    scene(story)


def test_nothing_typed_outlives_a_try() -> None:
    async def story(locked: Locked) -> None:
        before = locked.view.forgotten
        await locked.try_to("wrong", "saad")
        assert (locked.view.wrong, locked.view.forgotten) == (1, before), "who it is need not be typed again"
        locked.page.choose("")
        assert locked.view.forgotten == before + 1

    scene(story)


def test_somebody_new_is_told_whom_this_pc_lets_in_without_the_server() -> None:
    async def story(locked: Locked) -> None:
        await locked.gateway.go_offline()
        locked.page.choose("")
        await locked.try_to(PASSWORD, "saad")
        assert locked.state.problem == Message("offline-user")

    scene(story)


def test_it_shows_the_place_and_its_number_and_counts_what_waits() -> None:
    async def story(locked: Locked) -> None:
        await locked.gateway.go_offline()
        await locked.gateway.unlock(locked.gateway.people[0].id, PASSWORD)
        await locked.gateway.act(PauseClinic, clinic=ClinicCode("lab"), reason="break")
        await locked.gateway.lock()
        locked.page.refresh()
        assert (locked.state.place, locked.state.number, locked.state.pending) == ("العيون", "E-017", 1)

    scene(story)


def test_whom_nothing_opens_for_is_told_why_before_anything_is_typed_and_may_type_once_the_server_is_back() -> None:
    async def story(locked: Locked) -> None:
        gateway = locked.gateway
        await gateway.go_offline()
        locked.page.refresh()
        assert locked.shut() == ""
        await gateway.clock.turn(PASSWORD_GOOD_FOR.total_seconds())
        ticking = asyncio.ensure_future(locked.page.tick())
        await until(locked.shut)  # time alone has shut it
        ticking.cancel()
        assert locked.shut() == "offline-over"
        locked.page.unlock("", PASSWORD)
        assert locked.jobs.waiting == []
        gateway.server.come_back()
        await gateway.parts.connectivity.probe()
        locked.page.refresh()
        assert locked.shut() == ""
        await locked.try_to(PASSWORD)
        assert locked.program.unlocked_by == ["noora"]

    scene(story)


def test_a_clock_that_is_wrong_is_told_of_before_anything_is_typed() -> None:
    async def story(locked: Locked) -> None:
        clock = locked.gateway.clock
        await locked.gateway.go_offline()
        clock.set(clock.now() - timedelta(days=2))
        locked.gateway.parts.connectivity._measured = False  # as after a restart
        locked.page.refresh()
        assert locked.shut() == "clock-wrong"
        clock.set(clock.now() + timedelta(days=2))
        locked.page.refresh()
        assert locked.shut() == ""

    scene(story, pin=True)


def test_who_may_work_here_no_more_is_told_that_nothing_opens_while_an_administrator_asks_a_stranded_server() -> None:
    async def story(locked: Locked) -> None:
        gateway = locked.gateway
        gateway.server.add_user("root", ["admin"])
        for username in ("root", "saad"):
            await gateway.sign_in(username, PASSWORD)
            await gateway.lock()
        gateway.server.remove_user("saad")
        with pytest.raises(SignInFailed):
            await gateway.sign_in("saad", PASSWORD)
        await gateway.clock.turn(PASSWORD_GOOD_FOR.total_seconds())
        gateway.parts.connectivity.failed(ServerBusy(2, stranded=True))
        locked.page.refresh()
        shut = {tile.name: tile.shut for tile in locked.state.tiles}
        assert shut == {"Saad": "offline-nothing", "Root": "", "Noora": "offline-over"}

    scene(story)


def test_what_only_the_line_stood_for_goes_with_it() -> None:
    async def story(locked: Locked) -> None:
        await locked.gateway.go_offline()
        locked.page.refresh()
        locked.page.choose("")
        await locked.try_to("some password", "huda")
        assert there(locked.state.problem).code == "offline-user"
        locked.page.refresh()
        assert locked.state.problem is not None, "it is still so"
        await locked.gateway.go_online()
        locked.page.refresh()
        assert locked.state.problem is None

    scene(story)
