"""The paths of the first MMC-MMS service, for screens written against it: thin adapters over the same actions.

Delete this module, its line in `main` and its rows in `guards.ROUTES`, and nothing else changes. Answers carry
`success`, and `error` where something went wrong; a clinic is named by its code or by the one those screens knew.
What they could not know holds all the same: a token, the person's rights, one open visit a day, one number for it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from mmc_console.domain.actions import AnyAction, CallNext, Finish, IssueTicket
from mmc_console.domain.centre import Clinic
from mmc_console.domain.exit_pin import has_pin
from mmc_console.domain.ids import ClinicCode, PatientId, TicketId, VisitId, mint_action_id
from mmc_console.domain.order import ahead, sequence
from mmc_console.domain.patients import Card, PatientEntry, clean_number
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.whole import Whole
from mmc_console.server.auth.faults import TooManyTries
from mmc_console.server.clock import Clock
from mmc_console.server.exit_pins import CannotLeave, ExitPins
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.pins import visible_pins
from mmc_console.server.http.problems import problem_from
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import ActionsRequest, Result
from mmc_console.wire.problems import Problem, problem


class EnterRequest(Struct, frozen=True):
    """Those screens send more than they need to."""

    clinic: str
    user: str | Whole


class CallRequest(Struct, frozen=True):
    """`POST /api/v1/queue/call`."""

    clinic: str


class DoneRequest(Struct, frozen=True):
    """`POST /api/v1/queue/done`."""

    clinic: str
    user: str | Whole
    pin: str | Whole | None = None


class OlderAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every one of these paths answers; a failure has the first three alone."""

    success: bool
    error: str = ""
    code: str = ""
    message: str = ""
    clinic: str = ""
    user: str = ""
    number: str = ""
    display_number: str = ""
    status: str = ""
    ahead: int | None = None
    next_patient: dict[str, Any] | None = None
    list: tuple[dict[str, Any], ...] | None = None
    current_serving: str | None = None
    total_waiting: int | None = None
    date: str = ""
    pins: dict[str, dict[str, Any]] | None = None


_OTHERWISE: Final = {"application/json": OlderAnswer}


class _Fault(Exception):
    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


class _Bearings(Struct, frozen=True):
    """Where a person stands today."""

    ticket: Ticket
    number: str
    ahead: int


