"""What is answered while a restore is carried out: that it is, how far, and when to come again. Touches no database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from litestar.types import Receive, Scope, Send

from mmc_console import __version__
from mmc_console.server.clock import Clock
from mmc_console.server.http.problems import MEDIA, request_id
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem

RETRY_SECONDS: Final = 2
LIVE: Final = "/api/v1/health/live"
HEALTH: Final = "/api/v1/health"


class Maintenance:
    """The application of that time. *stage*: how far the restore is, and since when."""

    def __init__(self, clock: Clock, stage: Callable[[], tuple[str, datetime]]) -> None:
        self._clock, self._stage = clock, stage
        self.lost = ""
        """How the database was destroyed, while the services on it are ended: no restore is told, as none has begun."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Every request gets the same answer, but those about health."""
        match scope["path"]:
            case path if path == LIVE:
                live = {"status": "alive", "timestamp": self._clock.now()}
                await answer_plainly(scope, send, 200, encode(live), "application/json")
            case path if path == HEALTH:
                await answer_plainly(scope, send, 503, encode(self._report()), "application/json")
            case _:
                told = problem("unavailable", reason=self.lost) if self.lost else problem("maintenance")
                await answer_plainly(scope, send, 503, encode(told), MEDIA)

    def _report(self) -> dict[str, Any]:
        stage, since = self._stage()
        if self.lost:
            status = {"status": "unhealthy", "timestamp": self._clock.now(), "version": __version__}
            ending = {"status": "unhealthy", "detail": "closing", "since": since}
            return status | {"checks": {"database": ending | {"detail": self.lost}, "server": ending}}
        finding = {"status": "maintenance", "detail": stage or "starting", "since": since}
        return {
            "status": "maintenance", "timestamp": self._clock.now(), "version": __version__,
            "checks": {"restore": finding},
        }  # fmt: skip


async def answer_plainly(
    scope: Any, send: Any, status: int, body: bytes, media: str, retry: int = RETRY_SECONDS
) -> None:
    """One answer, without an application."""
    headers = [
        (b"content-type", media.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-request-id", request_id(scope).encode()),
    ]
    if status == 503:
        headers.append((b"retry-after", str(retry).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})
