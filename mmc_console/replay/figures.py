"""The figures of a day, whoever worked them out, and how far two of them are apart.

It counts nothing itself: `recorded` takes the figures from the recording, `observed` from what the server says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

COUNTS = ("tickets", "called", "recalled", "served", "left_open", "cancelled")
SECONDS = ("wait_mean", "wait_p50", "wait_p90", "service_mean")


@dataclass(frozen=True, slots=True)
class StationFigures:
    """One station's day. Times in seconds of the recorded day; None where there was nobody."""

    tickets: int
    """Places taken in this station's queue by people who were sent or called there."""
    called: int
    """Of these, called at least once."""
    recalled: int
    """Calls after the first of the same place."""
    served: int
    left_open: int
    """Neither served nor cancelled when the day was over."""
    cancelled: int
    wait_mean: float | None
    """From joining the queue to the first call."""
    wait_p50: float | None
    wait_p90: float | None
    service_mean: float | None
    """From the last call to the end, without those closed late."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """All stations, and the tickets that never saw one."""

    stations: dict[str, StationFigures]
    people: int
    voided: int
    """Taken back as a mistake before any call."""
    released: int
    """Ended without having been called."""
    never_called: int
    """Still waiting for a first call when the day was over."""
    first_waits: dict[str, float]
    """Each called ticket's wait for its first call, by its number in the recording."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One figure that differs by more than it may."""

    place: str
    figure: str
    recorded: float | None
    observed: float | None


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time at one station, as figures are made of it. Seconds; `served` None: not served."""

    wait: float | None
    service: float | None
    calls: int
    served: bool
    cancelled: bool


def station_figures(stays: Sequence[Stay]) -> StationFigures:
    """The figures of one station."""
    waits = [s.wait for s in stays if s.wait is not None]
    services = [s.service for s in stays if s.service is not None]
    return StationFigures(
        tickets=len(stays),
        called=sum(s.calls > 0 for s in stays),
        recalled=sum(s.calls - 1 for s in stays if s.calls),
        served=sum(s.served for s in stays),
        left_open=sum(not s.served and not s.cancelled for s in stays),
        cancelled=sum(s.cancelled for s in stays),
        wait_mean=mean(waits),
        wait_p50=percentile(waits, 50),
        wait_p90=percentile(waits, 90),
        service_mean=mean(services),
    )


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    found = list(values)
    return sum(found) / len(found) if found else None


def percentile(values: Iterable[float], percent: int) -> float | None:
    """The smallest value that at least *percent* of the values do not exceed (nearest rank); None of nothing."""
    found = sorted(values)
    return found[max(ceil(len(found) * percent / 100), 1) - 1] if found else None


def gaps(recorded: DayFigures, observed: DayFigures, tolerance: float) -> list[Gap]:
    """Every count that differs at all, and every time that differs by more than *tolerance* seconds.

    Where nothing may differ, every single ticket is compared too, so that no two errors make up for each other.
    """
    found = [
        gap
        for name in ("people", "voided", "released", "never_called")
        for gap in _gap("day", name, getattr(recorded, name), getattr(observed, name), 0)
    ]
    for station in dict.fromkeys((*recorded.stations, *observed.stations)):
        ours, theirs = observed.stations.get(station), recorded.stations.get(station)
        if ours is None or theirs is None:
            found.append(Gap(station, "tickets", theirs.tickets if theirs else None, ours.tickets if ours else None))
            continue
        for name in COUNTS:
            found += _gap(station, name, getattr(theirs, name), getattr(ours, name), 0)
        for name in SECONDS:
            found += _gap(station, name, getattr(theirs, name), getattr(ours, name), tolerance)
    for ticket in () if tolerance else dict.fromkeys((*recorded.first_waits, *observed.first_waits)):
        pair = recorded.first_waits.get(ticket), observed.first_waits.get(ticket)
        found += _gap(f"ticket {ticket}", "wait", *pair, tolerance)
    return found


def _gap(place: str, figure: str, recorded: float | None, observed: float | None, tolerance: float) -> list[Gap]:
    apart = difference(recorded, observed)
    # floats of seconds with microseconds: a tolerance of nothing still means less than a thousandth
    return [Gap(place, figure, recorded, observed)] if apart > tolerance + 0.001 else []


def difference(recorded: float | None, observed: float | None) -> float:
    """How far apart; infinite when only one of them is known."""
    if recorded is None or observed is None:
        return 0.0 if recorded is observed else inf
    return abs(recorded - observed)
