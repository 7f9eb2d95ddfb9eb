"""How long: the queue played forward, room by room, in the order it will be called, as an honest range.

A room is free when whoever is inside has had the clinic's time, when it opens, or when its pause ends; then it takes
the next one, and again. The time of one is the clinic's cycle (call to call, not the exam alone): today's last ones,
what the days before taught (`experience`), and the file's usual time, each with the weight of its count. The range is
as wide as earlier estimates were wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from heapq import heapify, heapreplace
from itertools import islice
from math import ceil, sqrt
from typing import Final

from msgspec import Struct

from mmc_console.domain.experience import Factors
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.state import Queue, State
from mmc_console.domain.visits import Visit

SPREAD: Final = 0.8
"""Standard deviation of a service time as a share of its mean: 0.6 to 0.9 in a walk-in
clinic's month of 25 days (mean 4.7 to 5.6 min, p90 8.0 to 10.8)."""
USUAL_WEIGHT: Final = 3
"""The file's usual time counts as this many patients, so that one long exam is not the pace."""
PAST_WEIGHT: Final = 8
"""The days before count as at most this many: a slow doctor is seen within the hour."""
RECENT: Final = 24
"""Today's last calls of a clinic that its cycle is taken from."""
CYCLE_AT_MOST: Final = 1_800.0
"""A longer gap was something else than an exam; it counts as this."""
STOOD: Final = timedelta(seconds=60)
"""Who was there so soon after the call before was waited for by nobody: the room did not stand empty for want of
people."""
LEFT_AT_LEAST: Final = 0.25
"""Who is inside longer than usual still needs this share of a cycle."""
LATE: Final = 300.0, 0.3
"""A clinic that should have begun, and where nobody has taken a room: so many seconds more, and so much of its lateness
again."""
PAUSE: Final = timedelta(minutes=10)
"""A pause without a time, from its beginning."""
SLACK: Final = 180.0
"""Seconds by which waits are lengthened before they are compared as a ratio."""
Z90: Final = 1.2816


class Wait(Struct, frozen=True, omit_defaults=True):
    """Seconds: shorter only once in ten (p10), as likely longer as shorter (p50), longer only once in ten (p90).

    What is shown is p10 to p90, as whole minutes outward: it holds the truth 8 to 9 times in 10.
    """

    p50: int
    p90: int
    p10: int = 0

    @property
    def minutes(self) -> tuple[int, int]:
        """The range to show, least and most."""
        return self.p10 // 60, -(-self.p90 // 60)


def pace(state: State, clinic: ClinicCode, day: date) -> float:
    """Seconds one patient takes in one room of *clinic* today."""
    found = state.center.clinic(clinic)
    usual = found.service_seconds if found else 600
    count, total = state.tickets.paces.get((day, clinic), (0, timedelta()))
    return (usual * USUAL_WEIGHT + total.total_seconds()) / (USUAL_WEIGHT + count)


def rooms_working(state: State, clinic: ClinicCode, day: date) -> int:
    """Rooms a console took today, else the file's; at least one."""
    found = state.center.clinic(clinic)
    return len(_held(state, clinic, day)) or (len(found.rooms) if found else 1) or 1


def cycle(state: State, clinic: ClinicCode, day: date) -> float:
    """Seconds from one call of a room of *clinic* to its next, while somebody waits."""
    return _cycle(state, clinic, state.tickets.queue(day, clinic))


def middles(state: State, clinic: ClinicCode, day: date, now: datetime) -> Iterator[float]:
    """In how many seconds the first, second, … of the queue is called, without end; corrected by nothing yet."""
    queue = state.tickets.queue(day, clinic)
    one = _cycle(state, clinic, queue)
    free = _free(state, clinic, day, now, queue, one)
    heapify(free)
    # who comes later and is taken first makes each of those before count for more than one
    step = one * state.past.of(clinic).pressure
    while True:
        yield free[0]
        heapreplace(free, free[0] + step)


def waits(state: State, clinic: ClinicCode, day: date, now: datetime) -> Iterator[Wait]:
    """The wait of whoever is called first, second, … of the queue as it stands, without end."""
    factors = state.past.of(clinic).factors
    return (told(middle, factors) for middle in middles(state, clinic, day, now))


def expected_wait(state: State, clinic: ClinicCode, day: date, ahead: int, now: datetime | None = None) -> Wait:
    """The wait with *ahead* people before one; *now* is the last event's time where it is not given."""
    found = waits(state, clinic, day, now or state.at or state.calendar.starts(day))
    return next(islice(found, ahead, None))


