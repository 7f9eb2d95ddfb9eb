"""Who may ask what: the one table of routes, and the check every request passes before its handler.

A route that is not in the table is answered to nobody, and the server refuses to start with one. The rights of queue
actions are not here: those are `domain.permissions`, asked for each action. Which people and visits a person may see is
the business of the routes that show them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Literal

from litestar import Litestar, Request
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Middleware, Receive, Scope, Send

from mmc_console.domain.permissions import Role
from mmc_console.server.auth import Auth, Principal
from mmc_console.server.auth.faults import NotAllowed, NotAuthenticated, PasswordChange
from mmc_console.server.boards.registry import Registry
from mmc_console.server.figures.scraping import PREFIX, Scraping
from mmc_console.server.http.problems import request_id
from mmc_console.server.limits import Limits
from mmc_console.server.logs.context import About, about
from mmc_console.wire.boards import CREDENTIAL

PUBLIC: Final = "public"
PEOPLE: Final[frozenset[Role]] = frozenset({"reception", "clinician", "supervisor", "admin"})
DESKS: Final[frozenset[Role]] = PEOPLE | {"kiosk"}
BOARDS: Final[frozenset[Role]] = frozenset({"board"})
IN_CLINICS: Final[frozenset[Role]] = frozenset({"clinician", "supervisor", "admin"})
SUPERVISORS: Final[frozenset[Role]] = frozenset({"supervisor", "admin"})
ADMINS: Final[frozenset[Role]] = frozenset({"admin"})

Allowed = frozenset[Role] | Literal["public"]

ROUTES: Final[dict[tuple[str, str], Allowed]] = {
    ("GET", "/api/v1/health"): PUBLIC,
    ("GET", "/api/v1/health/live"): PUBLIC,
    ("GET", "/api/v1/openapi.json"): PUBLIC,
    ("GET", "/api/v1/docs"): PUBLIC,
    ("POST", "/api/v1/auth/login"): PUBLIC,
    ("POST", "/api/v1/auth/refresh"): PUBLIC,
    ("POST", "/api/v1/auth/device"): PUBLIC,
    ("POST", "/api/v1/auth/logout"): DESKS,
    ("GET", "/api/v1/auth/me"): DESKS,
    ("POST", "/api/v1/auth/password"): DESKS,
    ("POST", "/api/v1/actions"): PEOPLE | {"kiosk"},
    ("GET", "/api/v1/snapshot"): DESKS,
    ("GET", "/api/v1/events"): DESKS,
    ("GET", "/api/v1/events/stream"): DESKS,
    ("GET", "/api/v1/queues"): PEOPLE,
    ("GET", "/api/v1/queues/{clinic}"): PEOPLE,
    ("POST", "/api/v1/patients/cards"): PEOPLE,
    ("GET", "/api/v1/patients"): PEOPLE,
    ("GET", "/api/v1/visits/{id}"): PEOPLE,
    ("GET", "/api/v1/metrics"): SUPERVISORS,
    ("GET", "/api/v1/reports/daily"): SUPERVISORS,
    ("GET", "/api/v1/reports/range"): SUPERVISORS,
    ("POST", "/api/v1/devices/me/logs"): DESKS | {"board"},
    ("GET", "/api/v1/admin/logs"): ADMINS,
    ("GET", "/api/v1/admin/logs/stream"): ADMINS,
    ("GET", "/api/v1/admin/logs/export"): ADMINS,
    ("GET", "/api/v1/admin/alerts"): SUPERVISORS,
    ("POST", "/api/v1/admin/alerts/{id}/acknowledge"): SUPERVISORS,
    ("POST", "/api/v1/admin/alerts/{id}/snooze"): SUPERVISORS,
    ("GET", "/api/v1/admin/incidents"): ADMINS,
    ("POST", "/api/v1/admin/incidents"): ADMINS,
    ("GET", "/api/v1/admin/incidents/{id}"): ADMINS,
    ("PATCH", "/api/v1/admin/incidents/{id}"): ADMINS,
    ("POST", "/api/v1/admin/incidents/{id}/notes"): ADMINS,
    ("POST", "/api/v1/admin/incidents/{id}/follow-ups"): ADMINS,
    ("PATCH", "/api/v1/admin/incidents/{id}/follow-ups/{n}"): ADMINS,
    ("GET", "/api/v1/admin/incidents/{id}/export"): ADMINS,
    ("GET", "/metrics"): ADMINS,
    ("GET", "/api/v1/admin/metrics/token"): ADMINS,
    ("POST", "/api/v1/admin/metrics/token"): ADMINS,
    ("DELETE", "/api/v1/admin/metrics/token"): ADMINS,
    ("GET", "/api/v1/admin/plugins"): ADMINS,
    ("GET", "/api/v1/admin/plugins/{name}"): ADMINS,
    ("POST", "/api/v1/admin/plugins/{name}"): ADMINS,
    ("POST", "/api/v1/auth/pair"): PUBLIC,
    ("GET", "/api/v1/board"): BOARDS,
    ("GET", "/api/v1/board/stream"): BOARDS,
    ("POST", "/api/v1/devices/me/status"): DESKS | BOARDS,
    ("GET", "/api/v1/admin/health"): SUPERVISORS,
    ("GET", "/api/v1/admin/health/history"): SUPERVISORS,
    ("GET", "/api/v1/admin/health/maintenance"): SUPERVISORS,
    ("GET", "/api/v1/maintenance"): PEOPLE,
    ("POST", "/api/v1/admin/health/maintenance"): ADMINS,
    ("DELETE", "/api/v1/admin/health/maintenance/{id}"): ADMINS,
    ("GET", "/api/v1/admin/stations"): SUPERVISORS,
    ("GET", "/api/v1/admin/boards"): ADMINS,
    ("POST", "/api/v1/admin/boards"): ADMINS,
    ("DELETE", "/api/v1/admin/boards/{name}"): ADMINS,
    ("GET", "/board"): PUBLIC,
    ("GET", "/board/board.css"): PUBLIC,
    ("GET", "/board/board.js"): PUBLIC,
    ("GET", "/board/font.ttf"): PUBLIC,
    ("GET", "/board/bold.ttf"): PUBLIC,
    ("POST", "/board/pair"): PUBLIC,
    ("GET", "/board/stream"): BOARDS,
    ("GET", "/api/v1/admin/centre"): ADMINS,
    ("PUT", "/api/v1/admin/centre/draft"): ADMINS,
    ("POST", "/api/v1/admin/centre/draft"): ADMINS,
    ("DELETE", "/api/v1/admin/centre/draft"): ADMINS,
    ("POST", "/api/v1/admin/centre/check"): ADMINS,
    ("POST", "/api/v1/admin/centre/publish"): ADMINS,
    ("DELETE", "/api/v1/admin/centre/publications/{id}"): ADMINS,
    ("GET", "/api/v1/admin/centre/history"): ADMINS,
    ("GET", "/api/v1/admin/centre/file"): ADMINS,
    ("POST", "/api/v1/admin/centre/file"): ADMINS,
    ("GET", "/api/v1/admin/settings"): ADMINS,
    ("PATCH", "/api/v1/admin/settings/{area}"): ADMINS,
    ("GET", "/api/v1/admin/settings/{area}/history"): ADMINS,
    ("POST", "/api/v1/admin/patients/find"): ADMINS,
    ("POST", "/api/v1/admin/patients/erase"): ADMINS,
    ("GET", "/api/v1/admin/users"): ADMINS,
    ("POST", "/api/v1/admin/users"): ADMINS,
    ("GET", "/api/v1/admin/users/import"): ADMINS,
    ("POST", "/api/v1/admin/users/import"): ADMINS,
    ("DELETE", "/api/v1/admin/users/import"): ADMINS,
    ("PATCH", "/api/v1/admin/users/{id}"): ADMINS,
    ("POST", "/api/v1/admin/users/{id}/password"): ADMINS,
    ("POST", "/api/v1/admin/users/{id}/sign-out"): ADMINS,
    ("GET", "/api/v1/admin/devices"): ADMINS,
    ("PATCH", "/api/v1/admin/devices/{id}"): ADMINS,
    ("POST", "/api/v1/admin/devices/{id}/revoke"): ADMINS,
    ("GET", "/api/v1/admin/restore"): ADMINS,
    ("POST", "/api/v1/admin/restore"): ADMINS,
    ("GET", "/api/v1/admin/audit"): ADMINS,
    ("GET", "/api/v1/admin/audit/export"): ADMINS,
    ("GET", "/api/v1/admin/audit/verify"): ADMINS,
    ("POST", "/api/v1/admin/audit/verify"): ADMINS,
    ("GET", "/api/v1/admin/keys"): ADMINS,
    ("POST", "/api/v1/admin/keys/{kind}/rotate"): ADMINS,
    ("POST", "/api/v1/admin/keys/recovery"): ADMINS,
    ("GET", "/api/v1/admin/backups"): ADMINS,
    ("POST", "/api/v1/admin/backups"): ADMINS,
    ("DELETE", "/api/v1/admin/backups/working"): ADMINS,
    ("GET", "/api/v1/admin/backups/points"): ADMINS,
    ("POST", "/api/v1/admin/backups/key"): ADMINS,
    ("PUT", "/api/v1/admin/backups/store-secret"): ADMINS,
    ("GET", "/api/v1/admin/backups/{id}"): ADMINS,
    ("DELETE", "/api/v1/admin/backups/{id}"): ADMINS,
    ("POST", "/api/v1/admin/backups/{id}/verify"): ADMINS,
    ("POST", "/api/v1/admin/backups/{id}/copy"): ADMINS,
    ("GET", "/api/v1/pins"): IN_CLINICS,
    ("POST", "/api/v1/queue/enter"): PEOPLE,
    ("POST", "/api/v1/queue/call"): PEOPLE,
    ("POST", "/api/v1/queue/done"): PEOPLE,
    ("GET", "/api/v1/queue/status"): PEOPLE,
    ("GET", "/api/v1/pin/status"): PEOPLE,
    ("GET", "/t/{token}"): PUBLIC,
    ("GET", "/t/{token}/state"): PUBLIC,
    ("GET", "/t/{token}/stream"): PUBLIC,
    ("POST", "/t/{token}/exit"): PUBLIC,
    ("POST", "/t/{token}/rating"): PUBLIC,
    ("GET", "/t/{token}/manifest.webmanifest"): PUBLIC,
    ("GET", "/t/worker.js"): PUBLIC,
    ("GET", "/t/files/{name}"): PUBLIC,
}
"""Roles by method and path; every other route does not exist."""

BY_COOKIE: Final = frozenset({("GET", "/board/stream")})
"""A browser cannot put a header on an EventSource: here, and nowhere else, a board's credential comes as a cookie."""
COOKIE: Final = "mmc_board"

