"""Publishing the centre's draft: now, or at a moment that is kept until it comes.

A publication is an event of the log like any other decision, by whoever has asked for it. One that waits is a row, and
its action's id follows from that row: should the server end between the event and the row's last word, the same action
is sent again after the start, and takes effect once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, insert, select, text, update

from mmc_console.domain.actions import PublishCenter
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.events import CentrePublished
from mmc_console.domain.ids import ActionId, UserId, mint_action_id
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Params
from mmc_console.server.centre.drafts import Draft, DraftChanged, Drafts, check_revision, end, millis, moment
from mmc_console.server.centre.tables import publications
from mmc_console.server.clock import Clock
from mmc_console.server.health.health import Verdict
from mmc_console.server.log.tables import events
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import ActionsRequest, Result
from mmc_console.wire.centre import PublicationState
from mmc_console.wire.json import event_of
from mmc_console.wire.problems import Problem

log = logging.getLogger(__name__)

SHOWN: Final = 20
FURTHEST: Final = timedelta(days=366)
LATE: Final = timedelta(minutes=3)
_OLDEST: Final = timedelta(days=29)
"""An action of the log may be thirty days old."""
_IS_VERSION: Final = text("type = 'centre_published'")
"""Written out: with a parameter in its place SQLite does not see that the small index answers it."""


class CentreVersion(Struct, frozen=True):
    """The centre as it was published once."""

    seq: int
    at: datetime
    by: UserId
    center: Center


class Waiting(Struct, frozen=True):
    """A publication, whatever became of it."""

    id: int
    due: datetime
    made: datetime
    by: UserId
    base: int
    state: PublicationState
    ended: datetime | None
    ended_by: UserId
    code: str
    params: Params
    center: Center


class CentreChanged(Exception):
    """Another version was published since the differences were looked at."""


class AlreadyWaiting(Exception):
    """One publication waits already: what it publishes would undo this one's."""


