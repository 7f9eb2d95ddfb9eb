"""What is answered when the database is destroyed: that it is, to everybody; a restore, to an administrator."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from litestar import Litestar, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Middleware, Receive, Scope, Send

from mmc_console import __version__
from mmc_console.server.auth.faults import NotAllowed, NotAuthenticated
from mmc_console.server.clock import Clock
from mmc_console.server.http import restore
from mmc_console.server.http.app import build_app
from mmc_console.server.http.guards import ADMINS, PUBLIC, ROUTES, bearer_of
from mmc_console.server.http.health import Alive
from mmc_console.server.http.maintenance import answer_plainly
from mmc_console.server.http.problems import MEDIA
from mmc_console.server.http.requests import answer, body_of, source_of
from mmc_console.server.restore.known_admins import Emergency
from mmc_console.server.restore.service import Restoring
from mmc_console.wire.answers import LoginRequest, SignedIn
from mmc_console.wire.health import CheckView, HealthView, Uptime
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem

RETRY_SECONDS: Final = 2
"""As during a restore: it may be put right at any moment, and everybody's work waits for that."""


class Stranded:
    """The application of that time. *fault*: how the database was destroyed; *more*: routes that need none."""

    def __init__(
        self, restoring: Restoring, emergency: Emergency, clock: Clock, fault: str, since: datetime,
        more: Sequence[HTTPRouteHandler] = (),
    ) -> None:  # fmt: skip
        self._fault = fault
        handlers = [
            *_routes(emergency, clock, fault, since),
            *restore.routes_by(restoring, emergency.confirm, lambda: emergency.center, None),
            *more,
        ]
        self._paths = {path for handler in handlers for path in handler.paths}
        self._app: Litestar = build_app(handlers, _guard(emergency))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["path"] in self._paths:
            await self._app(scope, receive, send)
        else:
            body = encode(problem("unavailable", reason=self._fault))
            await answer_plainly(scope, send, 503, body, MEDIA, RETRY_SECONDS)


def _routes(emergency: Emergency, clock: Clock, fault: str, since: datetime) -> list[HTTPRouteHandler]:
    @get("/api/v1/health")
    async def read_health() -> Response[bytes]:
        """That the server can do no work."""
        finding = {"status": "unhealthy", "detail": fault, "since": since}
        report = {
            "status": "unhealthy", "timestamp": clock.now(), "version": __version__, "checks": {"database": finding},
        }  # fmt: skip
        return answer(report, 503, {"Retry-After": str(RETRY_SECONDS)})

    @get("/api/v1/admin/health", opt={"answer": HealthView})
    async def read_view() -> Response[bytes]:
        """The same for whoever may mend it. Nothing else can be said without a database."""
        card, never = CheckView(name="database", status="unhealthy", detail=fault, since=since), _unmeasured()
        view = HealthView(
            status="unhealthy", timestamp=clock.now(), version=__version__, checks=(card,), day=never, month=never
        )  # fmt: skip
        return answer(view)

    @get("/api/v1/health/live")
    async def read_live() -> Response[bytes]:
        """That the process answers."""
        return answer(Alive("alive", clock.now()))

    @post("/api/v1/auth/login", status_code=200, opt={"body": LoginRequest, "answer": SignedIn})
    async def login(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Administrators only, at a console that is known.

        A refusal says that there is no database: it is no word on the password of anybody else, who goes on with it.
        """
        asked = await body_of(request, LoginRequest)
        try:
            return answer(await asyncio.to_thread(emergency.login, asked, source_of(request)))
        except NotAuthenticated:
            raise NotAuthenticated(reason=fault) from None

    return [read_health, read_view, read_live, login]


def _unmeasured() -> Uptime:
    return Uptime(share=None, measured_from=None, down_seconds=0.0, planned_seconds=0.0)


def _guard(emergency: Emergency) -> Middleware:
    """Who may ask what: the one table says it, the sealed file says who is who."""

    def before(app: ASGIApp) -> ASGIApp:
        async def checked(scope: Scope, receive: Receive, send: Send) -> None:
            allowed = ROUTES.get((str(scope.get("method")), str(scope["path_template"])))
            if allowed != PUBLIC:
                principal = emergency.authenticate(bearer_of(scope))
                if allowed is None or not allowed & ADMINS:
                    raise NotAllowed
                scope["user"] = principal
            await app(scope, receive, send)

        return checked

    return before
