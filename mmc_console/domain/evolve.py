"""What each event means. The only place that changes the state; it decides nothing.

Works in place and returns the inverse. Server, consoles and tests run this
same code, so one log makes one state everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain import evolve_tickets as tickets
from mmc_console.domain.clinics import NOBODY, ClinicDay, ClinicState, RoomHold
from mmc_console.domain.ids import SYSTEM
from mmc_console.domain.moments import stamped
from mmc_console.domain.numbers import PENDING, split
from mmc_console.domain.state import Inverse, State, put
from mmc_console.domain.traces import remember
from mmc_console.domain.visits import Visit


def evolve(state: State, event: e.Event, inverse: Inverse | None = None) -> Inverse:
    """Apply *event*; what `take_back` needs to return, added to *inverse* when one is given."""
    if inverse is None:
        inverse = Inverse(state.seq, state.at)
    start = len(inverse.puts)
    change(state, event, inverse)
    settle(state, (event,), inverse, start)
    return inverse


def change(state: State, event: e.Event, inverse: Inverse) -> None:
    """What *event* means for the rows; `settle` must follow once its action is complete."""
    _RULES[type(event)](state, event, inverse)
    state.seq, state.at = event.seq, event.at


def settle(state: State, events: Sequence[e.Event], inverse: Inverse, start: int) -> None:
    """What these *events* of one action mean for its trace and its desk; they made the puts from *start* on."""
    remember(state, events, inverse, start)
    last = events[-1]
    if last.desk is not None and last.actor != SYSTEM:
        before = state.desk_times.get(last.desk)
        if before is None or before < last.at:
            put(inverse, state.desk_times, last.desk, last.at)


def spend(state: State, inverse: Inverse, visit: Visit, number: str) -> None:
    """*number* belongs to *visit* for that day, whatever happens later."""
    parts = split(number)
    if parts is None:
        return
    series, count = parts
    put(inverse, state.numbers, (visit.day, number), visit.id)
    if state.series.get((visit.day, series), 0) < count:
        put(inverse, state.series, (visit.day, series), count)


def set_visit(state: State, inverse: Inverse, visit: Visit, /, **changes: Any) -> Visit:
    """Replace the visit's row, one revision on, and keep the index of open visits true."""
    new = replace(visit, rev=visit.rev + 1, **changes)
    put(inverse, state.visits, new.id, new)
    index_visit(state, inverse, new)
    return new


def index_visit(state: State, inverse: Inverse, visit: Visit) -> None:
    """Keep `open_visits` true after *visit* was put."""
    key = (visit.day, visit.patient)
    if visit.state == "open":
        put(inverse, state.open_visits, key, visit.id)
    elif state.open_visits.get(key) == visit.id:
        put(inverse, state.open_visits, key, None)


def _registered(state: State, x: e.VisitRegistered, inverse: Inverse) -> None:
    visit = Visit(
        id=x.visit, number=x.number, patient=x.patient, gender=x.gender, day=x.day, registered_at=x.at,
        stages=x.stages, exam_type=x.exam_type, priority=x.priority,
    )  # fmt: skip
    put(inverse, state.visits, visit.id, visit)
    index_visit(state, inverse, visit)
    spend(state, inverse, visit, x.number)


def _renumbered(state: State, x: e.VisitRenumbered, inverse: Inverse) -> None:
    visit = state.visits[x.visit]
    spent = () if x.was == PENDING else (x.was,)
    visit = set_visit(state, inverse, visit, number=x.number, aliases=(*visit.aliases, *spent))
    spend(state, inverse, visit, x.number)
    for id in state.visit_tickets.get(visit.id, ()):
        put(inverse, state.tickets, id, tickets.relabelled(state.tickets[id], x.number))


def _aliased(state: State, x: e.NumberAlias, inverse: Inverse) -> None:
    if x.alias != x.visit:
        put(inverse, state.alias, x.alias, x.visit)
    elif x.ticket is not None:  # acted on: what led here is not undone under whoever did
        tickets.touch(state, x, inverse, **({"room": None} if x.outside else {}))
    if x.ticket is not None and x.ticket_alias is not None and x.ticket_alias != x.ticket:
        put(inverse, state.alias, x.ticket_alias, x.ticket)
    if x.number is not None:
        visit = state.visits[x.visit]
        visit = set_visit(state, inverse, visit, aliases=(*visit.aliases, x.number))
        spend(state, inverse, visit, x.number)


