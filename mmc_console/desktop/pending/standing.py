"""How things stand on the server, as this console knows it: beside what somebody did here. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mmc_console.desktop.pending.contract import Server, Stand
from mmc_console.desktop.tickets.facts import clinic_words, room_name
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.tickets import INSIDE, Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow


def stands(gateway: Gateway, row: PendingRow) -> Server:
    """The ticket as it is now, or the room that somebody took; who was first and when, as the server has told."""
    problem, center, calendar = row.problem, gateway.state.center, gateway.state.calendar
    params = problem.params if problem is not None else {}
    of_room = problem is not None and problem.code == "room-taken"
    named = params.get("ticket") or (None if of_room else getattr(row.action, "ticket", None))
    ticket = (gateway.state.ticket(TicketId(str(named))) if named else None) or _of_visit(gateway, row)
    who, told = str(params.get("by_name", "")), params.get("at")
    moment = datetime.fromisoformat(str(told)) if told else ticket.closed_at if ticket is not None else None
    at = calendar.stamp(moment) if moment is not None else None
    of_today = at is None or calendar.day(at) == gateway.today()
    if ticket is None:
        code, room = ClinicCode(str(params.get("clinic", ""))), params.get("room")
        said = {"room-taken": "take_room", "clinic-changed": str(params.get("action", ""))}
        return Server(
            room=room_name(center.clinic(code), int(room)) if room is not None else "",
            clinic=clinic_words(center, code) if code else None, who=who, at=at, of_today=of_today,
            did=said.get(problem.code, "") if problem is not None else "",
        )  # fmt: skip
    inside = ticket.room if ticket.state in INSIDE else None
    return Server(
        ticket.state, room_name(center.clinic(ticket.clinic), inside), clinic_words(center, ticket.clinic), who, at,
        of_today, onward=_onward(gateway, ticket),
    )  # fmt: skip


def _of_visit(gateway: Gateway, row: PendingRow) -> Ticket | None:
    """Where the visit stands that an action is about which names no ticket, else the last ticket it had."""
    visit = gateway.state.visit(VisitId(str(getattr(row.action, "visit", None) or "")))
    theirs = _theirs(gateway, visit.id) if visit is not None else []
    return next((ticket for ticket in theirs if ticket.open), theirs[-1] if theirs else None)


def _onward(gateway: Gateway, ticket: Ticket) -> Stand | None:
    """Where they have come to from a ticket that is open no more."""
    found = next((each for each in _theirs(gateway, ticket.visit) if each.open), None) if not ticket.open else None
    if found is None:
        return None
    return Stand(found.label, found.state, clinic_words(gateway.state.center, found.clinic))


def _theirs(gateway: Gateway, visit: VisitId) -> list[Ticket]:
    """The tickets of a visit as everybody knows them, in the order they were given."""
    ids = gateway.state.visit_tickets.get(visit, ())
    return [ticket for id in ids if (ticket := gateway.decisions.in_log(id)) is not None]
