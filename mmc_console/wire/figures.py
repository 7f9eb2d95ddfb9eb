"""The figures of a centre as they travel: the day so far or any days before, what the server measured of itself, and
how both stand against the targets.

Whatever was not measured is absent or counts nothing (`n` is 0); nothing here is ever guessed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode


class Spread(Struct, frozen=True):
    """Seconds: the mean, the middle, and what nine in ten do not exceed; of how many. Zeros where nothing was measured.

    The two ranks are nearest ones, so each of them was really measured.
    """

    mean: float = 0
    p50: float = 0
    p90: float = 0
    n: int = 0


class Figures(Struct, frozen=True, kw_only=True):
    """Tickets of one group, counted.

    Waiting is from the ticket's issue to its first call; service from the arrival (unconfirmed: the last call) to the
    end. `throughput`: finished in an hour, from each day's first call to its last end; absent before there is any.
    """

    total: int = 0
    waiting: int = 0
    called: int = 0
    in_service: int = 0
    held: int = 0
    served: int = 0
    no_shows: int = 0
    cancelled: int = 0
    transferred: int = 0
    unfinished: int = 0
    """Still open when their day was over."""
    wait: Spread = Spread()
    service: Spread = Spread()
    throughput: float | None = None


class Waiter(Struct, frozen=True):
    """Who waits longest: the label, and for how many seconds."""

    label: str
    seconds: float


class ClinicFigures(Figures, frozen=True, kw_only=True):
    """One clinic's."""

    clinic: ClinicCode
    longest: Waiter | None = None


class HourFigures(Struct, frozen=True, kw_only=True):
    """One hour of the clock. Issued in it; waits that ended in it (first calls); served in it; no-shows whose last call
    was in it. `line`: who stood in line at its end, for one single day."""

    hour: int
    issued: int = 0
    served: int = 0
    no_shows: int = 0
    wait: Spread = Spread()
    service: Spread = Spread()
    line: int | None = None


class DayFigures(Figures, frozen=True, kw_only=True):
    """One day's."""

    day: date


class Satisfaction(Struct, frozen=True):
    """What patients answered: how many, the mean of 1 to 5 (0 without an answer), and how often each."""

    answers: int
    mean: float
    counts: tuple[int, int, int, int, int]


class Delays(Struct, frozen=True):
    """Seconds that a measured thing took, from a histogram with steps of 9 %: never lower than the truth."""

    n: int = 0
    p50: float = 0
    p95: float = 0
    p99: float = 0


class CacheFigures(Struct, frozen=True):
    """How often one of the server's caches was asked, and had it."""

    name: str
    asked: int
    hits: int


class GroupFigures(Struct, frozen=True):
    """Requests to one group of routes. `errors`: answered 5xx."""

    group: str
    requests: int
    refused: int
    """Answered 4xx: the asker's fault, or no right."""
    errors: int
    delay: Delays


class TrafficPoint(Struct, frozen=True, kw_only=True):
    """What the server did in one stretch of time that began `at`. Stretches in which it did not run are absent."""

    at: datetime
    seconds: float
    """How long of it was measured."""
    requests: int
    errors: int
    delay: Delays
    stream: Delays
    """From an event's commit to its bytes being handed to the network, once for each stream and each writing."""
    streams: int
    """At most so many streams at once."""
    asked: int
    hits: int
    """Of those caches together that are judged: the feed's frames are not."""


class Traffic(Struct, frozen=True, kw_only=True):
    """The server's own work in the asked days."""

    step: int
    """Seconds from one point to the next."""
    points: tuple[TrafficPoint, ...] = ()
    seconds: float = 0
    requests: int = 0
    errors: int = 0
    delay: Delays = Delays()
    stream: Delays = Delays()
    caches: tuple[CacheFigures, ...] = ()


class StationFigures(Struct, frozen=True):
    """A console or board as it last reported: how many actions wait there, and the oldest for how many seconds."""

    name: str
    pending: int
    oldest: float
    seen_at: datetime


class Live(Struct, frozen=True, kw_only=True):
    """What is so at this moment; `groups` counts the last minutes (`seconds`), or since the start if that is later."""

    seconds: float
    groups: tuple[GroupFigures, ...]
    consoles: int
    boards: int
    pages: int
    """Streams to consoles, boards and patients' phones."""
    stations: tuple[StationFigures, ...] | None = None
    """None: nothing reports here."""
    waiting_before: int | None = None
    """Who waited at the last full hour."""
    hour: datetime | None = None
    """That hour."""
    started_at: datetime | None = None
    log_position: int = 0


KpiName = Literal[
    "uptime", "error-rate", "time-to-repair", "response-p95", "throughput", "cache-hits", "start-time", "satisfaction",
    "wait-median",
]  # fmt: skip
Unit = Literal["percent", "seconds", "per-hour", "stars"]


class Kpi(Struct, frozen=True, kw_only=True):
    """One figure against its target, over the asked days. Without data `value` and `met` are absent."""

    name: KpiName
    unit: Unit
    target: float
    more_is_better: bool
    value: float | None = None
    met: bool | None = None
    n: int = 0
    """How many measurements it is made of."""


class MetricsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/metrics`: today, or the days from `first` to `last`; of one `clinic`, or of all (empty)."""

    day: date
    """Today's service day."""
    now: datetime
    first: date
    last: date
    clinic: str = ""
    total: Figures
    clinics: tuple[ClinicFigures, ...]
    hours: tuple[HourFigures, ...]
    days: tuple[DayFigures, ...]
    satisfaction: Satisfaction
    traffic: Traffic
    kpis: tuple[Kpi, ...]
    live: Live | None = None
    """Only where `last` is today."""


class ScrapeToken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`GET`, `POST /api/v1/admin/metrics/token`: whether there is one; the token itself only when it was just made.

    `used_at`: since the server's start. `scheme`, `target`: how this request reached the server.
    """

    made_at: datetime | None = None
    used_at: datetime | None = None
    token: str = ""
    scheme: str = ""
    target: str = ""
