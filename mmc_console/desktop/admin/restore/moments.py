"""A moment as an administrator types it: date and time, in the centre's own time zone. No Qt."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

_WHOLE: Final = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?")


class NotAMoment(ValueError):
    """No date and time, or one there never was."""


def read_moment(text: str, now: datetime) -> datetime:
    """The moment *text* names; without a date it is of *now*'s day. Its zone is *now*'s."""
    found = _WHOLE.fullmatch(text.strip())
    if found is None:
        raise NotAMoment(text)
    year, month, day, hour, minute, second = (int(part) if part is not None else None for part in found.groups())
    try:
        return now.replace(
            year=year if year is not None else now.year, month=month if month is not None else now.month,
            day=day if day is not None else now.day, hour=hour or 0, minute=minute or 0, second=second or 0,
            microsecond=0,
        )  # fmt: skip
    except ValueError as fault:
        raise NotAMoment(text) from fault


def written(moment: datetime) -> str:
    """As it is typed."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"