def routes(writer: Writer, database: Database, people: People, clock: Clock, exits: ExitPins) -> list[HTTPRouteHandler]:
    """The routes, on these services."""

    async def act(request: Request[Any, Any, Any], action: AnyAction) -> Result:
        principal = principal_of(request)
        done = await writer.submit([principal.actor], principal.device, ActionsRequest(actions=(action,)))
        result = done.results[0]
        if result.problem is not None:
            raise _Fault(result.problem)
        return result

    def allow(request: Request[Any, Any, Any], verb: str, clinic: Clinic) -> None:
        """Before anything is looked up of a person: who may not do it learns nothing of them."""
        if not principal_of(request).actor.may_in(verb, clinic.code):
            raise _Fault(problem("not-allowed"))

    def stamp() -> dict[str, Any]:
        now = clock.now()
        return {"id": mint_action_id(now, secrets.token_bytes(10)), "at": now}

    def clinic_of(text: str) -> Clinic:
        wanted = text.strip().casefold()
        for clinic in writer.center.clinics:
            if wanted in (clinic.code.casefold(), clinic.legacy_code.casefold()) and wanted:
                return clinic
        raise _Fault(problem("unknown-clinic", clinic=text[:40]))

    def person_of(user: str) -> Card | None:
        with database.read() as conn:
            return people.by_number(conn, user)

    def cards_of(ids: Iterable[PatientId]) -> dict[PatientId, Card]:
        with database.read() as conn:
            return {card.id: card for card in people.cards(conn, ids)}

    async def standing(user: str) -> _Bearings | None:
        card = await asyncio.to_thread(person_of, user)
        return None if card is None else await writer.ask(lambda state: _standing(state, card.id, _day(state)))

    def _day(state: State) -> date:
        return state.calendar.day(clock.now())

    async def to_a_free_room(request: Request[Any, Any, Any], clinic: Clinic) -> tuple[int, Result]:
        """Call the next one; again where somebody was called into that room since it was looked for."""
        tried = None
        while True:
            room = await writer.ask(lambda state: _free_room(state, clinic, _day(state)))
            try:
                return room, await act(request, CallNext(clinic=clinic.code, room=room, **stamp()))
            except _Fault as fault:
                if fault.problem.code != "room-busy" or room == tried:
                    raise
                tried = room

    @post(
        "/api/v1/queue/enter",
        status_code=200,
        opt={"body": EnterRequest, "answer": OlderAnswer, "otherwise": _OTHERWISE},
    )
    async def enter(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Older screens: a person takes a number at a clinic, or is told the one they have today."""

        async def story() -> OlderAnswer:
            asked = await body_of(request, EnterRequest)
            clinic, user = clinic_of(asked.clinic), clean_number(str(asked.user))
            allow(request, "issue_ticket", clinic)
            card = await asyncio.to_thread(person_of, user)
            entry = PatientEntry(number=user, gender=card.gender if card else "unknown")
            await act(request, IssueTicket(clinic=clinic.code, patient=entry, **stamp()))
            found = await standing(user)
            if found is None:
                raise _Fault(problem("unavailable"))
            return OlderAnswer(
                success=True, clinic=found.ticket.clinic, user=user, number=found.number,
                display_number=found.ticket.label, status=found.ticket.state, ahead=found.ahead,
            )  # fmt: skip

        return await _told(story)

    @post(
        "/api/v1/queue/call", status_code=200, opt={"body": CallRequest, "answer": OlderAnswer, "otherwise": _OTHERWISE}
    )
    async def call(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Older screens: the next person of a clinic, to its first free room."""

        async def story() -> OlderAnswer:
            clinic = clinic_of((await body_of(request, CallRequest)).clinic)
            room, result = await to_a_free_room(request, clinic)
            called = await writer.ask(lambda state: _called(state, result.ticket, _day(state)))
            if called is None:
                raise _Fault(problem("queue-empty", clinic=clinic.code))
            ticket, number, patient, waiting = called
            card = (await asyncio.to_thread(cards_of, [patient])).get(patient)
            person = {
                "user": card.number if card else "", "number": number, "display_number": ticket.label, "room": room,
            }  # fmt: skip
            return OlderAnswer(success=True, clinic=clinic.code, next_patient=person, total_waiting=waiting)

        return await _told(story)

    @post(
        "/api/v1/queue/done", status_code=200, opt={"body": DoneRequest, "answer": OlderAnswer, "otherwise": _OTHERWISE}
    )
    async def done(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Older screens: a person leaves a clinic, by its PIN of the day where it has one."""

        async def story() -> OlderAnswer:
            asked = await body_of(request, DoneRequest)
            clinic, user = clinic_of(asked.clinic), clean_number(str(asked.user))
            allow(request, "finish", clinic)
            found = await standing(user)
            if found is None or found.ticket.clinic != clinic.code or not found.ticket.open:
                raise _Fault(problem("unknown-ticket"))
            if has_pin(writer.center, clinic.code):
                principal = principal_of(request)
                pin = clean_number("" if asked.pin is None else str(asked.pin))
                await exits.leave(found.ticket.visit, pin.zfill(2), principal.actor, principal.device)
            else:
                await act(request, Finish(ticket=found.ticket.id, **stamp()))
            now = await standing(user)
            on = now if now is not None and now.ticket.open else None
            return OlderAnswer(
                success=True, message="done", clinic=clinic.code, user=user, number=found.number,
                next_patient=None, status="done", display_number=on.ticket.label if on else "",
            )  # fmt: skip

        return await _told(story)

    @get(
        "/api/v1/queue/status",
        opt={"answer": OlderAnswer, "otherwise": _OTHERWISE, "query": {"clinic": {"type": "string"}}},
    )
    async def status(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Older screens: who waits at a clinic, and who is inside."""

        async def story() -> OlderAnswer:
            clinic = clinic_of(request.query_params.get("clinic", ""))
            actor = principal_of(request).actor
            rows = await writer.ask(lambda state: _listed(state, clinic.code, _day(state)))
            seen = [patient for *_, patient, stops in rows if actor.sees(stops)]
            cards = await asyncio.to_thread(cards_of, seen)
            listed = tuple(
                {
                    "number": number, "display_number": ticket.label, "status": ticket.state, "ahead": place,
                    **({"user": cards[patient].number} if patient in cards else {}),
                }
                for ticket, number, place, patient, _ in rows
            )  # fmt: skip
            inside = [number for ticket, number, *_ in rows if ticket.state != "waiting"]
            return OlderAnswer(
                success=True, clinic=clinic.code, list=listed, current_serving=inside[0] if inside else None,
                total_waiting=len(listed) - len(inside),
            )  # fmt: skip

        return await _told(story)

    @get("/api/v1/pin/status", opt={"answer": OlderAnswer, "otherwise": _OTHERWISE})
    async def pin_status(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Older screens: the exit PINs of the day, of the clinics one works in only."""

        async def story() -> OlderAnswer:
            day, pins = await writer.pins()
            begins = writer.calendar.starts(day).isoformat()
            mine: Mapping[ClinicCode, str] = visible_pins(principal_of(request).actor, pins)
            told: dict[str, dict[str, Any]] = {
                code: {"pin": pin, "active": True, "generatedAt": begins} for code, pin in mine.items()
            }
            return OlderAnswer(success=True, date=day.isoformat(), pins=told)

        return await _told(story)

    return [enter, call, done, status, pin_status]


async def _told(story: Any) -> Response[bytes]:
    """The story's answer, or what kept it from being told, as those screens read it."""
    try:
        return answer(await story())
    except Exception as fault:
        if isinstance(fault, (_Fault, CannotLeave)):
            found, headers = fault.problem, dict[str, str]()
        elif (known := problem_from(fault)) is not None:
            found, headers = known
        else:
            raise
        error = "Too many tries" if isinstance(fault, TooManyTries) else found.title
        return answer(OlderAnswer(success=False, error=error, code=found.code), found.status, headers=dict(headers))


def _standing(state: State, patient: PatientId, day: date) -> _Bearings | None:
    """The ticket of this person's visit of *day*: the open one, else the last."""
    mine = [v for v in state.visits.of(day) if v.patient == patient]
    visit = next((v for v in mine if v.state == "open"), mine[-1] if mine else None)
    tickets = state.visit_tickets.get(visit.id if visit else VisitId(""), ())
    if visit is None or not tickets:
        return None
    ticket = state.open_ticket(visit.id) or state.tickets[tickets[-1]]
    return _Bearings(ticket, visit.number, ahead(state, ticket))


def _called(state: State, id: TicketId | None, day: date) -> tuple[Ticket, str, PatientId, int] | None:
    """Who was called: ticket, number, person, and how many wait now."""
    ticket = state.ticket(id) if id is not None else None
    if ticket is None:
        return None
    visit = state.visits[ticket.visit]
    return ticket, visit.number, visit.patient, len(state.tickets.queue(day, ticket.clinic))


def _free_room(state: State, clinic: Clinic, day: date) -> int:
    """The first room nobody is in; the rules refuse the first one when all are busy."""
    inside = state.tickets.queue(day, clinic.code).inside
    return next((room.no for room in clinic.rooms if room.no not in inside), clinic.rooms[0].no)


def _listed(
    state: State, clinic: ClinicCode, day: date
) -> list[tuple[Ticket, str, int, PatientId, tuple[ClinicCode, ...]]]:
    """Who is inside, then who waits in order: ticket, number, place, person, and the clinics of the visit."""
    inside = [state.tickets[id] for id in state.tickets.queue(day, clinic).inside.values()]
    waiting = list(sequence(state, clinic, day))
    found = []
    for place, ticket in [*((0, t) for t in inside), *enumerate(waiting)]:
        visit = state.visits[ticket.visit]
        stops = tuple(stop.clinic for stage in visit.stages for stop in stage)
        found.append((ticket, visit.number, place, visit.patient, stops))
    return found
