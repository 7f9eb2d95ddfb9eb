"""The centre's data over HTTP, for administrators: drafts, what they would change, publishing, files."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final

from litestar import Request, Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec.structs import replace

from mmc_console.domain.centre import Center
from mmc_console.domain.centre_check import check
from mmc_console.domain.centre_diff import differences
from mmc_console.domain.centre_effects import effects
from mmc_console.domain.ids import UserId
from mmc_console.domain.service_day import Calendar
from mmc_console.server.auth import Auth
from mmc_console.server.centre.drafts import Draft, DraftChanged, Drafts
from mmc_console.server.centre.publishing import (
    FURTHEST,
    AlreadyWaiting,
    CentreChanged,
    Publishing,
    Refusal,
    Waiting,
    changes_of,
)
from mmc_console.server.clock import Clock
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of, whole
from mmc_console.server.writer import Writer
from mmc_console.wire.centre import (
    CentreAnswer,
    CheckAnswer,
    CheckRequest,
    DraftView,
    HistoryAnswer,
    Publication,
    PublishAnswer,
    PublishRequest,
    Saved,
    SaveDraft,
    TakeUp,
    Version,
    Who,
)
from mmc_console.wire.problems import FieldError, problem

FILE_NAME: Final = "center.json"
SOONEST: Final = timedelta(seconds=30)
"""A moment nearer than this may be past before the row is written."""


def routes(
    publishing: Publishing, drafts: Drafts, writer: Writer, auth: Auth, clock: Clock
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes, on these services."""

    def names() -> dict[str, str]:
        return {person.id: person.name or person.username for person in auth.people()}

    def changed(fault: DraftChanged) -> ProblemError:
        found = fault.standing
        by = names().get(found.by, "") if found is not None else ""
        told = {"revision": fault.revision, **({"by": by} if by else {})}
        if found is not None:
            told["at"] = writer.calendar.stamp(found.at).isoformat()
        return ProblemError(replace(problem("draft-changed"), params=told))

    def view(draft: Draft, known: dict[str, str]) -> DraftView:
        return DraftView(
            revision=draft.revision, at=writer.calendar.stamp(draft.at), by=_who(draft.by, known), base=draft.base,
            center=draft.center,
            faults=tuple(check(draft.center)),
        )  # fmt: skip

    def save(revision: int, base: int, center: Center, by: UserId) -> DraftView:
        try:
            return view(drafts.save(revision, base, center, by), names())
        except DraftChanged as fault:
            raise changed(fault) from None

    def standing() -> CentreAnswer:
        newest, known, draft = publishing.versions(1)[0], names(), drafts.present()
        calendar, now = writer.calendar, clock.now()
        today = calendar.day(now)
        return CentreAnswer(
            seq=newest.seq, at=calendar.stamp(newest.at), by=_who(newest.by, known), center=newest.center, today=today,
            next_day=calendar.ends(today), draft=None if draft is None else view(draft, known),
            publications=tuple(_publication(each, known, calendar) for each in publishing.listed()),
        )  # fmt: skip

    def wanted(revision: int) -> Draft:
        found = drafts.present()
        if found is None or found.revision != revision:
            raise changed(DraftChanged(found, drafts.revision()))
        if check(found.center):
            raise ProblemError(problem("draft-has-faults", n=len(check(found.center))))
        return found

    def due_of(asked: PublishRequest) -> datetime:
        now = clock.now()
        if asked.when == "next-day":
            return writer.calendar.ends(writer.calendar.day(now))
        if asked.at is None or asked.at.tzinfo is None or not now + SOONEST <= asked.at <= now + FURTHEST:
            raise ProblemError(problem("bad-moment", errors=(FieldError("$.at", "not a moment to come"),)))
        return asked.at

    @get("/api/v1/admin/centre", opt={"answer": CentreAnswer})
    async def read_centre(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The centre as it is, the draft with its faults, and what waits to be published."""
        return answer(await asyncio.to_thread(standing))

    @put("/api/v1/admin/centre/draft", opt={"body": SaveDraft, "answer": DraftView})
    async def save_draft(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Keep the draft, faults and all. `draft-changed`: somebody else saved meanwhile; nothing is overwritten."""
        asked, by = await body_of(request, SaveDraft), principal_of(request).actor.user
        return answer(await asyncio.to_thread(save, asked.revision, asked.base, asked.center, by))

    @post("/api/v1/admin/centre/draft", status_code=200, opt={"body": TakeUp, "answer": DraftView})
    async def take_up(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Begin a draft from an older version, or from what was saved once."""
        asked, by = await body_of(request, TakeUp), principal_of(request).actor.user

        def work() -> DraftView:
            older = publishing.version(asked.seq) if asked.seq else drafts.at(asked.saved)
            if older is None:
                raise ProblemError(problem("not-found"))
            return save(asked.revision, publishing.versions(1)[0].seq, older.center, by)

        return answer(await asyncio.to_thread(work))

    @delete("/api/v1/admin/centre/draft", status_code=204, opt={"status": 204})
    async def drop_draft(request: Request[Any, Any, Any]) -> Response[None]:
        """Write on it no more. What was saved stays in the history."""
        revision = whole(request.query_params.get("revision"), "revision", least=0, most=10**9, default=0)
        try:
            await asyncio.to_thread(drafts.drop, revision, principal_of(request).actor.user)
        except DraftChanged as fault:
            raise (await asyncio.to_thread(changed, fault)) from None
        return Response(None, status_code=204)

    @post("/api/v1/admin/centre/check", status_code=200, opt={"body": CheckRequest, "answer": CheckAnswer})
    async def check_centre(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Its faults, its differences from what holds, and what publishing it now would mean for who is here."""
        center = (await body_of(request, CheckRequest)).center
        now = clock.now()
        newest = (await asyncio.to_thread(publishing.versions, 1))[0]
        faults = await asyncio.to_thread(check, center)
        # what cannot be read as a time or zone has no effects either
        found = () if faults else await writer.ask(lambda state: effects(state, center, now))
        different = await asyncio.to_thread(differences, newest.center, center)
        return answer(CheckAnswer(seq=newest.seq, faults=tuple(faults), differences=tuple(different), effects=found))

    @post("/api/v1/admin/centre/publish", status_code=200, opt={"body": PublishRequest, "answer": PublishAnswer})
    async def publish_centre(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Publish the draft now, at the next day's start, or at a moment."""
        asked, actor = await body_of(request, PublishRequest), principal_of(request).actor
        draft = await asyncio.to_thread(wanted, asked.revision)
        try:
            if asked.when == "now":
                return answer(PublishAnswer(seq=await publishing.publish(draft, asked.seq, actor)))
            waiting = await publishing.schedule(draft, asked.seq, due_of(asked), actor.user)
        except DraftChanged as fault:
            raise (await asyncio.to_thread(changed, fault)) from None
        except CentreChanged:
            raise ProblemError(problem("centre-changed")) from None
        except AlreadyWaiting:
            raise ProblemError(problem("publication-waiting")) from None
        except Refusal as fault:
            raise ProblemError(fault.problem) from None
        known = await asyncio.to_thread(names)
        return answer(PublishAnswer(publication=_publication(waiting, known, writer.calendar)))

    @delete("/api/v1/admin/centre/publications/{id:str}", status_code=204, opt={"status": 204})
    async def cancel_publication(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """It is not published; what it would have published is a draft again."""
        known = id.isascii() and id.isdigit() and len(id) < 10
        if not known or not await publishing.cancel(int(id), principal_of(request).actor.user):
            raise ProblemError(problem("not-found"))
        return Response(None, status_code=204)

    @get("/api/v1/admin/centre/history", opt={"answer": HistoryAnswer})
    async def read_history(request: Request[Any, Any, Any]) -> Response[bytes]:
        """What was published, by whom and when, and what was saved on the way."""

        def work() -> HistoryAnswer:
            known, versions = names(), publishing.versions()
            counts = changes_of(versions, lambda old, new: len(differences(old, new)))
            return HistoryAnswer(
                versions=tuple(
                    Version(seq=v.seq, at=writer.calendar.stamp(v.at), by=_who(v.by, known), changes=n)
                    for v, n in zip(versions, counts, strict=True)
                ),
                drafts=tuple(
                    Saved(revision=d.revision, at=writer.calendar.stamp(d.at), by=_who(d.by, known))
                    for d in drafts.earlier()
                ),
            )  # fmt: skip

        return answer(await asyncio.to_thread(work))

    @get("/api/v1/admin/centre/file", opt={"answer": Center, "query": {"seq": {"type": "integer"}}})
    async def read_file(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The centre file, as `serve --center` takes it: the one that holds, or the version of *seq*."""
        seq = whole(request.query_params.get("seq"), "seq", least=1, most=10**12, default=0)
        found = await asyncio.to_thread(
            lambda: publishing.version(seq) if seq else next(iter(publishing.versions(1)), None)
        )
        if found is None:
            raise ProblemError(problem("not-found"))
        return answer(found.center, headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})

    @post(
        "/api/v1/admin/centre/file",
        status_code=200,
        opt={"body": Center, "answer": DraftView, "query": {"revision": {"type": "integer"}}},
    )
    async def take_file(request: Request[Any, Any, Any]) -> Response[bytes]:
        """A centre file becomes the draft, with its faults. `invalid` names the place of what is no centre file."""
        revision = whole(request.query_params.get("revision"), "revision", least=0, most=10**9, default=0)
        center = await body_of(request, Center)
        by = principal_of(request).actor.user

        def work() -> DraftView:
            return save(revision, publishing.versions(1)[0].seq, center, by)

        return answer(await asyncio.to_thread(work))

    return [
        read_centre, save_draft, take_up, drop_draft, check_centre, publish_centre, cancel_publication, read_history,
        read_file, take_file,
    ]  # fmt: skip


def _who(id: str, known: dict[str, str]) -> Who:
    return Who(id, known[id]) if id in known else Who()


def _publication(each: Waiting, known: dict[str, str], calendar: Calendar) -> Publication:
    ended = None if each.ended is None else calendar.stamp(each.ended)
    return Publication(
        id=each.id, due=calendar.stamp(each.due), made=calendar.stamp(each.made), by=_who(each.by, known),
        state=each.state, ended=ended, ended_by=_who(each.ended_by, known), code=each.code, params=each.params,
    )  # fmt: skip
