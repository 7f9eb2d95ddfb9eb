"""Many people at once, for administrators over HTTP: looked at, added, watched, called off. Decides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.domain.ids import ClinicCode
from mmc_console.server.audit import Audit
from mmc_console.server.auth import Auth
from mmc_console.server.auth import importing as rules
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import request_id
from mmc_console.server.http.requests import answer, body_of
from mmc_console.wire.imports import ImportAnswer, ImportProgress, ImportRequest

PATH = "/api/v1/admin/users/import"


def routes(auth: Auth, clinics: Callable[[], Sequence[ClinicCode]], audit: Audit) -> list[HTTPRouteHandler]:
    """The routes, on this service. *clinics*: the centre's, as they are now."""

    @get(PATH, opt={"answer": ImportProgress})
    async def read_import() -> Response[bytes]:
        """How far the import that goes on is."""
        return answer(auth.imports.progress)

    @post(PATH, status_code=200, opt={"body": ImportRequest, "answer": ImportAnswer})
    async def import_people(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Look at a file's people, or add them: all, or all without a fault, in one step. Passwords are told once."""
        asked = await body_of(request, ImportRequest)
        principal = principal_of(request)
        note(request.scope, checked=asked.dry_run, lines=len(asked.people))
        found, again = await asyncio.to_thread(auth.imports.run, asked, principal.actor.user, clinics())
        if not asked.dry_run:
            note(request.scope, added=len(found.added))
        if found.added and not again:
            asyncio.get_running_loop().call_later(rules.REMEMBERED_MS / 1000, auth.imports.forget, found)
        for made in () if again else found.added:  # each is an entry of its own: it is looked for by the person
            audit.record(
                "user-added", by=principal, about=made.user.id, request=request_id(request.scope),
                detail={"roles": list(made.user.roles), "clinics": list(made.user.clinics)},
            )  # fmt: skip
        return answer(found)

    @delete(PATH, status_code=204, opt={"status": 204})
    async def cancel_import() -> Response[None]:
        """Call off the import that goes on: nobody of it is added. One that is stored already stays."""
        auth.imports.cancel()
        return Response(None, status_code=204)

    return [read_import, import_people, cancel_import]
