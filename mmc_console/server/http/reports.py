"""Reports over HTTP: as JSON for the console, as a file for whoever opens it elsewhere."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any, Final, get_args

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.http.requests import answer
from mmc_console.server.reports.reports import Asked, Reports
from mmc_console.server.reports.tables import as_csv, as_xlsx, table
from mmc_console.server.reports.words import LANGUAGES, word
from mmc_console.wire.json import Malformed, encode
from mmc_console.wire.reports import DAYS_AT_MOST, By, Group, ReportAnswer

FORMATS: Final = ("json", "csv", "xlsx")
MEDIA: Final = {
    "json": "application/json", "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_FILES: Final = (MEDIA["csv"], MEDIA["xlsx"])
_DAY: Final = {"type": "string", "format": "date"}
_QUERY: Final[dict[str, Any]] = {
    "group": {"type": "string", "enum": [*get_args(Group)]}, "clinic": {"type": "string"},
    "compare": {"type": "string", "enum": ["0", "1"]}, "format": {"type": "string", "enum": [*FORMATS]},
    "language": {"type": "string", "enum": [*LANGUAGES]}, "bom": {"type": "string", "enum": ["0", "1"]},
}  # fmt: skip


def routes(reports: Reports) -> list[HTTPRouteHandler]:
    """The routes, on these reports."""
    one_at_a_time = asyncio.Semaphore(1)

    async def told(request: Request[Any, Any, Any], asked: Asked) -> Response[bytes]:
        query = request.query_params
        form = _one_of(query.get("format"), "format", FORMATS, "json")
        language = _one_of(query.get("language"), "language", LANGUAGES, "ar")
        mark = _one_of(query.get("bom"), "bom", ("0", "1"), "1") == "1"
        async with one_at_a_time:  # it reads a lot; the processor is for those who call patients
            body = await asyncio.to_thread(_made, reports, asked, form, language, mark=mark)
        if form == "json":
            return answer(body)
        name = f"report-{asked.first}-{asked.last}-{asked.group or asked.by}.{form}"
        return Response(body, media_type=MEDIA[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @get("/api/v1/reports/daily", opt={"answer": ReportAnswer, "files": _FILES, "query": {"date": _DAY} | _QUERY})
    async def read_day(request: Request[Any, Any, Any]) -> Response[bytes]:
        """One day, clinic by clinic or in other groups; today without a date."""
        query, today = request.query_params, reports.today()
        day = today if query.get("date") is None else _day(query["date"], "date", today)
        return await told(request, _asked(reports, request, day, day, "day", "clinic"))

    @get(
        "/api/v1/reports/range",
        opt={
            "answer": ReportAnswer,
            "files": _FILES,
            "query": {"from": _DAY, "to": _DAY, "by": {"type": "string", "enum": [*get_args(By)]}} | _QUERY,
        },
    )
    async def read_range(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Any days, by day, week or month, or in groups."""
        query, today = request.query_params, reports.today()
        for name in ("from", "to"):
            if query.get(name) is None:
                raise Malformed("Expected a date like 2026-11-23", f"$.{name}")
        first, last = _day(query["from"], "from", today), _day(query["to"], "to", today)
        if first > last:
            raise Malformed("Expected a day not after `to`", "$.from")
        if (last - first).days >= DAYS_AT_MOST:
            raise Malformed(f"Expected at most {DAYS_AT_MOST} days", "$.from")
        by = _one_of(query.get("by"), "by", get_args(By), "day")
        return await told(request, _asked(reports, request, first, last, by, None))

    return [read_day, read_range]


def _made(reports: Reports, asked: Asked, form: str, language: str, *, mark: bool) -> bytes:
    report = reports.make(asked)
    if form == "json":
        return encode(report)
    rows = table(report, reports.center, language)
    if form == "csv":
        return as_csv(rows, mark=mark)
    return as_xlsx(rows, word("report", language), rtl=language == "ar")


def _asked(
    reports: Reports, request: Request[Any, Any, Any], first: date, last: date, by: By, group: Group | None
) -> Asked:
    query = request.query_params
    clinic = query.get("clinic", "")
    if clinic and clinic not in {str(each.code) for each in reports.center.clinics}:
        raise Malformed("Expected the code of a clinic", "$.clinic")
    if query.get("group") is not None:
        group = _one_of(query["group"], "group", get_args(Group), "clinic")
    compare = _one_of(query.get("compare"), "compare", ("0", "1"), "0") == "1"
    return Asked(first, last, by, group, clinic, compare)


def _one_of(text: str | None, field: str, known: tuple[Any, ...], default: Any) -> Any:
    if text is None:
        return default
    if text not in known:
        raise Malformed(f"Expected one of {', '.join(known)}", f"$.{field}")
    return text


def _day(text: str, field: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python takes other ways of writing too
        raise Malformed("Expected a date like 2026-11-23", f"$.{field}")
    if day > today:
        raise Malformed("Expected a day that has begun", f"$.{field}")
    if day.year < 2000:
        raise Malformed("Expected a day of this century", f"$.{field}")
    return day
