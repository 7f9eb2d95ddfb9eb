"""Backups over HTTP, for administrators: what there is, take, check, copy, download, delete, the recovery copy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, BinaryIO, Final, TypeVar

from litestar import Request, Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from mmc_console.server.backups.catalogue import Kept, name_of
from mmc_console.server.backups.chains import Point
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.keys import print_once, was_printed
from mmc_console.server.backups.records import recorded
from mmc_console.server.backups.service import Backups, Busy, LastGood
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of, whole
from mmc_console.wire.backups import (
    BackupRow,
    BackupsAnswer,
    CopyRequest,
    KeyRow,
    PointRow,
    PointsAnswer,
    RecoveryCopy,
    Run,
    StoreSecret,
    Working,
)
from mmc_console.wire.problems import FieldError, problem

T = TypeVar("T")
_PART: Final = 256 * 1024
WAIT_AT_MOST: Final = 120
_WAITS: Final[dict[str, Any]] = {
    "later": Working, "query": {"wait": {"type": "integer", "minimum": 0, "maximum": WAIT_AT_MOST, "default": 20}},
}  # fmt: skip


def row(kept: Kept, told: Callable[[datetime], datetime], epoch: str, center: str) -> BackupRow:
    """One backup; *epoch*: the present history of the centre with the code *center*."""
    note, header = kept.note, kept.note.header
    return BackupRow(
        id=header.id, at=told(header.at), seq=header.seq, size=note.size, sha256=note.sha256,
        verified_at=told(note.verified_at) if note.verified_at else None, kind=header.kind, epoch=header.epoch,
        schema=header.schema, product=header.product, key=header.key,
        tested_at=told(note.tested_at) if note.tested_at else None, refused=note.refused, places=kept.places,
        present=(header.epoch, header.center) == (epoch, center),
    )  # fmt: skip


def moments(points: Iterable[Point], told: Callable[[datetime], datetime]) -> PointsAnswer:
    """Every shipped moment, the newest first."""
    rows = sorted((PointRow(p.base, told(p.at), p.seq) for p in points), key=lambda row: row.at, reverse=True)
    return PointsAnswer(tuple(rows))


def routes(backups: Backups) -> list[HTTPRouteHandler]:
    """The routes, on this service."""

    def row_of(kept: Kept) -> BackupRow:
        return row(kept, told, backups.parts.epoch(), backups.parts.site().code)

    told = backups.stamp

    async def kept_with(id: str) -> Kept:
        found = await backups.find(id)
        if found is None:
            raise ProblemError(problem("not-found"))
        return found

    async def done(task: asyncio.Task[Run], wait: int) -> Run | None:
        """How it went; None when it goes on after *wait* seconds. ProblemError when it failed."""
        await asyncio.wait({task}, timeout=wait)
        if not task.done():
            return None
        run = task.result()
        if run.outcome != "done":
            code = "backup-cancelled" if run.outcome == "cancelled" else run.detail
            raise ProblemError(problem(code, place=run.place))
        return run

    @get("/api/v1/admin/backups", opt={"answer": BackupsAnswer})
    async def read_backups(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Every backup, the newest first; what is being done, and how the last ones went."""
        contents = await backups.look()
        runs = await asyncio.to_thread(recorded, backups.parts.database)
        key = (await asyncio.to_thread(backups.keys)).newest
        printed = await asyncio.to_thread(was_printed, backups.parts.keys.folder, key)
        secret = await asyncio.to_thread(backups.secret_is_set)
        return answer(BackupsAnswer(
            backups=tuple(row_of(kept) for kept in contents.backups), working=backups.working, runs=runs,
            places=tuple(contents.places), shipping=backups.stream.row(on=backups.settings.ship),
            next_at=told(backups.next_at()), last_test=next((run for run in runs if run.deed == "test"), None),
            key=KeyRow(key.id, printed), secret=secret, safe_seq=backups.safe_seq(),
        ))  # fmt: skip

    @post("/api/v1/admin/backups", status_code=201, opt={"status": 201, "answer": BackupRow, **_WAITS})
    async def take_backup(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Take one now. 201 with it when it is proven; 202 with `working` when that takes longer than `wait` s."""
        wait = whole(request.query_params.get("wait"), "wait", least=0, most=WAIT_AT_MOST, default=20)
        run = await done(begun(lambda: backups.begin("take", "manual")), wait)
        return answer(backups.working, 202) if run is None else answer(row_of(await kept_with(run.backup)), 201)

    @delete("/api/v1/admin/backups/working", status_code=204, opt={"status": 204})
    async def call_off(request: Request[Any, Any, Any]) -> Response[None]:
        """Call off what is being done."""
        if not backups.call_off():
            raise ProblemError(problem("not-found"))
        return Response(None, status_code=204)

    @get("/api/v1/admin/backups/points", opt={"answer": PointsAnswer})
    async def read_points(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Every shipped moment one can go back to, the newest first."""
        return answer(moments(await asyncio.to_thread(backups.shelf.points), told))

    @post("/api/v1/admin/backups/key", status_code=200, opt={"answer": RecoveryCopy})
    async def print_key(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The recovery copy of the backup key, the one time it is handed out; 410 after that."""
        key = (await asyncio.to_thread(backups.keys)).newest
        text = await asyncio.to_thread(print_once, backups.parts.keys.folder, key)
        if text is None:
            raise ProblemError(problem("gone"))
        return answer(RecoveryCopy(key.id, text))

    @put("/api/v1/admin/backups/store-secret", status_code=204, opt={"status": 204, "body": StoreSecret})
    async def set_secret(request: Request[Any, Any, Any]) -> Response[None]:
        """How the S3-compatible store is entered; never given back."""
        await asyncio.to_thread(backups.set_secret, await body_of(request, StoreSecret))
        return Response(None, status_code=204)

    @get("/api/v1/admin/backups/{id:str}", opt={"media": "application/octet-stream"})
    async def download(request: Request[Any, Any, Any], id: FromPath[str]) -> Stream:
        """The backup itself, as it lies in the store: encrypted, of use only with its key."""
        kept = await kept_with(id)
        stack = ExitStack()
        try:
            opened, size = await named(backups.shelf.open, kept)
            file = await named(stack.enter_context, opened)
        except BaseException:
            stack.close()
            raise
        headers = {
            "content-length": str(size), "content-disposition": f'attachment; filename="{name_of(kept.note.header)}"',
        }  # fmt: skip
        return Stream(_parts(file, stack), media_type="application/octet-stream", headers=headers)

    @post("/api/v1/admin/backups/{id:str}/verify", status_code=200, opt={"answer": BackupRow, **_WAITS})
    async def verify(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Read it back, unpack it into a scratch place and check everything. 202 when that takes longer than `wait`."""
        wait = whole(request.query_params.get("wait"), "wait", least=0, most=WAIT_AT_MOST, default=20)
        kept = await kept_with(id)
        run = await done(begun(lambda: backups.begin("verify", "manual", kept)), wait)
        return answer(backups.working, 202) if run is None else answer(row_of(await kept_with(id)))

    @post(
        "/api/v1/admin/backups/{id:str}/copy", status_code=200, opt={"body": CopyRequest, "answer": BackupRow, **_WAITS}
    )
    async def copy(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Put it into another folder of the server's as well, read back from there. 202 as above."""
        wait = whole(request.query_params.get("wait"), "wait", least=0, most=WAIT_AT_MOST, default=20)
        asked = await body_of(request, CopyRequest)
        if not asked.folder.strip() or "\0" in asked.folder:
            raise ProblemError(problem("invalid", errors=(FieldError("$.folder", "Expected a folder"),)))
        kept = await kept_with(id)
        run = await done(begun(lambda: backups.begin("copy", "manual", kept, asked.folder)), wait)
        return answer(backups.working, 202) if run is None else answer(row_of(await kept_with(id)))

    @delete("/api/v1/admin/backups/{id:str}", status_code=204, opt={"status": 204})
    async def remove(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """Delete it from every store, with what was shipped after it. The last good one stays."""
        try:
            await backups.remove(await kept_with(id))
        except LastGood:
            raise ProblemError(problem("backup-last-good")) from None
        except BackupFailed as fault:
            raise ProblemError(problem(fault.code, place=fault.place)) from None
        return Response(None, status_code=204)

    return [
        read_backups, take_backup, call_off, read_points, print_key, set_secret, download, verify, copy, remove,
    ]  # fmt: skip


def begun(begin: Callable[[], asyncio.Task[Run]]) -> asyncio.Task[Run]:
    """What was begun; ProblemError while another is being done."""
    try:
        return begin()
    except Busy:
        raise ProblemError(problem("backup-busy")) from None


async def named(call: Callable[..., T], *args: Any) -> T:
    """*call* in a thread; a store's fault as a problem."""
    try:
        return await asyncio.to_thread(call, *args)
    except BackupFailed as fault:
        raise ProblemError(problem(fault.code, place=fault.place)) from None


async def _parts(file: BinaryIO, stack: ExitStack) -> AsyncIterator[bytes]:
    try:
        while part := await asyncio.to_thread(file.read, _PART):
            yield part
    finally:
        await asyncio.to_thread(stack.close)
