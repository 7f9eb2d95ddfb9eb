"""What readers are shown of the state: snapshot and queues, each gathered in one short look.

`gather_*` runs on the writer's thread and only collects immutable rows; `*_of` turns them into what travels, elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from mmc_console.domain.centre import Center
from mmc_console.domain.clinics import ClinicDay, ClinicState, RoomHold
from mmc_console.domain.estimates import Wait, pace, waits
from mmc_console.domain.experience import Experience
from mmc_console.domain.ids import ClinicCode, DeskLetter, Epoch, PatientId, TicketId
from mmc_console.domain.order import Why, sequence, why_next
from mmc_console.domain.patients import Card
from mmc_console.domain.permissions import EVERYWHERE, Actor
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.wire.answers import Snapshot

_TRACES = timedelta(minutes=20)
"""A little longer than an undo is possible."""


class PlacedTicket(Ticket, frozen=True, kw_only=True, omit_defaults=True):
    """A waiting ticket with the people before it."""

    ahead: int = 0
    expected_wait: Wait | None = None
    why_next: Why | None = None


class RoomView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A room, who holds it, and who is inside."""

    no: int
    name: str
    holder: DeskLetter | None = None
    ticket: Ticket | None = None


class QueueCounts(Struct, frozen=True, kw_only=True):
    """Counted from the tickets of the day."""

    waiting: int
    called: int
    in_service: int
    held: int
    no_show: int
    done: int


class QueueView(Struct, frozen=True, kw_only=True):
    """One clinic, live. `pace`: seconds one patient takes in one room today."""

    clinic: ClinicCode
    state: ClinicState
    rooms: tuple[RoomView, ...]
    waiting: tuple[PlacedTicket, ...]
    held: tuple[Ticket, ...]
    counts: QueueCounts
    pace: float


class QueuesAnswer(Struct, frozen=True):
    """`GET /api/v1/queues`."""

    queues: tuple[QueueView, ...]


class Gathered(Struct, frozen=True, kw_only=True):
    """The rows of one moment."""

    seq: int
    day: date
    center: Center
    clinic_days: tuple[ClinicDay, ...]
    visits: tuple[Visit, ...]
    tickets: tuple[Ticket, ...]
    rooms: tuple[RoomHold, ...]
    traces: tuple[Trace, ...]
    names: dict[str, str]
    numbers: dict[date, int]
    ahead: dict[TicketId, int]
    past: Experience


def gather_snapshot(state: State, now: datetime) -> Gathered:
    """Today's rows, and what is still unfinished of the day before."""
    day = state.calendar.day(now)
    yesterday = day - timedelta(days=1)
    left = [v for v in state.visits.of(yesterday) if v.state == "open"]
    visits = (*left, *state.visits.of(day))
    kept = {v.id for v in visits}
    older = sorted((state.tickets[t] for v in left for t in state.visit_tickets[v.id]), key=lambda t: t.seq)
    tickets = (*older, *state.tickets.of(day))
    known = {*kept, *(t.id for t in tickets)}
    recent = state.calendar.stamp(now - _TRACES)  # times that share an offset are compared twenty times faster
    starts = state.calendar.starts(day)  # where a second paper leads is asked all day long
    return Gathered(
        seq=state.seq,
        day=day,
        center=state.center,
        clinic_days=tuple(c for c in state.clinics.values() if c.day == day),
        visits=visits,
        tickets=tickets,
        rooms=tuple(state.rooms.values()),
        traces=tuple(t for t in state.traces.values() if t.at >= recent or (t.again and t.at >= starts)),
        names={alias: id for alias, id in state.alias.items() if id in known},
        numbers={of: count for of in (yesterday, day) if (count := state.series.get((of, "")))},
        past=state.past,
        ahead={t.id: i for clinic in state.center.clinics for i, t in enumerate(sequence(state, clinic.code, day))},
    )


def snapshot_of(gathered: Gathered, epoch: Epoch, now: datetime, cards: tuple[Card, ...]) -> Snapshot:
    """What a console begins with."""
    center = gathered.center
    return Snapshot(
        epoch=epoch, seq=gathered.seq, now=calendar_of(center.center).stamp(now), day=gathered.day, center=center,
        clinics=center.clinics, exam_types=center.exam_types, clinic_days=gathered.clinic_days,
        visits=gathered.visits, tickets=plain_tickets(gathered), rooms=gathered.rooms, cards=cards,
        traces=gathered.traces, names=gathered.names, numbers=gathered.numbers, past=gathered.past,
    )  # fmt: skip


def gather_queues(state: State, now: datetime, codes: Iterable[ClinicCode]) -> tuple[QueueView, ...]:
    """The live view of these clinics; those that are not there are left out."""
    day = state.calendar.day(now)
    done = Counter(t.clinic for t in state.day_tickets(day) if t.state == "done")
    found = (_queue(state, now, day, code, done[code]) for code in codes)
    return tuple(queue for queue in found if queue is not None)


def _queue(state: State, now: datetime, day: date, code: ClinicCode, done: int) -> QueueView | None:
    clinic = state.center.clinic(code)
    if clinic is None:
        return None
    queue = state.tickets.queue(day, code)
    waiting = tuple(
        placed(t, i, wait, why_next(state, t) if i == 0 else None)
        for i, (t, wait) in enumerate(zip(sequence(state, code, day), waits(state, code, day, now), strict=False))
    )
    aside = [state.tickets[id] for id in queue.aside]
    inside = {no: state.tickets[id] for no, id in queue.inside.items()}
    held = tuple(t for t in aside if t.state == "held")
    holders = {no: hold.desk for (of, no), hold in state.rooms.items() if of == code}
    return QueueView(
        clinic=code,
        state=state.clinic(code, day).state,
        rooms=tuple(
            RoomView(no=r.no, name=r.name, holder=holders.get(r.no) or None, ticket=inside.get(r.no))
            for r in clinic.rooms
        ),
        waiting=waiting,
        held=held,
        counts=QueueCounts(
            waiting=len(waiting), called=sum(t.state == "called" for t in inside.values()),
            in_service=sum(t.state == "in_service" for t in inside.values()), held=len(held),
            no_show=len(aside) - len(held), done=done,
        ),
        pace=pace(state, code, day),
    )  # fmt: skip


def placed(ticket: Ticket, ahead: int, wait: Wait | None = None, why: Why | None = None) -> PlacedTicket:
    """*ticket* with its place in the queue."""
    return PlacedTicket(**msgspec.structs.asdict(ticket), ahead=ahead, expected_wait=wait, why_next=why)


def visible_patients(gathered: Gathered, actor: Actor) -> tuple[PatientId, ...]:
    """The people of these visits whom *actor* works with: all, or those with a stop in the own clinics."""
    if actor.roles & EVERYWHERE - {"kiosk"}:
        return tuple(dict.fromkeys(v.patient for v in gathered.visits))
    if "clinician" not in actor.roles:
        return ()
    mine = actor.clinics
    return tuple(
        dict.fromkeys(v.patient for v in gathered.visits if any(s.clinic in mine for stage in v.stages for s in stage))
    )


def plain_tickets(gathered: Gathered) -> tuple[Ticket, ...]:
    """The tickets, the waiting ones with `ahead`."""
    ahead = gathered.ahead
    return tuple(placed(t, ahead[t.id]) if t.id in ahead else t for t in gathered.tickets)
