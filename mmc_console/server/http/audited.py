"""What is asked of the server is taken down here, for every route that administers, reads people or lets somebody in.

By the table of routes, so that no handler can forget it: an administrative route without a name of its own is recorded
under a general one. A handler only tells what it changed (`note`). What changes something is answered after it is on
the disk; reading is written within a second, and what one console reads in that second is one entry.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from litestar.types import ASGIApp, Message, Middleware, Receive, Scope, Send

from mmc_console.server.audit import Audit
from mmc_console.server.auth import Principal
from mmc_console.server.http.acts import ACTS, ONLY_REFUSED, READS, act_is_watching, general
from mmc_console.server.http.guards import plain_path
from mmc_console.server.http.problems import MEDIA, ProblemError, problem_from, request_id
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem

_REMEMBERED: Final = 4_096
OPEN_MS: Final = 10 * 60_000
"""A page that is kept open asks again and again: the same question of one person at one console is an entry only once
in so long, unless it hands out people's data or a file."""
_NOT_SAID: Final = frozenset({401})
"""Who nobody has let in is recorded where people sign in, not at every door."""


def note(
    scope: Any, *, about: str | None = None, user: str | None = None, device: str | None = None, **detail: object
) -> None:
    """Add to what is taken down of this request: what it is about, who, what changed as `name=[old, new]`.

    Never a person's data, never a secret. Without a record (another route) it does nothing.
    """
    noted = scope.get("audit_noted")
    if noted is None:
        return
    for name, value in (("about", about), ("user", user), ("device", device)):
        if value is not None:
            noted[name] = value
    noted["detail"].update(detail)


def leave_out(scope: Any) -> None:
    """What was refused here is a step of the way in, and no entry."""
    noted = scope.get("audit_noted")
    if noted is not None:
        noted["left_out"] = True


def act_of(route: tuple[str, str]) -> str | None:
    """What a request of this route is taken down as; None: it is not."""
    return ACTS.get(route) or general(route)


def audited(audit: Audit) -> Middleware:
    """The middleware; outside of the guard, so that it sees what that refuses."""

    watched = _Watched()

    def before(app: ASGIApp) -> ASGIApp:
        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            route = (str(scope.get("method")), plain_path(scope["path_template"]))
            act = act_of(route)
            if act is None:
                await app(scope, receive, send)
                return
            if audit.full:
                raise ProblemError(problem("unavailable", reason="audit-full"))
            request = _Recorded(audit, watched, act, route, scope)
            instead = False

            async def sending(message: Message) -> None:
                nonlocal instead
                if instead:
                    return  # what had been the answer
                if message["type"] == "http.response.start":
                    try:
                        await request.answered(message["status"])
                    except StoreError as fault:
                        instead = True
                        await _unavailable(send, fault)
                        return
                await send(message)

            try:
                await app(scope, receive, sending)
            except Exception as fault:
                found = problem_from(fault)
                scope["problem_code"] = "internal" if found is None else found[0].code  # type: ignore[typeddict-unknown-key]  # an entry of our own in the scope
                await request.answered(500 if found is None else found[0].status)
                raise

        return recorded

    return before


async def _unavailable(send: Send, fault: StoreError) -> None:
    """Done, but not on record yet: nobody is told that it is done. It is recorded as soon as that can be."""
    found = encode(problem("unavailable", reason=fault.code))
    headers = [(b"content-type", MEDIA.encode()), (b"retry-after", b"1"), (b"content-length", b"%d" % len(found))]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": found, "more_body": False})


class _Watched:
    """Who has asked what lately."""

    def __init__(self) -> None:
        self._at: OrderedDict[tuple[str, ...], int] = OrderedDict()

    def lately(self, what: tuple[str, ...], now: int) -> bool:
        """Whether the same was recorded within ten minutes; if not, it is now."""
        before = self._at.get(what)
        if before is not None and 0 <= now - before < OPEN_MS:
            return True
        self._at[what] = now
        self._at.move_to_end(what)
        while len(self._at) > _REMEMBERED:
            self._at.popitem(last=False)
        return False


class _Recorded:
    """One request of which an entry is made, once."""

    def __init__(self, audit: Audit, watched: _Watched, act: str, route: tuple[str, str], scope: Scope) -> None:
        self._audit, self._watched, self._act, self._route, self._scope = audit, watched, act, route, scope
        self._done = False
        self._noted: dict[str, Any] = {"detail": {}}
        scope["audit_noted"] = self._noted  # type: ignore[typeddict-unknown-key]  # an entry of our own in the scope

    async def answered(self, status: int) -> None:
        """Take it down before the answer leaves; StoreError when it changed something and cannot be written."""
        if self._done:
            return
        self._done = True
        refused = status >= 400
        if refused and self._noted.get("left_out"):
            return
        if refused and status in _NOT_SAID and self._route not in ONLY_REFUSED and self._route not in _DOORS:
            return
        if not refused and self._route in ONLY_REFUSED:
            return
        scope: Any = self._scope
        detail = dict(self._noted["detail"])
        if self._act.startswith("admin-"):
            detail["route"] = f"{self._route[0]} {self._route[1]}"
        if refused:
            detail = {"refused": scope.get("problem_code", str(status))} | detail
        by = scope.get("asked")
        about = self._noted.get("about") or "/".join(str(value) for value in scope.get("path_params", {}).values())
        if not refused and self._route[0] == "GET" and act_is_watching(self._act):
            who = (by.actor.user, by.device) if isinstance(by, Principal) else ("", "")
            if self._watched.lately((*who, self._act, about), self._audit.now_ms()):
                return
        reads = refused or self._route[0] == "GET" or self._route in READS
        self._audit.record(
            self._act, by=by if isinstance(by, Principal) else None, about=about, detail=detail,
            request=request_id(scope), user=self._noted.get("user", ""), device=self._noted.get("device", ""),
            merge=reads,
        )  # fmt: skip
        if not reads:
            await self._audit.kept()


_DOORS: Final = frozenset({("POST", "/api/v1/auth/login"), ("POST", "/api/v1/auth/pair"), ("POST", "/board/pair")})
"""Where being refused is worth an entry though nobody knows who it was."""
