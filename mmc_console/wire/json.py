"""Encoding and decoding, with the errors a caller can show.

Unknown request fields are refused by the types themselves (`forbid_unknown_fields`).
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields, replace

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.events import AnyEvent

T = TypeVar("T")

encode = msgspec.json.Encoder().encode
_event: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_action: msgspec.json.Decoder[AnyAction] = msgspec.json.Decoder(AnyAction)
_AT_ONCE: Final = 100
"""Rows of a long list that are encoded in one go."""


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


def encode_long(value: Struct) -> bytes:
    """As `encode`, for what omits its defaults and may have lists of thousands: other threads run meanwhile.

    In one go Python's lock is held to the end: a window stood still for 80 ms while a thread wrote the day down.
    """
    lists = (field.name for field in fields(value) if field.default == ())
    rows = {name: each for name in lists if len(each := getattr(value, name)) > _AT_ONCE}
    parts = [encode(replace(value, **dict.fromkeys(rows, ())))[1:-1]]
    for name, each in rows.items():
        pieces = (encode(each[first : first + _AT_ONCE])[1:-1] for first in range(0, len(each), _AT_ONCE))
        parts.append(b'"%b":[%b]' % (name.encode(), b",".join(pieces)))
    return b"{%b}" % b",".join(filter(None, parts))


def event_of(raw: bytes) -> AnyEvent:
    """One event of the log."""
    return _event.decode(raw)


def action_of(raw: bytes) -> AnyAction:
    """One action as it was stored."""
    return _action.decode(raw)


def plain(value: Any) -> Any:
    """*value* as JSON's own types: dicts, lists, strings, numbers."""
    return msgspec.to_builtins(value)
