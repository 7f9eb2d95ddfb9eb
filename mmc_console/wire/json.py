"""Encoding and decoding, with the errors a caller can show.

Unknown request fields are refused by the types themselves (`forbid_unknown_fields`).
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.events import AnyEvent

T = TypeVar("T")

encode = msgspec.json.Encoder().encode
_event: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_action: msgspec.json.Decoder[AnyAction] = msgspec.json.Decoder(AnyAction)


class Malformed(ValueError):
    """The bytes are not what the type says; `field` is a JSON path such as `$.actions[0].room`."""

    def __init__(self, message: str, field: str = "$") -> None:
        super().__init__(message)
        self.field = field


def decode(raw: bytes, kind: type[T]) -> T:
    """*raw* as *kind*; Malformed names the place."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as fault:
        text, _, place = str(fault).partition(" - at `")
        raise Malformed(text, place.rstrip("`") or "$") from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Malformed("not JSON") from fault


def event_of(raw: bytes) -> AnyEvent:
    """One event of the log."""
    return _event.decode(raw)


def action_of(raw: bytes) -> AnyAction:
    """One action as it was stored."""
    return _action.decode(raw)


def plain(value: Any) -> Any:
    """*value* as JSON's own types: dicts, lists, strings, numbers."""
    return msgspec.to_builtins(value)
