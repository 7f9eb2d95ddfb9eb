"""`POST /api/v1/actions`: the only way to change a queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import ActionId
from mmc_console.domain.page import TOKEN
from mmc_console.server.audit import Audit
from mmc_console.server.auth import Auth
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import request_id
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Writer
from mmc_console.server.writer_asks import Overridden
from mmc_console.server.writer_checks import is_action_id
from mmc_console.wire.answers import BATCH_AT_MOST, BUILT_ON_AT_MOST, ActionsAnswer, ActionsRequest, Result
from mmc_console.wire.json import Malformed

log = logging.getLogger(__name__)

_FIRST, _LAST = 1970, 9998
"""Years that every time zone can say."""
_ID_AT_MOST: Final = 36


def routes(writer: Writer, auth: Auth, audit: Audit) -> list[HTTPRouteHandler]:
    """The route, on this writer; *auth* knows the authors of what a console sends by itself.

    The log says who did what in the queues; *audit* is told besides when somebody overrides a decision, in one commit
    with the log: whatever becomes of the answer, or of the server, neither says it without the other.
    """

    def audited(conn: Connection, done: Sequence[Overridden]) -> None:
        for action, actor, device, request in done:
            detail = {"action": str(action.id)}
            entry = audit.entry("override", by=None, about=str(action.conflict), detail=detail, request=request)
            audit.record_beside(conn, replace(entry, user=str(actor.user), device=device))

    writer.audited = audited

    @post("/api/v1/actions", status_code=200, opt={"body": ActionsRequest, "answer": ActionsAnswer})
    async def take_actions(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Decide and record actions, in the given order."""
        asked = await body_of(request, ActionsRequest)
        check(asked)
        principal = principal_of(request)
        if principal.sends:
            actors = await asyncio.to_thread(auth.authors, principal, asked.actions, writer.lost)
        else:
            actors = auth.authors(principal, asked.actions, writer.lost)
        done = await writer.submit(actors, principal.device, asked)
        taken = [result.id for result in done.results if result.problem is None]
        if taken:
            log.info("actions taken", extra={"actions": taken})
        for result in done.results:
            if result.problem is not None:
                log.info(
                    "request %s: action %s %s: %s",
                    request_id(request.scope), result.id, result.outcome, result.problem.code,
                    extra={"actions": [result.id]},
                )  # fmt: skip
        first = {str(r.problem.params["by"]) for r in done.results if r.problem and "by" in r.problem.params}
        try:
            return answer(_named(done, await asyncio.to_thread(auth.names, first)) if first else done)
        except StoreError as fault:  # a 503 would say that nothing was recorded
            log.info("conflicts are told without names: %s", fault.code)
            return answer(done)

    return [take_actions]


def _named(done: ActionsAnswer, names: dict[str, str]) -> ActionsAnswer:
    """Conflicts tell who was first by name too: only here, so that names of users are stored in one place."""
    return replace(done, results=tuple(_with_name(result, names) for result in done.results))


def _with_name(result: Result, names: dict[str, str]) -> Result:
    name = names.get(str(result.problem.params.get("by"))) if result.problem is not None else None
    if result.problem is None or name is None:
        return result
    return replace(result, problem=replace(result.problem, params={**result.problem.params, "by_name": name}))


def check(asked: ActionsRequest) -> None:
    """Malformed for what the types cannot say: how many, which kind of ids, times with an offset."""
    if len(asked.actions) > BATCH_AT_MOST:
        raise Malformed(f"Expected at most {BATCH_AT_MOST} actions", "$.actions")
    if sum(map(len, asked.after)) > BUILT_ON_AT_MOST:
        raise Malformed(f"Expected at most {BUILT_ON_AT_MOST} earlier actions", "$.after")
    for place, before in enumerate(asked.after):
        if place >= len(asked.actions) or not all(_is_earlier(each, place) for each in before):
            raise Malformed("Expected the places or ids of earlier actions", f"$.after[{place}]")
    if len(asked.conflicts) > BATCH_AT_MOST:
        raise Malformed(f"Expected at most {BATCH_AT_MOST} actions", "$.conflicts")
    for i, action in enumerate(asked.actions):
        _check_one(action, f"$.actions[{i}]")
    for i, action in enumerate(asked.conflicts):
        _check_one(action, f"$.conflicts[{i}]")


def _is_earlier(each: int | ActionId, place: int) -> bool:
    return 0 <= each < place if isinstance(each, int) else is_action_id(each)


def _check_one(action: AnyAction, place: str) -> None:
    if not is_action_id(action.id):
        raise Malformed("Expected a UUIDv7 in its usual form", f"{place}.id")
    if action.replaces is not None and not is_action_id(action.replaces):
        raise Malformed("Expected a UUIDv7 in its usual form", f"{place}.replaces")
    if action.at.tzinfo is None or not _FIRST <= action.at.year <= _LAST:
        raise Malformed("Expected a time with an offset, of these centuries", f"{place}.at")
    if action.by is not None and not 0 < len(action.by) <= _ID_AT_MOST:
        raise Malformed("Expected a user's id", f"{place}.by")
    until = getattr(action, "until", None)
    if until is not None and (until.tzinfo is None or not _FIRST <= until.year <= _LAST):
        raise Malformed("Expected a time with an offset, of these centuries", f"{place}.until")
    person = getattr(action, "patient", None)
    if person is not None and person.gender == "unknown":
        raise Malformed("Expected male or female", f"{place}.patient.gender")
    token = getattr(action, "page_token", None)
    if token is not None and TOKEN.fullmatch(token) is None:
        raise Malformed("Expected 128 random bits as base64url, without padding", f"{place}.page_token")
