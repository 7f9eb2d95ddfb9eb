"""A state written down as a snapshot, so that a console starts from one read instead of a day's events.

The same shape the server sends; state_of(snapshot_of(state)) is the state again. It leaves older days out.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mmc_console.domain.ids import Epoch
from mmc_console.domain.state import State, Trace
from mmc_console.wire.answers import Snapshot

TRACES_KEPT = timedelta(minutes=30)
"""Longer than anything can be undone; older actions of others are of no use to a console."""


def snapshot_of(state: State, epoch: Epoch, now: datetime, since: date) -> Snapshot:
    """*state*, with nothing laid over it, from the service day *since* on; without cards."""
    center = state.center
    return Snapshot(
        epoch=epoch,
        seq=state.seq,
        now=state.at or now,
        day=state.calendar.day(now),
        center=center,
        clinics=center.clinics,
        exam_types=center.exam_types,
        clinic_days=tuple(c for c in state.clinics.values() if c.day >= since),
        visits=tuple(v for v in state.visits.values() if v.day >= since),
        tickets=tuple(t for t in state.tickets.values() if t.day >= since),
        rooms=tuple(state.rooms.values()),
        traces=tuple(t for t in state.traces.values() if t.at >= now - TRACES_KEPT or _second(state, t, since)),
        names=dict(state.alias),
        numbers={day: count for (day, desk), count in state.series.items() if not desk and day >= since},
        past=state.past,
    )


def _second(state: State, trace: Trace, since: date) -> bool:
    """Whether it is a person's second registration: where that paper leads is asked all day long."""
    return trace.again and state.calendar.day(trace.at) >= since
