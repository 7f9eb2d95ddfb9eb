"""A restore over HTTP: what it would change, and doing it. Decides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.auth import Auth, Principal
from mmc_console.server.auth.faults import BadEntry
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.restore.service import Restoring
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.json import Malformed
from mmc_console.wire.restore import RestoreAnswer, RestoreRequest, RestoreState

REASON_AT_MOST: Final = 500
Confirm = Callable[[Principal, str], None]


def routes(restoring: Restoring, auth: Auth, writer: Writer, database: Database) -> list[HTTPRouteHandler]:
    """The routes of a server whose database can be read."""
    return routes_by(restoring, auth.confirm, lambda: writer.center.center.code, database)


def routes_by(
    restoring: Restoring, confirm: Confirm, center: Callable[[], str], database: Database | None
) -> list[HTTPRouteHandler]:
    """The routes. *confirm*: whether this is the person's password; *center*: the centre's code."""

    @get("/api/v1/admin/restore", opt={"answer": RestoreState})
    async def read_restore() -> Response[bytes]:
        """The restore that is under way, and what became of the last one."""
        return answer(await asyncio.to_thread(lambda: restoring.state))

    @post("/api/v1/admin/restore", status_code=200, opt={"body": RestoreRequest, "answer": RestoreAnswer})
    async def restore(request: Request[Any, Any, Any]) -> Response[bytes]:
        """What would change, or (answered once the server works again) what has changed."""
        asked = await body_of(request, RestoreRequest)
        principal = principal_of(request)
        if isinstance(asked.to, int):
            if asked.to < 1:
                raise Malformed("Expected a position from 1, or a time", "$.to")
        elif asked.to is not None and asked.to.tzinfo is None:
            raise Malformed("Expected a time with an offset", "$.to")
        if asked.dry_run:
            return answer(await restoring.dry_run(asked, database))
        if asked.center.strip().casefold() != center().casefold():
            raise BadEntry("$.center", "not the code of this centre")
        if not 0 < len(asked.reason.strip()) <= REASON_AT_MOST:
            raise BadEntry("$.reason", f"1 to {REASON_AT_MOST} characters")
        await asyncio.to_thread(confirm, principal, asked.password)
        return answer(await restoring.restore(asked, principal, database))

    return [read_restore, restore]
