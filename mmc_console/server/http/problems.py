"""Every error of the interface, in one place: which exception travels as which problem.

A client learns a code and its parameters; never a stack trace, SQL, a path or the text of an exception.
"""

from __future__ import annotations

import itertools
import logging
import secrets
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec.structs import replace

from mmc_console.domain.refusals import Unable
from mmc_console.server.auth.faults import AuthFault, BadEntry
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import EpochChanged, Failed, Unavailable
from mmc_console.wire.json import Malformed, encode
from mmc_console.wire.logs import ID
from mmc_console.wire.problems import FieldError, Problem, problem, problem_of

log = logging.getLogger(__name__)

MEDIA: Final = "application/problem+json"
RETRY_SECONDS: Final = 1
_START: Final = secrets.token_hex(4)
_COUNT: Final = itertools.count(1)
"""Ids need to differ, not to be secret: a counter is far cheaper than asking the system for random bytes."""
_BY_STATUS: Final = {
    401: "not-authenticated", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed", 410: "gone",
    413: "too-large", 415: "unsupported-media", 429: "too-many-requests", 503: "unavailable",
}  # fmt: skip


class ProblemError(Exception):
    """Answer this problem, with these headers besides."""

    def __init__(self, found: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__(found.code)
        self.problem = found
        self.headers = headers or {}


def request_id(scope: Any) -> str:
    """This request's id, the client's own if it sends a fit one: in every response and in the log lines about it."""
    found: str | None = scope.get("request_id")
    if found is None:
        found = scope["request_id"] = _sent_id(scope) or f"{_START}-{next(_COUNT):x}"
    return found


def _sent_id(scope: Any) -> str:
    for name, value in scope.get("headers", ()):
        if name == b"x-request-id":
            sent = value.decode("latin-1")
            return sent if ID.fullmatch(sent) else ""
    return ""


def problem_from(fault: BaseException) -> tuple[Problem, dict[str, str]] | None:
    """What *fault* is called outside, with headers; None for a mistake of ours."""
    match fault:
        case ProblemError():
            return fault.problem, fault.headers
        case Malformed():
            return problem("invalid", errors=(FieldError(fault.field, str(fault)),)), {}
        case BadEntry():
            errors = (FieldError(fault.field, fault.message),)
            return replace(problem(fault.code, errors=errors), params=fault.params), fault.headers
        case AuthFault():
            return replace(problem(fault.code), params=fault.params), fault.headers
        case Unable():
            return problem_of(fault), {}
        case EpochChanged():
            return problem("epoch-changed", epoch=fault.epoch), {}
        case Unavailable():
            return problem("unavailable", reason=fault.reason), {"Retry-After": str(RETRY_SECONDS)}
        case StoreError():
            return problem("unavailable", reason=fault.code), {"Retry-After": str(RETRY_SECONDS)}
        case RestoreFault():
            return problem("not-found" if fault.code == "backup-unknown" else fault.code), {}
        case HTTPException():
            code = _BY_STATUS.get(fault.status_code, "invalid" if fault.status_code < 500 else "internal")
            return problem(code), dict(fault.headers or {})
        case _:
            return None


def respond(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """The response for *fault*: Litestar's one exception handler."""
    found = problem_from(fault)
    if found is None:
        if not isinstance(fault, Failed):
            log.error("request %s failed", request_id(request.scope), exc_info=fault, extra={"code": "request-failed"})
        found = problem("internal"), {}
    what, headers = found
    request.scope["problem_code"] = what.code  # type: ignore[typeddict-unknown-key]  # for the audit
    return Response(encode(what), status_code=what.status, headers=headers, media_type=MEDIA)
