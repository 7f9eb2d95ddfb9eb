"""What the server tells once is seen by whoever asked for it: not by the next person, and not by nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin import page_presenter
from mmc_console.desktop.admin.backups.contract import RecoveryKey
from tests.unit.client.test_meanwhile import until
from tests.unit.desktop.admin.office import KEY
from tests.unit.desktop.admin.test_backups import Desk, Page, at_the_page


class Watched(Page):
    """A view whose box the lock closes."""

    def __init__(self, locking: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._locking = locking

    async def show_key(self, key: RecoveryKey) -> bool:
        self.keys.append(key)
        if len(self.keys) > 1:
            return True
        await self._locking()
        return False


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the next look."""
    monkeypatch.setattr(page_presenter, "AGAIN", 0)


async def somebody_else(gateway: LocalGateway) -> None:
    """Another person unlocks."""
    gateway.server.add_user("huda", ("reception",), ())
    await gateway.sign_in("huda", PASSWORD)


async def some_time() -> None:
    """Whatever may happen now has happened."""
    for _ in range(200):
        await asyncio.sleep(0)


@pytest.mark.usefixtures("at_once")
def test_a_key_that_the_lock_has_closed_is_shown_again_to_whoever_asked_for_it() -> None:
    async def scene(desk: Desk) -> None:
        gateway = desk.gateway
        user = gateway.user
        assert user is not None
        await gateway.set_pin("418203", PASSWORD)
        view: Any = Watched(gateway.lock)
        desk.page._view = view
        desk.page.print_key()
        going = asyncio.ensure_future(desk.jobs.run())
        await until(lambda: gateway.locked)
        await some_time()
        assert len(view.keys) == 1, "nothing of it opens over the lock"
        await somebody_else(gateway)
        await some_time()
        assert len(view.keys) == 1, "nor for somebody else"
        await gateway.lock()
        await gateway.unlock(user.id, "418203")
        await some_time()
        assert len(view.keys) == 1, "nor for a PIN, which somebody else may know"
        await gateway.admin.sign_in_again(PASSWORD)
        await until(going.done)
        assert [key.text for key in view.keys] == [KEY, KEY]

    at_the_page(scene)


@pytest.mark.usefixtures("at_once")
def test_a_key_asked_for_at_the_moment_of_the_lock_is_shown_after_it() -> None:
    async def scene(desk: Desk) -> None:
        gateway = desk.gateway
        user = gateway.user
        assert user is not None
        view: Any = Watched(some_time)

        async def confirmed() -> bool:
            await gateway.lock()
            return True

        view.confirm_key = confirmed
        desk.page._view = view
        desk.page.print_key()
        going = asyncio.ensure_future(desk.jobs.run())
        await until(lambda: desk.office.printed)
        await some_time()
        assert view.keys == []
        await gateway.unlock(user.id, PASSWORD)
        await until(going.done)
        assert view.keys[-1].text == KEY

    at_the_page(scene)


@pytest.mark.usefixtures("at_once")
def test_a_key_whose_answer_comes_when_somebody_else_works_here_waits() -> None:
    async def scene(desk: Desk) -> None:
        gateway, door = desk.gateway, desk.gateway.admin
        user, send = gateway.user, door.send
        assert user is not None

        async def late(*asked: Any, **more: Any) -> Any:
            answer = await send(*asked, **more)
            await gateway.lock()
            await somebody_else(gateway)
            return answer

        door.send = late  # type: ignore[method-assign]  # its answer comes late
        view: Any = Watched(some_time)
        desk.page._view = view
        desk.page.print_key()
        going = asyncio.ensure_future(desk.jobs.run())
        await until(lambda: gateway.user is not None and gateway.user.username == "huda")
        await some_time()
        assert view.keys == []
        await gateway.lock()
        await gateway.unlock(user.id, PASSWORD)
        await until(going.done)
        assert view.keys[-1].text == KEY

    at_the_page(scene)
