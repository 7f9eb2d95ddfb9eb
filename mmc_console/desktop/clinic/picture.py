"""Reads the local store into the clinic page's State: the person inside, the rows, today's figures. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from mmc_console.desktop.clinic import calling
from mmc_console.desktop.clinic.contract import Current, Place, Today
from mmc_console.desktop.tickets.facts import (
    Message,
    Row,
    clinic_words,
    lateness,
    minutes_waited,
    pills,
    room_name,
    seconds_between,
)
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.order import sequence, why_next
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

ROWS_AT_MOST = 100
"""More than anybody scrolls through; so a call costs the same with 10 and with 50,000 waiting."""
EXPECTED_AT_MOST = 3
PLACE = "clinic.place"
"""Under what this PC remembers where it works."""


def places(gateway: Gateway) -> tuple[Place, ...]:
    """The rooms this person may call in, in the centre's order."""
    found = []
    for clinic in gateway.state.center.clinics:
        if not gateway.may("call_next", clinic.code):
            continue
        for room in clinic.rooms:
            hold = gateway.state.rooms.get((clinic.code, room.no))
            today = hold is not None and gateway.state.calendar.day(hold.at) == gateway.today()
            holder = hold.desk if hold is not None and today else ""
            found.append(Place(
                clinic.code, room.no, clinic.name, room.name or str(room.no), len(clinic.rooms),
                mine=bool(holder) and holder == gateway.desk,
                held_by_other=holder if holder and holder != gateway.desk else "",
            ))  # fmt: skip
    return tuple(found)


def place_of(gateway: Gateway, found: tuple[Place, ...]) -> Place | None:
    """The one of the places *found* in which this console works: the one it remembers, else the first."""
    kept = gateway.settings.get(PLACE, "")
    return next((p for p in found if p.key == kept), found[0] if found else None)


def gone(gateway: Gateway, found: tuple[Place, ...]) -> bool:
    """Whether the place this PC remembers is none of those *found*: taken out, or of no use to who works here now."""
    kept = gateway.settings.get(PLACE, "")
    return bool(kept) and all(place.key != kept for place in found)


def current_of(gateway: Gateway, ticket: Ticket | None, now: datetime) -> Current | None:
    """The person inside as the page shows them."""
    if ticket is None:
        return None
    state = gateway.state
    visit = state.visits[ticket.visit]
    card = gateway.card(visit.patient)
    exam = state.center.exam(visit.exam_type) if visit.exam_type else None
    stops = pills(state.center, visit)
    since = (ticket.started_at if ticket.state == "in_service" else ticket.called_at) or now
    seconds = seconds_between(since, now)
    following = calling.where_next(gateway, ticket)
    left = [s for s in stops if s.state not in ("done", "skipped") and s.clinic != ticket.clinic]
    return Current(
        ticket=ticket.id, label=ticket.label, name=card.name if card else "", number=card.number if card else "",
        exam=exam.name if exam else None, state=ticket.state, priority=ticket.priority, since=since, seconds=seconds,
        announcements=ticket.announcements, pathway=stops, done=sum(s.state == "done" for s in stops),
        next=clinic_words(state.center, following) if following else None, last_stop=not left,
        badge=gateway.pending_of(ticket.id),
        remind=ticket.state == "called" and seconds >= state.center.rules.call_reminder_seconds,
    )  # fmt: skip


def rows_of(gateway: Gateway, clinic: ClinicCode, now: datetime) -> tuple[Row, ...]:
    """The waiting in the order of calling, then those aside: on hold, and those who did not come."""
    state, day = gateway.state, gateway.today()
    waiting = islice(sequence(state, clinic, day), ROWS_AT_MOST)
    aside = [state.tickets[id] for id in state.tickets.queue(day, clinic).aside]
    aside.sort(key=lambda t: (t.state, t.queued_at, t.id))
    return tuple(make_rows(gateway, (*waiting, *aside), now))


def make_rows(gateway: Gateway, tickets: Iterable[Ticket], now: datetime) -> Iterator[Row]:
    """*tickets* as the tables of this page show them."""
    state = gateway.state
    for ticket in tickets:
        visit = state.visits[ticket.visit]
        card = gateway.card(visit.patient)
        minutes = minutes_waited(ticket, now)
        yield Row(
            ticket=ticket.id, visit=visit.id, label=ticket.label, name=card.name if card else "",
            clinic=ticket.clinic, clinic_name=clinic_words(state.center, ticket.clinic), state=ticket.state,
            priority=ticket.priority, minutes=minutes, late=lateness(ticket, minutes),
            badge=gateway.pending_of(ticket.id) or gateway.pending_of(visit.id),
            room=room_name(state.center.clinic(ticket.clinic), ticket.room),
        )  # fmt: skip


def expected_rows(gateway: Gateway, clinic: ClinicCode, now: datetime) -> tuple[Row, ...]:
    """Who will come here soon by their pathway: people of the same stage who are at another stop now."""
    state, day = gateway.state, gateway.today()
    coming = []
    for visit_id in state.open_visits.values():
        visit = state.visits[visit_id]
        if visit.day != day or visit.stage_index >= len(visit.stages):
            continue
        if any(s.clinic == clinic and s.state == "todo" for s in visit.stages[visit.stage_index]):
            ticket = state.open_ticket(visit_id)
            if ticket is not None and ticket.clinic != clinic:
                coming.append(ticket)
    coming.sort(key=lambda t: (t.state != "in_service", t.queued_at, t.id))
    return tuple(make_rows(gateway, tuple(coming[:EXPECTED_AT_MOST]), now))


def why(gateway: Gateway, rows: tuple[Row, ...]) -> Message | None:
    """Why the first row is next."""
    first = gateway.state.ticket(rows[0].ticket) if rows and rows[0].state == "waiting" else None
    if first is None:
        return None
    reason = why_next(gateway.state, first)
    return Message(f"why-{reason.code}", reason.params)


def today_of(gateway: Gateway, clinic: ClinicCode) -> Today:
    """What this clinic has done today, counted from its tickets."""
    done = no_show = 0
    lengths = []
    for ticket in gateway.state.day_tickets(gateway.today()):
        if ticket.clinic != clinic:
            continue
        if ticket.state == "done":
            done += 1
            if ticket.service is not None:
                lengths.append(ticket.service.total_seconds())
        elif ticket.state == "no_show":
            no_show += 1
    return Today(done, no_show, round(sum(lengths) / len(lengths)) if lengths else None)
