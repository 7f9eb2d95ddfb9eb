"""Quiet hours: spans of local time without any sound, written `12:00-12:30 20:00-07:00`."""

from __future__ import annotations

import re
from datetime import time

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
Span = tuple[time, time]


def quiet_spans(text: str) -> tuple[Span, ...]:
    """The spans in *text*; ValueError names the first that is none."""
    found = []
    for part in text.replace(",", " ").split():
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValueError(part)
        a, b, c, d = map(int, match.groups())
        found.append((time(a, b), time(c, d)))
    return tuple(found)


def is_quiet(spans: tuple[Span, ...], at: time) -> bool:
    """Whether *at* lies in one of them; a span that ends before it begins goes over midnight."""
    at = at.replace(tzinfo=None)
    return any(a <= at < b if a <= b else at >= a or at < b for a, b in spans)
