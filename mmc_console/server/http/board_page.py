"""`/board`: the board for a television's browser. Four static files of our own, and the cookie it is paired with.

The page may load nothing but these and its stream; the credential is in a cookie that no script can read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from mmc_console import assets
from mmc_console.server.boards.registry import Registry
from mmc_console.server.boards.showing import Showing
from mmc_console.server.http.boards import BoardStream, source_of, watcher_of
from mmc_console.server.http.guards import COOKIE
from mmc_console.server.http.requests import body_of
from mmc_console.wire.boards import PageCode

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
COOKIE_LIVES: Final = 400 * 86_400
"""The longest a browser keeps one; renewed at each visit of the page."""
_FILES: Final = (
    ("/board", "text/html; charset=utf-8", ("resources", "board", "index.html")),
    ("/board/board.css", "text/css; charset=utf-8", ("resources", "board", "board.css")),
    ("/board/board.js", "text/javascript; charset=utf-8", ("resources", "board", "board.js")),
    ("/board/font.ttf", "font/ttf", ("resources", "fonts", "IBMPlexSansArabic_400Regular.ttf")),
    ("/board/bold.ttf", "font/ttf", ("resources", "fonts", "IBMPlexSansArabic_700Bold.ttf")),
)


def routes(registry: Registry, showing: Showing) -> list[HTTPRouteHandler]:
    """The page, its files, its pairing and its stream."""

    @post("/board/pair", status_code=204, opt={"body": PageCode, "status": 204})
    async def pair_page(request: Request[Any, Any, Any]) -> Response[None]:
        """Pair this browser; the credential is put into its cookie."""
        asked = await body_of(request, PageCode)
        secret, _ = await asyncio.to_thread(registry.pair, asked.code, source_of(request))
        return Response(None, status_code=204, headers={"Set-Cookie": _cookie(secret, request)})

    @get("/board/stream", opt={"stream": True})
    async def stream_page(request: Request[Any, Any, Any]) -> ASGIApp:
        """The same as `/api/v1/board/stream`, for the page."""
        return BoardStream(showing, await asyncio.to_thread(watcher_of, registry, request))

    return [*(_file(*each) for each in _FILES), pair_page, stream_page]


def _file(path: str, media: str, parts: tuple[str, ...]) -> HTTPRouteHandler:
    held: list[bytes] = []

    async def read_file(request: Request[Any, Any, Any]) -> Response[bytes]:
        """A file of the board's page."""
        if not held:
            held.append(await asyncio.to_thread(_read, parts))
        headers = {"Content-Security-Policy": POLICY, "Content-Type": media}
        if media.startswith("font/"):
            headers["Cache-Control"] = "public, max-age=86400"
        secret = request.cookies.get(COOKIE)
        if path == "/board" and secret is not None and secret.isascii() and secret.isprintable() and ";" not in secret:
            headers["Set-Cookie"] = _cookie(secret, request)
        return Response(held[0], headers=headers, media_type=media)

    read_file.__name__ = "read_" + path.strip("/").replace("/", "_").replace(".", "_")
    made: Callable[[Callable[..., Awaitable[Any]]], HTTPRouteHandler] = get(
        path, opt={"media": media.partition(";")[0]}
    )
    return made(read_file)


def _read(parts: tuple[str, ...]) -> bytes:
    """A file; the page with the words both languages are shown in, which the console's board reads as well."""
    raw = assets.path(*parts).read_bytes()
    if parts[-1] != "index.html":
        return raw
    return raw.replace(b"{words}", assets.path("translations", "board.json").read_bytes().replace(b"<", b"\\u003c"))


def _cookie(secret: str, request: Request[Any, Any, Any]) -> str:
    safe = "; Secure" if request.url.scheme == "https" else ""
    return f"{COOKIE}={secret}; Path=/board; Max-Age={COOKIE_LIVES}; HttpOnly; SameSite=Strict{safe}"
