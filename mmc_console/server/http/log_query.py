"""What is looked for in the log, as a request says it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from litestar import Request

from mmc_console.server.logs import search as reading
from mmc_console.server.logs.search import Wanted
from mmc_console.wire.json import Malformed
from mmc_console.wire.logs import LEVELS, stamp

_TEXT_AT_MOST: Final = 200
QUERY: Final = {
    name: {"type": "string", "maxLength": _TEXT_AT_MOST}
    for name in ("level", "source", "text", "request", "action", "device", "since", "until")
}


def wanted_of(request: Request[Any, Any, Any]) -> Wanted:
    """What a request looks for; Malformed names the parameter that cannot be."""
    asked = {name: request.query_params.get(name, "") for name in QUERY}
    for name, value in asked.items():
        if len(value) > _TEXT_AT_MOST:
            raise Malformed(f"Expected at most {_TEXT_AT_MOST} characters", f"$.{name}")
    level = asked["level"] or "info"
    if level not in LEVELS:
        raise Malformed(f"Expected one of {', '.join(LEVELS)}", "$.level")
    return Wanted(
        level, asked["source"], asked["text"], asked["request"], asked["action"], asked["device"],
        _moment(asked["since"], "since"), _moment(asked["until"], "until"),
    )  # fmt: skip


def cursor_of(request: Request[Any, Any, Any], name: str, given: str = "") -> str:
    """The cursor in this parameter, or *given*; Malformed."""
    found: str = given or request.query_params.get(name, "")
    try:
        reading.split(found)
    except ValueError:
        raise Malformed("Expected what an earlier answer gave", f"$.{name}") from None
    return found


def _moment(text: str, name: str) -> str:
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Malformed("Expected a time as RFC 3339 writes it", f"$.{name}") from None
    if at.tzinfo is None:
        raise Malformed("Expected a time with an offset", f"$.{name}")
    try:
        return stamp(at.astimezone(UTC))
    except OverflowError:
        raise Malformed("Expected a time of these centuries", f"$.{name}") from None
