"""Reading a request and encoding an answer, the same way on every route."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from litestar import MediaType, Request, Response
from litestar.exceptions import InternalServerException

from mmc_console.server.http.problems import ProblemError
from mmc_console.wire.json import Malformed, decode, encode
from mmc_console.wire.problems import problem

T = TypeVar("T")

BODY_AT_MOST: Final = 1_000_000
_JSON: Final = b"application/json"


async def body_of(request: Request[Any, Any, Any], kind: type[T]) -> T:
    """The request's JSON as *kind*. Malformed names the place; 413 and 415 are problems of their own."""
    headers = dict(request.scope["headers"])  # as they came: Litestar's own view of them is made anew for each request
    media = headers.get(b"content-type", _JSON).partition(b";")[0].strip().lower()
    if media != _JSON:
        raise ProblemError(problem("unsupported-media"), {"Accept": "application/json"})
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > BODY_AT_MOST:
        raise ProblemError(problem("too-large", most=BODY_AT_MOST))
    try:
        raw = await request.body()
    except InternalServerException as fault:
        if "disconnected" not in str(fault.detail):
            raise
        # it is not the server that failed: who asked has gone away in the middle of it
        raise Malformed("Expected the whole of a body", "$") from None
    return decode(raw, kind)


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    """*content* (a struct, or bytes that are JSON already) as the response."""
    raw = content if isinstance(content, bytes) else encode(content)
    return Response(raw, status_code=status, media_type=MediaType.JSON, headers=headers)


def whole(text: str | None, field: str, *, least: int, most: int, default: int) -> int:
    """The number in a query parameter; Malformed names *field*."""
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 12 or not least <= int(text) <= most:
        raise Malformed(f"Expected a whole number from {least} to {most}", f"$.{field}")
    return int(text)


def source_of(request: Request[Any, Any, Any]) -> str:
    """The address a request comes from: the connection's own. Headers can say anything."""
    return request.client.host if request.client is not None else ""
