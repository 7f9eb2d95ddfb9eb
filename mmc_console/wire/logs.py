"""A line of a log, the same on consoles and on the server, so that one line finds its counterpart on the other side.

A log holds ids, codes and places in code. The text of an exception is left out, because it may quote what somebody
typed, and nothing that is written can look like another line or turn a line around: every control and direction
character is written out.
"""

from __future__ import annotations

import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

Level = Literal["debug", "info", "warning", "error", "critical"]
LEVELS: Final[tuple[Level, ...]] = ("debug", "info", "warning", "error", "critical")
TEXT_AT_MOST: Final = 2_000
FRAMES: Final = 12
ACTIONS_AT_MOST: Final = 500
LINES_AT_MOST: Final = 100
"""How many a console sends at once."""

_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What ends a line, turns its direction, or is not seen."""
ID: Final = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What a request id of a client may be; any other is not taken."""


class LogLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. `at` is UTC and always as long, so that a reader finds the level without reading the rest."""

    at: str
    level: str
    source: str
    text: str
    code: str = ""
    """What happened, as a stable word: for rules and for an incident's time line."""
    request: str = ""
    actions: tuple[str, ...] = ()
    device: str = ""
    session: str = ""
    said_at: str = ""
    """When a console says that it happened; `at` is then when the server heard of it."""
    trace: tuple[str, ...] = ()


class DeviceLine(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line as a console sends it."""

    at: Annotated[str, Meta(max_length=32)]
    level: Level
    source: Annotated[str, Meta(max_length=120)]
    text: Annotated[str, Meta(max_length=TEXT_AT_MOST)]
    code: Annotated[str, Meta(max_length=64)] = ""
    request: Annotated[str, Meta(max_length=64)] = ""
    actions: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=ACTIONS_AT_MOST)] = ()
    trace: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=2 * FRAMES)] = ()


class DeviceLogs(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`POST /api/v1/devices/me/logs`: warnings and errors of a console, oldest first."""

    lines: Annotated[tuple[DeviceLine, ...], Meta(max_length=LINES_AT_MOST)]
    lost: Annotated[int, Meta(ge=0, le=2**31)] = 0
    """How many more there were that the console could not keep."""


class FoundLine(LogLine, frozen=True, kw_only=True, omit_defaults=True):
    """A line as a search finds it; `id` is its place, and a cursor."""

    id: str


class LogsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/logs` (newest first), and a message of `…/logs/stream` (oldest first)."""

    lines: tuple[FoundLine, ...]
    older: str
    """Ask with this `cursor` for what was before; empty: nothing was."""
    newer: str
    """Follow `…/logs/stream` with this `after` for what has come since."""
    searched_to: str
    """How far back this answer looked: a search that took too long stops, and is gone on with from `older`."""


def safe(text: str, most: int = TEXT_AT_MOST) -> str:
    """*text* as it may stand in a line and on a screen, at most *most* characters of it."""
    shown = text if len(text) <= most else f"{text[:most]}…"
    return _UNSAFE.sub(_written_out, shown)


def _written_out(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def stamp(at: datetime) -> str:
    """A moment as lines carry it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def line_of(record: logging.LogRecord, **about: Any) -> LogLine:
    """The line of this record. What a caller put into `extra` under `code`, `request` or `actions` is in it."""
    made = getattr(record, "line", None)
    if isinstance(made, LogLine):
        return made
    return LogLine(
        at=stamp(datetime.fromtimestamp(record.created, UTC)),
        level=record.levelname.lower(),
        source=record.name.removeprefix("mmc_console."),
        text=safe(record.getMessage()),
        code=getattr(record, "code", ""),
        request=getattr(record, "request", "") or about.get("request", ""),
        actions=tuple(getattr(record, "actions", ())),
        device=safe(about.get("device", ""), 80),
        session=about.get("session", ""),
        trace=trace_of(record.exc_info[1]) if record.exc_info and record.exc_info[1] is not None else (),
    )


def trace_of(fault: BaseException) -> tuple[str, ...]:
    """The kinds of *fault* and of what caused it, each followed by where it came from; never their texts."""
    found: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = fault
    while current is not None and id(current) not in seen and len(found) < FRAMES:
        seen.add(id(current))
        found.append(type(current).__name__)
        frames = traceback.extract_tb(current.__traceback__)[-FRAMES:]
        found.extend(
            f"{frame.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
        )
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return tuple(safe(each, 160) for each in found[: 2 * FRAMES])


encode_line: Final = msgspec.json.Encoder().encode
read_line: Final = msgspec.json.Decoder(LogLine).decode
