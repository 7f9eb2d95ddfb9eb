"""The administration of a real server in this process, asked as the pages of the console ask it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from mmc_console.client.errors import ProblemAnswer, Unreachable
from mmc_console.desktop.admin.page_presenter import PagePresenter
from mmc_console.wire.json import decode, encode
from mmc_console.wire.problems import Problem
from tests.server.auth_app import Server
from tests.server.auth_http import Caller

T = TypeVar("T")


class Door:
    """What `client.admin.AdminDoor` offers, without a socket."""

    def __init__(self, caller: Caller) -> None:
        self._caller, self.offline, self.wants_password = caller, False, False
        self.meanwhile: dict[str, Callable[[], object]] = {}
        """What happens once the server has done what was asked by this method, and before its answer is here."""

    async def get(self, path: str, kind: type[T], **query: Any) -> T:
        return decode(await self._ask("GET", path, None, query), kind)

    async def send(self, method: str, path: str, body: Any, kind: type[T], **query: Any) -> T:
        return decode(await self._ask(method, path, body, query), kind)

    async def tell(self, method: str, path: str, body: Any = None, **query: Any) -> None:
        await self._ask(method, path, body, query)

    async def download(self, path: str, target: Path, **query: Any) -> None:
        await asyncio.to_thread(target.write_bytes, await self._ask("GET", path, None, query))

    async def _ask(self, method: str, path: str, body: Any, query: dict[str, Any]) -> bytes:
        if self.offline:
            raise Unreachable("away")
        more = {} if body is None else {"content": encode(body), "headers": {"Content-Type": "application/json"}}
        answer = await self._caller.ask(method, f"/api/v1{path}", params=query, **more)
        if answer.status_code >= 400:
            raise ProblemAnswer(decode(answer.content, Problem))
        self.meanwhile.pop(method, lambda: None)()
        return answer.content


class Gateway:
    """As much of a gateway as a page of the administration needs."""

    def __init__(self, server: Server, caller: Caller) -> None:
        self._server, self.admin = server, Door(caller)
        self.connection = SimpleNamespace(maintenance=False, stranded=False)
        self.locked = self.session_ended = False

    def now(self) -> datetime:
        return self._server.clock.now()


class Jobs:
    """What a page has begun; run when the test says so."""

    def __init__(self) -> None:
        self._waiting: list[Coroutine[Any, Any, None]] = []

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> bool:
        self._waiting.append(work)
        return True

    async def run(self, page: PagePresenter[Any, Any] | None = None) -> None:
        """What the page wants of the server, and what it has begun."""
        if page is not None:
            await page.catch_up()
        while self._waiting:
            await self._waiting.pop(0)
            if page is not None:
                await page.catch_up()
