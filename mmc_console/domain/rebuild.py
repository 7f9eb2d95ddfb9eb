"""A state from the rows of a snapshot instead of from the whole log.

What can be worked out from the rows is worked out here and never sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mmc_console.domain.centre import Center
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.moments import stamped
from mmc_console.domain.numbers import split
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit


def state_from(
    center: Center,
    visits: Iterable[Visit],
    tickets: Iterable[Ticket],
    clinic_days: Iterable[ClinicDay],
    rooms: Iterable[RoomHold],
    names: dict[str, str],
    traces: Iterable[Trace],
    seq: int,
    at: datetime | None,
) -> State:
    """The state these rows describe, at log position *seq*."""
    state = State()
    state.settings["center"] = center
    calendar = state.calendar
    for visit in (stamped(each, calendar) for each in visits):
        state.visits[visit.id] = visit
        if visit.state == "open":
            state.open_visits[visit.day, visit.patient] = visit.id
        for number in (visit.number, *visit.aliases):
            parts = split(number)
            if parts is not None:
                state.numbers[visit.day, number] = visit.id
                series = (visit.day, parts[0])
                state.series[series] = max(state.series.get(series, 0), parts[1])
    for ticket in sorted((stamped(each, calendar) for each in tickets), key=lambda t: t.seq):
        state.tickets[ticket.id] = ticket
        state.visit_tickets[ticket.visit] = (*state.visit_tickets.get(ticket.visit, ()), ticket.id)
    state.clinics.update({(c.day, c.code): stamped(c, calendar) for c in clinic_days})
    state.rooms.update({(r.clinic, r.no): stamped(r, calendar) for r in rooms})
    state.alias.update(names)
    state.traces.update({t.action: t for t in traces})
    state.seq, state.at = seq, at
    return state
