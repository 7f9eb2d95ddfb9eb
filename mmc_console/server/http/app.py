"""The ASGI application: routes, guard, errors and headers joined. Builds nothing it is not given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.types import Message, Middleware, Scope

from mmc_console.server.figures.traffic import STATUS
from mmc_console.server.http.openapi import documentation
from mmc_console.server.http.problems import request_id, respond
from mmc_console.server.http.requests import BODY_AT_MOST

_ALWAYS: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"),
]
_NO_STORE: Final = (b"cache-control", b"no-store")


def build_app(handlers: Sequence[HTTPRouteHandler], guard: Middleware, around: Sequence[Middleware] = ()) -> Litestar:
    """The application that answers these routes, each asked of *guard* first; *around*: what sees its answers too."""
    return Litestar(
        route_handlers=[*handlers, *documentation(handlers)],
        middleware=[*around, guard],
        exception_handlers={Exception: respond},
        before_send=[_add_headers],
        request_max_body_size=BODY_AT_MOST,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


async def _add_headers(message: Message, scope: Scope) -> None:
    """What every response carries, errors and unknown paths too."""
    if message["type"] != "http.response.start":
        return
    noted: Any = scope
    noted[STATUS] = message["status"]
    headers: Any = message.setdefault("headers", [])
    if not isinstance(headers, list):
        headers = message["headers"] = list(headers)
    headers.append((b"x-request-id", request_id(scope).encode()))
    given = {
        bytes(name).lower() for name, _ in headers
    }  # a page says itself what it may load, a font how long it is kept
    headers.extend((name, value) for name, value in (*_ALWAYS, _NO_STORE) if name not in given)
