"""The centre's offset on a row's moments, where what kept the row had no place for it.

MessagePack keeps a moment and not its offset, so a server that starts from a checkpoint has its rows in UTC; a console
may have such rows on its disk, and a program may send an action's moment in UTC. Whatever enters the state from there
passes here: a page prints a moment as it stands.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from mmc_console.domain.service_day import Calendar

Row = TypeVar("Row", bound=Struct)


def stamped(row: Row, calendar: Calendar) -> Row:
    """*row* with the centre's offset on its own moments; the moments stay the same."""
    found = ((name, getattr(row, name)) for name in _moments(type(row)))
    changes = {name: calendar.stamp(at) for name, at in found if at is not None and at.tzinfo is UTC}
    return replace(row, **changes) if changes else row


@lru_cache
def _moments(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.type in (datetime, datetime | None))
