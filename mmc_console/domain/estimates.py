"""How long: people ahead times the clinic's pace, shared by its rooms, as an honest range.

The pace is today's measured mean where there is one, else the file's usual
time. Better estimates replace the body of `expected_wait`, not its shape.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, sqrt

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.state import State
from mmc_console.domain.visits import Visit

SPREAD = 0.8
"""Standard deviation of a service time as a share of its mean: 0.6 to 0.9 in a walk-in
clinic's month of 25 days (mean 4.7 to 5.6 min, p90 8.0 to 10.8)."""
USUAL_WEIGHT = 3
"""The file's usual time counts as this many patients, so that one long exam is not the pace."""
Z90 = 1.2816


class Wait(Struct, frozen=True):
    """Seconds: as likely longer as shorter (p50), and longer only once in ten (p90)."""

    p50: int
    p90: int


def pace(state: State, clinic: ClinicCode, day: date) -> float:
    """Seconds one patient takes in one room of *clinic* today."""
    found = state.center.clinic(clinic)
    usual = found.service_seconds if found else 600
    count, total = state.tickets.paces.get((day, clinic), (0, timedelta()))
    return (usual * USUAL_WEIGHT + total.total_seconds()) / (USUAL_WEIGHT + count)


def rooms_working(state: State, clinic: ClinicCode, day: date) -> int:
    """Rooms a console took today, else the file's; at least one."""
    calendar = state.calendar
    held = sum(1 for (code, _), h in state.rooms.items() if code == clinic and calendar.day(h.at) == day)
    found = state.center.clinic(clinic)
    return held or (len(found.rooms) if found else 1) or 1


def expected_wait(state: State, clinic: ClinicCode, day: date, ahead: int) -> Wait:
    """The wait with *ahead* people before one."""
    rooms = rooms_working(state, clinic, day)
    one = pace(state, clinic, day)
    inside = len(state.tickets.queue(day, clinic).inside)
    busy = 0.5 * one / rooms if inside >= rooms else 0.0
    middle = ahead / rooms * one + busy
    spread = one * SPREAD * sqrt(ahead + (1 if busy else 0)) / rooms
    return Wait(p50=round(middle), p90=ceil(middle + Z90 * spread))


def expected_end(state: State, visit: Visit, day: date) -> Wait:
    """Seconds until the whole visit is over: each stop's wait and service, as it stands now."""
    middle = 0.0
    variance = 0.0
    for stage in visit.stages:
        for stop in stage:
            if stop.state not in ("todo", "here"):
                continue
            wait = expected_wait(state, stop.clinic, day, len(state.tickets.queue(day, stop.clinic)))
            one = pace(state, stop.clinic, day)
            middle += wait.p50 + one
            variance += ((wait.p90 - wait.p50) / Z90) ** 2 + (SPREAD * one) ** 2
    return Wait(p50=round(middle), p90=ceil(middle + Z90 * sqrt(variance)))
