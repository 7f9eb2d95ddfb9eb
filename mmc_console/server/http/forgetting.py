"""Making one person nameless, over HTTP, for administrators. The number is in the body: addresses end up in logs."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.people.forgetting import EraseRefused, Forgetting
from mmc_console.wire.office import Erased, ErasePerson, FindPerson, FoundPerson
from mmc_console.wire.problems import problem


def routes(forgetting: Forgetting) -> list[HTTPRouteHandler]:
    """The routes, on this service."""

    @post("/api/v1/admin/patients/find", status_code=200, opt={"body": FindPerson, "answer": FoundPerson})
    async def find_person(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Who has exactly this number, and what is known of them."""
        asked = await body_of(request, FindPerson)
        found = await asyncio.to_thread(forgetting.find, asked.number)
        if found is None:
            raise ProblemError(problem("unknown-patient"))
        card, traces = found
        return answer(FoundPerson(card=card, visits=traces.visits, last=traces.last, open=traces.open))

    @post("/api/v1/admin/patients/erase", status_code=200, opt={"body": ErasePerson, "answer": Erased})
    async def erase_person(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Nothing of this person is kept but that somebody was here. Refused while they are."""
        asked, actor = await body_of(request, ErasePerson), principal_of(request).actor
        try:
            traces = await forgetting.erase(asked.number, asked.reason, actor)
        except EraseRefused as fault:
            raise ProblemError(fault.problem) from None
        if traces is None:
            raise ProblemError(problem("unknown-patient"))
        return answer(Erased(visits=traces.visits))

    return [find_person, erase_person]
