"""Which request a line is about: set once where a request comes in, found by every line that is written for it.

It follows a request into the threads it works on; the writer's own thread has none, so lines there name action ids.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from msgspec import Struct


class About(Struct, frozen=True):
    """A request, and who sent it as far as it is known."""

    request: str = ""
    device: str = ""
    session: str = ""


NOBODY: Final = About()
about: Final[ContextVar[About]] = ContextVar("about", default=NOBODY)
