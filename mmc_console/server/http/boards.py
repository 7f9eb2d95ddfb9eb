"""Boards over HTTP: made by an administrator, paired by a code, fed by a stream."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ASGIApp, Receive, Scope, Send

from mmc_console.server.auth.devices import checked_hello
from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.boards.registry import Registry
from mmc_console.server.boards.showing import Showing, Watcher
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.writer import Writer
from mmc_console.wire.boards import (
    BoardCode,
    BoardNews,
    BoardRequest,
    BoardsAnswer,
    Paired,
    PairRequest,
)
from mmc_console.wire.problems import problem

STREAM_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def routes(registry: Registry, showing: Showing, writer: Writer) -> list[HTTPRouteHandler]:
    """The routes, on these services."""

    @post("/api/v1/auth/pair", status_code=200, opt={"body": PairRequest, "answer": Paired})
    async def pair(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Become the board a one-time code was made for."""
        asked = await body_of(request, PairRequest)
        checked_hello(asked.device)
        secret, settings = await asyncio.to_thread(registry.pair, asked.code, source_of(request))
        center = writer.center.center.code
        return answer(Paired(credential=secret, board=settings, center=center, now=showing.now()))

    @get("/api/v1/board", opt={"answer": BoardNews})
    async def read_board(request: Request[Any, Any, Any]) -> Response[bytes]:
        """This board's picture, once."""
        watcher = await asyncio.to_thread(watcher_of, registry, request)
        return answer(await showing.look(watcher.settings))

    @get("/api/v1/board/stream", opt={"stream": True})
    async def stream_board(request: Request[Any, Any, Any]) -> ASGIApp:
        """This board's picture, and again whenever it changes."""
        return BoardStream(showing, await asyncio.to_thread(watcher_of, registry, request))

    @get("/api/v1/admin/boards", opt={"answer": BoardsAnswer})
    async def read_boards() -> Response[bytes]:
        """Every board, paired or not."""
        return answer(BoardsAnswer(await asyncio.to_thread(registry.all)))

    @post("/api/v1/admin/boards", status_code=200, opt={"body": BoardRequest, "answer": BoardCode})
    async def make_board(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Make or change a board, and a one-time code to pair it with."""
        asked = await body_of(request, BoardRequest)
        note(request.scope, about=asked.name)
        return answer(await asyncio.to_thread(registry.make, asked, writer.center))

    @delete("/api/v1/admin/boards/{name:str}", status_code=204, opt={"status": 204})
    async def remove_board(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[None]:
        """Let a board in no more: by its name, or by its id, which stands in an address whatever the name has in it."""
        gone = await asyncio.to_thread(registry.remove, name)
        if not gone:
            raise ProblemError(problem("not-found"))
        note(request.scope, about=gone)
        return Response(None, status_code=204)

    return [pair, read_board, stream_board, read_boards, make_board, remove_board]


def source_of(request: Request[Any, Any, Any]) -> str:
    """The address a request comes from: the connection's own."""
    return request.client.host if request.client is not None else ""


def watcher_of(registry: Registry, request: Request[Any, Any, Any]) -> Watcher:
    """The board that asks, as it is set now; NotAuthenticated when it was removed since the guard looked."""
    id = principal_of(request).device
    found = registry.standing().get(id)
    if found is None:
        raise NotAuthenticated
    return Watcher(id, *found)


class BoardStream:
    """Sends what its watcher is shown until one of the two sides ends it."""

    def __init__(self, showing: Showing, watcher: Watcher) -> None:
        self._showing, self._watcher = showing, watcher

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        watch = loop.create_task(_until_gone(receive, self._watcher), name="board stream")
        sending = loop.create_task(self._send(send), name="board stream")
        try:
            await asyncio.wait({sending})
            if not sending.cancelled():
                sending.result()
        finally:
            sending.cancel()
            watch.cancel()
            await asyncio.gather(watch, sending, return_exceptions=True)
            await self._showing.leave(self._watcher)

    async def _send(self, send: Send) -> None:
        await self._showing.open(self._watcher)  # first: where there is no picture, the answer says so
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        while found := await self._watcher.next(self._showing.now):
            await send({"type": "http.response.body", "body": found, "more_body": True})
        last = f": {self._watcher.ended}\n\n".encode()
        await send({"type": "http.response.body", "body": last, "more_body": False})


async def _until_gone(receive: Receive, watcher: Watcher) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    watcher.end("gone")
