"""`/t/…`: the patient's own page, its state and stream, leaving by PIN, rating. Nobody signs in here.

Whatever is asked with a token that is not right is answered `not-found`, a person with a friendly page.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from mmc_console.domain.page import TOKEN, Page
from mmc_console.domain.patients import clean_number
from mmc_console.domain.whole import Whole
from mmc_console.server.auth.faults import TooManyTries
from mmc_console.server.exit_pins import CannotLeave
from mmc_console.server.http.page_files import KINDS, File, page_files
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of, source_of
from mmc_console.server.pages.live import Live, Watch
from mmc_console.server.pages.pages import NoSuchPage, NotNow, Pages
from mmc_console.server.pages.ratings import STARS
from mmc_console.wire.json import Malformed, encode
from mmc_console.wire.problems import problem

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE: Final = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOR_A_YEAR: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_STREAM: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_PIN_AT_MOST: Final = 16
_COLOUR: Final = "#0B5E8E"


class ExitRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /t/{token}/exit`."""

    pin: str


class RatingRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /t/{token}/rating`."""

    stars: Whole


def routes(pages: Pages, live: Live) -> list[HTTPRouteHandler]:
    """The routes, on these services."""

    async def opened(request: Request[Any, Any, Any], token: str) -> Page:
        try:
            return (await pages.open(token, source_of(request)))[1]
        except NoSuchPage:
            raise ProblemError(problem("not-found")) from None

    @get("/t/{token:str}", opt={"media": "text/html", "otherwise": {"text/html": None}})
    async def read_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
        """A visit's own page: installable, for the person's phone."""
        files = page_files()
        try:
            await pages.open(token, source_of(request))
        except NoSuchPage:
            return _sent(request, files.unknown, _PAGE | {"Cache-Control": "no-cache"}, 404)
        except TooManyTries as fault:
            return _sent(request, files.unknown, _PAGE | {"Cache-Control": "no-cache"} | fault.headers, 429)
        return _sent(request, files.shell, _PAGE | {"Cache-Control": "no-cache"})

    @get("/t/{token:str}/state", opt={"answer": Page})
    async def read_state(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
        """The visit as it stands now."""
        return answer(await opened(request, token))

    @get("/t/{token:str}/stream", opt={"stream": True})
    async def stream_page(request: Request[Any, Any, Any], token: FromPath[str]) -> ASGIApp:
        """The visit as it changes: `state` with all of it, `heartbeat`, `gone` when the day is over."""
        try:
            visit, _ = await pages.open(token, source_of(request))
        except NoSuchPage:
            raise ProblemError(problem("not-found")) from None
        return _Stream(live, await live.open(visit))

    @post("/t/{token:str}/exit", status_code=200, opt={"body": ExitRequest, "answer": Page})
    async def leave(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
        """Leave the clinic by its PIN of the day, told by the doctor."""
        asked = await body_of(request, ExitRequest)
        if len(asked.pin) > _PIN_AT_MOST:
            raise Malformed("Expected the two digits of an exit PIN", "$.pin")
        try:
            return answer(await pages.leave(token, source_of(request), clean_number(asked.pin)))
        except NoSuchPage:
            raise ProblemError(problem("not-found")) from None
        except CannotLeave as fault:
            raise ProblemError(fault.problem) from None

    @post("/t/{token:str}/rating", status_code=200, opt={"body": RatingRequest, "answer": Page})
    async def rate(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
        """One to five stars after the last stop, once, without a name."""
        asked = await body_of(request, RatingRequest)
        if asked.stars not in STARS:
            raise Malformed("Expected a whole number from 1 to 5", "$.stars")
        try:
            visit, page = await pages.rate(token, source_of(request), asked.stars)
        except NoSuchPage:
            raise ProblemError(problem("not-found")) from None
        except NotNow as fault:
            raise ProblemError(problem("conflict", reason=fault.reason)) from None
        live.touch(visit)
        return answer(page)

    @get("/t/{token:str}/manifest.webmanifest", opt={"media": "application/manifest+json"})
    async def read_manifest(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
        """What a phone installs. The same for every token of the right form: it tells nothing, and looks nothing up."""
        if TOKEN.fullmatch(token) is None:
            raise ProblemError(problem("not-found"))
        language = request.query_params.get("lang", "")
        return Response(encode(_manifest(token, language)), media_type="application/manifest+json", headers=_PAGE)

    @get("/t/worker.js", opt={"media": "text/javascript"})
    async def read_worker(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The page's service worker: keeps the page's files, so that it opens without a connection."""
        return _sent(request, page_files().worker, _PAGE | {"Cache-Control": "no-cache"})

    @get("/t/files/{name:str}", opt={"media": KINDS})
    async def read_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        """A file of the page, named by its content."""
        found = page_files().kept.get(name)
        if found is None:
            raise ProblemError(problem("not-found"))
        return _sent(request, found, _PAGE | _FOR_A_YEAR)

    return [read_page, read_state, stream_page, leave, rate, read_manifest, read_worker, read_file]


def _manifest(token: str, language: str) -> dict[str, Any]:
    files = page_files()
    words = files.words.get(language) or next(iter(files.words.values()))
    return {
        "id": f"/t/{token}", "start_url": f"/t/{token}", "scope": "/t/", "display": "standalone",
        "name": words["app.name"], "short_name": words["app.short"], "description": words["app.about"],
        "lang": words["app.lang"], "dir": words["app.dir"],
        "background_color": "#F4F6F8", "theme_color": _COLOUR,
        "icons": [
            {"src": place, "sizes": size, "type": "image/png", "purpose": purpose}
            for place, size in files.icons
            for purpose in ("any", "maskable")
        ],
    }  # fmt: skip


def _sent(request: Request[Any, Any, Any], file: File, headers: dict[str, str], status: int = 200) -> Response[bytes]:
    accepted = [value for name, value in request.scope["headers"] if name == b"accept-encoding"]
    headers = headers | {"Vary": "Accept-Encoding"}
    if file.packed and any(b"gzip" in value for value in accepted):
        return Response(
            file.packed, status_code=status, media_type=file.media, headers=headers | {"Content-Encoding": "gzip"}
        )
    return Response(file.body, status_code=status, media_type=file.media, headers=headers)


class _Stream:
    """Sends what its page is shown until one of the two sides ends it."""

    def __init__(self, live: Live, watch: Watch) -> None:
        self._live, self._watch = live, watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        watching = asyncio.get_running_loop().create_task(_until_gone(receive, self._watch), name="page")
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
            while not self._watch.over:
                await send({"type": "http.response.body", "body": await self._watch.next(), "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._live.leave(self._watch)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


async def _until_gone(receive: Receive, watch: Watch) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    watch.end()
