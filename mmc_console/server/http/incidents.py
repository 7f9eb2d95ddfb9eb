"""Incidents over HTTP, for administrators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from mmc_console.server.alerts.service import Alerts
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.incidents import Incidents, UnknownIncident
from mmc_console.server.incidents.report import FORMATS, local, written
from mmc_console.wire.alerts import (
    AddFollowUp,
    AddNote,
    ChangeFollowUp,
    ChangeIncident,
    Incident,
    IncidentsAnswer,
    OpenIncident,
)
from mmc_console.wire.json import Malformed
from mmc_console.wire.problems import problem

T = TypeVar("T")
_MEDIA: Final = {"md": "text/markdown", "html": "text/html", "json": "application/json"}
_QUERY: Final[dict[str, Any]] = {
    "format": {"type": "string", "enum": list(FORMATS)}, "language": {"type": "string", "enum": ["ar", "en"]},
}  # fmt: skip


def routes(
    incidents: Incidents, alerts: Alerts, stamp: Callable[[datetime], datetime]
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes, on these services; *stamp*: moments as the centre's clocks show them."""

    async def ask(work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except UnknownIncident:
            raise ProblemError(problem("not-found")) from None

    async def shown(id: int) -> Incident:
        return local(await ask(lambda: incidents.one(id)), stamp)

    async def changed(id: int, work: Callable[[], None]) -> Response[bytes]:
        await ask(work)
        return answer(await shown(id))

    @get("/api/v1/admin/incidents", opt={"answer": IncidentsAnswer})
    async def read_incidents() -> Response[bytes]:
        """Every incident, newest first."""
        return answer(IncidentsAnswer(await ask(incidents.listing)))

    @post("/api/v1/admin/incidents", status_code=200, opt={"body": OpenIncident, "answer": Incident})
    async def open_incident(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Open one, by hand or from an alert."""
        asked, by = await body_of(request, OpenIncident), principal_of(request).name
        began = asked.began
        if began is not None and (began.tzinfo is None or not 1970 <= began.year <= 9998):
            raise Malformed("Expected a time with an offset, of these centuries", "$.began")
        if asked.alert:
            found = alerts.book.find(asked.alert)
            if found is None:
                raise ProblemError(problem("not-found"))
            began = began or found.began
        id = await ask(
            lambda: incidents.open(asked.title, asked.severity, by=by, alert=asked.alert, began=began)
        )  # fmt: skip
        return answer(await shown(id))

    @get("/api/v1/admin/incidents/{id:str}", opt={"answer": Incident})
    async def read_incident(id: FromPath[str]) -> Response[bytes]:
        """One incident with its time line, filled from the log."""
        n = number_of(id)
        return answer(await shown(n))

    @patch("/api/v1/admin/incidents/{id:str}", opt={"body": ChangeIncident, "answer": Incident})
    async def change_incident(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Another title, severity, state, or its root cause."""
        asked, by, n = await body_of(request, ChangeIncident), principal_of(request).name, number_of(id)
        return await changed(n, lambda: incidents.change(n, asked, by=by))

    @post("/api/v1/admin/incidents/{id:str}/notes", status_code=200, opt={"body": AddNote, "answer": Incident})
    async def note_incident(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """A word in the time line."""
        asked, by, n = await body_of(request, AddNote), principal_of(request).name, number_of(id)
        return await changed(n, lambda: incidents.note(n, asked.text, by=by))

    @post("/api/v1/admin/incidents/{id:str}/follow-ups", status_code=200, opt={"body": AddFollowUp, "answer": Incident})
    async def add_follow_up(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Something to be done so that it does not happen again."""
        asked, n = await body_of(request, AddFollowUp), number_of(id)
        return await changed(n, lambda: incidents.add_follow_up(n, asked.text, asked.who))

    @patch("/api/v1/admin/incidents/{id:str}/follow-ups/{n:str}", opt={"body": ChangeFollowUp, "answer": Incident})
    async def change_follow_up(request: Request[Any, Any, Any], id: FromPath[str], n: FromPath[str]) -> Response[bytes]:
        """It was done."""
        asked, incident, which = await body_of(request, ChangeFollowUp), number_of(id), number_of(n)
        return await changed(incident, lambda: incidents.follow_up_done(incident, which, done=asked.done))

    @get("/api/v1/admin/incidents/{id:str}/export", opt={"media": tuple(_MEDIA.values()), "query": _QUERY})
    async def export_incident(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """The incident as a document: `md`, `html` or `json`."""
        n, kind = number_of(id), request.query_params.get("format", "md")
        language = request.query_params.get("language", "ar")
        if kind not in FORMATS:
            raise Malformed(f"Expected one of {', '.join(FORMATS)}", "$.format")
        if language not in ("ar", "en"):
            raise Malformed("Expected ar or en", "$.language")
        found = await shown(n)
        raw = msgspec.json.format(msgspec.json.encode(found)) if kind == "json" else written(found, kind, language)
        headers = {"Content-Disposition": f'attachment; filename="incident-{n}.{kind}"'}
        return Response(raw, media_type=_MEDIA[kind], headers=headers)

    return [
        read_incidents, open_incident, read_incident, change_incident, note_incident, add_follow_up, change_follow_up,
        export_incident,
    ]  # fmt: skip


def number_of(text: str) -> int:
    """The number in a path; what is none does not exist."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ProblemError(problem("not-found"))
    return int(text)
