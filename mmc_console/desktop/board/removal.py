"""When a board believes that its centre knows it no more, and asks whoever stands there for a code. No Qt.

One refusal may pass: a centre that is put back knows its boards again. So a board that runs waits a while; one that was
just started, and has shown nothing yet, asks at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mmc_console.client.board import Standing

PASSING: Final = 60.0
"""Seconds a refusal may last; and until somebody is asked again who had no code."""


class Removal:
    """Of one pairing. *monotonic*: this PC's seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: float | None = None
        self._known = self._removed = False
        self._not_before = 0.0

    def told(self, standing: Standing) -> bool:
        """How the line is; whether this board is to be taken for removed."""
        now = self._monotonic()
        if standing == "refused":
            self._since = now if self._since is None else self._since
            self._removed = self._removed or not self._known or now - self._since >= PASSING
        else:
            self._since = None
        if standing == "live":
            self._known, self._removed = True, False
        return self._removed

    @property
    def asks(self) -> bool:
        """Whether somebody is to be asked for a code."""
        return self._removed and self._monotonic() >= self._not_before

    def put_off(self) -> None:
        """Whoever was asked has none just now: ask again later."""
        self._not_before = self._monotonic() + PASSING
