"""The server's keys over HTTP, for administrators: which there are, exchanged for new ones, copied once, for a safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from mmc_console.domain.centre import Site
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.auth import Auth
from mmc_console.server.auth.passwords import AT_ONCE
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.rotation.copies import AllPrinted, Copies
from mmc_console.server.rotation.rotation import KINDS, Rotation, UnderWay
from mmc_console.wire.keys import KeyCopies, KeysAnswer, PasswordAgain
from mmc_console.wire.problems import problem


def routes(
    rotation: Rotation, copies: Copies, auth: Auth, hurry: Callable[[], None], site: Callable[[], Site]
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes. *hurry*: do what was asked at once; *site*: the centre as it is now, for its time."""
    passwords = asyncio.Semaphore(AT_ONCE)

    def stamp(seconds: float) -> datetime:
        return calendar_of(site()).stamp(datetime.fromtimestamp(seconds, UTC))

    async def confirmed(request: Request[Any, Any, Any]) -> None:
        asked = await body_of(request, PasswordAgain)
        async with passwords:
            await asyncio.to_thread(auth.confirm, principal_of(request), asked.password)

    @get("/api/v1/admin/keys", opt={"answer": KeysAnswer})
    async def read_keys() -> Response[bytes]:
        """The newest key of each kind, since when, and how its exchange goes. No key."""
        return answer(KeysAnswer(await asyncio.to_thread(copies.rows, stamp)))

    @post("/api/v1/admin/keys/{kind:str}/rotate", status_code=200, opt={"body": PasswordAgain, "answer": KeysAnswer})
    async def rotate_key(request: Request[Any, Any, Any], kind: FromPath[str]) -> Response[bytes]:
        """A new key of this kind, used from now on; what stands is brought over while people work."""
        if kind not in KINDS:
            raise ProblemError(problem("not-found"))
        await confirmed(request)
        try:
            id = await asyncio.to_thread(rotation.ask, kind, principal_of(request))
        except UnderWay:
            raise ProblemError(problem("key-rotation-under-way", kind=kind)) from None
        note(request.scope, about=f"{kind}-{id}")
        hurry()
        return answer(KeysAnswer(await asyncio.to_thread(copies.rows, stamp)))

    @post("/api/v1/admin/keys/recovery", status_code=200, opt={"body": PasswordAgain, "answer": KeyCopies})
    async def print_keys(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The recovery copies that were never handed out; 410 when all were."""
        await confirmed(request)
        try:
            found = await asyncio.to_thread(copies.hand_out, principal_of(request))
        except AllPrinted:
            raise ProblemError(problem("gone")) from None
        return answer(KeyCopies(found))

    return [read_keys, rotate_key, print_keys]
