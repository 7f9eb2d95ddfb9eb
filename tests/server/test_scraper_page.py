"""The box of the monitoring program's token at a real server: made, shown once, used, made anew, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from mmc_console.desktop.admin.figures.scraper.contract import HOLE, Question, State
from mmc_console.desktop.admin.figures.scraper.presenter import Presenter
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, raw_call, server_in


class View:
    """Answers as the test says."""

    def __init__(self) -> None:
        self.token = HOLE
        self.sure_of = True
        self.asked: list[Question] = []

    def render(self, state: State, token: str = HOLE) -> None:
        self.token = token
        assert token == HOLE or token not in repr(state)

    async def sure(self, question: Question) -> bool:
        self.asked.append(question)
        return self.sure_of


class Box:
    """An administrator at the box."""

    def __init__(self, server: Server, gateway: Any) -> None:
        self.server, self.gateway, self.view, self.jobs = server, gateway, View(), Jobs()
        self.presenter = Presenter(gateway, self.view, self.jobs.start)

    @property
    def state(self) -> State:
        return self.presenter.state

    async def do(self, intent: Callable[[], None]) -> None:
        intent()
        await self.jobs.run()

    async def scrapes(self, token: str) -> bool:
        asks = {"Authorization": f"Bearer {token}"}
        return (await raw_call(self.server.app, "GET", "/metrics", headers=asks))[0] == 200


def opened(place: Path, story: Callable[[Box], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(Box(server, Gateway(server, await server.caller().sign_in())))

    asyncio.run(run())


def test_a_token_is_made_shown_once_used_and_taken_back(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        await box.do(box.presenter.make)
        assert not box.state.known, "nothing before the server has told"
        await box.do(box.presenter.come_in)
        assert (box.state.known, box.state.there, box.view.token) == (True, False, HOLE)
        await box.do(box.presenter.make)
        first = box.view.token
        assert box.view.asked == [], "there is nobody to shut out"
        assert (box.state.fresh, await box.scrapes(first)) == (True, True)
        assert f'credentials: "{first}"' in box.state.config(first)
        assert 'targets: ["centre.test"]' in box.state.config(first)
        await box.do(box.presenter.come_in)
        assert (box.view.token, box.state.fresh, box.state.used_at) == (HOLE, False, box.state.made_at)
        box.view.sure_of = False
        await box.do(box.presenter.make)
        await box.do(box.presenter.revoke)
        assert box.view.asked == ["renew", "revoke"]
        assert await box.scrapes(first), "turned away"
        box.view.sure_of = True
        await box.do(box.presenter.make)
        second = box.view.token
        assert [await box.scrapes(first), await box.scrapes(second)] == [False, True]
        await box.do(box.presenter.revoke)
        assert (box.state.there, box.view.token, await box.scrapes(second)) == (False, HOLE, False)

    opened(tmp_path, story)


def test_without_the_server_it_says_so_and_nothing_is_lost(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        box.gateway.admin.offline = True
        await box.do(box.presenter.come_in)
        assert box.state.trouble is not None
        assert (box.state.known, box.state.trouble.code) == (False, "unreachable")
        box.gateway.admin.offline = False
        await box.do(box.presenter.come_in)
        await box.do(box.presenter.make)
        token = box.view.token
        box.gateway.admin.offline = True
        await box.do(box.presenter.revoke)
        assert box.view.token == token, "it is shown on: this was the only time"
        assert await box.scrapes(token)

    opened(tmp_path, story)


def test_an_address_that_leads_elsewhere_to_itself_is_said() -> None:
    for target, local in (("127.0.0.1:8765", True), ("localhost:80", True), ("[::1]:80", True), ("centre:80", False)):
        assert State(target=target).local is local
