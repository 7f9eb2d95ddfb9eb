"""Reading the centre: the snapshot a console begins with, the log after a position, the live queues."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Raw

from mmc_console.domain.ids import ClinicCode, Epoch
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.server.clock import Clock
from mmc_console.server.feed import position_of
from mmc_console.server.http import views
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, whole
from mmc_console.server.http.views import (
    Gathered,
    QueuesAnswer,
    QueueView,
    gather_queues,
    gather_snapshot,
    visible_patients,
)
from mmc_console.server.log import events
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import EpochChanged, Writer
from mmc_console.wire.answers import EventsAnswer, Snapshot
from mmc_console.wire.json import Malformed, encode, encode_long
from mmc_console.wire.problems import problem

EVENTS_AT_MOST: Final = 500
QUEUES_HOLD: Final = timedelta(seconds=1)


class Queues:
    """Every clinic's queue, made and encoded once for all who ask while nothing changes; after a second anew, because
    what people are told to expect depends on the time as well."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer, self._clock = writer, clock
        self._made = b""
        self._of: tuple[Epoch, int] | None = None
        self._at = datetime.min.replace(tzinfo=UTC)

    async def read(self) -> bytes:
        """As they are now: with everything that was answered before this was asked."""
        of, now = (self._writer.epoch, self._writer.health.seq), self._clock.now()
        if of == self._of and self._at <= now < self._at + QUEUES_HOLD:
            return self._made
        seq, found = await self._writer.ask(self._look)
        made = encode(QueuesAnswer(found))
        if self._writer.epoch == of[0]:
            self._made, self._of, self._at = made, (of[0], seq), now
        return made

    def _look(self, state: State) -> tuple[int, tuple[QueueView, ...]]:
        return state.seq, gather_queues(state, self._clock.now(), [c.code for c in state.center.clinics])


def routes(writer: Writer, database: Database, people: People, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes, on these services."""

    queues = Queues(writer, clock)

    def snapshot_of(gathered: Gathered, actor: Actor) -> bytes:
        with database.read() as conn:
            cards = people.cards(conn, visible_patients(gathered, actor))
        return encode_long(views.snapshot_of(gathered, writer.epoch, clock.now(), cards))

    @get("/api/v1/snapshot", opt={"answer": Snapshot})
    async def read_snapshot(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Everything a console needs to go on, also offline."""
        actor = principal_of(request).actor
        gathered = await writer.ask(lambda state: gather_snapshot(state, clock.now()))
        note(request.scope, people=len(visible_patients(gathered, actor)))
        return answer(await asyncio.to_thread(snapshot_of, gathered, actor))

    def page_of(after: int, limit: int) -> EventsAnswer:
        with database.read() as conn:
            head = events.head(conn)
            assert head is not None, "the writer has begun the log"
            found = events.page(conn, after, limit)
        return EventsAnswer(epoch=head.epoch, seq=head.seq, events=tuple(Raw(body) for body in found))

    @get("/api/v1/events", opt={"answer": EventsAnswer})
    async def read_events(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The log after a position, in order, without gaps."""
        limit = whole(request.query_params.get("limit"), "limit", least=1, most=EVENTS_AT_MOST, default=EVENTS_AT_MOST)
        text = request.query_params.get("after")
        position = position_of(text) if text is not None else None
        if text is not None and position is None:
            raise Malformed("Expected EPOCH:SEQ", "$.after")
        if position is not None and position.epoch != writer.epoch:
            raise EpochChanged(writer.epoch)
        return answer(await asyncio.to_thread(page_of, position.seq if position else 0, limit))

    @get("/api/v1/queues", opt={"answer": QueuesAnswer})
    async def read_queues() -> Response[bytes]:
        """Every clinic's queue as it is now."""

        return answer(await queues.read())

    @get("/api/v1/queues/{clinic:str}", opt={"answer": QueueView})
    async def read_queue(clinic: FromPath[str]) -> Response[bytes]:
        """One clinic's queue as it is now."""
        found = await writer.ask(lambda state: gather_queues(state, clock.now(), [ClinicCode(clinic)]))
        if not found:
            raise ProblemError(problem("not-found"))
        return answer(found[0])

    return [read_snapshot, read_events, read_queues, read_queue]
