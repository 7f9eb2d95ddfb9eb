"""The server's own work, kept minute by minute for two days and hour by hour for 400: what history is plotted from.

A sample is what happened since the one before it, as counters and histograms, so that samples add up exactly to hours
and to any span that is asked for. It knows no person and no ticket.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.server.figures.histogram import Histogram, Sparse
from mmc_console.server.figures.tables import samples

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
KEEP_MINUTES: Final = timedelta(days=2)
KEEP_HOURS: Final = timedelta(days=400)
JUDGED: Final = ("cards", "rights")
"""The caches that are judged. The feed's frames are not: the first reader of each event finds none, however good it
is, so that with a single console its share is nothing."""
_S: Final = samples.c


class Sample(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was measured in `seconds`. Histograms as [counter, count] pairs and their sum of seconds."""

    seconds: float
    requests: int = 0
    refused: int = 0
    errors: int = 0
    delay: Sparse = []
    delay_sum: float = 0
    stream: Sparse = []
    stream_sum: float = 0
    streams: int = 0
    caches: dict[str, tuple[int, int]] = {}
    waiting: dict[str, int] = {}
    """By clinic: who waited at its end. Of an hour: at the end of its last minute."""


class Sum:
    """Samples added up."""

    def __init__(self, parts: Iterable[Sample] = ()) -> None:
        self.seconds = 0.0
        self.requests = self.refused = self.errors = self.streams = self.parts = 0
        self.delay, self.stream = Histogram(), Histogram()
        self.caches: dict[str, tuple[int, int]] = {}
        self.waiting: dict[str, int] = {}
        for part in parts:
            self.add(part)

    def add(self, part: Sample) -> None:
        """One more, later than those before."""
        self.parts += 1
        self.seconds += part.seconds
        self.requests += part.requests
        self.refused += part.refused
        self.errors += part.errors
        self.streams = max(self.streams, part.streams)
        self.waiting = part.waiting
        for into, counts, seconds in (
            (self.delay, part.delay, part.delay_sum),
            (self.stream, part.stream, part.stream_sum),
        ):
            into.seconds += seconds
            for i, count in counts:
                into.counts[i] += count
        for name, (asked, hits) in part.caches.items():
            before = self.caches.get(name, (0, 0))
            self.caches[name] = (before[0] + asked, before[1] + hits)

    @property
    def looked(self) -> tuple[int, int]:
        """How often a cache was asked that has an answer or has none, and how often it had it."""
        told = [self.caches[name] for name in JUDGED if name in self.caches]
        return sum(asked for asked, _ in told), sum(hits for _, hits in told)

    def sample(self) -> Sample:
        """As one."""
        return Sample(
            seconds=round(self.seconds, 3), requests=self.requests, refused=self.refused, errors=self.errors,
            delay=self.delay.sparse(), delay_sum=round(self.delay.seconds, 6), stream=self.stream.sparse(),
            stream_sum=round(self.stream.seconds, 6), streams=self.streams, caches=self.caches, waiting=self.waiting,
        )  # fmt: skip


_decode: Final = msgspec.json.Decoder(Sample).decode
_encode: Final = msgspec.json.Encoder().encode


def keep(conn: Connection, at: datetime, sample: Sample) -> None:
    """Store a minute's sample, the hours that are complete, and forget what is old."""
    _put(conn, "minute", at, sample)
    last = conn.execute(select(func.max(_S.at_ms)).where(_S.span == "hour", _S.at_ms < _ms(at))).scalar_one()
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    since = datetime.fromtimestamp(last / 1000, UTC) + HOUR if last is not None else at - KEEP_MINUTES
    for begin, parts in grouped(_read(conn, "minute", since, this_hour), 3_600).items():
        _put(conn, "hour", begin, Sum(parts).sample())
    old = ((_S.span == "minute") & (_S.at_ms < _ms(at - KEEP_MINUTES))) | (
        (_S.span == "hour") & (_S.at_ms < _ms(at - KEEP_HOURS))
    )
    conn.execute(delete(samples).where(old))


def minutes(conn: Connection, first: datetime, end: datetime) -> list[tuple[datetime, Sample]]:
    """The minutes of this span; each is told by when it ended."""
    return _read(conn, "minute", first, end)


def hours(conn: Connection, first: datetime, end: datetime) -> list[tuple[datetime, Sample]]:
    """The hours that began in this span, the last of them still growing where its minutes are there."""
    found = _read(conn, "hour", first, end, inclusive=True)
    since = found[-1][0] + HOUR if found else first
    rest = grouped(_read(conn, "minute", since, end), 3_600)
    return [*found, *((begin, Sum(parts).sample()) for begin, parts in rest.items())]


def waiting_at(conn: Connection, moment: datetime) -> dict[str, int] | None:
    """By clinic, who waited at *moment*: the first sample in the two minutes after it; None where there is none."""
    found = _read(conn, "minute", moment - timedelta(milliseconds=1), moment + 2 * MINUTE)
    return found[0][1].waiting if found else None


def grouped(found: Iterable[tuple[datetime, Sample]], step: int) -> dict[datetime, list[Sample]]:
    """Minutes by the stretch of *step* seconds they ended in; one that ends with a stretch belongs to it."""
    groups: dict[datetime, list[Sample]] = {}
    for at, sample in found:
        begin = (_ms(at) - 1) // 1000 // step * step
        groups.setdefault(datetime.fromtimestamp(begin, UTC), []).append(sample)
    return groups


def _put(conn: Connection, span: str, at: datetime, sample: Sample) -> None:
    row = insert(samples).values(span=span, at_ms=_ms(at), body=_encode(sample))
    conn.execute(row.on_conflict_do_update(index_elements=["span", "at_ms"], set_={"body": row.excluded.body}))


def _read(
    conn: Connection, span: str, first: datetime, end: datetime, *, inclusive: bool = False
) -> list[tuple[datetime, Sample]]:
    """Those after *first* (*inclusive*: and at it) up to *end*, in order; hours are told by their beginning."""
    after = _S.at_ms >= _ms(first) if inclusive else _S.at_ms > _ms(first)
    until = _S.at_ms < _ms(end) if inclusive else _S.at_ms <= _ms(end)
    question = select(_S.at_ms, _S.body).where(_S.span == span, after, until).order_by(_S.at_ms)
    return [(datetime.fromtimestamp(at / 1000, UTC), _decode(body)) for at, body in conn.execute(question)]


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