SENDERS_MAY: Final = frozenset({("POST", "/api/v1/actions"), ("POST", "/api/v1/devices/me/status")})
"""All that is answered to a console's own credential: it sends what was done, and says how much of it still waits."""

SCRAPERS_MAY: Final = frozenset({("GET", "/metrics")})
"""All that is answered to a monitoring program's token."""

BEFORE_PASSWORD_CHANGE: Final = frozenset({
    ("GET", "/api/v1/auth/me"), ("POST", "/api/v1/auth/password"), ("POST", "/api/v1/auth/logout"),
})  # fmt: skip
"""All that is answered to somebody whose generated password was not changed yet."""


def guard(auth: Auth, boards: Registry, limits: Limits, scraping: Scraping | None = None) -> Middleware:
    """The check to put before every handler. As middleware: a Litestar guard copies its handler for every request."""

    def check(scope: Scope) -> None:
        route = (str(scope.get("method")), plain_path(scope["path_template"]))
        allowed = ROUTES.get(route)
        if allowed == PUBLIC:
            limits.of_address(address_of(scope))
            return
        try:
            token = cookie_of(scope) if route in BY_COOKIE else bearer_of(scope)
            if scraping is not None and token.startswith(PREFIX):
                scraping.check(token)
                scraper(scope, route)
                return
            principal = boards.authenticate(token) if token.startswith(CREDENTIAL) else auth.authenticate(token)
            scope["asked"] = principal  # type: ignore[typeddict-unknown-key]  # for the audit: also who is refused
        except NotAuthenticated:
            limits.of_address(address_of(scope))
            raise
        limits.of_device(principal.device)
        if principal.sends and route in SENDERS_MAY:
            scope["user"] = principal
            return
        if allowed is None or principal.roles.isdisjoint(allowed):
            raise NotAllowed
        if principal.must_change and route not in BEFORE_PASSWORD_CHANGE:
            raise PasswordChange
        scope["user"] = principal

    def scraper(scope: Scope, route: tuple[str, str]) -> None:
        limits.of_address(address_of(scope))
        if route not in SCRAPERS_MAY:
            raise NotAllowed

    def before(app: ASGIApp) -> ASGIApp:
        async def checked(scope: Scope, receive: Receive, send: Send) -> None:
            about.set(About(request_id(scope)))
            check(scope)
            who = scope.get("user")
            if isinstance(who, Principal):
                about.set(About(request_id(scope), who.device, who.session))
            await app(scope, receive, send)

        return checked

    return before