def _closed(how: str) -> Callable[[State, Any, Inverse], None]:
    def rule(state: State, x: e.VisitCompleted | e.VisitCancelled, inverse: Inverse) -> None:
        set_visit(state, inverse, state.visits[x.visit], state=how, closed_at=x.at)

    return rule


def _referred(state: State, x: e.VisitReferred, inverse: Inverse) -> None:
    set_visit(state, inverse, state.visits[x.visit], referred=True)


def _changed(state: State, x: e.VisitChanged, inverse: Inverse) -> None:
    visit = state.visits[x.visit]
    set_visit(state, inverse, visit, stages=x.stages, exam_type=x.exam_type or visit.exam_type)


def _clinic(how: ClinicState) -> Callable[[State, Any, Inverse], None]:
    def rule(state: State, x: e.ClinicOpened | e.ClinicPaused | e.ClinicClosed, inverse: Inverse) -> None:
        turns = state.clinic(x.clinic, x.day).turns
        row = ClinicDay(code=x.clinic, day=x.day, state=how, reason=x.reason, since=x.at, until=x.until, turns=turns)
        put(inverse, state.clinics, (x.day, x.clinic), stamped(row, state.calendar))

    return rule


def _room_taken(state: State, x: e.RoomTaken, inverse: Inverse) -> None:
    before = state.rooms.get((x.clinic, x.room))
    desk = x.desk
    assert desk is not None, "decide gives a room to a desk only"
    former = before.former if before else ()
    if before and before.desk not in (NOBODY, desk):
        former = (*(f for f in former if f[0] != before.desk), (before.desk, x.seq))
    hold = RoomHold(
        clinic=x.clinic, no=x.room, desk=desk, user=x.actor, at=x.at, seq=x.seq, former=former,
    )  # fmt: skip
    put(inverse, state.rooms, (x.clinic, x.room), hold)


def _room_left(state: State, x: e.RoomLeft, inverse: Inverse) -> None:
    before = state.rooms.get((x.clinic, x.room))
    left = before is not None and before.former  # whoever lost it before and does not know calls there no more
    put(inverse, state.rooms, (x.clinic, x.room), replace(before, desk=NOBODY) if before and left else None)


def _restored(state: State, x: e.Undone | e.Overridden, inverse: Inverse) -> None:
    calendar = state.calendar
    for ticket in (stamped(each, calendar) for each in x.tickets):
        put(inverse, state.tickets, ticket.id, ticket)
        known = state.visit_tickets.get(ticket.visit, ())
        if ticket.id not in known:  # a console that began with a snapshot: closed visits of yesterday are not in it
            put(inverse, state.visit_tickets, ticket.visit, (*known, ticket.id))
            put(inverse, state.alias, ticket.id, None)  # it was a name of where they stand only
    for visit in (stamped(each, calendar) for each in x.visits):
        put(inverse, state.visits, visit.id, visit)
        index_visit(state, inverse, visit)
    if isinstance(x, e.Undone):
        for clinic in x.clinics:
            put(inverse, state.clinics, (clinic.day, clinic.code), stamped(clinic, calendar))
        for hold in x.rooms:
            put(inverse, state.rooms, (hold.clinic, hold.no), stamped(hold, calendar))
        for code, no in x.freed:
            put(inverse, state.rooms, (code, no), None)
        trace = state.traces.get(x.undoes)
        if trace is not None:
            put(inverse, state.traces, x.undoes, replace(trace, undone=True))


def _published(state: State, x: e.CentrePublished, inverse: Inverse) -> None:
    put(inverse, state.settings, "center", x.center)


def _corrected(state: State, x: e.PatientCorrected, inverse: Inverse) -> None:
    if x.gender is None:
        return
    for visit in list(state.visits.values()):
        if visit.patient == x.patient and visit.state == "open":
            set_visit(state, inverse, visit, gender=x.gender)


_RULES: dict[type[e.Event], Callable[[State, Any, Inverse], None]] = {
    e.VisitRegistered: _registered,
    e.VisitRenumbered: _renumbered,
    e.VisitCompleted: _closed("complete"),
    e.VisitCancelled: _closed("cancelled"),
    e.VisitReferred: _referred,
    e.VisitChanged: _changed,
    e.NumberAlias: _aliased,
    e.ClinicOpened: _clinic("open"),
    e.ClinicPaused: _clinic("paused"),
    e.ClinicClosed: _clinic("closed"),
    e.RoomTaken: _room_taken,
    e.RoomLeft: _room_left,
    e.Undone: _restored,
    e.Overridden: _restored,
    e.CentrePublished: _published,
    e.PatientCorrected: _corrected,
    **tickets.RULES,
}
