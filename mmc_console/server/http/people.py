"""Names for those who work with the people: cards, search, one visit. Says who may see whom; `people` can read them.

Clinicians see people with a stop in their clinics, the others everybody of the day; somebody of another day is found
by the exact number only. What a person may not see is answered like what does not exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from mmc_console.domain.day_view import shown, shown_visit
from mmc_console.domain.ids import PatientId, VisitId
from mmc_console.domain.patients import Card
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.server.audit.audit import LISTED_AT_MOST
from mmc_console.server.clock import Clock
from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import CardsAnswer, CardsRequest
from mmc_console.wire.json import Malformed
from mmc_console.wire.problems import problem

IDS_AT_MOST: Final = 1_000
QUERY_AT_MOST: Final = 120


class VisitAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`GET /api/v1/visits/{id}`."""

    visit: Visit
    tickets: tuple[Ticket, ...]
    card: Card | None = None


def routes(writer: Writer, database: Database, people: People, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes, on these services."""

    async def visible(actor: Actor) -> list[PatientId]:
        visits = await writer.ask(lambda state: of_the_day(state, clock.now()))
        return list(dict.fromkeys(v.patient for v in visits if may_see(actor, v)))

    def cards_of(ids: Iterable[PatientId]) -> CardsAnswer:
        with database.read() as conn:
            return CardsAnswer(people.cards(conn, ids))

    def found_by(text: str, among: list[PatientId], actor: Actor) -> CardsAnswer:
        with database.read() as conn:
            exact = people.by_number(conn, text)
            named = people.search(conn, text, among)
        if exact is not None and (actor.sees_everybody or exact.id in among):
            return CardsAnswer((exact, *(card for card in named if card.id != exact.id)))
        return CardsAnswer(named)

    @post("/api/v1/patients/cards", status_code=200, opt={"body": CardsRequest, "answer": CardsAnswer})
    async def read_cards(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Cards of people one works with; unknown and hidden ids are left out."""
        asked = await body_of(request, CardsRequest)
        if len(asked.ids) > IDS_AT_MOST:
            raise Malformed(f"Expected at most {IDS_AT_MOST} ids", "$.ids")
        seen = set(await visible(principal_of(request).actor))
        ids = [id for id in asked.ids if id in seen]
        note(request.scope, people=len(ids), ids=list(ids[:LISTED_AT_MOST]))
        return answer(await asyncio.to_thread(cards_of, ids))

    @get(
        "/api/v1/patients",
        opt={"answer": CardsAnswer, "query": {"q": {"type": "string", "maxLength": QUERY_AT_MOST}}},
    )
    async def search_people(request: Request[Any, Any, Any]) -> Response[bytes]:
        """People by name among those one works with; reception and supervisors also anybody by the exact number."""
        text = request.query_params.get("q", "")
        if len(text) > QUERY_AT_MOST:
            raise Malformed(f"Expected at most {QUERY_AT_MOST} characters", "$.q")
        actor = principal_of(request).actor
        found = await asyncio.to_thread(found_by, text, await visible(actor), actor)
        note(request.scope, people=len(found.cards), ids=[card.id for card in found.cards[:LISTED_AT_MOST]])
        return answer(found)

    @get("/api/v1/visits/{id:str}", opt={"answer": VisitAnswer})
    async def read_visit(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """One visit with its tickets and, for those who may see it, its person."""
        actor = principal_of(request).actor
        found = await writer.ask(lambda state: visit_of(state, clock.now(), actor, id))
        if found is None:
            raise ProblemError(problem("not-found"))
        visit, tickets = found
        cards = (await asyncio.to_thread(cards_of, [visit.patient])).cards
        note(request.scope, people=len(cards), ids=[card.id for card in cards])
        return answer(VisitAnswer(visit=visit, tickets=tickets, card=cards[0] if cards else None))

    return [read_cards, search_people, read_visit]


def may_see(actor: Actor, visit: Visit) -> bool:
    """Whether this person works with that visit: everybody's, or one with a stop in the own clinics."""
    return actor.sees(stop.clinic for stage in visit.stages for stop in stage)


def of_the_day(state: State, now: datetime) -> list[Visit]:
    """Today's visits, and yesterday's that were never finished."""
    today = state.calendar.day(now)
    yesterday = today - timedelta(days=1)
    return [*state.visits.of(today), *(v for v in state.visits.of(yesterday) if v.state == "open")]


def is_of_the_day(visit: Visit, today: date) -> bool:
    """Whether *visit* is today's, or yesterday's and was never finished."""
    return visit.day == today or (visit.day == today - timedelta(days=1) and visit.state == "open")


def visit_of(state: State, now: datetime, actor: Actor, id: str) -> tuple[Visit, tuple[Ticket, ...]] | None:
    """The visit of this id (or another name of it) with its tickets, if it is of the day and *actor* may see it."""
    visit, today = state.visit(VisitId(id)), state.calendar.day(now)
    if visit is None or not may_see(actor, visit) or not is_of_the_day(visit, today):
        return None
    tickets = (state.tickets[t] for t in state.visit_tickets.get(visit.id, ()))
    return shown_visit(visit, today), tuple(shown(ticket, today) for ticket in tickets)