def principal_of(request: Request[Any, Any, Any]) -> Principal:
    """Who asks, as the guard has found; NotAuthenticated on a public route."""
    principal = request.scope.get("user")
    if not isinstance(principal, Principal):
        raise NotAuthenticated
    return principal


def address_of(scope: Scope) -> str:
    """Where a request comes from; one name for all of whom that is not known."""
    client = scope.get("client")
    return client[0] if client else ""


def bearer_of(scope: Scope) -> str:
    """The access token of a request: in one Authorization header, as Bearer, nowhere else."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if len(given) != 1:
        raise NotAuthenticated
    scheme, _, token = given[0].partition(b" ")
    if scheme.lower() != b"bearer" or not token:
        raise NotAuthenticated
    return token.decode("latin-1")


def cookie_of(scope: Scope) -> str:
    """The credential a board's page was paired with; NotAuthenticated when there is none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, credential = part.strip().partition("=")
                if key == COOKIE and credential.startswith(CREDENTIAL):
                    return credential
    raise NotAuthenticated


def check_table(app: Litestar) -> None:
    """ValueError names the routes that are not in the table, and those in it that nothing answers."""
    served = {
        (method, plain_path(route.path_format))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    }
    faults = [f"{method} {path} is not in the table" for method, path in sorted(served - ROUTES.keys())]
    faults += [f"{method} {path} is answered by nothing" for method, path in sorted(ROUTES.keys() - served)]
    if faults:
        raise ValueError("; ".join(faults))


@cache
def plain_path(path: str) -> str:
    """`/visits/{id:str}` as the tables of routes write it."""
    parts = (p.partition(":")[0] + "}" if p.startswith("{") and ":" in p else p for p in path.split("/"))
    return "/".join(parts)
