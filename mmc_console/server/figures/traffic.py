"""What the server measures of itself while it works: requests by group of routes, and how late streams are.

`Timed` stands around the whole application: two readings of a clock and one counter a request, no object made for it.
Groups are few and named here, whatever paths there are, so that no path an asker invents becomes a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from litestar.types import ASGIApp, Receive, Scope, Send

from mmc_console.server.figures.histogram import Histogram

OTHER: Final = "other"
_GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("/api/v1/actions", "actions"),
    ("/api/v1/snapshot", "reading"),
    ("/api/v1/events", "reading"),
    ("/api/v1/queues", "reading"),
    ("/api/v1/patients", "people"),
    ("/api/v1/visits", "people"),
    ("/api/v1/auth", "sign-in"),
    ("/api/v1/metrics", "figures"),
    ("/metrics", "figures"),
    ("/api/v1/reports", "reports"),
    ("/api/v1/admin", "administration"),
    ("/api/v1/health", "health"),
    ("/api/v1/maintenance", "health"),
    ("/api/v1/devices", "stations"),
    ("/api/v1/board", "boards"),
    ("/board", "boards"),
    ("/api/v1/queue/", "older"),
    ("/api/v1/pin", "older"),
    ("/t/", "phones"),
)
GROUPS: Final[tuple[str, ...]] = (*dict.fromkeys(group for _, group in _GROUPS), OTHER)
STATUS: Final = "answered"
"""Where `http.app` leaves an answer's status in the request's scope."""


def group_of(template: str) -> str:
    """The group of a route by its path, as it is declared."""
    return next((group for start, group in _GROUPS if template.startswith(start)), OTHER)


class Counted:
    """Requests of one group: how long they took, and how many were answered 2xx-3xx, 4xx, 5xx."""

    __slots__ = ("delay", "failed", "fine", "refused")

    def __init__(self) -> None:
        self.delay = Histogram()
        self.fine = self.refused = self.failed = 0

    def copy(self) -> Counted:
        """As it is now."""
        made = Counted()
        made.delay, made.fine, made.refused, made.failed = self.delay.copy(), self.fine, self.refused, self.failed
        return made

    def since(self, before: Counted) -> Counted:
        """What came after *before*."""
        made = Counted()
        made.delay = self.delay.since(before.delay)
        made.fine, made.refused = self.fine - before.fine, self.refused - before.refused
        made.failed = self.failed - before.failed
        return made

    @property
    def requests(self) -> int:
        """All of them, streams too, whose length is not counted as a delay."""
        return self.fine + self.refused + self.failed


class Traffic:
    """All groups. Belongs to the event loop."""

    def __init__(self) -> None:
        self.groups: dict[str, Counted] = {group: Counted() for group in GROUPS}
        self._by_template: dict[str, Counted] = {}

    def note(self, scope: Scope, seconds: float) -> None:
        """A request has been answered."""
        known: Mapping[str, Any] = scope
        template = known.get("path_template", "")
        counted = self._by_template.get(template)
        if counted is None:  # templates are the declared routes', so there are no more of them than routes
            counted = self._by_template[template] = self.groups[group_of(template)]
        status = known.get(STATUS, 500)
        if status < 400:
            counted.fine += 1
        elif status < 500:
            counted.refused += 1
        else:
            counted.failed += 1
        if not template.endswith("/stream"):
            counted.delay.note(seconds)


class Timed:
    """The application, timed."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app, self._traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = monotonic()
        try:
            await self._app(scope, receive, send)
        finally:
            self._traffic.note(scope, monotonic() - began)
