"""Problem details (RFC 9457) with our stable `code`; every error has this shape."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mmc_console.domain.refusals import Params, Unable


class FieldError(Struct, frozen=True):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One error as it travels. `detail` is for programmers; people see a translation of `code`."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    params: Params = {}
    errors: tuple[FieldError, ...] = ()


STATUS: dict[str, int] = {
    "invalid": 422,
    "not-authenticated": 401,
    "not-allowed": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "conflict": 409,
    "epoch-changed": 409,
    "draft-changed": 409,
    "centre-changed": 409,
    "publication-waiting": 409,
    "gone": 410,
    "too-large": 413,
    "unsupported-media": 415,
    "too-many-requests": 429,
    "internal": 500,
    "unavailable": 503,
    "maintenance": 503,
    "restore-running": 409,
    "password-change-needed": 403,
    "client-too-old": 426,
    "alert-over": 409,
    "backup-busy": 409,
    "backup-last-good": 409,
    "backup-cancelled": 409,
    "backup-gone": 404,
    "import-running": 409,
    "import-cancelled": 409,
}


def problem(code: str, detail: str = "", *, errors: tuple[FieldError, ...] = (), **params: str | int) -> Problem:
    """A problem of the HTTP interface; codes not in `STATUS` are the rules' own (422)."""
    status = STATUS.get(code, 422)
    title = code.replace("-", " ").capitalize()
    return Problem(
        type=f"urn:mmc:problem:{code}", title=title, status=status, code=code, detail=detail,
        params=params, errors=errors,
    )  # fmt: skip


def problem_of(unable: Unable) -> Problem:
    """The rules' refusal or conflict, as it travels inside an action's result."""
    return replace(problem(unable.code), params=unable.params)