def expected_end(state: State, visit: Visit, day: date, now: datetime | None = None) -> Wait:
    """Seconds until the whole visit is over: each stop's wait and service, as it stands now."""
    middle = low = high = 0.0
    for stage in visit.stages:
        for stop in stage:
            if stop.state not in ("todo", "here"):
                continue
            wait = expected_wait(state, stop.clinic, day, len(state.tickets.queue(day, stop.clinic)), now)
            one = pace(state, stop.clinic, day)
            middle += wait.p50 + one
            low += (wait.p50 - wait.p10) ** 2 + (Z90 * SPREAD * one / 2) ** 2
            high += (wait.p90 - wait.p50) ** 2 + (Z90 * SPREAD * one) ** 2
    return Wait(p50=round(middle), p90=ceil(middle + sqrt(high)), p10=max(0, int(middle - sqrt(low))))


def ratio(middle: float, truth: float) -> float:
    """What the *truth* was of the estimate, as `Speed.factors` counts it."""
    return (truth + SLACK) / (middle + SLACK)


def told(wait: float, factors: Factors) -> Wait:
    """The range that a *wait* worked out so is told as, when earlier ones were wrong by *factors*."""
    low, mid, high = ((wait + SLACK) * factor - SLACK for factor in factors)
    return Wait(p50=max(0, round(mid)), p90=max(0, ceil(high)), p10=max(0, int(low)))


def gaps(queue: Queue) -> Iterator[float]:
    """The newest gaps first: from one call of a room to its next, where the next one stood there already."""
    later: dict[int, tuple[datetime, datetime]] = {}
    for at, _, room, since in reversed(queue.calls):
        following = later.get(room)
        if following is not None and following[1] <= at + STOOD:
            yield min((following[0] - at).total_seconds(), CYCLE_AT_MOST)
        later[room] = (at, since)


def _cycle(state: State, clinic: ClinicCode, queue: Queue) -> float:
    found = state.center.clinic(clinic)
    usual = found.service_seconds if found else 600
    past = state.past.of(clinic)
    known = min(past.cycles, PAST_WEIGHT)
    today = list(islice(gaps(queue), RECENT))
    # the file's time is a guess; once a day was recorded it hardly counts
    guess = USUAL_WEIGHT * (1 - known / PAST_WEIGHT)
    return (usual * guess + past.cycle * known + sum(today)) / (guess + known + len(today))


def _held(state: State, clinic: ClinicCode, day: date) -> set[int]:
    """The rooms a console took today; one that the centre has given up since takes nobody in."""
    calendar, found = state.calendar, state.center.clinic(clinic)
    there = [room.no for room in found.rooms] if found is not None else []
    held = {no: hold for (code, no), hold in state.rooms.items() if code == clinic and no in there and hold.desk}
    return {no for no, hold in held.items() if calendar.day(hold.at) == day}


def _rooms(state: State, clinic: ClinicCode, day: date, queue: Queue) -> set[int]:
    """The rooms a console took today. Where none did, those that called, and others up to the usual number."""
    held = _held(state, clinic, day)
    if held:
        return held | queue.inside.keys()
    found = state.center.clinic(clinic)
    seen = {room for _, _, room, _ in queue.calls[-RECENT:]} | queue.inside.keys()
    usual = state.past.of(clinic).rooms or (len(found.rooms) if found else 1) or 1
    return seen | {-n for n in range(1, usual - len(seen) + 1)}


def _free(state: State, clinic: ClinicCode, day: date, now: datetime, queue: Queue, one: float) -> list[float]:
    """In how many seconds each working room takes its next one."""
    rooms = _rooms(state, clinic, day, queue)
    earliest = max(_opens(state, clinic, day, now, queue), _pause(state, clinic, day, now))
    free = []
    for room in rooms:
        inside = queue.inside.get(room)
        ticket = state.tickets[inside] if inside is not None else None
        left = 0.0
        if ticket is not None:
            gone = (now - (ticket.called_at or now)).total_seconds()
            left = max(one - gone, one * LEFT_AT_LEAST)
        free.append(max(left, earliest))
    return free


def _opens(state: State, clinic: ClinicCode, day: date, now: datetime, queue: Queue) -> float:
    """Seconds until the clinic's first call; 0 once there was one."""
    if queue.calls or queue.inside:
        return 0.0
    usual = state.past.of(clinic).opens
    if usual is None:
        usual = state.past.everywhere.opens
    calendar = state.calendar
    if usual is not None:
        to_go = (calendar.starts(day) - now).total_seconds() + usual
    else:
        to_go = (calendar.moment(day, state.center.center.opens_at) - now).total_seconds()
    grace, share = LATE
    if to_go >= grace or _held(state, clinic, day):
        return max(to_go, 0.0)
    return grace + share * max(0.0, -to_go)


def _pause(state: State, clinic: ClinicCode, day: date, now: datetime) -> float:
    """Seconds until a pause is over; 0 when there is none."""
    row = state.clinic(clinic, day)
    if row.state == "open":
        return 0.0
    over = row.until or (row.since or now) + PAUSE
    return max((over - now).total_seconds(), 60.0)