class Refusal(Exception):
    """The rules do not let it be published."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Publishing:
    """Versions and publications of one centre."""

    def __init__(self, database: Database, writer: Writer, drafts: Drafts, clock: Clock) -> None:
        self._database, self._writer, self._drafts, self._clock = database, writer, drafts, clock
        self._turn = asyncio.Lock()

    # -- what there is; from a thread ------------------------------------------------

    def versions(self, limit: int = 100) -> list[CentreVersion]:
        """What was published, newest first."""
        query = select(events.c.seq, events.c.body).where(_IS_VERSION).order_by(events.c.seq.desc()).limit(limit)
        with self._database.read() as conn:
            return [_version(row) for row in conn.execute(query)]

    def version(self, seq: int) -> CentreVersion | None:
        """The one published at *seq*."""
        query = select(events.c.seq, events.c.body).where(_IS_VERSION, events.c.seq == seq)
        with self._database.read() as conn:
            row = conn.execute(query).one_or_none()
        return None if row is None else _version(row)

    def listed(self) -> list[Waiting]:
        """The publications, newest first: what waits, and the last ones that had their moment."""
        query = select(publications).order_by(publications.c.id.desc()).limit(SHOWN)
        with self._database.read() as conn:
            return [_waiting(row) for row in conn.execute(query)]

    def check(self) -> Verdict:
        """Whether something that was to be published was not."""
        latest = next(iter(self.listed()), None)
        if latest is not None and latest.state == "refused":
            return Verdict("degraded", "publication-refused")
        if latest is not None and latest.state == "waiting" and self._clock.now() - latest.due > LATE:
            return Verdict("degraded", "publication-late")
        return Verdict("healthy")

    # -- what is done; in the event loop ----------------------------------------------

    async def publish(self, draft: Draft, seq: int, actor: Actor) -> int:
        """Publish *draft* now; the new version's position. Refusal, CentreChanged, AlreadyWaiting."""
        async with self._turn:
            await asyncio.to_thread(self._ready, draft.revision, seq)
            now = self._clock.now()
            id = mint_action_id(now, sha256(f"draft {draft.revision} {millis(now)}".encode()).digest())
            result = await self._send(id, now, draft.center, actor)
            if result.problem is not None:
                raise Refusal(result.problem)
            with suppress(DraftChanged):  # somebody has gone on with it meanwhile: that one is not published
                await asyncio.to_thread(self._drafts.drop, draft.revision, actor.user)
            return seq_of(result)

    async def schedule(self, draft: Draft, seq: int, due: datetime, by: UserId) -> Waiting:
        """Publish *draft* at *due*. CentreChanged, AlreadyWaiting."""
        async with self._turn:
            await asyncio.to_thread(self._ready, draft.revision, seq)
            now = self._clock.now()

            def write(conn: Connection) -> int:
                check_revision(conn, draft.revision)
                row = {
                    "due_ms": millis(due), "made_ms": millis(now), "by": by, "base": seq, "state": "waiting",
                    "body": msgspec.json.encode(draft.center).decode(),
                }  # fmt: skip
                (id,) = conn.execute(insert(publications).values(**row)).inserted_primary_key or (0,)
                end(conn, self._clock, by)
                return int(id)

            id = await asyncio.to_thread(self._database.transact, write)
            return next(each for each in await asyncio.to_thread(self.listed) if each.id == id)

    async def cancel(self, id: int, by: UserId) -> bool:
        """It is not published; its centre is a draft again. False when it does not wait (any more)."""
        async with self._turn:
            return await asyncio.to_thread(self._end, id, "cancelled", by, None)

    async def round(self) -> None:
        """Publish what is due."""
        async with self._turn:
            now = self._clock.now()
            for each in await asyncio.to_thread(self._due, now):
                at = max(each.due, now - _OLDEST)
                digest = sha256(f"publication {each.id} {millis(each.made)}".encode()).digest()
                center = await asyncio.to_thread(self._carrying_address, each)
                actor = Actor(each.by, frozenset({"admin"}))
                result = await self._send(mint_action_id(at, digest), at, center, actor)
                state: PublicationState = "published" if result.problem is None else "refused"
                await asyncio.to_thread(self._end, each.id, state, UserId(""), result.problem)
                log.info("the publication %d of the centre was %s", each.id, state)

    async def _send(self, id: ActionId, at: datetime, center: Center, actor: Actor) -> Result:
        action: Any = PublishCenter(id=id, at=at, center=center)
        answer = await self._writer.submit([actor], "", ActionsRequest(actions=(action,)))
        return answer.results[0]

    def _ready(self, revision: int, seq: int) -> None:
        with self._database.read() as conn:
            check_revision(conn, revision)
            waiting = select(publications.c.id).where(publications.c.state == "waiting").limit(1)
            if conn.execute(waiting).first() is not None:
                raise AlreadyWaiting
        if self.versions(1)[0].seq != seq:
            raise CentreChanged

    def _due(self, now: datetime) -> list[Waiting]:
        query = select(publications).where(publications.c.state == "waiting", publications.c.due_ms <= millis(now))
        with self._database.read() as conn:
            return [_waiting(row) for row in conn.execute(query.order_by(publications.c.due_ms))]

    def _carrying_address(self, each: Waiting) -> Center:
        """A start with another `--public-url` publishes that alone: what waited meanwhile must not take it back."""
        base, now = self.version(each.base), self._writer.center.center.public_url
        if base is None or each.center.center.public_url != base.center.center.public_url:
            return each.center
        return replace(each.center, center=replace(each.center.center, public_url=now))

    def _end(self, id: int, state: PublicationState, by: UserId, problem: Problem | None) -> bool:
        def write(conn: Connection) -> bool:
            query = select(publications).where(publications.c.id == id, publications.c.state == "waiting")
            row = conn.execute(query).one_or_none()
            if row is None:
                return False
            told = msgspec.json.encode({"code": problem.code, "params": problem.params}).decode() if problem else None
            ended = {"state": state, "ended_ms": millis(self._clock.now()), "ended_by": by, "problem": told}
            conn.execute(update(publications).where(publications.c.id == id).values(**ended))
            if state != "published":
                self._drafts.give_back(conn, row.base, parse_center(row.body.encode()), UserId(row.by))
            return True

        return self._database.transact(write)


def seq_of(result: Result) -> int:
    """Where in the log the version stands."""
    return event_of(bytes(result.events[0])).seq


def changes_of(versions: list[CentreVersion], count: Callable[[Center, Center], int]) -> list[int]:
    """How many differences each has to the one before it in the list, which is newest first; the oldest has none."""
    return [*(count(before.center, new.center) for new, before in pairwise(versions)), 0][: len(versions)]


def _version(row: Any) -> CentreVersion:
    event = event_of(row.body)
    assert isinstance(event, CentrePublished)
    return CentreVersion(row.seq, event.at, event.actor, event.center)


def _waiting(row: Any) -> Waiting:
    told: dict[str, Any] = msgspec.json.decode(row.problem) if row.problem else {}
    return Waiting(
        row.id, moment(row.due_ms), moment(row.made_ms), UserId(row.by), row.base, row.state,
        None if row.ended_ms is None else moment(row.ended_ms), UserId(row.ended_by or ""), told.get("code", ""),
        told.get("params", {}), parse_center(row.body.encode()),
    )  # fmt: skip
